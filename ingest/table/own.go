package table

import "flows/ingest/sheet"

// ownReport tells whether the rows show a report of this program, in any of its formats: a line of
// headings that says what is under every report, how many rows and sources each figure rests on and how
// sure it is. A report left in a folder of files must not count a second time what it adds up.
func ownReport(rows []sheet.Row) bool {
	for i := range rows {
		found := 0
		for c := range rows[i].Cells {
			folded := Fold(rows[i].Cells[c].Text)
			switch {
			case found == 0 && folded == "rows", found == 1 && folded == "sources",
				found == 2 && (folded == "pct observed" || folded == "observed" || folded == "confidence"):
				found++
			case found < 3:
				found = 0
			}
		}
		if found == 3 {
			return true
		}
	}
	return false
}
