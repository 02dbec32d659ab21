-- alignment: how much of the money serves which outcome first, and how much is aligned to none
-- args: use years departments functions
WITH part AS (
  SELECT apart AS residual, beyond_area AS residual_area, outcome, payer, source, entries, split, amount, absolute, evidence, confident
  FROM aimed
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(outcome) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(outcome, '') AS outcome,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  count(DISTINCT nullif(payer, '')) AS organisations,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, outcome), ())
ORDER BY CASE WHEN grouping(outcome) = 1 THEN 3 WHEN residual = 'aligned to no stated outcome' THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END, 5 DESC, 4, 2, 3
