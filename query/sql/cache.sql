-- cache: money added up by all that reports ask for, without what tells one entry from another
-- args:
SELECT source, table_no, payer, payer_kind, department, payee, payee_kind, programme, expense_area, expense_type,
  place_code, place_step, place_evidence, function_code, function_step, function_evidence,
  fiscal_year, record, used_for, capital, nature, award_mark, split,
  CAST(SUM(entries) AS BIGINT) AS entries,
  CAST(SUM(CAST(amount AS DECIMAL(38,0))) AS BIGINT) AS amount,
  CAST(SUM(CAST(absolute AS DECIMAL(38,0))) AS BIGINT) AS absolute,
  CAST(SUM(CAST(place_confident AS DECIMAL(38,0))) AS BIGINT) AS place_confident,
  CAST(SUM(CAST(confident AS DECIMAL(38,0))) AS BIGINT) AS confident
FROM money
GROUP BY source, table_no, payer, payer_kind, department, payee, payee_kind, programme, expense_area, expense_type,
  place_code, place_step, place_evidence, function_code, function_step, function_evidence,
  fiscal_year, record, used_for, capital, nature, award_mark, split
ORDER BY place_code, fiscal_year, payer, payee, function_code
