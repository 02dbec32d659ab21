package ingest

import (
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
)

// text is the text of a column, "" beyond the row's end.
func text(r *sheet.Row, col int) string {
	if col < 0 || col >= len(r.Cells) {
		return ""
	}
	return r.Cells[col].Text
}

// isBlank says whether a text is nothing but white space.
func isBlank(s string) bool {
	return s == "" || (s[0] <= ' ' || s[0] >= 0x80) && cell.Trim(s) == ""
}

func blankAt(r *sheet.Row, col int) bool { return isBlank(text(r, col)) }

// empty says whether a row holds nothing.
func empty(r *sheet.Row) bool {
	for i := range r.Cells {
		if !isBlank(r.Cells[i].Text) {
			return false
		}
	}
	return true
}

// country says whether a name is that of a whole country, under which a statement puts its totals.
func country(s string) bool {
	if at := strings.IndexByte(s, '('); at > 0 { // "England (grossed)"
		s = s[:at]
	}
	switch table.Fold(s) {
	case "england", "wales", "scotland", "northern ireland", "great britain", "united kingdom", "uk", "england and wales", "all england", "england total", "all authorities", "all local authorities":
		return true
	}
	return false
}
