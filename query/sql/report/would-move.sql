-- would-move: what proposed shares would move, from which code and step to which
-- The shares in force and those proposed both tile the whole, so the parts that two of them have in
-- common do too: what leaves a code and what comes to one is exact to the penny. A part is counted in
-- pence as in pieces. rows are entries; one that is in several parts stands in each. The code of a payee is
-- the name of the organisation that it is.
-- args:
WITH wanted AS (
  SELECT CASE WHEN dimension IN ('function', 'payee') THEN dimension ELSE 'place' END AS split, "key", code, step, lo, hi
  FROM proposed_shares
), wanted_keys AS (
  SELECT DISTINCT split, "key" FROM wanted
), old AS (
  SELECT k.split, k."key", coalesce(p.code, '') AS code, coalesce(p.step, '') AS step, coalesce(p.lo, 0) AS lo, coalesce(p.hi, 1000000000) AS hi
  FROM wanted_keys k
  LEFT JOIN place_split p ON p.place_key = k."key"
  WHERE k.split = 'place'
  UNION ALL
  SELECT k.split, k."key", coalesce(f.code, ''), coalesce(f.step, ''), coalesce(f.lo, 0), coalesce(f.hi, 1000000000)
  FROM wanted_keys k
  LEFT JOIN function_split f ON f.purpose_key = k."key"
  WHERE k.split = 'function'
  UNION ALL
  SELECT k.split, k."key", coalesce(b.body, ''), '', 0, 1000000000
  FROM wanted_keys k
  LEFT JOIN payees b ON b.place_key = k."key"
  WHERE k.split = 'payee'
), both_shares AS (
  SELECT o.split, o."key", o.code AS from_code, o.step AS from_step, w.code AS to_code, w.step AS to_step,
    CASE WHEN o.lo > w.lo THEN o.lo ELSE w.lo END AS lo, CASE WHEN o.hi < w.hi THEN o.hi ELSE w.hi END AS hi
  FROM old o
  JOIN wanted w ON w.split = o.split AND w."key" = o."key" AND w.lo < o.hi AND o.lo < w.hi
  WHERE o.code <> w.code OR o.step <> w.step
), paid AS (
  SELECT s.split, place_key AS "key", e.source, e.table_no, e.row_no, e.col_no, e.amount, e.record, e.stage_order, e.publisher, e.fiscal_year
  FROM named_entries e
  CROSS JOIN (SELECT DISTINCT split FROM wanted_keys WHERE split <> 'function') s
  UNION ALL
  SELECT 'function', purpose_key, e.source, e.table_no, e.row_no, e.col_no, e.amount, e.record, e.stage_order, e.publisher, e.fiscal_year
  FROM named_entries e
), part AS (
  SELECT b.split, b.from_code, b.from_step, b.to_code, b.to_step,
    p.source || '-' || CAST(p.table_no AS varchar) || '-' || CAST(p.row_no AS varchar) || '-' || CAST(p.col_no AS varchar) AS flow,
    p.amount / 1000000000 * b.hi + p.amount % 1000000000 * b.hi / 1000000000
      - p.amount / 1000000000 * b.lo - p.amount % 1000000000 * b.lo / 1000000000 AS pence,
    CASE WHEN p.record = 'statement' AND p.stage_order <> c.statement_stage THEN 0 WHEN p.record = c.for_spending THEN 1 ELSE 0 END AS spends
  FROM both_shares b
  JOIN paid p ON p.split = b.split AND p."key" = b."key"
  LEFT JOIN chosen c ON c.publisher = p.publisher AND c.fiscal_year = p.fiscal_year
)
SELECT split AS dimension, from_code, from_step, to_code, to_step, count(DISTINCT flow) AS "rows",
  SUM(CAST(pence AS DECIMAL(38,0))) AS amount,
  coalesce(SUM(CAST(pence AS DECIMAL(38,0))) FILTER (WHERE spends = 1), 0) AS spending
FROM part
GROUP BY split, from_code, from_step, to_code, to_step
ORDER BY dimension DESC, 7 DESC, from_code, from_step, to_code, to_step
