-- chosen: which one kind of record counts, as it was worked out and kept in the cache
CREATE OR REPLACE VIEW chosen AS
SELECT publisher, fiscal_year, for_spending, for_awards, statement_stage
FROM cached_chosen
