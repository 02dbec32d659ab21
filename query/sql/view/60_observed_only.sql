-- observed_only: one row; wanted is 1 where what was apportioned or modelled is to stand apart
CREATE OR REPLACE VIEW observed_only AS
SELECT CASE WHEN count(*) = 0 THEN 0 ELSE 1 END AS wanted
FROM options
WHERE name = 'observed-only'
