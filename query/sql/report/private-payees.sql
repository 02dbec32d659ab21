-- private-payees: the keys of the payees' wordings of which a payment is withheld
-- args:
SELECT DISTINCT place_key
FROM shown_entries
WHERE individual = 1
ORDER BY place_key
