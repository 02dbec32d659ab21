-- unclassified: the purposes that no step of the ladder classified, the most money first
-- args:
SELECT payer, programme, expense_area, expense_type,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows", SUM(CAST(amount AS DECIMAL(38,0))) AS amount
FROM money
WHERE function_code = ''
GROUP BY payer, programme, expense_area, expense_type
ORDER BY 6 DESC, 1, 2, 3, 4
LIMIT 20
