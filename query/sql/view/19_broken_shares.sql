-- broken_shares: keys whose shares do not tile [0, 1000000000), of place and function
CREATE OR REPLACE VIEW broken_shares AS
SELECT s.dimension, s."key", count(*) AS shares
FROM (
  SELECT dimension, "key", lo, hi,
    CASE WHEN lag(hi, 1, 0) OVER (PARTITION BY dimension, "key" ORDER BY lo, hi) = lo AND lo < hi THEN 0 ELSE 1 END AS wrong
  FROM (SELECT dimension, "key", lo, hi FROM place_shares
        UNION ALL
        SELECT dimension, "key", lo, hi FROM function_shares) u
) s
GROUP BY s.dimension, s."key"
HAVING SUM(s.wrong) > 0 OR max(s.hi) <> 1000000000
