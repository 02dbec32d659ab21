-- scope: what part of all that is loaded the places asked for get, and how much is placed and classified
-- Amounts but those inside, partly inside and of individuals are of everything that the filters let through, wherever it went.
-- args: use years departments functions
SELECT
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE place_code <> ''), 0) AS placed,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE function_code <> ''), 0) AS classified,
  count(DISTINCT nullif(payer, '')) AS publishers,
  count(DISTINCT source) AS sources,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE relation = 'inside'), 0) AS inside,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE relation <> 'inside'), 0) AS partly_inside,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE relation = 'inside' AND evidence = ''), 0) AS inside_observed,
  coalesce(SUM(entries) FILTER (WHERE relation IS NOT NULL AND payee = 'Individuals, not named'), 0)
    + count(DISTINCT split) FILTER (WHERE relation IS NOT NULL AND payee = 'Individuals, not named') AS individual_rows,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE relation IS NOT NULL AND payee = 'Individuals, not named'), 0) AS individual_amount
FROM (
  SELECT *
  FROM scoped_money
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
) asked
ORDER BY 1
