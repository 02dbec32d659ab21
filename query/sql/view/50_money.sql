-- money: what reports add up, pieces without what tells one entry from another
-- An award is an entry of record award; where only payments exist, it is what one payer paid one payee
-- under one programme and reference in one year. A stream is the programme, else payer, expense area
-- and expense type. Entries in several pieces are counted by their id in split, the others by number.
-- absolute and the confident pence (pence times confidence) tell how sure a sum is, refunds or not.
CREATE OR REPLACE VIEW money AS
SELECT source, payer_name AS payer, payer_body_kind AS payer_kind, department,
  payee_name AS payee, payee_body_kind AS payee_kind, programme, expense_area, expense_type,
  place_code, place_step, place_evidence, function_code, function_evidence,
  fiscal_year, record, used_for, capital, nature, threshold,
  CASE WHEN programme <> '' THEN programme ELSE chr(31) || payer_name || chr(31) || expense_area || chr(31) || expense_type END AS stream,
  CASE WHEN record = 'award'
    THEN source || '-' || CAST(table_no AS varchar) || '-' || CAST(row_no AS varchar) || '-' || CAST(col_no AS varchar)
    ELSE payer_name || chr(31) || payee_name || chr(31) || programme || chr(31) || reference || chr(31) || CAST(fiscal_year AS varchar) END AS award,
  CASE WHEN place_hi - place_lo = 1000000000 AND function_hi - function_lo = 1000000000 THEN NULL
    ELSE source || '-' || CAST(table_no AS varchar) || '-' || CAST(row_no AS varchar) || '-' || CAST(col_no AS varchar) END AS split,
  CASE WHEN place_hi - place_lo = 1000000000 AND function_hi - function_lo = 1000000000 THEN 1 ELSE 0 END AS entries,
  amount, abs(amount) AS absolute, abs(amount) * place_confidence / 1000 AS place_confident,
  abs(amount) * CASE WHEN place_confidence < function_confidence THEN place_confidence ELSE function_confidence END / 1000 AS confident
FROM pieces
