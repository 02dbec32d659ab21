-- functions: what is spent on each division of COFOG, and who spends most on it
-- args: use years departments functions
WITH part AS (
  SELECT
    CASE WHEN beyond <> '' THEN beyond WHEN function_code = '' THEN 'not classified' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE substr(function_code, 1, 2) END AS division,
    payer, source, entries, split, amount, absolute,
    evidence, confident
  FROM in_scope
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), spender AS (
  SELECT residual, residual_area, division, payer, SUM(CAST(amount AS DECIMAL(38,0))) AS amount,
    row_number() OVER (PARTITION BY residual, residual_area, division
      ORDER BY SUM(CAST(amount AS DECIMAL(38,0))) DESC, payer) AS place_among
  FROM part
  GROUP BY residual, residual_area, division, payer
), summed AS (
  SELECT
    CASE WHEN grouping(division) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
    coalesce(residual, '') AS residual,
    coalesce(residual_area, '') AS residual_area,
    coalesce(division, '') AS division,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
    count(DISTINCT nullif(payer, '')) AS organisations,
    coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
    count(DISTINCT source) AS sources,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
    coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
    coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
  FROM part
  GROUP BY GROUPING SETS ((residual, residual_area, division), ())
)
SELECT s.row_kind, s.residual, s.residual_area, s.division, coalesce(t.payer, '') AS top_spender,
  s.amount, s.organisations, t.amount AS top_spender_amount,
  s."rows", s.sources, s.apportioned, s.modelled, s.confident, s.absolute
FROM summed s
LEFT JOIN spender t ON s.row_kind <> 'total' AND t.place_among = 1
  AND t.residual = s.residual AND t.residual_area = s.residual_area AND t.division = s.division
ORDER BY CASE s.row_kind WHEN 'body' THEN 0 WHEN 'residual' THEN 1 ELSE 2 END,
  s.division, s.residual, s.residual_area
