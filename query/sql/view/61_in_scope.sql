-- in_scope: money of all the places asked for together, each pound once
-- Money of an area only partly inside a place stands apart: beyond says so, beyond_area names it.
CREATE OR REPLACE VIEW in_scope AS
SELECT m.*,
  CASE WHEN s.relation <> 'inside' THEN s.relation WHEN o.wanted = 1 THEN m.evidence ELSE '' END AS beyond,
  CASE WHEN s.relation <> 'inside' THEN m.place_code ELSE '' END AS beyond_area
FROM marked_money m
JOIN (SELECT code, min(relation) AS relation FROM scope GROUP BY code) s ON s.code = m.place_code
CROSS JOIN observed_only o
