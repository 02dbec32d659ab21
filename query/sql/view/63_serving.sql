-- serving: money wholly inside the places asked for, once for each outcome that it serves
-- A pound stands here as often as it serves outcomes: nothing of this may be added up over outcomes. main
-- is 1 where the outcome is what it serves first. A scheme is the programme, else expense area and type.
CREATE OR REPLACE VIEW serving AS
SELECT s.*, k.code AS outcome, k.main,
  s.department || chr(31) || CASE WHEN s.programme <> '' THEN s.programme
    ELSE chr(31) || s.expense_area || chr(31) || s.expense_type END AS scheme
FROM in_scope s
JOIN (SELECT purpose_key, code, max(CASE WHEN role = 'primary' THEN 1 ELSE 0 END) AS main
    FROM marks WHERE list = 'outcome' AND role IN ('primary', 'contributing') GROUP BY purpose_key, code) k
  ON k.purpose_key = s.purpose_key
WHERE s.beyond = ''
