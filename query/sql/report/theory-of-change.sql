-- theory-of-change: how much money stands behind each chain from a programme to an outcome, each pound once
-- args: use years departments functions
WITH part AS (
  SELECT CASE WHEN s.beyond <> '' THEN s.beyond WHEN k.code IS NULL THEN 'in no chain' ELSE '' END AS residual,
    s.beyond_area AS residual_area, CASE WHEN s.beyond <> '' THEN '' ELSE coalesce(k.code, '') END AS chain,
    s.source, s.entries, s.split, s.amount, s.absolute, s.evidence, s.confident
  FROM in_scope s
  LEFT JOIN (SELECT purpose_key, min(code) AS code FROM marks WHERE list = 'chain' AND role = 'primary' GROUP BY purpose_key) k
    ON k.purpose_key = s.purpose_key
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(chain) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(chain, '') AS chain,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, chain), ())
ORDER BY CASE WHEN grouping(chain) = 1 THEN 3 WHEN residual = 'in no chain' THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END, 4, 2, 3
