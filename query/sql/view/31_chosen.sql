-- chosen: which one kind of record counts, for each payer and year
-- A source that names no payer is a payer of its own: two of them are not one body.
-- Totals never add payments to statements or awards to payments. Questions of spending take the
-- statement, else the payment, else the award; questions of awards take the award, else the payment.
-- Of statements one stage counts: what was spent before what was planned. National figures never do.
CREATE OR REPLACE VIEW chosen AS
WITH wording AS (
  SELECT e.payer_key, e.payer, e.payer_group, CASE WHEN e.payer = '' AND e.payer_group = '' THEN e.source ELSE '' END AS unnamed,
    e.fiscal_year, e.record, e.stage_order
  FROM recorded e
  LEFT JOIN (SELECT DISTINCT source, "table" AS table_no FROM uncounted) u
    ON u.source = e.source AND u.table_no = e.table_no
  WHERE u.source IS NULL
  GROUP BY e.payer_key, e.payer, e.payer_group, CASE WHEN e.payer = '' AND e.payer_group = '' THEN e.source ELSE '' END,
    e.fiscal_year, e.record, e.stage_order
), named AS (
  SELECT coalesce(p.body, nullif(w.payer, ''), nullif(w.payer_group, ''), w.unnamed) AS publisher, w.fiscal_year, w.record, w.stage_order
  FROM wording w
  LEFT JOIN payers p ON p.payer_key = w.payer_key
)
SELECT publisher, fiscal_year,
  CASE WHEN count(*) FILTER (WHERE record = 'statement') > 0 THEN 'statement'
       WHEN count(*) FILTER (WHERE record = 'payment') > 0 THEN 'payment'
       WHEN count(*) FILTER (WHERE record = 'award') > 0 THEN 'award' END AS for_spending,
  CASE WHEN count(*) FILTER (WHERE record = 'award') > 0 THEN 'award'
       WHEN count(*) FILTER (WHERE record = 'payment') > 0 THEN 'payment' END AS for_awards,
  coalesce(min(stage_order) FILTER (WHERE record = 'statement'), 0) AS statement_stage
FROM named
GROUP BY publisher, fiscal_year
