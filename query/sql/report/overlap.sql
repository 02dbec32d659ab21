-- overlap: which bodies spend on the same group of COFOG, each with its amount
-- by_remit and by_model are the pence, regardless of sign, that only the payer's remit or the text model put in the group.
-- args: use years departments functions
WITH part AS (
  SELECT
    CASE WHEN beyond <> '' THEN beyond WHEN function_code = '' THEN 'not classified'
      WHEN length(function_code) = 2 THEN 'no group' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE substr(function_code, 1, 4) END AS group_code,
    payer AS organisation, source, entries, split, amount, absolute, function_step,
    evidence, confident
  FROM in_scope
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
)
SELECT
  CASE WHEN grouping(group_code) = 1 THEN 'total' WHEN grouping(organisation) = 0 THEN 'detail'
    WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
  coalesce(residual, '') AS residual,
  coalesce(residual_area, '') AS residual_area,
  coalesce(group_code, '') AS group_code,
  coalesce(organisation, '') AS organisation,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
  count(DISTINCT nullif(organisation, '')) AS organisations,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))) FILTER (WHERE function_step = 'remit'), 0) AS by_remit,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))) FILTER (WHERE function_step = 'modelled'), 0) AS by_model,
  coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
  count(DISTINCT source) AS sources,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
  coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
  coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
  coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
FROM part
GROUP BY GROUPING SETS ((residual, residual_area, group_code, organisation), (residual, residual_area, group_code), ())
ORDER BY CASE WHEN grouping(group_code) = 1 THEN 2 WHEN residual <> '' THEN 1 ELSE 0 END,
  4, 2, 3, CASE WHEN grouping(organisation) = 1 THEN 0 ELSE 1 END, 6 DESC, 5
