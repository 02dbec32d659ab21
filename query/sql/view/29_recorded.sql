-- recorded: which kinds of record each table holds, of which payer and year
-- It shows no text that may be withheld, so it starts below shown_entries, where it costs little.
CREATE OR REPLACE VIEW recorded AS
SELECT DISTINCT e.source, e."table" AS table_no, e.payer_key, e.payer, e.payer_group, e."year" AS fiscal_year, e.record, e.stage_order
FROM staged_entries e
