-- coverage: what each table of each source holds, how much of it is placed and classified, and how much is asked for
-- The facts of a table stand whatever is asked; amount_asked is what the filters and places let through.
-- args: use years departments functions
WITH held AS (
  SELECT e.source, e."table" AS table_no,
    count(DISTINCT coalesce(p.body, nullif(e.payer, ''), e.payer_group)) AS payers,
    min(coalesce(p.body, nullif(e.payer, ''), e.payer_group)) AS payer,
    count(DISTINCT e.record) AS records, min(e.record) AS record,
    min(e."date") AS first_date, max(e."date") AS last_date,
    count(DISTINCT year(e."date") * 12 + month(e."date")) AS months_present,
    count(*) AS entries, SUM(CAST(e.amount AS DECIMAL(38,0))) AS amount
  FROM entries e
  LEFT JOIN payers p ON p.payer_key = e.payer_key
  GROUP BY e.source, e."table"
), attributed AS (
  SELECT p.source, p.table_no,
    SUM(CAST(p.amount AS DECIMAL(38,0))) AS amount_counted,
    SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE p.used_for LIKE '%|spending|%') AS amount_for_spending,
    SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE p.used_for LIKE '%|awards|%') AS amount_for_awards,
    SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE p.place_code <> '') AS amount_placed,
    SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE p.place_code <> '' AND p.place_evidence IN ('apportioned', 'modelled')) AS amount_keyed,
    SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE p.function_code <> '') AS amount_classified,
    SUM(CAST(p.amount AS DECIMAL(38,0))) FILTER (WHERE s.code IS NOT NULL
      AND strpos(p.used_for, '|' || CAST(? AS varchar) || '|') > 0
      AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(p.fiscal_year AS varchar) || chr(31)), 1) > 0
      AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.department || chr(31)), 1) > 0
      AND coalesce(strpos(CAST(? AS varchar), chr(31) || p.function_code || chr(31)), 1) > 0) AS amount_asked
  FROM money p
  LEFT JOIN (SELECT DISTINCT code FROM scope) s ON s.code = p.place_code
  GROUP BY p.source, p.table_no
), line AS (
  SELECT t.source, t."table" AS table_no, t.file, t.sheet, t.status, coalesce(u.why, 'yes') AS counted,
    CASE WHEN h.payers = 1 THEN h.payer ELSE '' END AS payer, coalesce(h.payers, 0) AS payers,
    CASE WHEN h.records = 1 THEN h.record ELSE '' END AS record,
    coalesce(x.threshold, 0) AS threshold, h.first_date, h.last_date, coalesce(h.months_present, 0) AS months_present,
    t."rows" AS rows_in, t.loaded AS rows_loaded, t.quarantined AS rows_quarantined, coalesce(h.entries, 0) AS entries,
    coalesce(h.amount, 0) AS amount_in, t.sum_quarantined AS amount_quarantined,
    coalesce(a.amount_counted, 0) AS amount_counted, coalesce(a.amount_for_spending, 0) AS amount_for_spending,
    coalesce(a.amount_for_awards, 0) AS amount_for_awards, coalesce(a.amount_placed, 0) AS amount_placed,
    coalesce(a.amount_keyed, 0) AS amount_keyed, coalesce(a.amount_classified, 0) AS amount_classified,
    coalesce(a.amount_asked, 0) AS amount_asked, t.has_control, t.control AS control_total
  FROM tables t
  LEFT JOIN held h ON h.source = t.source AND h.table_no = t."table"
  LEFT JOIN attributed a ON a.source = t.source AND a.table_no = t."table"
  LEFT JOIN thresholds x ON x.source = t.source
  LEFT JOIN (SELECT source, "table" AS table_no, min(why) AS why FROM uncounted GROUP BY source, "table") u
    ON u.source = t.source AND u.table_no = t."table"
)
SELECT
  CASE WHEN grouping(source) = 1 THEN 'total' ELSE 'body' END AS row_kind,
  coalesce(source, '') AS source, coalesce(table_no, 0) AS table_no, coalesce(file, '') AS file, coalesce(sheet, '') AS sheet,
  coalesce(status, '') AS status, coalesce(counted, '') AS counted, coalesce(payer, '') AS payer,
  CASE WHEN grouping(source) = 1 THEN NULL ELSE max(payers) END AS payers, coalesce(record, '') AS record,
  CASE WHEN grouping(source) = 1 THEN NULL ELSE max(threshold) END AS threshold,
  min(first_date) AS first_date, max(last_date) AS last_date,
  CASE WHEN grouping(source) = 1 THEN NULL ELSE max(months_present) END AS months_present,
  coalesce(SUM(rows_in), 0) AS rows_in, coalesce(SUM(rows_loaded), 0) AS rows_loaded, coalesce(SUM(rows_quarantined), 0) AS rows_quarantined, coalesce(SUM(entries), 0) AS entries,
  coalesce(SUM(amount_in), 0) AS amount_in, coalesce(SUM(CAST(amount_quarantined AS DECIMAL(38,0))), 0) AS amount_quarantined,
  coalesce(SUM(amount_counted), 0) AS amount_counted, coalesce(SUM(amount_for_spending), 0) AS amount_for_spending,
  coalesce(SUM(amount_for_awards), 0) AS amount_for_awards, coalesce(SUM(amount_placed), 0) AS amount_placed, coalesce(SUM(amount_keyed), 0) AS amount_keyed,
  coalesce(SUM(amount_classified), 0) AS amount_classified, coalesce(SUM(amount_asked), 0) AS amount_asked,
  CASE WHEN grouping(source) = 1 THEN NULL ELSE max(CASE WHEN has_control THEN control_total END) END AS control_total
FROM line
GROUP BY GROUPING SETS ((source, table_no, file, sheet, status, counted, payer, record), ())
ORDER BY CASE WHEN grouping(source) = 1 THEN 1 ELSE 0 END, 4, 5, 2, 3
