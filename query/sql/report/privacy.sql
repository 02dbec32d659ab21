-- privacy: the rows that name private persons or hold their numbers and that nobody decided about
-- codes are of what is judged by wording, row_codes of what reading found in references and columns without a name.
-- args:
SELECT source, "table" AS table_no, "row" AS row_no, file, sheet, max(individual) AS individual,
  privacy_codes AS codes, privacy_row_codes AS row_codes, SUM(CAST(amount AS DECIMAL(38,0))) AS amount
FROM shown_entries
WHERE privacy_codes <> '' OR privacy_row_codes <> ''
GROUP BY source, "table", "row", file, sheet, privacy_codes, privacy_row_codes
ORDER BY file, sheet, source, table_no, row_no, codes, row_codes
