-- streams: through how many streams, programmes and awards money reaches each place, and how large awards are
-- args: use years departments functions
WITH part AS (
  SELECT place, beyond AS residual, beyond_area AS residual_area, stream, programme, award, department, payer, payee_mark,
    source, entries, place || chr(31) || split AS split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM by_place
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), award AS (
  SELECT place, residual, residual_area, award, SUM(CAST(amount AS DECIMAL(38,0))) AS amount
  FROM part
  GROUP BY place, residual, residual_area, award
), ranked AS (
  SELECT place, residual, residual_area, amount,
    row_number() OVER (PARTITION BY place, residual, residual_area ORDER BY amount, award) AS n,
    count(*) OVER (PARTITION BY place, residual, residual_area) AS of_n
  FROM award
), middle AS (
  SELECT place, residual, residual_area, min(amount) FILTER (WHERE amount > 0) AS smallest, max(amount) AS largest,
    max(amount) FILTER (WHERE n = (of_n + 1) / 2) AS median_low,
    max(amount) FILTER (WHERE n = of_n / 2 + 1) AS median_high
  FROM ranked
  GROUP BY place, residual, residual_area
), summed AS (
  SELECT
    CASE WHEN grouping(place) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
    coalesce(residual, '') AS residual,
    coalesce(residual_area, '') AS residual_area,
    coalesce(place, '') AS place,
    count(DISTINCT stream) AS streams,
    count(DISTINCT nullif(programme, '')) AS programmes,
    count(DISTINCT award) AS awards,
    count(DISTINCT nullif(department, '')) AS departments,
    count(DISTINCT nullif(payer, '')) AS bodies,
    count(DISTINCT nullif(payee_mark, '')) AS recipients,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
    coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
    count(DISTINCT source) AS sources,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
    coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
    coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
  FROM part
  GROUP BY GROUPING SETS ((residual, residual_area, place), ())
)
SELECT s.row_kind, s.residual, s.residual_area, s.place,
  s.streams, s.programmes, s.awards, s.departments, s.bodies, s.recipients, s.amount,
  m.median_low, m.median_high, m.smallest, m.largest,
  s."rows", s.sources, s.apportioned, s.modelled, s.confident, s.absolute
FROM summed s
LEFT JOIN middle m ON s.row_kind <> 'total' AND m.place = s.place
  AND m.residual = s.residual AND m.residual_area = s.residual_area
ORDER BY CASE s.row_kind WHEN 'body' THEN 0 WHEN 'residual' THEN 1 ELSE 2 END, s.place, s.residual, s.residual_area
