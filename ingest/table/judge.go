package table

import (
	"fmt"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// judge decides whether the table holds flows: it needs amounts, somebody or something they are for,
// and nothing that says that they are something else.
func (l *Layout) judge(h *headline, ps []profile) {
	if i := l.Find(NotFlow); i >= 0 {
		l.None = fmt.Sprintf("the column %q shows that it is no list of payments", l.Columns[i].Heading)
	} else if i := l.Find(Measure); i >= 0 && !sterling(h.texts[i]) {
		l.None = fmt.Sprintf("the column %q shows that its amounts count other things than money", l.Columns[i].Heading)
	} else if h.register != "" {
		l.None, l.Doubt, l.Register = h.register, true, true
	} else if len(l.Series) == 0 {
		l.None, l.Doubt = h.noAmounts(l.Columns, ps)
	} else if !l.identified() {
		l.None = "nothing in it says who was paid or what for"
	}
	if l.None != "" {
		l.Series = nil
		return
	}
	for i := range l.Series {
		c := &l.Columns[l.Series[i].Col]
		c.Field, c.Why = Extra, l.Series[i].Why
		if l.Series[i].Status == Load {
			c.Field = Amount
		}
	}
}

// noAmounts says why no column was chosen.
func (h *headline) noAmounts(cols []Column, ps []profile) (why string, doubt bool) {
	if h.rivals != "" {
		return h.rivals, true
	}
	if debit, credit := h.debitAndCredit(ps); debit != "" {
		return fmt.Sprintf("its amounts stand in two columns, %q and %q, which are not set against each other here; a recipe that loads one of them leaves the other out", debit, credit), true
	}
	if n := len(h.candidates(cols, ps)); n > 1 {
		return fmt.Sprintf("%d of its columns hold amounts, and which of them to load is not clear", n), true
	}
	for i := range cols {
		if h.has(Payee) && cols[i].Field == Extra && ps[i].numeric() && 2*ps[i].pence >= ps[i].filled {
			return "it names payees, and no heading over its figures is one of amounts", true
		}
	}
	return "none of its columns holds amounts of money", false
}

// headless says whether rows look like payments without a heading: most hold a date, an amount with
// pence, and words.
func headless(rows []sheet.Row) bool {
	filled, like := 0, 0
	for i := range rows {
		var date, pence, text bool
		n := 0
		for c := range rows[i].Cells {
			x := &rows[i].Cells[c]
			if blank(x.Text) {
				continue
			}
			n++
			var p profile
			p.add(x)
			paid := p.pence > 0 && x.Kind != sheet.Date // 40921.41 could be a day, as spreadsheets count them
			pence = pence || paid
			date = date || p.dates > 0 && !paid
			text = text || p.letters > 0 && p.dates == 0
		}
		if n > 0 {
			filled++
		}
		if date && pence && text {
			like++
		}
	}
	return like >= 3 && 2*like >= filled
}

// identified says whether it can be known who was paid or what for: a column names payees, by more
// than the heading "name" beside an amount; or one says what the money is for, and another whose it is,
// when or under which number.
func (l *Layout) identified() bool {
	whose := l.hasAny(Payer, PayerGroup, Date, Reference, AwardRef, PayeeKind, PayeePostcode, SchemeRef)
	what := l.hasAny(Description, Purpose, ExpenseType, ExpenseArea, Programme, Title, SchemeRef, FunctionStated)
	if i := max(l.Find(Payee), l.Find(PayeeRef)); i >= 0 {
		return whose || what || Fold(l.Columns[i].Heading) != "name"
	}
	return whose && what
}

func (l *Layout) hasAny(fields ...Field) bool {
	for _, f := range fields {
		if l.Find(f) >= 0 {
			return true
		}
	}
	return false
}

func sterling(s string) bool { return strings.Contains(s, "£") || strings.Contains(Fold(s), "pound") }

// noHeading says why no table was found.
func noHeading(rows []sheet.Row) string {
	filled, numbers := 0, 0
	for i := range rows {
		for c := range rows[i].Cells {
			if blank(rows[i].Cells[c].Text) {
				continue
			}
			filled++
			if p, _ := cell.Conventions(rows[i].Cells[c].Text); p {
				numbers++
			}
		}
	}
	switch {
	case filled == 0:
		return "there is nothing in it"
	case numbers == 0:
		return "there is text in it and no amount"
	}
	return fmt.Sprintf("no heading of a list of amounts is among its first %d rows", len(rows))
}
