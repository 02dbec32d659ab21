package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
	"flows/workspace"
)

// gapsSpec is what is known to be missing: bodies of the registry that no source covers, or not in every
// month, with what the workspace's gaps.csv says of them.
func gapsSpec() spec {
	supplied := func(c report.Column) report.Column { return noted(c, "as gaps.csv says; empty where it says nothing") }
	return spec{
		name: "gaps",
		columns: []report.Column{text("item"), text("body"), text("reason"), supplied(money("estimate")),
			supplied(report.Column{Name: "requested_on", Kind: report.DateKind}), supplied(report.Column{Name: "chased_on", Kind: report.DateKind}), supplied(text("owner"))},
		rows: gapRows,
	}
}

// gap is one line of the report.
type gap struct {
	code string // of the body's area; "" where the registry knows none
	workspace.Gap
	note string
}

func gapRows(f *finisher) {
	lines := f.gapsFound()
	for _, g := range f.p.Workspace.Gaps {
		code := f.p.areaOfBody(g.Body)
		if len(f.a.places) > 0 && code != "" && !slices.ContainsFunc(f.a.places, func(p Place) bool {
			return slices.Contains(p.Inside, code) || slices.Contains(p.Partly, code)
		}) {
			continue // it serves another place
		}
		lines = slices.DeleteFunc(lines, func(found gap) bool {
			return found.Line == 0 && found.code != "" && found.code == code && (g.Item == "" && found.whole() || strings.EqualFold(found.Item, g.Item))
		})
		if a, ok := f.p.Registry().Area(code); ok {
			g.Body = a.Official
		}
		g.Item, g.Reason = cmp.Or(g.Item, everything), cmp.Or(g.Reason, "not loaded")
		lines = append(lines, gap{code, g, "gaps.csv"})
	}
	slices.SortFunc(lines, func(a, b gap) int { return cmp.Or(cmp.Compare(a.Body, b.Body), cmp.Compare(a.Item, b.Item)) })
	var sum any
	for _, g := range lines {
		var estimate any
		if g.Estimated {
			estimate = g.Estimate
			before, _ := sum.(ledger.Pence)
			sum = before + g.Estimate
		}
		f.out = append(f.out, report.Row{Level: report.Body, Values: []any{g.Item, g.Body, g.Reason, estimate, g.RequestedOn, g.ChasedOn, g.Owner, nil, nil, nil, nil, g.note}})
	}
	f.out = append(f.out, report.Row{Level: report.Total, Values: []any{"", "", "", sum, ledger.NoDate, ledger.NoDate, "", nil, nil, nil, nil, ""}})
	if len(f.a.places) == 0 {
		f.notes = append(f.notes, "No place was asked for: only gaps.csv is listed. Add --place to list the bodies known to serve it.")
	}
	f.notes = append(f.notes, "Bodies are those that the registry knows to serve the place: councils, police, fire, NHS commissioners and combined authorities. Others are listed where gaps.csv names them.",
		"Months are told of bodies whose payments are loaded. A publisher can have paid nothing above its threshold in a month: look before you ask for it.")
}

// everything is the item of a body of which nothing is loaded.
const everything = "everything"

// whole says whether a line found is about a body of which nothing is loaded in a year.
func (g gap) whole() bool { return strings.HasPrefix(g.Item, everything) }

// areaOfBody is the area that a body of this name, or of this code, governs; "" where the registry knows none.
func (p *Project) areaOfBody(name string) string {
	if a, ok := p.Registry().Area(strings.ToUpper(strings.TrimSpace(name))); ok {
		return a.Code
	}
	if b := p.Registry().Body(name, ledger.NoDate); b.Own {
		return b.Area
	}
	return ""
}

// bodyYear is what is loaded of a body in a year.
type bodyYear struct {
	months map[int64]bool // in which there are payments; 0: without a date
	whole  bool           // there is a record of the whole year: a statement or awards
}

// gapsFound lists the bodies known to serve the places, where a year or a month of them is missing.
func (f *finisher) gapsFound() (lines []gap) {
	loaded := map[string]map[ledger.Year]*bodyYear{}
	years := slices.Clone(f.a.years)
	for _, r := range f.recs() {
		body, year := r.text("body"), ledger.Year(r.count("year"))
		if loaded[body] == nil {
			loaded[body] = map[ledger.Year]*bodyYear{}
		}
		if loaded[body][year] == nil {
			loaded[body][year] = &bodyYear{months: map[int64]bool{}}
		}
		at := loaded[body][year]
		if r.text("record") == ledger.Payment {
			at.months[r.count("month_no")] = true
		} else {
			at.whole = true
		}
		if len(f.a.years) == 0 && year != 0 && !slices.Contains(years, year) {
			years = append(years, year)
		}
	}
	slices.Sort(years)
	seen := map[string]bool{}
	for _, place := range f.a.places {
		for _, a := range f.p.missing(place, years, nil) {
			if !seen[a.Code] {
				seen[a.Code] = true
				lines = append(lines, gapsOf(a, place, years, loaded[a.Code])...)
			}
		}
	}
	return lines
}

// gapsOf are the lines of one body: one for the years of which nothing is loaded, one for the months of others.
func gapsOf(a mapping.Area, place Place, years []ledger.Year, loaded map[ledger.Year]*bodyYear) (lines []gap) {
	note := "only partly inside " + place.Name
	if slices.Contains(place.Inside, a.Code) {
		note = "wholly inside " + place.Name
	}
	add := func(item string, when []string) {
		if len(when) > 0 {
			g := workspace.Gap{Body: a.Official, Item: item + strings.Join(when, ", "), Reason: "not loaded", RequestedOn: ledger.NoDate, ChasedOn: ledger.NoDate}
			lines = append(lines, gap{a.Code, g, note})
		}
	}
	var nothing, some []string
	for _, y := range years {
		if y == 0 || !existed(a, y) {
			continue
		}
		switch at := loaded[y]; {
		case at == nil:
			nothing = append(nothing, y.String())
		case !at.whole && !at.months[0]:
			some = append(some, monthsMissing(a, y, at.months)...)
		}
	}
	add(everything+" of ", nothing)
	add("payments of ", some)
	return lines
}

// monthsMissing are the runs of months of a year, as far as the body existed, that have no payment.
func monthsMissing(a mapping.Area, y ledger.Year, have map[int64]bool) (runs []string) {
	first := int64(y)*12 + 3 // April
	from := int64(-1)
	end := func(n int64) {
		if from < 0 {
			return
		}
		run := monthText(first + from)
		if n-1 > from {
			run += " to " + monthText(first+n-1)
		}
		runs, from = append(runs, run), -1
	}
	for n := range int64(12) {
		month := first + n
		day, _ := ledger.NewDate(int(month/12), int(month%12)+1, 28)
		switch {
		case have[month] || !a.Holds(day):
			end(n)
		case from < 0:
			from = n
		}
	}
	end(12)
	return runs
}

// monthText is 2010-04.
func monthText(month int64) string { return fmt.Sprintf("%04d-%02d", month/12, month%12+1) }
