-- steps: how much was placed and classified by each step of the ladders, of all that counts
-- args:
SELECT s.dimension, s.step, s.evidence, s."rows", s.amount
FROM (
  SELECT 'place' AS dimension, CASE WHEN place_code = '' THEN '' ELSE place_step END AS step,
    CASE WHEN place_code = '' THEN '' ELSE place_evidence END AS evidence,
    coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows", SUM(CAST(amount AS DECIMAL(38,0))) AS amount
  FROM money
  GROUP BY CASE WHEN place_code = '' THEN '' ELSE place_step END, CASE WHEN place_code = '' THEN '' ELSE place_evidence END
  UNION ALL
  SELECT 'function', CASE WHEN function_code = '' THEN '' ELSE function_step END,
    CASE WHEN function_code = '' THEN '' ELSE function_evidence END,
    coalesce(SUM(entries), 0) + count(DISTINCT split), SUM(CAST(amount AS DECIMAL(38,0)))
  FROM money
  GROUP BY CASE WHEN function_code = '' THEN '' ELSE function_step END, CASE WHEN function_code = '' THEN '' ELSE function_evidence END
) s
ORDER BY s.dimension DESC, CASE WHEN s.step = '' THEN 1 ELSE 0 END, s.amount DESC, s.step, s.evidence
