-- staged_entries: entries, with which stage of a statement comes before which: what was spent before what was planned
CREATE OR REPLACE VIEW staged_entries AS
SELECT e.*,
  CASE WHEN e.record <> 'statement' THEN 0 ELSE
    CASE e.stage WHEN 'outturn' THEN 1 WHEN 'paid' THEN 2 WHEN '' THEN 3 WHEN 'forecast' THEN 4 WHEN 'budget' THEN 5
      WHEN 'committed' THEN 6 WHEN 'awarded' THEN 7 WHEN 'allocated' THEN 8 ELSE 9 END
  END AS stage_order
FROM entries e
