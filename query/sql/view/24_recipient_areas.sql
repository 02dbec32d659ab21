-- recipient_areas: where each payee is, as the codes of one text, whatever attribution splits the money
CREATE OR REPLACE VIEW recipient_areas AS
SELECT "key" AS place_key, array_join(array_agg(code ORDER BY lo), '|') AS codes
FROM recipient_shares
WHERE code <> ''
GROUP BY "key"
