-- function_split: the shares of the function, as it was worked out and kept in the cache
CREATE OR REPLACE VIEW function_split AS
SELECT purpose_key, code, lo, hi, rule, step, evidence, confidence, detail
FROM cached_function_split
