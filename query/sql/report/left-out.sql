-- left-out: money inside the places that does not count here, because another kind of record of its payer does
-- What national figures and stages other than the one that counts say is never added to anything, and not told.
-- args: use years departments functions
SELECT payer, record, count(DISTINCT fiscal_year) AS years,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM scoped_money
WHERE relation = 'inside' AND record IN ('statement', 'payment', 'award') AND used_for <> ''
  AND strpos(used_for, '|' || CAST(? AS varchar) || '|') = 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
GROUP BY payer, record
ORDER BY record, 5 DESC, payer
