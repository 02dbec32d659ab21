-- privacy: the rows that name private persons or hold their numbers, and what was decided about them
-- args:
SELECT source, "table" AS table_no, "row" AS row_no, file, sheet, max(individual) AS individual,
  privacy_decided AS decided, trim(privacy_codes) AS codes, SUM(CAST(amount AS DECIMAL(38,0))) AS amount
FROM shown_entries
WHERE trim(privacy_codes) <> '' OR privacy_decided <> ''
GROUP BY source, "table", "row", file, sheet, privacy_decided, trim(privacy_codes)
ORDER BY file, sheet, source, table_no, row_no, decided, codes
