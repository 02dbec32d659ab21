-- counted_entries: the entries that count, under names that no engine reserves
CREATE OR REPLACE VIEW counted_entries AS
SELECT
  e.source, e."table" AS table_no, e."row" AS row_no, e.col AS col_no, e.file, e.sheet,
  e.payer, e.payer_group, e.payee, e.payee_ref, e.payee_postcode, e.payee_kind,
  e.programme, e.scheme_ref, e.title, e.purpose, e.expense_type, e.expense_area, e.description,
  e.reference, e.award_ref, e."date" AS on_date, e."start" AS start_date, e."end" AS end_date, e.period,
  e."year" AS fiscal_year, e.amount, e.currency, e.record, e.stage, e.accounting_basis, e.vat,
  e.budget_type, e.nature, e.ring_fence, e.route, e.capital, e.regrant,
  e.place_stated, e.place_stated_for, e.function_stated, e.payer_key, e.place_key, e.purpose_key,
  e.individual, e.purpose_withheld, e.privacy_codes, e.payee_mark AS published_mark, e.reference_mark,
  e.stage_order
FROM shown_entries e
LEFT JOIN (SELECT DISTINCT source, "table" AS table_no FROM uncounted) u
  ON u.source = e.source AND u.table_no = e."table"
WHERE u.source IS NULL
