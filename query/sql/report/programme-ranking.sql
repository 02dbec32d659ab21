-- programme-ranking: which programmes bring most money; without a programme, the expense area and type
-- args: use years departments functions
WITH part AS (
  SELECT
    CASE WHEN beyond <> '' THEN beyond WHEN programme = '' AND expense_area = '' AND expense_type = '' THEN 'not named' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE programme END AS programme,
    CASE WHEN beyond <> '' OR programme <> '' THEN '' ELSE expense_area END AS expense_area,
    CASE WHEN beyond <> '' OR programme <> '' THEN '' ELSE expense_type END AS expense_type,
    CASE WHEN beyond <> '' THEN '' ELSE department END AS department,
    award, payee_mark, source, entries, split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM in_scope
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(programme) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(programme, '') AS programme,
  coalesce(expense_area, '') AS expense_area,
  coalesce(expense_type, '') AS expense_type,
  coalesce(department, '') AS department,
  count(DISTINCT award) AS awards,
  count(DISTINCT nullif(payee_mark, '')) AS recipients,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, programme, expense_area, expense_type, department), ())
ORDER BY CASE WHEN grouping(programme) = 1 THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END, 10 DESC, 4, 5, 6, 7, 2, 3
