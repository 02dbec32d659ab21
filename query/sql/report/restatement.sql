-- restatement: from which areas money was restated to the boundaries asked for, to which, and how much
-- An area of which any part lies in a place asked for is told with all its parts.
-- args: use years departments functions
WITH asked AS (
  SELECT from_code, place_code, moved, source, entries, split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM marked_money
  WHERE moved IN ('restated', 'cannot be restated')
    AND strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), part AS (
  SELECT a.*
  FROM asked a
  JOIN (SELECT DISTINCT x.from_code FROM asked x JOIN scope s ON s.code = x.place_code) t ON t.from_code = a.from_code
)
SELECT
  CASE WHEN grouping(from_code) = 1 THEN 'total' WHEN moved = 'restated' THEN 'body' ELSE 'residual' END AS row_kind,
  CASE WHEN moved = 'restated' THEN '' ELSE coalesce(moved, '') END AS residual,
  CASE WHEN moved = 'restated' THEN '' ELSE coalesce(from_code, '') END AS residual_area,
  coalesce(from_code, '') AS from_code,
  CASE WHEN moved = 'restated' THEN place_code ELSE '' END AS to_code,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((moved, from_code, place_code), ())
ORDER BY CASE WHEN grouping(from_code) = 1 THEN 1 ELSE 0 END, 4, 1, 5, 2, 3
