-- entry: one entry as it was published, but for what is withheld, and whether it counts
-- args: source table row col
SELECT e.file, e.sheet, e.payer, e.payer_group, e.payee, e.payee_ref, e.payee_postcode, e.payee_kind,
  e.programme, e.scheme_ref, e.title, e.purpose, e.expense_type, e.expense_area, e.description, e.reference, e.award_ref,
  e."date" AS on_date, e."start" AS start_date, e."end" AS end_date, e.period, e."year", e.amount, e.currency,
  e.record, e.stage, e.accounting_basis, e.vat, e.budget_type, e.nature, e.ring_fence, e.route, e.capital, e.regrant,
  e.place_stated, e.place_stated_for, e.function_stated, e.payer_key, e.place_key, e.purpose_key,
  e.extra, e.individual, e.privacy_codes, e.privacy_row_codes, e.privacy_decided, e.privacy_detail,
  coalesce(u.why, 'yes') AS counted
FROM shown_entries e
LEFT JOIN (SELECT source, "table" AS table_no, min(why) AS why FROM uncounted GROUP BY source, "table") u
  ON u.source = e.source AND u.table_no = e."table"
WHERE e.source = CAST(? AS varchar) AND e."table" = CAST(? AS integer) AND e."row" = CAST(? AS integer) AND e.col = CAST(? AS integer)
ORDER BY e.source, e."table", e."row", e.col
