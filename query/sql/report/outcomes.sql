-- outcomes: the money that serves each outcome first, which adds up, and what serves it too, which never does
-- Programmes, departments, awards, rows and sources are those of all money that serves the outcome. A
-- programme is shared where, in what is asked for, it serves other outcomes as well.
-- args: use years departments functions use years departments functions
WITH served AS (
  SELECT outcome, main, scheme, department, award, source, entries, split, amount, absolute, evidence, confident
  FROM serving
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), shared AS (
  SELECT scheme FROM served GROUP BY scheme HAVING count(DISTINCT outcome) > 1
), rest AS (
  SELECT beyond, apart, beyond_area, department, award, source, entries, split, amount, absolute, evidence, confident,
    department || chr(31) || CASE WHEN programme <> '' THEN programme ELSE chr(31) || expense_area || chr(31) || expense_type END AS scheme
  FROM aimed
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT 'body' AS row_kind, '' AS residual, '' AS residual_area, s.outcome,
  count(DISTINCT s.scheme) AS programmes, count(DISTINCT nullif(department, '')) AS departments, count(DISTINCT award) AS awards,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE main = 1), 0) AS amount,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE main = 0), 0) AS contributing,
  count(DISTINCT h.scheme) AS programmes_shared,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned' AND main = 1), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled' AND main = 1), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))) FILTER (WHERE main = 1), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))) FILTER (WHERE main = 1), 0) AS absolute
FROM served s
LEFT JOIN shared h ON h.scheme = s.scheme
GROUP BY s.outcome
UNION ALL
SELECT CASE WHEN grouping(apart) = 1 THEN 'total' ELSE 'residual' END, coalesce(apart, ''), coalesce(beyond_area, ''), '',
  count(DISTINCT r.scheme), count(DISTINCT nullif(department, '')), count(DISTINCT award),
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0), NULL, CASE WHEN grouping(apart) = 1 THEN count(DISTINCT h.scheme) END,
  coalesce(SUM(entries), 0) + count(DISTINCT split),
  count(DISTINCT source),
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0),
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0),
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0),
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0)
FROM rest r
LEFT JOIN shared h ON h.scheme = r.scheme AND r.beyond = ''
GROUP BY GROUPING SETS ((apart, beyond_area), ())
HAVING grouping(apart) = 1 OR apart <> ''
ORDER BY 1, 8 DESC, 4, 2, 3
