-- in_scope: money of all the places asked for together, each pound once
-- Money of an area only partly inside a place stands apart: beyond says so, beyond_area names it.
CREATE OR REPLACE VIEW in_scope AS
SELECT m.*,
  CASE WHEN s.relation = 'inside' THEN '' ELSE s.relation END AS beyond,
  CASE WHEN s.relation = 'inside' THEN '' ELSE m.place_code END AS beyond_area,
  CASE WHEN m.place_evidence = 'modelled' OR m.function_evidence = 'modelled' THEN 'modelled'
       WHEN m.place_evidence = 'apportioned' OR m.function_evidence = 'apportioned' THEN 'apportioned' ELSE '' END AS evidence
FROM money m
JOIN (SELECT code, min(relation) AS relation FROM scope GROUP BY code) s ON s.code = m.place_code
