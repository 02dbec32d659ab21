package ingest

import (
	"strings"

	"flows/ingest/sheet"
	"flows/ledger"
	"flows/privacy"
)

// Texts that mapping judges (payee, purpose, description …) are looked at once for each distinct wording,
// after reading. References and the columns without a name are no wordings: they are looked at here, where
// the rows pass by.

// personal looks for a person's numbers, addresses and names in the references and extra columns of the
// rows that are loaded. The row stays loaded and the ledger keeps it as it was published; the problem holds
// nothing of it.
func (c *classifier) personal(rows []sheet.Row) {
	if len(c.looks) == 0 {
		return
	}
	before := make([]string, len(c.looks)) // many rows repeat the one before
	for i := range c.picks {
		k := &c.picks[i]
		if i > 0 && k.row == c.picks[i-1].row {
			continue
		}
		r := &rows[k.row]
		for n, l := range c.looks {
			if l.col >= len(r.Cells) {
				continue
			}
			s := r.Cells[l.col].Text
			if len(s) < shortestMark && l.heading == 0 || s == before[n] {
				continue
			}
			if found := privacy.Marks(s) | l.under(s); found != 0 {
				c.private(r, l.col, found, k.amount)
			} else {
				before[n] = s
			}
		}
	}
}

// shortestMark is below what any number, address or name has, in bytes: a@b.uk.
const shortestMark = 6

// look is a column to look at, and what its heading says that it holds.
type look struct {
	col     int
	heading privacy.Found
}

func (l look) under(text string) privacy.Found {
	if l.heading != 0 && !isBlank(text) {
		return l.heading
	}
	return 0
}

// looked are the columns of references and those without a field; none of a statement, which names nobody.
func (p *plan) looked() []look {
	if p.layout.Statement {
		return nil
	}
	var list []look
	for _, field := range [...]ledger.TextColumn{ledger.ColReference, ledger.ColAwardRef, ledger.ColSchemeRef} {
		if col := p.from[field]; col >= 0 {
			list = append(list, look{col: col})
		}
	}
	for _, col := range p.extra {
		list = append(list, look{col, privacy.Heading(p.layout.Columns[col].Heading)})
	}
	return list
}

// private reports what was found in a cell, once for each code, without the text.
func (c *classifier) private(r *sheet.Row, col int, found privacy.Found, amount ledger.Pence) {
	for _, code := range found.Codes() {
		want, hint := privacy.Wanted(code)
		c.problems = append(c.problems, ledger.Problem{
			File: strings.Clone(c.same[ledger.ColFile]), Sheet: strings.Clone(c.same[ledger.ColSheet]), Table: c.table, Row: r.Record, Col: int32(col + 1),
			Code: code, Got: privacy.Withheld, Want: want, Hint: hint, AtRisk: amount,
		})
	}
}
