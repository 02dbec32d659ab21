-- flows: every flow with its part in the place and the function, largest first
-- A flow that is split has a line for each part; place_share and function_share are billionths.
-- args: use years departments functions payers payees kinds programmes expense_areas expense_types steps relations areas controls natures preventions
SELECT
  CASE WHEN p.relation = 'inside' THEN 'body' ELSE 'residual' END AS row_kind,
  CASE WHEN p.relation = 'inside' THEN '' ELSE p.relation END AS residual,
  CASE WHEN p.relation IN ('partly', 'wider', 'cannot be restated') THEN p.at_code ELSE '' END AS residual_area,
  p.source || '-' || CAST(p.table_no AS varchar) || '-' || CAST(p.row_no AS varchar) || '-' || CAST(p.col_no AS varchar) AS flow_id,
  p.source, p.table_no, p.row_no, p.col_no, p.file, p.sheet,
  p.fiscal_year AS "year", p.on_date, p.period, p.department, p.payer_name AS body, p.programme, p.scheme_ref, p.award_ref,
  p.title, p.purpose, p.expense_area, p.expense_type, p.description, p.reference,
  p.payee_name AS recipient, p.payee AS recipient_as_published, p.payee_body_kind AS recipient_kind, p.payee_ref AS recipient_id,
  p.at_amount AS amount, p.whole_amount, p.record, p.stage, p.accounting_basis, p.capital, p.budget_type, p.ring_fence,
  p.route AS award_route, p.start_date, p.end_date,
  coalesce(r.codes, '') AS recipient_place, coalesce(b.codes, '') AS beneficiary_place,
  p.at_code AS place_code, p.place_hi - p.place_lo AS place_share, p.from_code, p.moved, p.moved_by, p.at_hi - p.at_lo AS moved_share,
  p.place_step AS step, p.place_rule AS rule, p.purpose_key, p.at_evidence AS place_evidence, p.place_confidence, p.place_detail,
  p.function_code, p.function_hi - p.function_lo AS function_share, p.function_step, p.function_rule,
  p.function_evidence, p.function_confidence, p.function_detail,
  CASE WHEN p.record = 'award' THEN p.source || '-' || CAST(p.table_no AS varchar) || '-' || CAST(p.row_no AS varchar) || '-' || CAST(p.col_no AS varchar)
    ELSE p.payer_name || chr(31) || p.payee_mark || chr(31) || p.programme || chr(31) || p.reference_mark || chr(31) || CAST(p.fiscal_year AS varchar) END AS award
FROM (
  SELECT x.*,
    CASE WHEN x.moved = 'elsewhere' THEN 'elsewhere'
      WHEN x.moved = 'cannot be restated' AND (g.relation <> 'inside' OR g.place = '') THEN 'cannot be restated'
      WHEN g.relation <> 'inside' OR o.wanted = 0 THEN g.relation
      WHEN x.at_evidence = 'modelled' OR x.function_evidence = 'modelled' THEN 'modelled'
      WHEN x.at_evidence = 'apportioned' OR x.function_evidence = 'apportioned' THEN 'apportioned' ELSE g.relation END AS relation
  FROM located x
  JOIN (SELECT code, min(relation) AS relation, min(place) AS place FROM scope GROUP BY code) g ON g.code = x.at_code
  CROSS JOIN observed_only o
) p
LEFT JOIN recipient_areas r ON r.place_key = p.place_key
LEFT JOIN beneficiary_areas b ON b.place_key = p.place_key
LEFT JOIN classes c ON c.purpose_key = p.purpose_key
WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.payer_name || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.payee_name || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.payee_body_kind || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.programme || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.expense_area || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.expense_type || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.place_step || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.relation || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.at_code || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || coalesce(c.control, '') || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31)
    || CASE WHEN p.nature <> '' THEN p.nature WHEN p.capital = 'capital' THEN 'capital' ELSE coalesce(c.nature_by_rule, '') END || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || coalesce(c.prevention, '') || chr(31)), 1) > 0
ORDER BY p.at_amount DESC, p.source, p.table_no, p.row_no, p.col_no, p.place_lo, p.function_lo, p.at_lo
