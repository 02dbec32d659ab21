-- broken_shares: keys whose shares do not tile [0, 1000000000), of the place split and the function split
-- Shares of two attributions in one would not: no entry is counted in both.
-- Most keys have one share, the whole; the costly look at neighbours is for the others only.
CREATE OR REPLACE VIEW broken_shares AS
WITH shares AS (
  SELECT 'place' AS split, "key", lo, hi, lo = 0 AND hi = 1000000000 AS whole FROM place_shares
  UNION ALL
  SELECT 'function', "key", lo, hi, lo = 0 AND hi = 1000000000 FROM function_shares
), neighbours AS (
  SELECT split, "key", lo, hi, lag(hi, 1, 0) OVER (PARTITION BY split, "key" ORDER BY lo, hi) AS end_before
  FROM shares
  WHERE NOT whole
)
SELECT split, "key"
FROM neighbours
GROUP BY split, "key"
HAVING max(hi) <> 1000000000 OR count(*) FILTER (WHERE end_before <> lo OR lo >= hi) > 0
UNION
SELECT split, "key"
FROM shares
GROUP BY split, "key"
HAVING count(*) > 1 AND count(*) FILTER (WHERE whole) > 0
