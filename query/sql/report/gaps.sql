-- gaps: in which months each body that the registry knows has entries, by kind of record
-- month_no counts months from the year 0; it is 0 for entries without a date.
-- args: years
SELECT s.code AS body, e.fiscal_year AS "year", e.record,
  CASE WHEN e.on_date IS NULL THEN 0 ELSE year(e.on_date) * 12 + month(e.on_date) - 1 END AS month_no,
  count(*) AS "rows"
FROM counted_entries e
JOIN (SELECT DISTINCT "key", code FROM payer_shares WHERE dimension = 'payer' AND code <> '') s ON s."key" = e.payer_key
WHERE coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(e.fiscal_year AS varchar) || chr(31)), 1) > 0
GROUP BY s.code, e.fiscal_year, e.record, CASE WHEN e.on_date IS NULL THEN 0 ELSE year(e.on_date) * 12 + month(e.on_date) - 1 END
ORDER BY body, "year", e.record, month_no
