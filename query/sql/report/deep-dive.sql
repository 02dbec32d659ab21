-- deep-dive: what each organisation spends on each theme, by programme, and what a rule of the theme leaves out
-- A pound can belong to several themes: each theme adds up to its own subtotal, and there is no total. funders
-- are the departments of others whose payments to the organisation belong to the theme as well.
-- args: use years departments functions
WITH part AS (
  SELECT k.code AS theme, k.excluded, k.administration, s.payer, s.payee, s.department, s.programme,
    CASE WHEN s.programme <> '' THEN '' ELSE s.expense_area END AS expense_area,
    CASE WHEN s.programme <> '' THEN '' ELSE s.expense_type END AS expense_type,
    s.source, s.entries, s.split, s.amount, s.absolute, s.evidence, s.confident
  FROM in_scope s
  JOIN (SELECT purpose_key, code, max(CASE WHEN role = 'excluded' THEN 1 ELSE 0 END) AS excluded,
      max(CASE WHEN role = 'administration' THEN 1 ELSE 0 END) AS administration
    FROM marks WHERE list = 'theme' GROUP BY purpose_key, code) k ON k.purpose_key = s.purpose_key
  WHERE s.beyond = '' AND strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), funders AS (
  SELECT theme, payee AS organisation, array_join(array_agg(department ORDER BY department), ', ') AS names
  FROM (SELECT DISTINCT theme, payee, department FROM part WHERE excluded = 0 AND payee <> payer AND payee <> '' AND department <> '') f
  GROUP BY theme, payee
)
SELECT CASE WHEN grouping(p.payer) = 1 THEN 'subtotal' ELSE 'body' END AS row_kind, '' AS residual, '' AS residual_area,
  p.theme, coalesce(p.payer, '') AS organisation, coalesce(p.programme, '') AS programme,
  coalesce(p.expense_area, '') AS expense_area, coalesce(p.expense_type, '') AS expense_type,
  CASE WHEN grouping(p.payer) = 1 THEN '' ELSE coalesce(max(f.names), '') END AS funded_by,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE excluded = 0), 0) AS amount,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE excluded = 0 AND administration = 1), 0) AS administration,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE excluded = 1), 0) AS excluded,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned' AND excluded = 0), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled' AND excluded = 0), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))) FILTER (WHERE excluded = 0), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))) FILTER (WHERE excluded = 0), 0) AS absolute
FROM part p
LEFT JOIN funders f ON f.theme = p.theme AND f.organisation = p.payer
GROUP BY GROUPING SETS ((p.theme, p.payer, p.programme, p.expense_area, p.expense_type), (p.theme))
ORDER BY p.theme, CASE WHEN grouping(p.payer) = 1 THEN 1 ELSE 0 END, 10 DESC, 5, 6, 7, 8, 9, residual, residual_area
