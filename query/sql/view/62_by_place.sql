-- by_place: money of each place asked for; of places that overlap a pound, and an entry, stands in each
CREATE OR REPLACE VIEW by_place AS
SELECT s.place, m.*,
  CASE WHEN m.moved = 'elsewhere' THEN 'elsewhere'
    WHEN m.moved = 'cannot be restated' AND (s.relation <> 'inside' OR s.place = '') THEN 'cannot be restated'
    WHEN s.relation <> 'inside' THEN s.relation WHEN o.wanted = 1 THEN m.evidence ELSE '' END AS beyond,
  CASE WHEN m.moved = 'elsewhere' THEN ''
    WHEN s.relation <> 'inside' OR m.moved = 'cannot be restated' AND s.place = '' THEN m.place_code ELSE '' END AS beyond_area
FROM marked_money m
JOIN scope s ON s.code = m.place_code
CROSS JOIN observed_only o
