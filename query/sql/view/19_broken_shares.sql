-- broken_shares: keys whose shares do not tile [0, 1000000000), of place and function
-- Most keys have one share, the whole; the costly look at neighbours is for the others only.
CREATE OR REPLACE VIEW broken_shares AS
WITH shares AS (
  SELECT dimension, "key", lo, hi, lo = 0 AND hi = 1000000000 AS whole FROM place_shares
  UNION ALL
  SELECT dimension, "key", lo, hi, lo = 0 AND hi = 1000000000 AS whole FROM function_shares
), neighbours AS (
  SELECT dimension, "key", lo, hi, lag(hi, 1, 0) OVER (PARTITION BY dimension, "key" ORDER BY lo, hi) AS end_before
  FROM shares
  WHERE NOT whole
)
SELECT dimension, "key"
FROM neighbours
GROUP BY dimension, "key"
HAVING max(hi) <> 1000000000 OR count(*) FILTER (WHERE end_before <> lo OR lo >= hi) > 0
UNION
SELECT dimension, "key"
FROM shares
GROUP BY dimension, "key"
HAVING count(*) > 1 AND count(*) FILTER (WHERE whole) > 0
