-- join-up: which departments serve one outcome in one place through the same recipients, and in how many awards
-- A recipient in common gets money that serves the outcome from two departments or more. A payer of which nothing
-- says what sort of body it is may be a unit of another, and is no department. Money serves several outcomes, and
-- places overlap: nothing of it adds up. Names stand in the order of their money.
-- args: use years departments functions
WITH served AS (
  SELECT b.place, k.code AS outcome, b.department, b.payee, b.payee_mark, b.award, b.end_date, b.source, b.entries, b.split, b.amount, b.absolute,
    b.evidence, b.confident,
    b.department || chr(31) || CASE WHEN b.programme <> '' THEN b.programme ELSE chr(31) || b.expense_area || chr(31) || b.expense_type END AS scheme
  FROM by_place b
  JOIN (SELECT DISTINCT purpose_key, code FROM marks WHERE list = 'outcome' AND role IN ('primary', 'contributing')) k
    ON k.purpose_key = b.purpose_key
  WHERE b.beyond = '' AND b.payee_mark <> '' AND b.department <> '' AND b.payer_kind <> 'unknown' AND b.payer_kind <> ''
    AND strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), common AS (
  SELECT place, outcome, payee_mark FROM served GROUP BY place, outcome, payee_mark HAVING count(DISTINCT department) > 1
), pooled AS (
  SELECT s.* FROM served s JOIN common c ON c.place = s.place AND c.outcome = s.outcome AND c.payee_mark = s.payee_mark
), award_sizes AS (
  SELECT place, outcome, award, SUM(CAST(amount AS DECIMAL(38,0))) AS amount FROM pooled GROUP BY place, outcome, award
), smallest AS (
  SELECT place, outcome, min(amount) FILTER (WHERE amount > 0) AS amount FROM award_sizes GROUP BY place, outcome
), payers_of AS (
  SELECT place, outcome, array_join(array_agg(department ORDER BY amount DESC, department), chr(31)) AS names
  FROM (SELECT place, outcome, department, SUM(CAST(amount AS DECIMAL(38,0))) AS amount FROM pooled GROUP BY place, outcome, department) d
  GROUP BY place, outcome
), payees_of AS (
  SELECT place, outcome, array_join(array_agg(payee ORDER BY amount DESC, payee), chr(31)) AS names
  FROM (SELECT place, outcome, payee, SUM(CAST(amount AS DECIMAL(38,0))) AS amount FROM pooled GROUP BY place, outcome, payee) d
  GROUP BY place, outcome
)
SELECT 'body' AS row_kind, '' AS residual, '' AS residual_area, p.outcome, p.place,
  count(DISTINCT p.department) AS departments, count(DISTINCT p.scheme) AS programmes, count(DISTINCT p.payee_mark) AS recipients_in_common,
  count(DISTINCT p.award) AS awards, coalesce(SUM(CAST(p.amount AS DECIMAL(38,0))), 0) AS amount,
  min(m.amount) AS smallest_award, min(p.end_date) AS first_end, max(p.end_date) AS last_end,
  min(a.names) AS department_names, min(b.names) AS recipient_names,
  coalesce(SUM(p.entries), 0) + count(DISTINCT p.split) AS "rows",
  count(DISTINCT p.source) AS sources,
  coalesce(SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE p.evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE p.evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(p.confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(p.absolute AS DECIMAL(38,0))), 0) AS absolute
FROM pooled p
JOIN smallest m ON m.place = p.place AND m.outcome = p.outcome
JOIN payers_of a ON a.place = p.place AND a.outcome = p.outcome
JOIN payees_of b ON b.place = p.place AND b.outcome = p.outcome
GROUP BY p.outcome, p.place
ORDER BY p.place, 10 DESC, p.outcome, department_names, recipient_names, residual, residual_area
