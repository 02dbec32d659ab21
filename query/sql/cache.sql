-- cache: money with what was joined to it, without what tells one entry from another
-- args:
SELECT source, table_no, payer, payer_kind, department, payee, payee_mark, payee_kind, programme, expense_area, expense_type,
  place_code, from_code, moved, place_step, place_evidence, function_code, function_step, function_evidence,
  fiscal_year, record, used_for, capital, nature, purpose_key, end_date, award_mark, split, entries,
  amount, absolute, place_confident, confident, place_key, individual
FROM money
