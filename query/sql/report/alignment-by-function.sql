-- alignment-by-function: how much of the money for each division of functions is aligned to no stated outcome
-- What lies only partly inside the places is left out: whom it serves is not known.
-- args: use years departments functions
SELECT
  CASE WHEN grouping(division) = 1 THEN 'total' ELSE 'body' END AS row_kind,
  coalesce(division, '') AS division,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE apart <> ''), 0) AS stranded
FROM (
  SELECT substr(function_code, 1, 2) AS division, apart, amount
  FROM aimed
  WHERE beyond = '' AND strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
) part
GROUP BY GROUPING SETS ((division), ())
ORDER BY CASE WHEN grouping(division) = 1 THEN 0 ELSE 1 END, 4 DESC, 3 DESC, 2
