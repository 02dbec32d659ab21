-- department_bodies: the body behind the department of each payer's wording
CREATE OR REPLACE VIEW department_bodies AS
SELECT s."key" AS payer_key, s.body
FROM (
  SELECT "key", body, row_number() OVER (PARTITION BY "key" ORDER BY hi - lo DESC, lo, body) AS n
  FROM department_shares
  WHERE dimension = 'department' AND body <> ''
) s
WHERE s.n = 1
