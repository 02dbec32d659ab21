-- in_scope: money of all the places asked for together, each pound once
-- Money of an area only partly inside a place stands apart: beyond says so, beyond_area names it. So do
-- the part of a spread area that is elsewhere, and what cannot be restated unless a place holds it wholly.
CREATE OR REPLACE VIEW in_scope AS
SELECT m.*,
  CASE WHEN m.moved = 'elsewhere' THEN 'elsewhere'
    WHEN m.moved = 'cannot be restated' AND (s.relation <> 'inside' OR s.place = '') THEN 'cannot be restated'
    WHEN s.relation <> 'inside' THEN s.relation WHEN o.wanted = 1 THEN m.evidence ELSE '' END AS beyond,
  CASE WHEN m.moved = 'elsewhere' THEN ''
    WHEN s.relation <> 'inside' OR m.moved = 'cannot be restated' AND s.place = '' THEN m.place_code ELSE '' END AS beyond_area
FROM marked_money m
JOIN (SELECT code, min(relation) AS relation, min(place) AS place FROM scope GROUP BY code) s ON s.code = m.place_code
CROSS JOIN observed_only o
