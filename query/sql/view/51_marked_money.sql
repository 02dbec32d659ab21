-- marked_money: money with what tells streams and awards apart, and the weakest evidence behind it
-- A stream is the programme, else payer, expense area and expense type. An award is an entry of record
-- award; where only payments exist, what one payer paid one payee under one programme and reference in one year.
CREATE OR REPLACE VIEW marked_money AS
SELECT m.*,
  CASE WHEN m.programme <> '' THEN m.programme
    ELSE chr(31) || m.payer || chr(31) || m.expense_area || chr(31) || m.expense_type END AS stream,
  CASE WHEN m.record = 'award' THEN m.award_mark
    ELSE m.payer || chr(31) || m.payee_mark || chr(31) || m.programme || chr(31) || m.award_mark || chr(31) || CAST(m.fiscal_year AS varchar) END AS award,
  CASE WHEN m.place_evidence = 'modelled' OR m.function_evidence = 'modelled' THEN 'modelled'
       WHEN m.place_evidence = 'apportioned' OR m.function_evidence = 'apportioned' THEN 'apportioned' ELSE '' END AS evidence
FROM money m
