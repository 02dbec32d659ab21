-- aimed: money in scope with what it serves first, each pound once
-- Of a framework's outcomes a purpose serves one first; apart says why a pound serves none: it is beyond
-- the place, or aligned to no stated outcome.
CREATE OR REPLACE VIEW aimed AS
SELECT s.*,
  CASE WHEN s.beyond <> '' THEN '' ELSE coalesce(k.code, '') END AS outcome,
  CASE WHEN s.beyond <> '' THEN s.beyond WHEN k.code IS NULL THEN 'aligned to no stated outcome' ELSE '' END AS apart
FROM in_scope s
LEFT JOIN (SELECT purpose_key, min(code) AS code FROM marks WHERE list = 'outcome' AND role = 'primary' GROUP BY purpose_key) k
  ON k.purpose_key = s.purpose_key
