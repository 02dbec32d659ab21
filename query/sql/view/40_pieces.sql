-- pieces: entry by place by function, in whole pence that add up to the entry exactly
-- The pence of a share [lo, hi) are upto(hi) - upto(lo), where upto(x) = amount * x / 1000000000 cut
-- off towards zero, computed inside 64 bits as q * x + r * x / 1000000000 with amount = q * 1000000000 + r.
-- The place is split first; the function splits what the place got. No share at all is code ''.
CREATE OR REPLACE VIEW pieces AS
WITH placed AS (
  SELECT e.*,
    coalesce(p.code, '') AS place_code, coalesce(p.rule, '') AS place_rule, coalesce(p.step, '') AS place_step,
    coalesce(p.evidence, '') AS place_evidence, coalesce(p.confidence, 0) AS place_confidence,
    CASE WHEN e.individual = 1 THEN '' ELSE coalesce(p.detail, '') END AS place_detail, coalesce(p.lo, 0) AS place_lo, coalesce(p.hi, 1000000000) AS place_hi,
    e.amount / 1000000000 * coalesce(p.hi, 1000000000) + e.amount % 1000000000 * coalesce(p.hi, 1000000000) / 1000000000
      - e.amount / 1000000000 * coalesce(p.lo, 0) - e.amount % 1000000000 * coalesce(p.lo, 0) / 1000000000 AS placed_amount
  FROM named_entries e
  LEFT JOIN place_split p ON p.place_key = e.place_key
)
SELECT e.source, e.table_no, e.row_no, e.col_no, e.file, e.sheet,
  e.payer, e.payer_group, e.payee, e.payee_ref, e.payee_postcode, e.payee_kind,
  e.programme, e.scheme_ref, e.title, e.purpose, e.expense_type, e.expense_area, e.description,
  e.reference, e.award_ref, e.on_date, e.start_date, e.end_date, e.period, e.fiscal_year, e.currency,
  e.record, e.stage, e.accounting_basis, e.vat, e.budget_type, e.nature, e.ring_fence, e.route,
  e.capital, e.regrant, e.place_stated, e.place_stated_for, e.function_stated,
  e.payer_key, e.place_key, e.purpose_key,
  e.payer_name, e.payer_body_kind, e.department, e.payee_name, e.payee_body_kind, e.payee_mark, e.reference_mark,
  e.individual, e.privacy_codes,
  e.place_code, e.place_rule, e.place_step, e.place_evidence, e.place_confidence, e.place_detail, e.place_lo, e.place_hi,
  coalesce(f.code, '') AS function_code, coalesce(f.rule, '') AS function_rule, coalesce(f.step, '') AS function_step,
  coalesce(f.evidence, '') AS function_evidence, coalesce(f.confidence, 0) AS function_confidence,
  CASE WHEN e.individual = 1 OR e.purpose_withheld = 1 THEN '' ELSE coalesce(f.detail, '') END AS function_detail, coalesce(f.lo, 0) AS function_lo, coalesce(f.hi, 1000000000) AS function_hi,
  CASE WHEN e.record = 'statement' AND e.stage_order <> c.statement_stage THEN ''
    ELSE '|' || e.record || CASE WHEN e.record = c.for_spending THEN '|spending' ELSE '' END
      || CASE WHEN e.record = c.for_awards THEN '|awards' ELSE '' END || '|' END AS used_for,
  e.amount AS whole_amount,
  e.placed_amount / 1000000000 * coalesce(f.hi, 1000000000) + e.placed_amount % 1000000000 * coalesce(f.hi, 1000000000) / 1000000000
    - e.placed_amount / 1000000000 * coalesce(f.lo, 0) - e.placed_amount % 1000000000 * coalesce(f.lo, 0) / 1000000000 AS amount
FROM placed e
LEFT JOIN function_split f ON f.purpose_key = e.purpose_key
LEFT JOIN chosen c ON c.publisher = e.publisher AND c.fiscal_year = e.fiscal_year
