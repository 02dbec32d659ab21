-- payers: the body behind each payer's wording, as it was worked out and kept in the cache
CREATE OR REPLACE VIEW payers AS
SELECT payer_key, body, body_kind
FROM cached_payers
