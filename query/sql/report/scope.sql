-- scope: what part of all that is loaded the places asked for get, and how much is placed and classified
-- Amounts but the last three are of everything that the filters let through, wherever it went.
-- args: use years departments functions
SELECT
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE place_code <> ''), 0) AS placed,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE function_code <> ''), 0) AS classified,
  count(DISTINCT nullif(payer, '')) AS publishers,
  count(DISTINCT source) AS sources,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE beyond = 'inside'), 0) AS inside,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE beyond <> 'inside'), 0) AS partly_inside,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE beyond = 'inside' AND evidence = ''), 0) AS inside_observed
FROM (
  SELECT m.*, CASE WHEN s.relation IS NULL THEN NULL WHEN m.moved = 'elsewhere' THEN m.moved
      WHEN m.moved = 'cannot be restated' AND s.place = '' THEN m.moved ELSE s.relation END AS beyond
  FROM marked_money m
  LEFT JOIN (SELECT code, min(relation) AS relation, min(place) AS place FROM scope GROUP BY code) s ON s.code = m.place_code
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
) asked
ORDER BY 1
