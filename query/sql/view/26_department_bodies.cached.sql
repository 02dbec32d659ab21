-- department_bodies: the body behind the department of each payer's wording, as it was worked out and kept in the cache
CREATE OR REPLACE VIEW department_bodies AS
SELECT payer_key, body
FROM cached_department_bodies
