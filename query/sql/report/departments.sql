-- departments: how much of each department's money reaches each place, in how many awards
-- args: use years departments functions
WITH part AS (
  SELECT place,
    CASE WHEN beyond <> '' THEN beyond WHEN department = '' THEN 'payer not known' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE department END AS department,
    award, source, entries, place || chr(31) || split AS split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM by_place
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(place) = 1 THEN 'total' WHEN grouping(department) = 1 THEN 'subtotal'
    WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(department, '') AS department,
  coalesce(place, '') AS place,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  count(DISTINCT award) AS awards,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, department, place), (place), ())
ORDER BY CASE WHEN grouping(place) = 1 THEN 2 WHEN place = '' THEN 1 ELSE 0 END, 5,
  CASE WHEN grouping(department) = 1 THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END, 6 DESC, 4, 2, 3
