package ingest

import (
	"unicode"

	"flows/ingest/sheet"
)

// unfilled says whether a row is the line of a form that nobody has filled in: its amount is nought, and there
// is no word in it.
func (c *classifier) unfilled(r *sheet.Row, first int) bool {
	if c.layout.Wide || !blankAt(r, c.who) || !blankAt(r, c.ref) || !blankAt(r, c.date) {
		return false
	}
	for _, p := range c.picks[first:] {
		if p.amount != 0 {
			return false
		}
	}
	for i := range r.Cells {
		letters := 0
		for _, x := range r.Cells[i].Text {
			if unicode.IsLetter(x) {
				letters++
			}
		}
		if letters > 2 {
			return false
		}
	}
	return true
}
