-- named_entries: counted entries with the bodies behind payer and payee
-- A wording that no body was found for stands for itself. Private persons have one name, and a mark each.
CREATE OR REPLACE VIEW named_entries AS
SELECT e.*,
  coalesce(p.body, nullif(e.payer, ''), e.payer_group) AS payer_name,
  coalesce(p.body, nullif(e.payer, ''), nullif(e.payer_group, ''), e.source) AS publisher,
  coalesce(p.body_kind, '') AS payer_body_kind,
  coalesce(d.body, nullif(e.payer_group, ''), p.body, e.payer) AS department,
  CASE WHEN e.individual = 1 THEN e.payee ELSE coalesce(q.body, e.payee) END AS payee_name,
  CASE WHEN e.individual = 1 THEN 'individual' ELSE coalesce(q.body_kind, '') END AS payee_body_kind,
  CASE WHEN e.individual = 1 AND q.body IS NULL THEN e.published_mark
    WHEN e.individual = 1 THEN to_hex(md5(to_utf8(q.body))) ELSE coalesce(q.body, e.payee) END AS payee_mark
FROM counted_entries e
LEFT JOIN payers p ON p.payer_key = e.payer_key
LEFT JOIN department_bodies d ON d.payer_key = e.payer_key
LEFT JOIN payees q ON q.place_key = e.place_key
