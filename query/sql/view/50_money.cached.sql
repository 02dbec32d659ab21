-- money: what reports add up, as it was added up and kept in the cache
-- Which organisation a payee is depends on the payees of all sources: where that changed since the sums of
-- some sources were kept, renamed says what it is now.
CREATE OR REPLACE VIEW money AS
SELECT m.source, m.table_no, m.payer, m.payer_kind, m.department,
  CASE WHEN r.body IS NULL OR m.individual = 1 THEN m.payee ELSE r.body END AS payee,
  CASE WHEN r.body IS NULL THEN m.payee_mark WHEN m.individual = 1 THEN to_hex(md5(to_utf8(r.body))) ELSE r.body END AS payee_mark,
  CASE WHEN r.body IS NULL OR m.individual = 1 THEN m.payee_kind ELSE r.body_kind END AS payee_kind,
  m.programme, m.expense_area, m.expense_type,
  m.place_code, m.from_code, m.moved, m.place_step, m.place_evidence, m.function_code, m.function_step, m.function_evidence,
  m.fiscal_year, m.record, m.used_for, m.capital, m.nature, m.purpose_key, m.end_date, m.award_mark, m.split, m.entries,
  m.amount, m.absolute, m.place_confident, m.confident, m.place_key, m.individual
FROM cached_money m
LEFT JOIN renamed r ON r.place_key = m.place_key
