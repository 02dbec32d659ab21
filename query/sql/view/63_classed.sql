-- classed: money of all the places asked for together, with its classes; '' is what no rule tells
-- Of the nature of money what the publisher says goes before any rule.
CREATE OR REPLACE VIEW classed AS
SELECT m.*,
  coalesce(c.control, '') AS control_class,
  CASE WHEN m.nature <> '' THEN m.nature WHEN m.capital = 'capital' THEN 'capital' ELSE coalesce(c.nature_by_rule, '') END AS nature_class,
  coalesce(c.prevention, '') AS prevention_class
FROM in_scope m
LEFT JOIN classes c ON c.purpose_key = m.purpose_key
