-- entry-pieces: into which places and functions one entry was split, by which rules
-- args: source table row col
SELECT p.payer_name, p.payer_body_kind, p.department, p.payee_name, p.payee_body_kind, p.used_for,
  p.at_code AS place_code, p.place_lo, p.place_hi, p.from_code, p.moved, p.moved_by, p.at_lo, p.at_hi,
  p.place_rule, p.place_step, p.at_evidence AS place_evidence, p.place_confidence, p.place_detail,
  p.function_code, p.function_lo, p.function_hi, p.function_rule, p.function_step, p.function_evidence, p.function_confidence,
  p.function_detail, p.at_amount AS amount
FROM located p
WHERE p.source = CAST(? AS varchar) AND p.table_no = CAST(? AS integer) AND p.row_no = CAST(? AS integer) AND p.col_no = CAST(? AS integer)
ORDER BY p.place_lo, p.function_lo, p.at_lo
