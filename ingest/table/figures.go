package table

import (
	"fmt"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// figuresOf says, in words, that rows without a heading hold figures in a unit of money that one of them
// states: a table of statistics, most likely, which nothing is loaded of and a person should know of. It
// is "" where they do not. Three rows of words and figures are asked for, and six figures.
func figuresOf(rows []sheet.Row) string {
	unit, at := statedIn(rows)
	if unit == 0 {
		return ""
	}
	labelled, figures := 0, 0
	for i := range rows {
		named, n := false, 0
		for c := range rows[i].Cells {
			t := rows[i].Cells[c].Text
			if blank(t) {
				continue
			}
			if p, _ := cell.Conventions(t); p {
				n++
			} else if words(t) {
				named = true
			}
		}
		if named && n > 0 {
			labelled++
			figures += n
		}
	}
	if labelled < 3 || figures < 6 {
		return ""
	}
	return fmt.Sprintf("it has figures in %s, as record %d says, and no heading of a table that can be read stands over them", unitName(unit), at)
}

// statedIn is the unit of money that a text among the rows states, and its record; a rate ("£ per head") is none.
func statedIn(rows []sheet.Row) (unit int64, record int32) {
	for i := range rows {
		for c := range rows[i].Cells {
			t := rows[i].Cells[c].Text
			if len(t) > 300 || !mayState(t) || rate(t) {
				continue
			}
			if u := unitOf(t, unitMark(t)); u != 0 {
				return u, rows[i].Record
			}
		}
	}
	return 0, 0
}

// rate says whether a text speaks of money per something.
func rate(s string) bool {
	ws := strings.Fields(Fold(s))
	for i := range ws {
		if ws[i] == "per" && i+1 < len(ws) && ws[i+1] != "annum" && ws[i+1] != "year" && ws[i+1] != "cent" {
			return true
		}
	}
	return false
}
