-- open-purposes: what no step classified, or only the text model, by the purpose's wording, all records together
-- args: years departments functions
SELECT purpose_key, function_code, function_step, function_confidence,
  count(DISTINCT source || '-' || CAST(table_no AS varchar) || '-' || CAST(row_no AS varchar) || '-' || CAST(col_no AS varchar)) AS "rows",
  SUM(CAST(amount AS DECIMAL(38,0))) AS amount, SUM(CAST(abs(amount) AS DECIMAL(38,0))) AS absolute
FROM pieces
JOIN (SELECT code, min(relation) AS relation FROM scope GROUP BY code) s ON s.code = place_code AND s.relation = 'inside'
WHERE (function_code = '' OR function_evidence = 'modelled')
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
  AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
GROUP BY purpose_key, function_code, function_step, function_confidence
ORDER BY purpose_key, function_code, function_step, function_confidence
