-- thresholds: from how many pence a source publishes payments, told by what it holds
-- A source of payments almost all of which (19 of 20) are £25,000 or more, or £500 or more, is
-- taken to be published from there; smaller lines in it are corrections and credits.
CREATE OR REPLACE VIEW thresholds AS
SELECT source,
  CASE WHEN count(*) FILTER (WHERE amount >= 2500000) * 20 >= count(*) * 19 THEN 2500000
       WHEN count(*) FILTER (WHERE amount >= 50000) * 20 >= count(*) * 19 THEN 50000
       ELSE 0 END AS threshold
FROM counted_entries
WHERE record = 'payment' AND amount > 0
GROUP BY source
