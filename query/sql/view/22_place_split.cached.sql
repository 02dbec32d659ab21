-- place_split: the shares of the place, as it was worked out and kept in the cache
CREATE OR REPLACE VIEW place_split AS
SELECT place_key, code, lo, hi, rule, step, evidence, confidence, detail
FROM cached_place_split
