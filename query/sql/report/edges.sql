-- edges: who pays whom, in which year, how much and in how many awards
-- args: use years departments functions
WITH part AS (
  SELECT
    CASE WHEN beyond <> '' THEN beyond WHEN payer = '' THEN 'payer not known' WHEN payee = '' THEN 'payee not known'
      WHEN fiscal_year = 0 THEN 'year not known' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE payer END AS from_body,
    CASE WHEN beyond <> '' THEN '' ELSE payee END AS to_body,
    CASE WHEN beyond <> '' THEN 0 ELSE fiscal_year END AS fiscal_year,
    payer_kind, payee_kind, award, source, entries, split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM in_scope
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(to_body) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(from_body, '') AS from_body,
  CASE WHEN grouping(to_body) = 1 OR residual <> '' THEN '' ELSE max(payer_kind) END AS from_kind,
  coalesce(to_body, '') AS to_body,
  CASE WHEN grouping(to_body) = 1 OR residual <> '' THEN '' ELSE max(payee_kind) END AS to_kind,
  coalesce(fiscal_year, 0) AS "year",
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  count(DISTINCT award) AS awards,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, from_body, to_body, fiscal_year), ())
ORDER BY CASE WHEN grouping(to_body) = 1 THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END, 9 DESC, 4, 6, 8, 2, 3
