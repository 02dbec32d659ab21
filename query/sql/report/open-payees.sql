-- open-payees: what no step of the ladder placed, by the wordings of payee and purpose, all records together
-- Of each payee's wording the three purposes with most money are told; the sums are the wording's own.
-- args: years departments functions
WITH part AS (
  SELECT place_key, purpose_key, amount,
    source || '-' || CAST(table_no AS varchar) || '-' || CAST(row_no AS varchar) || '-' || CAST(col_no AS varchar) AS flow
  FROM pieces
  WHERE place_code = ''
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), line AS (
  SELECT place_key, purpose_key, count(DISTINCT flow) AS entries, SUM(CAST(amount AS DECIMAL(38,0))) AS pence,
    SUM(CAST(abs(amount) AS DECIMAL(38,0))) AS size
  FROM part
  GROUP BY place_key, purpose_key
), ranked AS (
  SELECT place_key, purpose_key,
    row_number() OVER (PARTITION BY place_key ORDER BY size DESC, purpose_key) AS example,
    SUM(entries) OVER (PARTITION BY place_key) AS entries,
    SUM(pence) OVER (PARTITION BY place_key) AS pence,
    SUM(size) OVER (PARTITION BY place_key) AS size
  FROM line
)
SELECT place_key, purpose_key, entries AS "rows", pence AS amount, size AS absolute
FROM ranked
WHERE example <= 3
ORDER BY place_key, example
