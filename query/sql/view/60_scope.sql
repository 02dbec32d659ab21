-- scope: the area codes of the places asked for; every code, and none, where no place was asked for
CREATE OR REPLACE VIEW scope AS
SELECT place, code, min(relation) AS relation
FROM places
GROUP BY place, code
UNION ALL
SELECT '', c.code, 'inside'
FROM (SELECT code FROM place_shares UNION SELECT to_code FROM moves UNION SELECT '') c
WHERE NOT EXISTS (SELECT 1 FROM places)
