-- recipient-kinds: what kinds of body receive the money
-- args: use years departments functions
WITH part AS (
  SELECT
    CASE WHEN beyond <> '' THEN beyond WHEN payee_kind = '' THEN 'payee not known' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE payee_kind END AS recipient_kind,
    payee_mark, award, source, entries, split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM in_scope
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(recipient_kind) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(recipient_kind, '') AS recipient_kind,
  count(DISTINCT nullif(payee_mark, '')) AS recipients,
  count(DISTINCT award) AS awards,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, recipient_kind), ())
ORDER BY CASE WHEN grouping(recipient_kind) = 1 THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END, 7 DESC, 4, 2, 3
