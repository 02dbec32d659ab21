-- payers: the body behind each payer's wording; where it was split, the largest part names it
CREATE OR REPLACE VIEW payers AS
SELECT s."key" AS payer_key, s.body, s.body_kind
FROM (
  SELECT "key", body, body_kind,
    row_number() OVER (PARTITION BY "key" ORDER BY hi - lo DESC, lo, body) AS n
  FROM payer_shares
  WHERE dimension = 'payer' AND body <> ''
) s
WHERE s.n = 1
