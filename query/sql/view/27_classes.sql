-- classes: how each purpose is cut by control, nature and prevention; '' is what no rule tells
-- At most one share of each class stands under a key, so the greatest code is the only one.
CREATE OR REPLACE VIEW classes AS
SELECT "key" AS purpose_key,
  max(CASE WHEN dimension = 'control' THEN code ELSE '' END) AS control,
  max(CASE WHEN dimension = 'nature' THEN code ELSE '' END) AS nature_by_rule,
  max(CASE WHEN dimension = 'prevention' THEN code ELSE '' END) AS prevention
FROM class_shares
GROUP BY "key"
