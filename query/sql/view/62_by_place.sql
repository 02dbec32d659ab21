-- by_place: money of each place asked for; of places that overlap a pound, and an entry, stands in each
CREATE OR REPLACE VIEW by_place AS
SELECT s.place, m.*,
  CASE WHEN s.relation <> 'inside' THEN s.relation WHEN o.wanted = 1 THEN m.evidence ELSE '' END AS beyond,
  CASE WHEN s.relation <> 'inside' THEN m.place_code ELSE '' END AS beyond_area
FROM marked_money m
JOIN scope s ON s.code = m.place_code
CROSS JOIN observed_only o
