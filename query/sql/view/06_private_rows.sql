-- private_rows: the rows in which reading found a person's numbers or names, in references or columns without a name
CREATE OR REPLACE VIEW private_rows AS
SELECT source, "table" AS table_no, "row" AS row_no, array_join(array_agg(DISTINCT code ORDER BY code), ' ') AS codes
FROM problems
WHERE code >= 'FL0302' AND code <= 'FL0306'
GROUP BY source, "table", "row"
