-- by_place: money of each place asked for; of places that overlap a pound stands in each
CREATE OR REPLACE VIEW by_place AS
SELECT s.place, m.*,
  CASE WHEN s.relation = 'inside' THEN '' ELSE s.relation END AS beyond,
  CASE WHEN s.relation = 'inside' THEN '' ELSE m.place_code END AS beyond_area,
  CASE WHEN m.place_evidence = 'modelled' OR m.function_evidence = 'modelled' THEN 'modelled'
       WHEN m.place_evidence = 'apportioned' OR m.function_evidence = 'apportioned' THEN 'apportioned' ELSE '' END AS evidence
FROM money m
JOIN scope s ON s.code = m.place_code
