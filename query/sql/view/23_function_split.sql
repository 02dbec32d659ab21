-- function_split: the shares of the function, of the keys whose shares tile the whole
-- A key whose shares leave a gap or overlap would make or lose pence. It has no line here, so
-- that its entries count wholly as residual; the report broken-shares lists it.
CREATE OR REPLACE VIEW function_split AS
SELECT s."key" AS purpose_key, s.code, s.lo, s.hi, s.rule, s.step, s.evidence, s.confidence, s.detail
FROM function_shares s
LEFT JOIN broken_shares b ON b.split = 'function' AND b."key" = s."key"
WHERE b."key" IS NULL
