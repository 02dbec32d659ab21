-- compare: the places side by side, measure by measure
-- args: use years departments functions
WITH part AS (
  SELECT place, beyond, stream, programme, award, department, payer, payee_mark, amount
  FROM by_place
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), summed AS (
  SELECT place,
    count(DISTINCT stream) FILTER (WHERE beyond = '') AS streams,
    count(DISTINCT programme) FILTER (WHERE beyond = '' AND programme <> '') AS programmes,
    count(DISTINCT award) FILTER (WHERE beyond = '') AS awards,
    count(DISTINCT department) FILTER (WHERE beyond = '' AND department <> '') AS departments,
    count(DISTINCT payer) FILTER (WHERE beyond = '' AND payer <> '') AS organisations,
    count(DISTINCT payee_mark) FILTER (WHERE beyond = '' AND payee_mark <> '') AS recipients,
    SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE beyond = '') AS amount,
    SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE beyond = 'partly') AS partly_inside
  FROM part
  GROUP BY place
)
SELECT m.measure, p.place,
  coalesce(CASE m.place_in_list WHEN 1 THEN s.amount WHEN 2 THEN s.partly_inside
    WHEN 3 THEN CAST(s.streams AS DECIMAL(38,0)) WHEN 4 THEN CAST(s.programmes AS DECIMAL(38,0))
    WHEN 5 THEN CAST(s.awards AS DECIMAL(38,0)) WHEN 6 THEN CAST(s.departments AS DECIMAL(38,0))
    WHEN 7 THEN CAST(s.organisations AS DECIMAL(38,0)) ELSE CAST(s.recipients AS DECIMAL(38,0)) END, 0) AS measured
FROM (SELECT DISTINCT place FROM scope) p
CROSS JOIN (VALUES (1, 'amount'), (2, 'amount only partly inside'), (3, 'streams'), (4, 'programmes'), (5, 'awards'),
  (6, 'departments'), (7, 'organisations'), (8, 'recipients')) AS m (place_in_list, measure)
LEFT JOIN summed s ON s.place = p.place
ORDER BY m.place_in_list, p.place
