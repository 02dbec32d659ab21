package table

import (
	"fmt"
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// A wide table has its amounts in many columns. Two kinds are read:
//
//   - a year per column, under headings of which several are listed (a database of spending);
//   - a service per column and a body per row (a statement such as a revenue outturn).
//
// In a statement the columns that are sums of others are found by arithmetic, and what is loaded are
// the columns that make up one of these sums: net current expenditure where there is such a total,
// else total service expenditure, else the last total of all columns before it. Where no column is
// the sum of others it is not known which of them add up, and none is loaded. Nor is any where nothing
// says in what unit the figures count.

// wide is the heading of a wide table: the line over the body, and the columns of figures under it.
type wide struct {
	headline
	group   int   // the line of group headings above; -1: none
	figures []int // columns
	years   []int // of these, the ones headed by a year
}

// findWide looks for the line with the most headings over figures: four at least, or two years.
func findWide(rows []sheet.Row) (w wide, ok bool) {
	for i := range rows {
		if filledCells(&rows[i]) < 4 || !headingLine(&rows[i]) {
			continue
		}
		body := someBody(rows[i+1:])
		var figures []int
		labels, years := 0, 0
		for c := range rows[i].Cells {
			text := rows[i].Cells[c].Text
			if blank(text) {
				continue
			}
			switch p := profileOf(body, c); {
			case p.filled >= 2 && 10*p.amounts() >= 8*p.filled && 10*p.dates <= p.filled: // 61090 may be a date too
				if e, _, listed := headings().find(text); listed && e.field == Known {
					break // the number of a line is no figure of the statement
				}
				figures = append(figures, c)
				if yearText(text) {
					years++
				}
			case p.textual():
				labels++
			}
		}
		if (len(figures) >= 4 || years >= 2) && labels > 0 && len(figures) > len(w.figures) {
			w = wide{headline: headings().window(rows, i, i), group: -1, figures: figures}
			ok = true
		}
	}
	if !ok {
		return w, false
	}
	w.group = groupLine(rows, &w)
	for _, c := range w.figures {
		if yearText(w.texts[c]) {
			w.years = append(w.years, c)
		}
	}
	return w, true
}

// someBody is up to 40 rows that hold something.
func someBody(rows []sheet.Row) []sheet.Row {
	var out []sheet.Row
	for i := range rows {
		if filledCells(&rows[i]) > 1 {
			if out = append(out, rows[i]); len(out) == 40 {
				break
			}
		}
	}
	return out
}

func filledCells(r *sheet.Row) (n int) {
	for i := range r.Cells {
		if !blank(r.Cells[i].Text) {
			n++
		}
	}
	return n
}

// profileOf is the profile of one column; marks for figures that are not given do not count.
func profileOf(rows []sheet.Row, col int) profile {
	var p profile
	for i := range rows {
		if col >= len(rows[i].Cells) {
			continue
		}
		if _, r := cell.Money(rows[i].Cells[col].Text, cell.Pounds, cell.Point); r != cell.None && r != cell.Withheld {
			p.add(&rows[i].Cells[col])
		}
	}
	return p
}

// groupLine is the line of group headings: the nearest of the six lines above that holds words over
// some of the figures, but not over most, or over most the same words again and again; -1 if there is none.
func groupLine(rows []sheet.Row, w *wide) int {
	for i := w.first - 1; i >= 0 && i >= w.first-6; i-- {
		over, changes, last := 0, 0, ""
		for _, c := range w.figures {
			if c >= len(rows[i].Cells) || blank(rows[i].Cells[c].Text) || !words(rows[i].Cells[c].Text) {
				continue
			}
			if over++; rows[i].Cells[c].Text != last {
				changes, last = changes+1, rows[i].Cells[c].Text
			}
		}
		if over >= 2 && (2*over < len(w.figures) || changes >= 2 && 2*changes <= over) {
			return i
		}
	}
	return -1
}

// groups are the group headings over the columns, each held until the next one.
func (w *wide) groups(rows []sheet.Row) []string {
	out := make([]string, len(w.texts))
	if w.group < 0 {
		return out
	}
	last := ""
	for c := w.figures[0]; c < len(out); c++ {
		if c < len(rows[w.group].Cells) {
			if t := cell.Trim(rows[w.group].Cells[c].Text); t != "" {
				last = strings.Join(strings.Fields(strings.Trim(t, "* ")), " ")
			}
		}
		out[c] = last
	}
	return out
}

// layout reads a wide table, or says that it cannot be read.
func (w *wide) layout(rows []sheet.Row, hints Hints) (*Layout, bool) {
	l := &Layout{First: rows[w.first].Record, Last: rows[w.last].Record, Score: w.score, Wide: true}
	top := w.first
	if w.group >= 0 {
		top, l.First = w.group, rows[w.group].Record
	}
	l.Titles = titles(rows[:top])
	body := rows[w.last+1:]
	w.pad(body)
	ps := profiles(body, len(w.texts))
	l.Columns = w.columns(ps)
	l.context(ps, 0, hints)
	l.wideKind(w, hints)
	u := l.wideUnit(w, hints)
	l.Doubt = w.speaksOfMoney(l.Titles, ps)
	switch i := max(l.Find(NotFlow), l.Find(Measure)); {
	case i >= 0:
		l.None, l.Doubt = fmt.Sprintf("the column %q shows that its figures are no flows of money", w.texts[i]), false
	case 2*len(w.years) >= len(w.figures) && len(w.years) >= 2:
		l.byYear(w, u)
	default:
		groups := w.groups(rows)
		if r, ok := w.repeated(groups); ok {
			l.byRepeated(&r, body, ps, u)
		} else {
			l.byService(w, body, ps, groups, u)
		}
	}
	switch {
	case l.None != "":
		l.Series = nil
	case u.pence == 0:
		l.None, l.Unstated = "it has many columns of figures, and nothing says in what unit they count", true
		l.Would, l.Series = l.Series, nil
		l.Doubt = l.Doubt || !l.Statement // years of who spends on what
	default:
		l.Doubt = false
	}
	l.loadWide(u.why())
	l.Typical = l.typical(body)
	l.order(ps)
	l.tellWide(w)
	return l, l.None == ""
}

// loadWide tells the columns that are loaded from the others, and why.
func (l *Layout) loadWide(why string) {
	for i := range l.Series {
		l.Columns[l.Series[i].Col].Field = Extra
		if l.Series[i].Status == Load {
			l.Columns[l.Series[i].Col].Field = Amount
			l.Series[i].Why += why
		}
	}
}

// speaksOfMoney says whether a heading over figures or a title does.
func (w *wide) speaksOfMoney(titles []string, ps []profile) bool {
	for c := range w.texts {
		if (slices.Contains(w.figures, c) || ps[c].numeric()) && speaksOfMoney(w.texts[c]) {
			return true
		}
	}
	for _, t := range titles {
		if speaksOfMoney(t) {
			return true
		}
	}
	return false
}
