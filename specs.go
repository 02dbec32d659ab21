package flows

import (
	"cmp"
	"slices"
	"sort"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

func text(name string) report.Column { return report.Column{Name: name} }
func code(name string) report.Column { return report.Column{Name: name, Kind: report.Code} }
func count(name string) report.Column {
	return report.Column{Name: name, Kind: report.Count}
}
func money(name string) report.Column { return report.Column{Name: name, Kind: report.Money} }
func frac(name string) report.Column  { return report.Column{Name: name, Kind: report.Fraction} }
func flag(name string) report.Column  { return report.Column{Name: name, Kind: report.Bool} }

func noted(c report.Column, note string) report.Column {
	c.Note = note
	return c
}

const (
	notComputed = "not computed"
	notAdded    = "the rows do not add up, for one can stand in several"
)

// specs are the reports that there are, in the order of the list.
func specs() []spec {
	return []spec{
		headlineSpec(), organisationsSpec(), functionsSpec("functions", "division", "division"),
		functionsSpec("function-groups", "group", "group_code"), organisationByFunctionSpec(), overlapSpec(),
		controlSpec(), natureSpec(), preventionSpec(),
		streamsSpec(), departmentsSpec(), programmesSpec(), awardSizesSpec(), recipientKindsSpec(),
		flowsSpec(), edgesSpec(), compareSpec(), coverageSpec(), gapsSpec(), placesSpec(),
		apportionmentSpec(), restatementSpec(), sensitivitySpec(),
		programmesSelectedSpec(), outcomesSpec(), theoryOfChangeSpec(), alignmentSpec(), stakeholdersSpec(), joinUpSpec(), deepDiveSpec(),
	}
}

func specNamed(name string) (spec, bool) {
	all := specs()
	i := slices.IndexFunc(all, func(s spec) bool { return s.name == name })
	if i < 0 {
		return spec{}, false
	}
	return all[i], true
}

func headlineSpec() spec {
	return spec{
		name: "headline",
		columns: []report.Column{
			text("measure"), money("amount"), money("per_head"), noted(frac("share_of_regional"), notComputed),
			{Name: "year", Kind: report.YearKind}, noted(flag("complete"), notComputed),
		},
		rows: headlineRows,
	}
}

// traced is the measure of all money of a year, or of all years.
const traced = "traced"

// headlineRows breaks each year down as far as publishers said what their money is: what they did not
// tell apart is a residual, never counted as services.
func headlineRows(f *finisher) {
	row := func(r rec, level report.Level, measure string, amount any) {
		year := ledger.Year(r.count("year"))
		var head any
		if p, ok := amount.(ledger.Pence); ok && level != report.Residual {
			head = f.perHead("", year, p)
		}
		f.add(r, level, measure, amount, head, nil, year, nil)
	}
	for _, r := range f.recs("body") {
		amount, transfers, capital := r.pence("amount"), r.pence("transfers"), r.pence("capital")
		if transfers == 0 && capital == 0 && r.count("nature_not_stated")+r.count("capital_not_stated") > 0 {
			row(r, report.Body, traced, amount)
			continue
		}
		told := func(p ledger.Pence, missing string) any {
			if p == 0 && r.count(missing) > 0 {
				return nil
			}
			return p
		}
		row(r, report.Body, "transfers to individuals", told(transfers, "nature_not_stated"))
		row(r, report.Body, "capital", told(capital, "capital_not_stated"))
		rest := amount - transfers - capital
		if r.count("nature_not_stated")+r.count("capital_not_stated") > 0 {
			row(r, report.Body, "services", nil)
			f.addNoted(r, "what the publishers did not tell apart", rest, ledger.Year(r.count("year")))
		} else {
			row(r, report.Body, "services", rest)
		}
		row(r, report.Subtotal, traced, amount)
	}
	for _, r := range f.recs("residual") {
		row(r, report.Residual, "", r.pence("amount"))
	}
	for _, r := range f.recs("total") {
		row(r, report.Total, traced, r.pence("amount"))
	}
	f.notes = append(f.notes, "A year with one line only: its publishers did not say what is capital and what goes to individuals (not supplied, not nought).")
}

// addNoted is a residual row of the headline that no row of the query stands for.
func (f *finisher) addNoted(r rec, label string, amount ledger.Pence, year ledger.Year) {
	f.out = append(f.out, report.Row{Level: report.Residual, Values: append(
		[]any{label, amount, nil, nil, year, nil}, f.rests(r, "nature and capital are not supplied for these rows")...)})
	f.from = append(f.from, r)
}

func organisationsSpec() spec {
	return spec{
		name: "organisations",
		columns: []report.Column{
			text("organisation"), text("kind"), text("tier"), text("area_of_body"), frac("share_in_place"), money("gross"),
			noted(money("eliminated"), notComputed), noted(money("net"), notComputed), money("per_head"), frac("share"),
		},
		row: func(f *finisher, r rec) []any {
			amount, name := r.pence("amount"), r.text("organisation")
			area := ""
			if name != "" {
				if a, ok := f.p.Registry().Area(f.p.Registry().Body(name, ledger.NoDate).Area); ok {
					area = a.Name
				}
			}
			var inPlace any
			if all := r.money("everywhere"); all != nil {
				inPlace = share(amount, all.(ledger.Pence))
			}
			return []any{name, r.text("kind"), tierOf(r.text("kind")), area, inPlace, amount, nil, nil, f.perHead("", 0, amount), share(amount, f.whole())}
		},
	}
}

// tierOf is the tier of government of a kind of body; "" for bodies outside it.
func tierOf(kind string) string {
	switch kind {
	case mapping.KindCounty, mapping.KindUnitary, mapping.KindStrategic:
		return "upper"
	case mapping.KindDistrict:
		return "lower"
	case mapping.KindPolice, mapping.KindFire, mapping.KindNHS:
		return "local service"
	case mapping.KindCentral:
		return "central"
	}
	return ""
}

// functionsSpec is the report by division or by group, which differ in one column.
func functionsSpec(name, column, from string) spec {
	s := spec{
		name: name,
		columns: []report.Column{
			code(column), text("name"), money("amount"), money("per_head"), frac("share"), noted(count("organisations"), notAdded),
			text("top_spender"), frac("top_spender_share"),
		},
		row: func(f *finisher, r rec) []any {
			amount, c := r.pence("amount"), r.text(from)
			var top any
			spender := r.text("top_spender")
			if a := r.money("top_spender_amount"); a != nil {
				top, spender = share(a.(ledger.Pence), amount), cmp.Or(spender, payerNotKnown)
			}
			own := []any{c, groupName(r, c), amount, f.perHead("", 0, amount), share(amount, f.whole()), r.count("organisations"), spender, top}
			if name == "function-groups" {
				own = append(own, catchAll(c))
			}
			return own
		},
	}
	if name == "function-groups" {
		s.columns = append(s.columns, noted(flag("catch_all"), "the group gathers what coding could not tell apart"))
	}
	return s
}

// groupName is the name of a code; a residual row has its reason in its place.
func groupName(r rec, code string) string {
	if r.kind() == "residual" {
		return ""
	}
	return functionName(code)
}

// catchAll says whether a group measures doubt about coding; nil where there is no group.
func catchAll(code string) any {
	if code == "" {
		return nil
	}
	return mapping.COFOG().CatchAll(code)
}

func organisationByFunctionSpec() spec {
	return spec{
		name:    "organisation-by-function",
		columns: []report.Column{text("organisation"), code("division"), money("amount"), frac("share")},
		row: func(f *finisher, r rec) []any {
			return []any{r.text("organisation"), r.text("division"), r.pence("amount"), share(r.pence("amount"), f.whole())}
		},
	}
}

func streamsSpec() spec {
	return spec{
		name: "streams", byPlace: true,
		columns: []report.Column{
			text("place"), noted(count("streams"), notAdded), noted(count("programmes"), notAdded), noted(count("awards"), notAdded),
			noted(count("departments"), notAdded), noted(count("bodies"), notAdded), noted(count("recipients"), notAdded),
			money("amount"), money("per_head"), noted(money("median_award"), "the middle one of the row's awards: no sum"), noted(money("smallest"), "of those above nought: a refund is no award"), money("largest"),
		},
		row: func(f *finisher, r rec) []any {
			amount, place := r.pence("amount"), r.text("place")
			return []any{placeLabel(f, r), r.count("streams"), r.count("programmes"), r.count("awards"), r.count("departments"), r.count("bodies"),
				r.count("recipients"), amount, f.perHead(place, 0, amount), median(r), r.money("smallest"), r.money("largest")}
		},
	}
}

// placeLabel is the place of a row; where none was asked for it is everywhere.
func placeLabel(f *finisher, r rec) string {
	_, levels := f.index["row_kind"]
	if place := r.text("place"); place != "" || levels && r.kind() == "total" {
		return place
	}
	if len(f.a.places) == 0 {
		return "everywhere"
	}
	return ""
}

// median is the mean of the two middle awards, to the penny towards nought.
func median(r rec) any {
	if r.at("median_low") == nil || r.at("median_high") == nil {
		return nil
	}
	low, high := r.pence("median_low"), r.pence("median_high")
	return low + (high-low)/2
}

func departmentsSpec() spec {
	return spec{
		name: "departments", byPlace: true,
		columns: []report.Column{text("department"), text("place"), money("amount"), frac("share"), noted(count("awards"), notAdded)},
		row: func(f *finisher, r rec) []any {
			return []any{r.text("department"), placeLabel(f, r), r.pence("amount"), share(r.pence("amount"), f.totalOf(r)), r.count("awards")}
		},
	}
}

// totalOf is the subtotal of a row's place, else the total.
func (f *finisher) totalOf(r rec) ledger.Pence {
	for _, s := range f.recs("subtotal") {
		if s.text("place") == r.text("place") && r.kind() != "total" {
			return s.pence("amount")
		}
	}
	return f.whole()
}

func programmesSpec() spec {
	return spec{
		name: "programme-ranking",
		columns: []report.Column{
			count("rank"), text("programme"), text("department"), noted(count("awards"), notAdded), noted(count("recipients"), notAdded),
			money("amount"), frac("share"), frac("cumulative_share"),
		},
		rows: programmeRows,
	}
}

func programmeRows(f *finisher) {
	var running ledger.Pence
	rank := int64(0)
	for _, r := range f.recs() {
		name := r.text("programme")
		if name == "" {
			name = joined(r.text("expense_area"), r.text("expense_type"))
		}
		var place, upTo any
		if r.kind() == "body" {
			rank++
			running += r.pence("amount")
			place, upTo = rank, share(running, f.whole())
		}
		f.add(r, report.Level(r.kind()), place, name, r.text("department"), r.count("awards"), r.count("recipients"),
			r.pence("amount"), share(r.pence("amount"), f.whole()), upTo)
	}
	f.notes = append(f.notes, "Where the publisher names no programme, it is the expense area and the expense type.")
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

// ReportNames lists the reports.
func ReportNames() []string {
	var names []string
	for _, s := range specs() {
		names = append(names, s.name)
	}
	sort.Strings(names)
	return names
}
