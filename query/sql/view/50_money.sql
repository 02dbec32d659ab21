-- money: what reports add up, pieces without what tells one entry from another
-- award_mark tells awards apart: the entry itself where it is an award, else the payment's reference.
-- Entries in several pieces are counted by their id in split, the others by number. absolute and the
-- confident pence (pence times confidence) tell how sure a sum is, refunds or not. place_code is where the
-- money stands on the boundaries asked for; moved and from_code say how it came there.
CREATE OR REPLACE VIEW money AS
SELECT source, table_no, payer_name AS payer, payer_body_kind AS payer_kind, department,
  payee_name AS payee, payee_mark, payee_body_kind AS payee_kind, programme, expense_area, expense_type,
  at_code AS place_code, from_code, moved, place_step, at_evidence AS place_evidence, function_code, function_step, function_evidence,
  fiscal_year, record, used_for, capital, nature, purpose_key, end_date,
  CASE WHEN record = 'award' THEN source || '-' || CAST(table_no AS varchar) || '-' || CAST(row_no AS varchar) || '-' || CAST(col_no AS varchar)
    ELSE reference_mark END AS award_mark,
  CASE WHEN place_hi - place_lo = 1000000000 AND function_hi - function_lo = 1000000000 AND at_hi - at_lo = 1000000000 THEN NULL
    ELSE source || '-' || CAST(table_no AS varchar) || '-' || CAST(row_no AS varchar) || '-' || CAST(col_no AS varchar) END AS split,
  CASE WHEN place_hi - place_lo = 1000000000 AND function_hi - function_lo = 1000000000 AND at_hi - at_lo = 1000000000 THEN 1 ELSE 0 END AS entries,
  at_amount AS amount, abs(at_amount) AS absolute, abs(at_amount) * place_confidence / 1000 AS place_confident,
  abs(at_amount) * CASE WHEN place_confidence < function_confidence THEN place_confidence ELSE function_confidence END / 1000 AS confident,
  place_key, individual
FROM located
