package table

import (
	"fmt"
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// Hints are what is known of a table from outside it.
type Hints struct {
	Path  string // of the file, with "/"
	Sheet string
	Unit  int64 // that another sheet of the book states, in pence; 0: none

	Recipes *Recipes // of the workspace; nil: none
	Prefer  string   // net | gross: which amount is loaded where both stand side by side; "": the usual rule

	// Publisher gives who a folder or file is called after; nil: whatever it is called.
	Publisher func(name string) (body string, ok bool)

	// Decided gives what an earlier reading of the whole table voted for, by the record of its
	// heading's last line: the order of dates, whether decimals have a comma; nil where undecided.
	Decided func(record int32) (order *cell.Order, comma *bool)
}

// Find works the table out that the first rows show. It always returns a Layout; where there is no
// table of flows its None says why, in words. A recipe of the layout overrules what the rows let
// conclude. The result is a function of the rows and hints alone.
func Find(rows []sheet.Row, hints Hints) *Layout {
	rows = rows[:min(len(rows), Lookahead)]
	l := find(rows, hints)
	list := spans(rows)
	if own, ok := l.span(rows); ok {
		list = append(list, *own)
	}
	heads := Heads{}
	heads.note(list)
	if l.Last == 0 {
		heads.noteWidth(rows)
	}
	l = hints.Recipes.overrule(l, rows, list, hints)
	l.Heads, l.recipes = heads, hints.Recipes
	return l
}

// find works the table out without recipes.
func find(rows []sheet.Row, hints Hints) *Layout {
	l := &Layout{}
	if ownReport(rows) {
		l.None = "it is a report that flows made, and no publisher's table"
		return l
	}
	if a, is := findAccount(rows); is {
		return a.layout(rows, hints)
	}
	if a, whole, is := findAcross(rows); is && a.addsUp(rows[a.line+1:], whole) {
		return a.across(rows, whole, hints)
	}
	h, ok := findHeading(rows)
	var many *Layout // that cannot be read
	if ok {
		h.register = h.contracts(rows[h.last+1:])
	}
	if h.register == "" && (!ok || !h.good() || !h.has(Payee)) {
		if w, is := findWide(rows); is {
			wl, read := w.layout(rows, hints)
			if read || !ok || !h.good() {
				return wl
			}
			many = wl
		}
	}
	if !ok {
		l.None = noHeading(rows)
		if headless(rows) {
			l.None, l.Doubt = "it has rows of dates and amounts, and no heading that names its columns", true
		} else if why := figuresOf(rows); why != "" {
			l.None, l.Doubt, l.Figures = why, true, true
		}
		return l
	}
	l.First, l.Last, l.Score = rows[h.first].Record, rows[h.last].Record, h.score
	l.Titles = titles(rows[:h.first])
	l.Above = headless(rows[:h.first])
	body := h.untilNext(rows[h.last+1:], hints.Recipes)
	h.pad(body)
	ps := profiles(body, len(h.texts))
	if moved, why, by := h.shifted(ps); by != 0 {
		l.Standing, l.Shift, h = h.texts, by, moved
		l.Reasons = append(l.Reasons, why)
	}
	l.Columns = h.columns(ps)
	l.Series = h.series(l.Columns, body, ps, l.titleUnit(), hints.Prefer)
	if why := l.mixedStages(body); why != "" && h.rivals == "" {
		h.rivals, l.Series = why, nil
	}
	l.judge(&h, ps)
	if l.None != "" && !l.Doubt && many != nil && many.Doubt {
		return many // its figures are told of
	}
	l.Typical = l.typical(body)
	l.order(ps)
	l.decided(hints)
	l.kind()
	l.context(ps, filledRows(body), hints)
	l.told(&h)
	l.tellVAT(hints.Prefer)
	return l
}

// typical is the median number of filled cells in the rows of the body that hold an amount, the
// columns of amounts apart; in a wide table, those that are not loaded too.
func (l *Layout) typical(body []sheet.Row) int {
	money, beside := map[int]bool{}, map[int]bool{}
	for i := range l.Series {
		money[l.Series[i].Col] = l.Series[i].Status == Load
		beside[l.Series[i].Col] = l.Wide && l.Series[i].Status != Load
	}
	var counts []int
	for i := range body {
		filled, amount := 0, false
		for c := range body[i].Cells {
			if beside[c] || blank(body[i].Cells[c].Text) {
				continue
			}
			if money[c] {
				amount = true
			} else {
				filled++
			}
		}
		if amount {
			counts = append(counts, filled)
		}
	}
	if len(counts) == 0 {
		return 0
	}
	slices.Sort(counts)
	return counts[len(counts)/2]
}

// filledRows is how many rows of a body hold more than one cell.
func filledRows(body []sheet.Row) (n int) {
	for i := range body {
		if filledCells(&body[i]) > 1 {
			n++
		}
	}
	return n
}

// pad makes room for columns that the body has and the heading has not.
func (h *headline) pad(body []sheet.Row) {
	n := len(h.texts)
	for i := range body {
		for c := len(body[i].Cells); c > n; c-- {
			if !blank(body[i].Cells[c-1].Text) {
				n = c
				break
			}
		}
	}
	for len(h.texts) < n {
		h.texts = append(h.texts, "")
		h.matches = append(h.matches, match{})
	}
}

// titles are the texts above a heading, one per row, the cells of a row joined.
func titles(rows []sheet.Row) []string {
	var out []string
	for i := range rows {
		var parts []string
		for c := range rows[i].Cells {
			if t := cell.Trim(rows[i].Cells[c].Text); !Missing(t) && len(parts) < 8 && len(t) < 400 {
				parts = append(parts, t)
			}
		}
		if len(parts) > 0 && len(out) < 20 {
			out = append(out, strings.Join(parts, " · "))
		}
	}
	return out
}

// titleUnit is the unit that a title states, 0 if none does.
func (l *Layout) titleUnit() int64 {
	for i := len(l.Titles) - 1; i >= 0; i-- {
		if u := unitOf(l.Titles[i], false); u != 0 {
			return u
		}
	}
	return 0
}

// order settles the order of the date column's numbers: by the votes of its texts, the British
// order where they say nothing.
func (l *Layout) order(ps []profile) {
	l.Order, l.OrderWhy = cell.DMY, "no date says otherwise"
	var votes [cell.Orders]int
	for _, c := range l.dated() {
		for o, n := range ps[c].orders {
			votes[o] += n
		}
	}
	for o := cell.DMY; o < cell.Orders; o++ {
		if votes[o] > votes[l.Order] {
			l.Order = o
		}
	}
	if votes[l.Order] > 0 {
		l.OrderWhy = fmt.Sprintf("%d of the first dates can only be %v", votes[l.Order], l.Order)
	}
}

// dated are the columns whose dates vote on the order of day and month: that of the date, else those of start and end.
func (l *Layout) dated() (cols []int) {
	if i := l.Find(Date); i >= 0 {
		return []int{i}
	}
	for _, f := range [...]Field{Start, End} {
		if i := l.Find(f); i >= 0 {
			cols = append(cols, i)
		}
	}
	return cols
}

// decided overrules the votes of the first rows by those of the whole table.
func (l *Layout) decided(hints Hints) {
	if hints.Decided == nil {
		return
	}
	order, comma := hints.Decided(l.Last)
	if order != nil {
		l.Order, l.OrderWhy = *order, "most dates of the whole table that tell it are so"
	}
	for i := range l.Series {
		if comma != nil && *comma {
			l.Series[i].Decimal = cell.Comma
		} else if comma != nil {
			l.Series[i].Decimal = cell.Point
		}
	}
}

// kind decides what kind of record the rows are, from the headings and titles. Rows that name no payee, day
// or reference are no payments: where a heading speaks of grants they are what schemes award in a year.
func (l *Layout) kind() {
	l.Record, l.Stage = ledger.Payment, "paid"
	award := !l.hasAny(Payee, PayeeRef, Date, Reference) && slices.ContainsFunc(l.Columns, ofGrants)
	for i := range l.Columns {
		if e, _, ok := headings().find(l.Columns[i].Heading); ok && e.says == "award" {
			award = true
		}
	}
	for _, t := range l.Titles {
		f := " " + Fold(t) + " "
		award = award || strings.Contains(f, " awards ") || strings.Contains(f, " grants awarded ")
	}
	if award {
		l.Record, l.Stage = ledger.Award, "awarded"
	}
}

// ofGrants says whether the heading of a column that is known speaks of grants.
func ofGrants(c Column) bool {
	words := strings.Fields(Fold(c.Heading))
	return c.Field != Extra && (slices.Contains(words, "grant") || slices.Contains(words, "grants"))
}

// told puts the main conclusions into words.
func (l *Layout) told(h *headline) {
	where := fmt.Sprintf("heading in record %d", l.Last)
	if l.First != l.Last {
		where = fmt.Sprintf("heading in records %d to %d", l.First, l.Last)
	}
	l.Reasons = append(l.Reasons, fmt.Sprintf("%s: %d of %d headings are listed", where, h.hits, h.filled))
	if l.None != "" {
		l.Reasons = append(l.Reasons, l.None)
		return
	}
	for _, s := range l.Series {
		l.Reasons = append(l.Reasons, fmt.Sprintf("amount %q: %s: %s", s.Name, s.Status, s.Why))
	}
	for i := range l.Columns {
		if c := &l.Columns[i]; c.Field != Extra && c.Field != Known && strings.HasPrefix(c.Why, "the heading is spelt") {
			l.Reasons = append(l.Reasons, fmt.Sprintf("%q is read as %v: %s", c.Heading, c.Field, c.Why))
		}
	}
}
