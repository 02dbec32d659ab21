-- programmes-selected: each programme that reaches the places, what it is marked with, and what it pays everywhere
-- marks are code, role and rule of each mark, closed by unit separators, parted by record separators. national
-- is what the same programme of the same department pays everywhere, placed or not, under the same filters.
-- args: use years departments functions use years departments functions
WITH part AS (
  SELECT
    CASE WHEN beyond <> '' THEN beyond WHEN programme = '' AND expense_area = '' AND expense_type = '' THEN 'not named' ELSE '' END AS residual,
    beyond_area AS residual_area,
    CASE WHEN beyond <> '' THEN '' ELSE programme END AS programme,
    CASE WHEN beyond <> '' OR programme <> '' THEN '' ELSE expense_area END AS expense_area,
    CASE WHEN beyond <> '' OR programme <> '' THEN '' ELSE expense_type END AS expense_type,
    CASE WHEN beyond <> '' THEN '' ELSE department END AS department,
    CASE WHEN beyond <> '' THEN NULL ELSE purpose_key END AS purpose_key,
    source, entries, split, amount, absolute, place_evidence AS evidence, place_confident AS confident
  FROM in_scope
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
), everywhere AS (
  SELECT programme, CASE WHEN programme <> '' THEN '' ELSE expense_area END AS expense_area,
    CASE WHEN programme <> '' THEN '' ELSE expense_type END AS expense_type, department,
    SUM(CAST(amount AS DECIMAL(38,0))) AS amount
  FROM marked_money
  WHERE strpos(used_for, '|' || CAST(? AS varchar) || '|') > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || CAST(fiscal_year AS varchar) || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || department || chr(31)), 1) > 0
    AND coalesce(strpos(CAST(? AS varchar), chr(31) || function_code || chr(31)), 1) > 0
  GROUP BY programme, CASE WHEN programme <> '' THEN '' ELSE expense_area END, CASE WHEN programme <> '' THEN '' ELSE expense_type END, department
), marked AS (
  SELECT DISTINCT p.programme, p.expense_area, p.expense_type, p.department,
    k.code || chr(31) || k.role || chr(31) || k.rule AS mark
  FROM part p
  JOIN marks k ON k.purpose_key = p.purpose_key
  WHERE k.list = 'outcome' AND p.residual = ''
), marks_of AS (
  SELECT programme, expense_area, expense_type, department, array_join(array_agg(mark ORDER BY mark), chr(30)) AS marks
  FROM marked
  GROUP BY programme, expense_area, expense_type, department
), summed AS (
  SELECT
    CASE WHEN grouping(programme) = 1 THEN 'total' WHEN residual <> '' THEN 'residual' ELSE 'body' END AS row_kind,
    coalesce(residual, '') AS residual,
    coalesce(residual_area, '') AS residual_area,
    coalesce(programme, '') AS programme,
    coalesce(expense_area, '') AS expense_area,
    coalesce(expense_type, '') AS expense_type,
    coalesce(department, '') AS department,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))), 0) AS amount,
    coalesce(SUM(entries), 0) + count(DISTINCT split) AS "rows",
    count(DISTINCT source) AS sources,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'apportioned'), 0) AS apportioned,
    coalesce(SUM(CAST(amount AS DECIMAL(38,0))) FILTER (WHERE evidence = 'modelled'), 0) AS modelled,
    coalesce(SUM(CAST(confident AS DECIMAL(38,0))), 0) AS confident,
    coalesce(SUM(CAST(absolute AS DECIMAL(38,0))), 0) AS absolute
  FROM part
  GROUP BY GROUPING SETS ((residual, residual_area, programme, expense_area, expense_type, department), ())
)
SELECT s.row_kind, s.residual, s.residual_area, s.programme, s.expense_area, s.expense_type, s.department,
  coalesce(m.marks, '') AS marks, s.amount, e.amount AS national,
  s."rows", s.sources, s.apportioned, s.modelled, s.confident, s.absolute
FROM summed s
LEFT JOIN everywhere e ON s.row_kind = 'body' AND e.programme = s.programme AND e.expense_area = s.expense_area
  AND e.expense_type = s.expense_type AND e.department = s.department
LEFT JOIN marks_of m ON s.row_kind = 'body' AND m.programme = s.programme AND m.expense_area = s.expense_area
  AND m.expense_type = s.expense_type AND m.department = s.department
ORDER BY CASE s.row_kind WHEN 'body' THEN 0 WHEN 'residual' THEN 1 ELSE 2 END, s.amount DESC,
  s.programme, s.expense_area, s.expense_type, s.department, s.residual, s.residual_area, marks
