-- in_scope: money of all the places asked for together, each pound once
-- Money of an area only partly inside a place stands apart: beyond says so, beyond_area names it.
CREATE OR REPLACE VIEW in_scope AS
SELECT m.*,
  CASE WHEN s.relation = 'inside' THEN '' ELSE s.relation END AS beyond,
  CASE WHEN s.relation = 'inside' THEN '' ELSE m.place_code END AS beyond_area
FROM marked_money m
JOIN (SELECT code, min(relation) AS relation FROM scope GROUP BY code) s ON s.code = m.place_code
