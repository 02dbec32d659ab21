-- payees: the body behind each payee's wording, and its kind
CREATE OR REPLACE VIEW payees AS
SELECT s."key" AS place_key, s.body, s.body_kind
FROM (
  SELECT "key", body, body_kind,
    row_number() OVER (PARTITION BY "key" ORDER BY hi - lo DESC, lo, body) AS n
  FROM payee_shares
  WHERE dimension = 'payee' AND body <> ''
) s
WHERE s.n = 1
