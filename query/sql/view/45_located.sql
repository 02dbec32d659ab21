-- located: pieces once more, on the boundaries and spread by the key that were asked for
-- What a piece got of place and function is divided last of all, so that asking for it moves no other
-- table. moved says what was done: restated, cannot be restated, spread, elsewhere; from_code the area
-- before it. A piece whose area is in no line of moves is as it was.
CREATE OR REPLACE VIEW located AS
SELECT p.*,
  coalesce(m.to_code, p.place_code) AS at_code,
  coalesce(m.from_code, '') AS from_code, coalesce(m.how, '') AS moved, coalesce(m.basis, '') AS moved_by,
  coalesce(m.lo, 0) AS at_lo, coalesce(m.hi, 1000000000) AS at_hi,
  CASE WHEN coalesce(m.evidence, '') = '' OR p.place_evidence = 'modelled' THEN p.place_evidence ELSE m.evidence END AS at_evidence,
  CASE WHEN m.hi IS NULL THEN p.amount
    ELSE p.amount / 1000000000 * m.hi + p.amount % 1000000000 * m.hi / 1000000000
      - p.amount / 1000000000 * m.lo - p.amount % 1000000000 * m.lo / 1000000000 END AS at_amount
FROM pieces p
LEFT JOIN moves m ON m.code = p.place_code AND m."year" = p.fiscal_year
