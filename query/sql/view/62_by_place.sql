-- by_place: money of each place asked for; of places that overlap a pound, and an entry, stands in each
-- What is around the places stands once, in none of them: the rest of what was spread, and wider money that
-- the key does not weigh.
CREATE OR REPLACE VIEW by_place AS
SELECT CASE WHEN m.moved = 'elsewhere' OR s.relation = 'wider' THEN '' ELSE s.place END AS place, m.*,
  CASE WHEN m.moved = 'elsewhere' THEN 'elsewhere'
    WHEN m.moved = 'cannot be restated' AND (s.relation <> 'inside' OR s.place = '') THEN 'cannot be restated'
    WHEN s.relation <> 'inside' THEN s.relation WHEN o.wanted = 1 THEN m.evidence ELSE '' END AS beyond,
  CASE WHEN m.moved = 'elsewhere' THEN ''
    WHEN s.relation <> 'inside' OR m.moved = 'cannot be restated' AND s.place = '' THEN m.place_code ELSE '' END AS beyond_area
FROM marked_money m
JOIN (SELECT place, code, relation, row_number() OVER (PARTITION BY code ORDER BY place) AS n FROM scope) s
  ON s.code = m.place_code AND (s.n = 1 OR m.moved <> 'elsewhere' AND s.relation <> 'wider')
CROSS JOIN observed_only o
