-- unplaced: the payees that no step of the ladder placed, the most money first
-- args:
SELECT payee, coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows", SUM(CAST(amount AS DECIMAL(38,0))) AS amount
FROM money
WHERE place_code = ''
GROUP BY payee
ORDER BY 3 DESC, 1
LIMIT 20
