package table

import (
	"fmt"
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// byYear loads a column per year.
func (l *Layout) byYear(w *wide, u statedUnit) {
	l.Statement = false
	if l.Find(PayerGroup) < 0 && l.Find(Payer) < 0 || !l.identified() && l.Find(FunctionStated) < 0 {
		l.None = "it has a column of figures per year, and nothing says whose or what for they are"
		return
	}
	for _, c := range w.figures {
		s := Series{Col: c, Name: w.texts[c], Unit: u.pence, UnitWhy: u.by, Status: Skipped, Why: "it stands beside the years"}
		if p, r := cell.ParseSpan(w.texts[c]); r == cell.Read && yearText(w.texts[c]) {
			s.Status, s.Year, s.Period, s.Why = Load, p.Year(), w.texts[c], "a year per column"
		} else if Total(w.texts[c]) != NoLabel {
			s.Status, s.Why = IsTotal, "its heading says total"
		}
		l.Series = append(l.Series, s)
	}
}

// byService loads the columns that make up a total.
func (l *Layout) byService(w *wide, body []sheet.Row, ps []profile, groups []string, u statedUnit) {
	l.Statement = true
	if !l.bodiesDown(ps) {
		l.None = "it has many columns of figures, and no column names the bodies"
		return
	}
	sums := columnSums(w, body)
	target := sums.target(w)
	if target < 0 {
		l.None = "it has many columns of figures, none of which is the sum of others: which of them add up is not known"
		return
	}
	if l.None = sums.unsure(w, target); l.None != "" {
		return
	}
	for k, c := range w.figures {
		s := Series{Col: c, Name: cell.Trim(withoutBrackets(w.texts[c])), Unit: u.pence, UnitWhy: u.by, Status: Load, Why: "a service per column"}
		if s.Name == "" {
			s.Name = w.texts[c]
		}
		if groups[c] != "" && !strings.EqualFold(groups[c], w.texts[c]) {
			s.Group = groups[c]
		}
		switch {
		case sums.total[k]:
			s.Status, s.Why = IsTotal, "the sum of columns before it"
		case k > target:
			s.Status, s.Why = Skipped, fmt.Sprintf("it stands behind %q, which the columns before make up", cell.Trim(withoutBrackets(w.texts[w.figures[target]])))
		case !sums.part[k]:
			s.Status, s.Why = Skipped, "it is no part of the total"
		}
		l.Series = append(l.Series, s)
	}
}

// bodiesDown takes the column of authorities for the payer: in a statement they are who spends.
func (l *Layout) bodiesDown(ps []profile) bool {
	for _, f := range [...]Field{Payer, PlaceStated, Payee} {
		if i := l.Find(f); i >= 0 && ps[i].textual() {
			if code := l.Find(Payer); code >= 0 {
				l.Columns[code].Field, l.Columns[code].Why = Extra, ""
			}
			l.Columns[i].Field = Payer
			l.Columns[i].Why = "the bodies of a statement are who spends"
			l.Payer, l.PayerWhy, l.Reasons = "", "", nil
			return true
		}
	}
	return false
}

// statedUnit is a unit of figures and who states it.
type statedUnit struct {
	pence int64  // 0: nothing states one
	by    string // in words
	weak  bool   // no more than a pound sign says so
}

// why puts it behind the reason of a series.
func (u statedUnit) why() string {
	if u.pence == 0 {
		return ""
	}
	return "; " + u.by
}

// wideUnit is the unit of the figures: stated in a heading, a title, or another sheet of the book.
func (l *Layout) wideUnit(w *wide, hints Hints) statedUnit {
	for _, c := range w.figures {
		if u := w.unitAt(c); u != 0 {
			return statedUnit{pence: u, by: "a heading counts in " + unitName(u)}
		}
	}
	for i := len(l.Titles) - 1; i >= 0; i-- {
		if unitOf(l.Titles[i], false) != 0 && !unitMark(l.Titles[i]) {
			l.Measure = strings.TrimSpace(withoutBrackets(l.Titles[i]))
			break
		}
	}
	if u := l.titleUnit(); u != 0 {
		return statedUnit{pence: u, by: "a title counts in " + unitName(u)}
	}
	if hints.Unit != 0 {
		return statedUnit{pence: hints.Unit, by: "another sheet says that figures are in " + unitName(hints.Unit)}
	}
	for _, c := range w.figures {
		if strings.Contains(w.texts[c], "£") {
			return statedUnit{cell.Pounds, "a heading counts in pounds", true}
		}
	}
	return statedUnit{}
}

// wideKind says what kind of statement it is, from headings, titles and names.
func (l *Layout) wideKind(w *wide, hints Hints) {
	l.Record, l.Stage = ledger.Statement, "outturn"
	for i := range w.matches {
		if w.matches[i].ok && w.matches[i].says == "national" {
			l.Record = ledger.National
		}
	}
	said := append(append([]string(nil), l.Titles...), hints.Sheet, baseName(hints.Path))
	l.Capital = slices.ContainsFunc(said, saysCapital)
	l.Charges = slices.ContainsFunc(said, saysCharges)
	for _, t := range said {
		f := " " + Fold(t) + " "
		switch {
		case strings.Contains(f, " outturn "):
			return
		case strings.Contains(f, " budget ") || strings.Contains(f, " estimates "):
			l.Stage = "budget"
			return
		case strings.Contains(f, " forecast ") || strings.Contains(f, " plans "):
			l.Stage = "forecast"
			return
		}
	}
}

// saysCapital says whether a title or a name is that of a capital return.
func saysCapital(title string) bool {
	f := " " + Fold(title) + " "
	return !strings.Contains(f, " revenue ") && slices.ContainsFunc([]string{" outturn", " expenditure ", " estimate", " return", " payment"}, func(of string) bool {
		return strings.Contains(f, " capital"+of)
	})
}

// saysCharges says whether a title or a name is that of charges for the use of assets, and of nothing beside them.
func saysCharges(title string) bool {
	f := " " + Fold(title) + " "
	return strings.Contains(f, " capital charges ") && !strings.Contains(f, " expenditure ") && !strings.Contains(f, " cost ") && !strings.Contains(f, " and ")
}

// tellWide puts the conclusions into words.
func (l *Layout) tellWide(w *wide) {
	l.Reasons = append(l.Reasons, fmt.Sprintf("heading in record %d over %d columns of figures", l.Last, len(w.figures)))
	if l.None != "" {
		l.Reasons = append(l.Reasons, l.None)
		return
	}
	n := [3]int{}
	for _, s := range l.Series {
		n[s.Status]++
	}
	l.Reasons = append(l.Reasons, fmt.Sprintf("%d columns are loaded (%s), %d are totals, %d are left out", n[Load], l.Amount().Why, n[IsTotal], n[Skipped]))
}
