-- headline: how much public spending is traced in each year, and what it is made of
-- args: use years departments functions
WITH part AS (
  SELECT CASE WHEN beyond = '' AND fiscal_year = 0 THEN 'year not known' ELSE beyond END AS residual,
    beyond_area AS residual_area, fiscal_year, payer, nature, capital,
    substr(function_code, 1, 2) AS division, source, entries, split, amount, absolute,
    place_evidence AS evidence, place_confident AS confident
  FROM in_scope
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(fiscal_year) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(fiscal_year, 0) AS "year",
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE nature = 'transfers to individuals'), 0) AS transfers,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE capital = 'capital' AND nature <> 'transfers to individuals'), 0) AS capital,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))) FILTER (WHERE nature = ''), 0) AS nature_not_stated,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))) FILTER (WHERE capital = ''), 0) AS capital_not_stated,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE division IN ('07', '09', '10')), 0) AS health_education_protection,
  count(DISTINCT nullif(payer, '')) AS publishers,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, fiscal_year), ())
ORDER BY CASE WHEN grouping(fiscal_year) = 1 THEN 1 ELSE 0 END, 4, 2, 3
