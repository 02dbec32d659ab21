-- in_scope: money of all the places asked for together, each pound once
-- Money of an area only partly inside a place stands apart: beyond says so, beyond_area names it. So do
-- the part of a spread area that is elsewhere, and what cannot be restated unless a place holds it wholly.
CREATE OR REPLACE VIEW in_scope AS
SELECT *
FROM scoped_money
WHERE relation IS NOT NULL
