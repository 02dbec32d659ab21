-- payees: the body behind each payee's wording, as it was worked out and kept in the cache
CREATE OR REPLACE VIEW payees AS
SELECT place_key, body, body_kind
FROM cached_payees
