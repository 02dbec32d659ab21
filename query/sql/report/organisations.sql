-- organisations: which bodies spend in the place, how much, and how much they spend everywhere
-- args: use years departments functions
WITH asked AS (
  SELECT *
  FROM scoped_money
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), everywhere AS (
  SELECT payer, SUM(CAST(amount AS DECIMAL(38,0))) AS amount
  FROM asked
  GROUP BY payer
), part AS (
  SELECT
    CASE WHEN beyond <> '' THEN beyond WHEN payer = '' THEN 'payer not known' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE payer END AS organisation,
    payer_kind, source, entries, split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM asked
  WHERE relation IS NOT NULL
), summed AS (
  SELECT
    CASE WHEN grouping(organisation) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
    coalesce(residual, '') AS residual,
    coalesce(residual_area, '') AS residual_area,
    coalesce(organisation, '') AS organisation,
    max(payer_kind) AS kind,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
    coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
    count(DISTINCT source) AS sources,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
    coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
    coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
  FROM part
  GROUP BY GROUPING SETS ((residual, residual_area, organisation), ())
)
SELECT s.row_kind, s.residual, s.residual_area, s.organisation,
  CASE WHEN s.row_kind = 'body' THEN s.kind ELSE '' END AS kind,
  s.amount,
  CASE WHEN s.row_kind = 'body' THEN e.amount END AS everywhere,
  s."rows", s.sources, s.apportioned, s.modelled, s.confident, s.absolute
FROM summed s
LEFT JOIN everywhere e ON e.payer = s.organisation
ORDER BY CASE s.row_kind WHEN 'body' THEN 0 WHEN 'residual' THEN 1 ELSE 2 END,
  s.amount DESC, s.organisation, s.residual, s.residual_area
