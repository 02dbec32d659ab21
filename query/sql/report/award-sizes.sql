-- award-sizes: how many awards of which size go to recipients of each kind
-- The size of an award is what the place gets of it. Nothing or less is the band 'nil or less'.
-- args: use years departments functions
WITH part AS (
  SELECT place, beyond AS residual, beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE payee_kind END AS recipient_kind,
    award, source, entries, place || chr(31) || split AS split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM by_place
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), award AS (
  SELECT place, residual, residual_area, recipient_kind, award, SUM(CAST(amount AS DECIMAL(38,0))) AS amount
  FROM part
  GROUP BY place, residual, residual_area, recipient_kind, award
), banded AS (
  SELECT p.*, coalesce(t.threshold, 0) AS threshold,
    CASE WHEN p.residual <> '' THEN '' WHEN a.amount <= 0 THEN 'nil or less' WHEN a.amount < 1000000 THEN 'under 10k'
      WHEN a.amount < 5000000 THEN '10k-50k' WHEN a.amount < 10000000 THEN '50k-100k'
      WHEN a.amount < 25000000 THEN '100k-250k' WHEN a.amount < 100000000 THEN '250k-1m'
      WHEN a.amount < 1000000000 THEN '1m-10m' ELSE '10m and over' END AS band
  FROM part p
  LEFT JOIN thresholds t ON t.source = p.source
  JOIN award a ON a.place = p.place AND a.residual = p.residual AND a.residual_area = p.residual_area
    AND a.recipient_kind = p.recipient_kind AND a.award = p.award
)
SELECT
  CASE WHEN grouping(place) = 1 THEN 'total' WHEN grouping(band) = 1 THEN 'subtotal'
    WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(place, '') AS place,
  coalesce(recipient_kind, '') AS recipient_kind,
  coalesce(band, '') AS band,
  count(DISTINCT award) AS awards,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  min(threshold) AS lowest_threshold,
  max(threshold) AS highest_threshold,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM banded
GROUP BY GROUPING SETS ((residual, residual_area, place, recipient_kind, band), (place), ())
ORDER BY CASE WHEN grouping(place) = 1 THEN 2 WHEN place = '' THEN 1 ELSE 0 END, 4,
  CASE WHEN grouping(band) = 1 THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END, 5,
  CASE band WHEN 'nil or less' THEN 0 WHEN 'under 10k' THEN 1 WHEN '10k-50k' THEN 2 WHEN '50k-100k' THEN 3
    WHEN '100k-250k' THEN 4 WHEN '250k-1m' THEN 5 WHEN '1m-10m' THEN 6 ELSE 7 END, 2, 3
