-- apportionment: which parts of wider areas' money a key gave to the places, case by case
-- A case is an area, a year and a payer. wide_amount is the case's money before it was spread.
-- args: use years departments functions
WITH asked AS (
  SELECT from_code, place_code, moved, fiscal_year, payer, source, entries, split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM marked_money
  WHERE moved IN ('spread', 'elsewhere')
    AND strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), wide AS (
  SELECT from_code, fiscal_year, payer, SUM(CAST(amount AS DECIMAL(38,0))) AS amount
  FROM asked
  GROUP BY from_code, fiscal_year, payer
), part AS (
  SELECT CASE WHEN a.moved = 'spread' THEN '' ELSE 'elsewhere' END AS residual,
    CASE WHEN a.moved = 'spread' THEN coalesce(s.place, '') ELSE '' END AS place,
    CASE WHEN a.moved = 'spread' THEN a.from_code ELSE '' END AS from_code,
    CASE WHEN a.moved = 'spread' THEN a.fiscal_year ELSE 0 END AS fiscal_year,
    CASE WHEN a.moved = 'spread' THEN a.payer ELSE '' END AS organisation,
    a.source, a.entries, a.split, a.amount, a.absolute, a.evidence, a.confident
  FROM asked a
  LEFT JOIN (SELECT code, min(place) AS place FROM scope WHERE relation = 'inside' GROUP BY code) s ON s.code = a.place_code
), summed AS (
  SELECT
    CASE WHEN grouping(from_code) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
    coalesce(residual, '') AS residual,
    coalesce(place, '') AS place,
    coalesce(from_code, '') AS from_code,
    coalesce(fiscal_year, 0) AS fiscal_year,
    coalesce(organisation, '') AS organisation,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
    coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
    count(DISTINCT source) AS sources,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
    coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
    coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
  FROM part
  GROUP BY GROUPING SETS ((residual, place, from_code, fiscal_year, organisation), ())
)
SELECT s.row_kind, s.residual, '' AS residual_area, s.place, s.from_code, s.fiscal_year AS "year", s.organisation,
  CASE WHEN s.row_kind = 'total' THEN s.amount ELSE w.amount END AS wide_amount, s.amount,
  s."rows", s.sources, s.apportioned, s.modelled, s.confident, s.absolute
FROM summed s
LEFT JOIN wide w ON s.row_kind = 'body' AND w.from_code = s.from_code AND w.fiscal_year = s.fiscal_year AND w.payer = s.organisation
ORDER BY CASE s.row_kind WHEN 'body' THEN 0 WHEN 'residual' THEN 1 ELSE 2 END, s.place, s.fiscal_year, s.from_code, s.amount DESC, s.organisation, s.residual, 3
