-- beneficiary_areas: whom the money of each wording serves, as the codes of one text
CREATE OR REPLACE VIEW beneficiary_areas AS
SELECT "key" AS place_key, array_join(array_agg(code ORDER BY lo), '|') AS codes
FROM beneficiary_shares
WHERE code <> ''
GROUP BY "key"
