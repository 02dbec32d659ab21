-- scoped_money: all money, and how it lies to the places asked for, taken together
-- relation is inside, or why money stands apart: partly (its area lies only partly inside), wider (around
-- it), elsewhere (the rest of what was spread), cannot be restated; NULL lies in no place asked for.
-- beyond is '' inside, beyond_area the area that a row apart is told with.
CREATE OR REPLACE VIEW scoped_money AS
SELECT x.*,
  CASE WHEN x.relation <> 'inside' THEN x.relation WHEN o.wanted = 1 THEN x.evidence ELSE '' END AS beyond,
  CASE WHEN x.relation IN ('inside', 'elsewhere') THEN '' ELSE x.place_code END AS beyond_area
FROM (
  SELECT m.*,
    CASE WHEN s.relation IS NULL THEN NULL WHEN m.moved = 'elsewhere' THEN m.moved
      WHEN m.moved = 'cannot be restated' AND (s.relation <> 'inside' OR s.place = '') THEN m.moved ELSE s.relation END AS relation
  FROM marked_money m
  LEFT JOIN (SELECT code, min(relation) AS relation, min(place) AS place FROM scope GROUP BY code) s ON s.code = m.place_code
) x
CROSS JOIN observed_only o
