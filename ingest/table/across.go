package table

import (
	"fmt"
	"math"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// A statement with bodies across has a service per row and a body per column, and a column for the whole
// country. It is read where that column is the sum of all others, which shows that they are bodies and
// that none of them is a total.
//
//	· · ENGLAND · Northshire · Southshire …
//	A: · SERVICE STRATEGY
//	A1 · Strategic management · 30 · 10 · 20
//	A2 · TOTAL SERVICE STRATEGY · 30 · 10 · 20

// acrossBodies is how many bodies there must be at least.
const acrossBodies = 5

// findAcross looks for the line that names a country and bodies over figures.
func findAcross(rows []sheet.Row) (a account, whole int, ok bool) {
	for i := range rows[:min(len(rows), 40)] {
		whole = -1
		bodies := 0
		for c := range rows[i].Cells {
			switch t := rows[i].Cells[c].Text; {
			case Missing(t) || c < 2:
			case isCountry(t) && whole < 0:
				whole = c
			case words(t) && !yearText(t):
				bodies++
			}
		}
		if whole < 0 || bodies < acrossBodies {
			continue
		}
		a = account{top: i, line: i, letters: map[string]int{}, formulas: map[int]string{}}
		for c := 2; c < len(rows[i].Cells); c++ {
			if !Missing(rows[i].Cells[c].Text) {
				a.letters[fmt.Sprint(c)] = c
			}
		}
		if a.labels(rows[i+1:]) && a.first <= whole {
			return a, whole, true
		}
	}
	return account{}, 0, false
}

// isCountry says whether a heading is that of a whole country.
func isCountry(s string) bool {
	switch Fold(s) {
	case "england", "wales", "scotland", "northern ireland", "great britain", "united kingdom", "england total", "total england", "all england":
		return true
	}
	return false
}

// across reads a statement with bodies across, which add up to the whole, or says why it cannot be read.
func (a *account) across(rows []sheet.Row, whole int, hints Hints) *Layout {
	l := &Layout{First: rows[a.line].Record, Last: rows[a.line].Record, Statement: true, Account: true, Across: true, Wide: true}
	l.Titles = titles(rows[:a.top])
	l.Columns = make([]Column, a.last())
	for c := range l.Columns {
		if c < len(rows[a.line].Cells) && !Missing(rows[a.line].Cells[c].Text) {
			l.Columns[c].Heading = strings.Join(strings.Fields(rows[a.line].Cells[c].Text), " ")
		}
	}
	l.Columns[a.code].Field, l.Columns[a.code].Why = Reference, "it holds the codes of the lines"
	l.Columns[a.label].Field, l.Columns[a.label].Why = Purpose, "it names the services"
	l.context(make([]profile, len(l.Columns)), 0, hints)
	l.Payer, l.PayerWhy, l.Reasons = "", "", nil
	l.wideKind(&wide{}, hints)
	u := l.wideUnit(&wide{}, hints)
	n := len(a.letters) - 1
	where := fmt.Sprintf("heading in record %d, which names %d bodies over figures, and %q", l.Last, n, l.Columns[whole].Heading)
	for c := a.first; c < len(l.Columns); c++ {
		if l.Columns[c].Heading == "" {
			continue
		}
		s := Series{Col: c, Name: l.Columns[c].Heading, Unit: u.pence, UnitWhy: u.by, Why: "a body per column" + u.why()}
		if c == whole {
			s.Status, s.Why = IsTotal, "the sum of the other columns"
		} else if u.pence != 0 {
			l.Columns[c].Field = Amount
		}
		l.Series = append(l.Series, s)
	}
	l.Income = speaksOfIncome(l.Titles)
	l.sections(a, rows[a.line+1:])
	l.Typical = 2
	if u.pence == 0 {
		l.None, l.Doubt, l.Unstated = "it has bodies across, and nothing says in what unit their figures count", true, true
		l.Would, l.Series = l.Series, nil
		l.Reasons = []string{where, l.None}
		return l
	}
	l.Reasons = []string{where, fmt.Sprintf("%d columns are loaded (%s), 1 is their sum", n, l.Amount().Why)}
	return l
}

// addsUp says whether the whole is the sum of the bodies in nine of ten rows, and six at least. The sum of
// n rounded figures is taken to be off by no more than four standard deviations.
func (a *account) addsUp(body []sheet.Row, whole int) bool {
	good, bad := 0, 0
	slack := ledger.Pence(120 * math.Sqrt(float64(len(a.letters)-1)))
	for i := range body {
		want, has := amountAt(&body[i], whole, cell.Point)
		if !has || want == 0 {
			continue
		}
		var sum ledger.Pence
		for _, c := range a.letters {
			if v, has := amountAt(&body[i], c, cell.Point); has && c != whole {
				sum += v
			}
		}
		if d := sum - want; d <= slack && -d <= slack {
			good++
		} else {
			bad++
		}
	}
	return good >= 6 && good >= 9*bad
}

// speaksOfIncome says whether a title does.
func speaksOfIncome(titles []string) bool {
	for _, t := range titles {
		f := " " + Fold(t) + " "
		for _, w := range [...]string{" income ", " fees and charges ", " receipts "} {
			if strings.Contains(f, w) {
				return true
			}
		}
	}
	return false
}
