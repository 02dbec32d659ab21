package flows

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// spec is how the integers of a query become the columns of REPORTS: the report's own columns and
// what stands in them for one row. The closing columns are the same for all.
type spec struct {
	name    string
	columns []report.Column
	row     func(f *finisher, r rec) []any // own columns of a body, subtotal or total row
	rows    func(f *finisher)              // instead of row, where rows are not one to one

	asks func(ctx context.Context, p *Project, a *asked) error // what the report asks for beside what was said
	more func(ctx context.Context, f *finisher) error          // further figures that its rows take

	marks string // the list of marks it goes by: query.MarkOutcome, query.MarkTheme; "" is none

	// behind says which purposes are behind a row, by the list and the marks of a purpose; nil is all.
	behind func(r rec) (list string, is func(marks map[string]string) bool)

	byPlace bool // each of the places has its own rows, and places can share ground

	// overlaps says that one pound can stand in several rows: there is no total.
	overlaps bool
}

// isAmount says whether a column holds the amounts that make up a report's total.
func isAmount(name string) bool {
	return slices.Contains([]string{"amount", "gross", "base", "amount_restated", "amount_primary", "amount_in_place"}, name)
}

// closing are the columns that every report ends with.
func closing() []report.Column {
	return []report.Column{
		{Name: "rows", Kind: report.Count}, {Name: "sources", Kind: report.Count},
		{Name: "pct_observed", Title: "observed", Kind: report.Fraction}, {Name: "confidence", Kind: report.Fraction}, {Name: "note"},
	}
}

// finisher turns one result into one table.
type finisher struct {
	p      *Project
	spec   spec
	a      *asked
	query  query.Report
	result query.Result
	index  map[string]int
	out    []report.Row
	from   []rec // what each row of out was made of, where rows are made by add
	notes  []string
	people map[string]heads // per place

	marks    map[int64]map[string]string // of reports that tell outcomes flow by flow: role by purpose and code
	unplaced *ledger.Pence               // of all that the filters let through, what no area was found for
}

// rec is a row of a result.
type rec struct {
	f *finisher
	v []any
}

func newFinisher(p *Project, s spec, a *asked, r query.Result) *finisher {
	q, _ := query.Find(s.name)
	f := &finisher{p: p, spec: s, a: a, query: q, result: r, index: map[string]int{}, people: map[string]heads{}}
	for i, c := range r.Columns {
		f.index[c.Name] = i
	}
	f.dropNowhere()
	return f
}

// dropNowhere drops the subtotal of what lies around the places asked for: it is in none of them.
func (f *finisher) dropNowhere() {
	if _, told := f.index["place"]; !told || len(f.a.places) == 0 {
		return
	}
	if _, levels := f.index["row_kind"]; !levels {
		return
	}
	f.result.Rows = slices.DeleteFunc(slices.Clone(f.result.Rows), func(v []any) bool {
		r := rec{f, v}
		return r.kind() == "subtotal" && r.text("place") == ""
	})
}

func (r rec) at(name string) any {
	i, ok := r.f.index[name]
	if !ok {
		panic("flows: report " + r.f.spec.name + " has no column " + name)
	}
	return r.v[i]
}

func (r rec) text(name string) string {
	s, _ := r.at(name).(string)
	return s
}

func (r rec) count(name string) int64 {
	n, _ := r.at(name).(int64)
	return n
}

func (r rec) pence(name string) ledger.Pence { return ledger.Pence(r.count(name)) }

// money is the amount, or nil where the query gave none.
func (r rec) money(name string) any {
	if r.at(name) == nil {
		return nil
	}
	return r.pence(name)
}

func (r rec) kind() string { return r.text("row_kind") }

// recs are the rows of the result of these kinds; without kinds, all.
func (f *finisher) recs(kinds ...string) []rec {
	var list []rec
	for _, v := range f.result.Rows {
		r := rec{f, v}
		if len(kinds) == 0 || slices.Contains(kinds, r.kind()) {
			list = append(list, r)
		}
	}
	return list
}

// total is the amount of the total row.
func (f *finisher) total() ledger.Pence {
	for _, r := range f.recs("total") {
		return r.pence("amount")
	}
	return 0
}

// whole is what shares are of: the total without what lies around the places, which is no part of them.
func (f *finisher) whole() ledger.Pence {
	sum := f.total()
	if _, told := f.index["residual"]; told {
		for _, r := range f.recs("residual") {
			if far(r.text("residual")) {
				sum -= r.pence("amount")
			}
		}
	}
	return sum
}

// share is part of whole; nil where the whole is not positive, for then a share says nothing.
func share(part, whole ledger.Pence) any {
	if whole <= 0 {
		return nil
	}
	return report.Ratio{Num: int64(part), Den: int64(whole)}
}

// rows makes the table's rows.
func (f *finisher) rows(context.Context) error {
	if f.spec.rows != nil {
		f.spec.rows(f)
		return nil
	}
	for _, r := range f.recs() {
		f.add(r, report.Level(r.kind()), f.spec.row(f, r)...)
	}
	return nil
}

// add appends a row: its own values, then what it rests on.
func (f *finisher) add(r rec, level report.Level, own ...any) {
	note := ""
	if level == report.Residual {
		note = f.residual(r)
		own = labelled(f.spec.columns, own, note)
	} else {
		note = f.markWords(r)
	}
	f.noHeads(r, level, own)
	f.noShares(r, level, own)
	f.out = append(f.out, report.Row{Level: level, Values: append(own, f.rests(r, note)...)})
	f.from = append(f.from, r)
}

// markWords says how much of a figure is apportioned or modelled, where boundaries or a key were asked for.
func (f *finisher) markWords(r rec) string {
	if !f.a.geography.asks() {
		return ""
	}
	var parts []string
	for _, mark := range []string{ledger.Apportioned, ledger.Modelled} {
		switch part := r.pence(mark); {
		case part != 0 && part == r.pence("amount"):
			return "all " + mark
		case part != 0:
			parts = append(parts, pounds(part)+" "+mark)
		}
	}
	return join(parts)
}

// rests are the closing columns of a row.
func (f *finisher) rests(r rec, note string) []any {
	amount := r.pence("amount")
	observed := share(amount-r.pence("apportioned")-r.pence("modelled"), amount)
	var confidence any
	if whole := r.count("absolute"); whole > 0 {
		confidence = report.Ratio{Num: r.count("confident"), Den: whole}
	}
	return []any{r.count("rows"), r.count("sources"), observed, confidence, note}
}

// residual says in words why a row stands apart.
func (f *finisher) residual(r rec) string {
	why := r.text("residual")
	switch why {
	case ledger.Apportioned, ledger.Modelled:
		return why + ", not observed"
	case query.Elsewhere:
		if f.a.geography.key == nil {
			return "elsewhere: the rest of areas that are the place's in part"
		}
		return "elsewhere: the rest of wider areas' money that was spread"
	}
	words := map[string]string{query.Partly: "only partly inside", query.Wider: "wider, and the key does not weigh it", query.Unrestated: query.Unrestated}[why]
	if _, groups := r.f.index["group_code"]; groups && words == "" {
		if division := r.text("group_code"); division != "" {
			return fmt.Sprintf("%s: %s %s", why, division, functionName(division))
		}
	}
	if words == "" {
		return why
	}
	code := r.text("residual_area")
	if a, ok := f.p.Registry().Area(code); ok {
		return fmt.Sprintf("%s: %s (%s)", words, a.Official, code)
	}
	return words + ": " + code
}

// labelled puts the label of a residual row into the first text column that says nothing, and empties its codes.
func labelled(columns []report.Column, own []any, label string) []any {
	done := false
	for i, c := range columns {
		switch {
		case c.Kind == report.Code:
			own[i] = ""
		case c.Kind == report.Text && !done && c.Name != "place" && own[i] == "":
			own[i], done = label, true
		}
	}
	return own
}

// table puts header, columns and rows together.
func (f *finisher) table(ctx context.Context) (*report.Table, error) {
	header, together, err := f.p.header(ctx, f.a, f.query)
	if err != nil {
		return nil, err
	}
	switch f.spec.marks {
	case query.MarkOutcome:
		header = append(header, report.Pair{Name: "Framework", Value: f.a.framework.words()})
	case query.MarkTheme:
		header = append(header, report.Pair{Name: "Themes", Value: f.p.themeWords()})
	}
	t := &report.Table{
		Name: f.spec.name, Title: f.query.Title, Header: header,
		Columns: append(slices.Clone(f.spec.columns), closing()...), Rows: f.out, Notes: f.notes,
	}
	if n := len(t.Rows); n > 0 && t.Rows[n-1].Level == report.Total && t.Rows[n-1].Values[len(f.spec.columns)] == int64(0) {
		t.Notes = append(t.Notes, "Nothing that is loaded is of these places, years, payers and functions: Sources, above, says of what dates the files are.")
	}
	if f.spec.byPlace && len(f.a.places) > 1 {
		f.tellShared(t, f.total()-together)
	}
	f.top(t)
	return t, nil
}

// tellShared says in the total of a report by place how much of it stands in more than one of the places: one in
// another, or a body that is only partly inside either.
func (f *finisher) tellShared(t *report.Table, again ledger.Pence) {
	if n := len(t.Rows); again != 0 && n > 0 && t.Rows[n-1].Level == report.Total {
		note := t.Rows[n-1].Values[len(t.Columns)-1].(string)
		if note != "" {
			note += "; "
		}
		note += pounds(again) + " of it is counted again: that money stands in more than one of the places"
		t.Rows[n-1].Values[len(t.Columns)-1] = note
		t.Notes = append(t.Notes, "Places that share ground, or a body partly inside each, have that money each: "+
			pounds(again)+" of the total is counted again. Reports that are not by place count each pound once.")
	}
}

// top keeps the first rows where so many were asked for, and says how much is in the others.
func (f *finisher) top(t *report.Table) {
	n := f.a.Top
	if n <= 0 {
		return
	}
	kept, dropped, seen := t.Rows[:0:0], 0, 0
	for _, r := range t.Rows {
		if r.Level == report.Body {
			if seen++; seen > n {
				dropped++
				continue
			}
		}
		kept = append(kept, r)
	}
	if dropped > 0 {
		t.Rows = kept
		where := "are in the total and not shown"
		if f.spec.overlaps {
			where = "are not shown"
		}
		t.Notes = append(t.Notes, fmt.Sprintf("%d more rows %s (--top %d).", dropped, where, n))
	}
}

// heads is a place's population as far as it is known.
type heads struct {
	persons int64
	note    string // "" where it is of the same area and year
}

// perHead is an amount by the population of a place, or of all the places asked for, in the year asked
// for; nil where several years, or none, were asked for.
func (f *finisher) perHead(place string, year ledger.Year, amount ledger.Pence) any {
	if year == 0 && len(f.a.years) == 1 {
		year = f.a.years[0]
	}
	if year == 0 || len(f.a.places) == 0 {
		return nil
	}
	h := f.population(place, year)
	if h.persons <= 0 {
		return nil
	}
	if h.note != "" && !slices.Contains(f.notes, h.note) {
		f.notes = append(f.notes, h.note)
	}
	return perPerson(amount, h.persons)
}

// perPerson is pence a head, rounded half away from zero.
func perPerson(amount ledger.Pence, persons int64) ledger.Pence {
	q, r := int64(amount)/persons, int64(amount)%persons
	switch {
	case 2*r >= persons:
		q++
	case 2*r <= -persons:
		q--
	}
	return ledger.Pence(q)
}

func (f *finisher) population(place string, year ledger.Year) heads {
	key := fmt.Sprint(place, "|", int(year))
	if h, ok := f.people[key]; ok {
		return h
	}
	var sum heads
	for _, p := range f.a.places {
		if place != "" && p.Name != place {
			continue
		}
		codes := p.Codes
		if units, ok := f.p.Registry().Units(codes...); ok && len(codes) > 1 && !divided(p) {
			codes = units // the ground of areas of the past is known together where it is not of each
		}
		for _, code := range codes {
			people, ok := f.p.Registry().Population(code, int(year))
			if !ok {
				f.people[key] = heads{}
				return heads{}
			}
			persons := people.Persons
			if share, part := p.Shares[code]; part {
				persons = int64(ledger.Pence(persons).Part(0, share))
			}
			sum.persons += persons
			if note := f.peopleNote(p.Name, code, year, people); note != "" {
				sum.note = note
			}
		}
	}
	f.people[key] = sum
	return sum
}

// peopleNote flags a population that is not of the same area and year: of the nearest year, or of an area
// of the past as the sum of those that it is made of today.
func (f *finisher) peopleNote(place, code string, year ledger.Year, p mapping.People) string {
	if a, ok := f.p.Registry().Area(code); p.Year == int(year) && ok && a.To != ledger.NoDate && strings.HasPrefix(p.Basis, "sum of") {
		return fmt.Sprintf("Per head in %s uses for %s the %s on its ground: it has no figure of its own.", year, place, p.Basis)
	}
	if p.Year == int(year) {
		return ""
	}
	return fmt.Sprintf("Per head in %s uses the population of %s in mid-%d: mid-%d is not in the tables.", year, place, p.Year, int(year))
}

// functionName is the name of a COFOG code.
func functionName(code string) string { return mapping.COFOG().Name(code) }

// isCatchAll says whether a code is of a group that gathers what coding could not tell apart.
func isCatchAll(code string) bool { return code != "" && mapping.COFOG().CatchAll(code) }

// join lists names for people.
func join(names []string) string { return strings.Join(names, ", ") }
