-- recorded: which kinds of record each table holds, as it was kept in the cache
CREATE OR REPLACE VIEW recorded AS
SELECT source, table_no, payer_key, payer, payer_group, fiscal_year, record, stage_order
FROM cached_recorded
