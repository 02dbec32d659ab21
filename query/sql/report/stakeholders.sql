-- stakeholders: who pays and who receives money that serves each outcome; nothing of it adds up over outcomes
-- An organisation that both pays and receives has one line; departments are its own where it only pays, else
-- those that pay it.
-- args: use years departments functions
WITH served AS (
  SELECT outcome, payer, payer_kind, payee, payee_kind, department, scheme, source, entries, split, amount, absolute, evidence, confident
  FROM serving
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), side AS (
  SELECT outcome, payer AS organisation, payer_kind AS kind, department, 1 AS pays, scheme, source, entries, split, amount, absolute, evidence, confident
  FROM served
  WHERE payer <> ''
  UNION ALL
  SELECT outcome, payee, payee_kind, department, 0, scheme, source, entries, split, amount, absolute, evidence, confident
  FROM served
  WHERE payee <> ''
), sides AS (
  SELECT outcome, organisation, min(pays) AS pays FROM side GROUP BY outcome, organisation
), counted AS (
  SELECT s.*, r.pays AS only_pays
  FROM side s
  JOIN sides r ON r.outcome = s.outcome AND r.organisation = s.organisation
), departments AS (
  SELECT outcome, organisation, array_join(array_agg(department ORDER BY department), ', ') AS department
  FROM (SELECT DISTINCT outcome, organisation, department FROM counted WHERE pays = only_pays AND department <> '') d
  GROUP BY outcome, organisation
)
SELECT 'body' AS row_kind, '' AS residual, '' AS residual_area, c.outcome, c.organisation, coalesce(max(c.kind), '') AS kind,
  coalesce(max(d.department), '') AS department,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE pays = 1), 0) AS paid,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE pays = 0), 0) AS received,
  max(pays) AS pays, max(1 - pays) AS receives,
  count(DISTINCT scheme) AS programmes,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE pays = only_pays), 0) AS amount,
  coalesce(SUM(entries) FILTER (WHERE pays = only_pays), 0) + count(DISTINCT split) FILTER (WHERE pays = only_pays) AS "rows",
  count(DISTINCT source) FILTER (WHERE pays = only_pays) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned' AND pays = only_pays), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled' AND pays = only_pays), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))) FILTER (WHERE pays = only_pays), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))) FILTER (WHERE pays = only_pays), 0) AS absolute
FROM counted c
LEFT JOIN departments d ON d.outcome = c.outcome AND d.organisation = c.organisation
GROUP BY c.outcome, c.organisation
ORDER BY c.outcome, 13 DESC, c.organisation, department, residual, residual_area
