-- shown_entries: all entries, with the texts that may be shown; every question starts here
-- A payment to a private person, by the degrees of its payee and its purpose or by a decision, has no name and
-- none of the texts that could tell it; nor has an award to whoever has a person's name, for awards buy nothing. Marks are one-way: they only tell persons, and references, apart.
CREATE OR REPLACE VIEW shown_entries AS
WITH judged AS (
  SELECT e.*, coalesce(n.decided, '') AS privacy_decided, coalesce(n.detail, '') AS privacy_detail,
    CASE WHEN n.decided = 'withhold' THEN 1 WHEN n.decided = 'release' THEN 0
      WHEN n.degree + coalesce(u.confidence, 250) >= 1000 OR e.record = 'award' AND n.degree >= 500 THEN 1 ELSE 0 END AS individual,
    CASE WHEN r.codes IS NULL THEN 0 ELSE 1 END AS row_withheld,
    CASE WHEN x.codes IS NULL THEN 0 ELSE 1 END AS purpose_withheld,
    coalesce(t.codes, '') || ' ' || coalesce(x.codes, '') AS text_codes, coalesce(r.codes, '') AS row_codes,
    t.payee_ref AS shown_payee_ref, t.payee_postcode AS shown_payee_postcode, t.place_stated AS shown_place_stated,
    t.place_stated_for AS shown_place_stated_for, x.programme AS shown_programme, x.title AS shown_title,
    x.purpose AS shown_purpose, x.expense_type AS shown_expense_type, x.expense_area AS shown_expense_area,
    x.description AS shown_description
  FROM staged_entries e
  LEFT JOIN (SELECT "key" AS place_key, code AS decided, confidence AS degree, detail FROM privacy_payee_shares) n
    ON n.place_key = e.place_key
  LEFT JOIN privacy_purpose_shares u ON u."key" = e.purpose_key
  LEFT JOIN private_texts t ON t.text_key = e.place_key AND coalesce(n.decided, '') <> 'release'
  LEFT JOIN private_texts x ON x.text_key = e.purpose_key AND coalesce(n.decided, '') <> 'release'
  LEFT JOIN private_rows r ON r.source = e.source AND r.table_no = e."table" AND r.row_no = e."row"
    AND coalesce(n.decided, '') <> 'release'
)
SELECT source, "table", "row", col, file, sheet, payer, payer_group,
  CASE WHEN individual = 1 THEN 'Individuals, not named' ELSE payee END AS payee,
  CASE WHEN individual = 1 THEN '' ELSE coalesce(shown_payee_ref, payee_ref) END AS payee_ref,
  CASE WHEN individual = 1 THEN '' ELSE coalesce(shown_payee_postcode, payee_postcode) END AS payee_postcode,
  payee_kind,
  coalesce(shown_programme, programme) AS programme,
  CASE WHEN individual = 1 OR row_withheld = 1 THEN '' ELSE scheme_ref END AS scheme_ref,
  CASE WHEN individual = 1 THEN '' ELSE coalesce(shown_title, title) END AS title,
  CASE WHEN individual = 1 THEN '' ELSE coalesce(shown_purpose, purpose) END AS purpose,
  coalesce(shown_expense_type, expense_type) AS expense_type,
  coalesce(shown_expense_area, expense_area) AS expense_area,
  CASE WHEN individual = 1 THEN '' ELSE coalesce(shown_description, description) END AS description,
  CASE WHEN individual = 1 OR row_withheld = 1 THEN '' ELSE reference END AS reference,
  CASE WHEN individual = 1 OR row_withheld = 1 THEN '' ELSE award_ref END AS award_ref,
  "date", "start", "end", period, "year", amount, currency, record, stage, accounting_basis, vat, budget_type, nature,
  ring_fence, route, capital, regrant,
  CASE WHEN individual = 1 THEN '' ELSE coalesce(shown_place_stated, place_stated) END AS place_stated,
  CASE WHEN individual = 1 THEN '' ELSE coalesce(shown_place_stated_for, place_stated_for) END AS place_stated_for,
  function_stated, payer_key, place_key, purpose_key,
  CASE WHEN individual = 1 OR row_withheld = 1 THEN '' ELSE coalesce(array_join(extra, chr(31)), '') END AS extra,
  stage_order, individual, purpose_withheld, privacy_decided, privacy_detail,
  trim(CASE WHEN individual = 1 AND privacy_decided = '' THEN 'FL0301 ' ELSE '' END || text_codes) AS privacy_codes, row_codes AS privacy_row_codes,
  CASE WHEN individual = 1 AND payee <> '' THEN to_hex(md5(to_utf8(payee))) ELSE payee END AS payee_mark,
  CASE WHEN (individual = 1 OR row_withheld = 1) AND reference <> '' THEN to_hex(md5(to_utf8(reference))) ELSE reference END AS reference_mark
FROM judged
