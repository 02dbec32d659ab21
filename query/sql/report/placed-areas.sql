-- placed-areas: which areas money was placed to, and in which years
-- args:
SELECT p.code, e.fiscal_year AS "year"
FROM counted_entries e
JOIN place_split p ON p.place_key = e.place_key
WHERE p.code <> ''
GROUP BY p.code, e.fiscal_year
ORDER BY p.code, e.fiscal_year
