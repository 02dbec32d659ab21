-- private_texts: of each wording that holds a person's numbers or names, the fields as they may be shown
CREATE OR REPLACE VIEW private_texts AS
SELECT "key" AS text_key, array_join(array_agg(rule ORDER BY code), ' ') AS codes,
  max(CASE WHEN code = 'payee_ref' THEN body END) AS payee_ref,
  max(CASE WHEN code = 'payee_postcode' THEN body END) AS payee_postcode,
  max(CASE WHEN code = 'place_stated' THEN body END) AS place_stated,
  max(CASE WHEN code = 'place_stated_for' THEN body END) AS place_stated_for,
  max(CASE WHEN code = 'programme' THEN body END) AS programme,
  max(CASE WHEN code = 'title' THEN body END) AS title,
  max(CASE WHEN code = 'purpose' THEN body END) AS purpose,
  max(CASE WHEN code = 'expense_type' THEN body END) AS expense_type,
  max(CASE WHEN code = 'expense_area' THEN body END) AS expense_area,
  max(CASE WHEN code = 'description' THEN body END) AS description
FROM privacy_text_shares
GROUP BY "key"
