package flows

import (
	"cmp"
	"slices"
	"strings"

	"flows/ledger"
	"flows/report"
)

// flowsSpec lists the flows themselves, each part of a split flow on a line of its own.
func flowsSpec() spec {
	year, day := report.YearKind, report.DateKind
	return spec{
		name: "flows",
		columns: []report.Column{
			code("flow_id"), {Name: "year", Kind: year}, {Name: "date", Kind: day}, text("department"), text("body"), text("programme"),
			code("scheme_ref"), code("award_ref"), text("title"), text("recipient"), text("recipient_kind"), code("recipient_id"),
			money("amount"), text("record"), text("stage"), text("accounting_basis"), text("capital"), text("budget_type"),
			text("ring_fence"), text("award_route"), {Name: "start", Kind: day}, {Name: "end", Kind: day}, text("recipient_place"),
			text("beneficiary_place"), frac("share_of_flow"), text("step"), text("rule"), text("key"), code("function"),
			text("outcome_primary"), noted(text("outcomes_contributing"), "what it serves too, in no total"),
			noted(flag("passed_on"), notComputed), noted(text("funded_by_bodies"), notComputed), text("file"), text("sheet"), count("row"),
		},
		rows: flowRows, more: flowOutcomes,
	}
}

func flowRows(f *finisher) {
	first, too := f.outcomesOf()
	var sum ledger.Pence
	for _, r := range f.recs() {
		sum += r.pence("amount")
		level := report.Body
		if r.kind() != "body" {
			level = report.Residual
		}
		title := r.text("title")
		if title == "" {
			title = cmp.Or(r.text("purpose"), r.text("description"), joined(r.text("expense_area"), r.text("expense_type")))
		}
		part := report.Ratio{Num: partOf(partOf(r.count("place_share"), r.count("function_share")), r.count("moved_share")), Den: ledger.Whole}
		confidence := report.Ratio{Num: min(r.count("place_confidence"), r.count("function_confidence")), Den: 1000}
		observed := report.Ratio{Num: 1, Den: 1}
		if r.text("place_evidence") == ledger.Apportioned || r.text("place_evidence") == ledger.Modelled || r.text("function_evidence") == ledger.Modelled {
			observed.Num = 0
		}
		note := ""
		if level == report.Residual {
			note = f.residual(r)
		}
		f.out = append(f.out, report.Row{Level: level, Values: []any{
			r.text("flow_id"), ledger.Year(r.count("year")), r.at("on_date"), r.text("department"), r.text("body"), r.text("programme"),
			r.text("scheme_ref"), r.text("award_ref"), title, r.text("recipient"), r.text("recipient_kind"), r.text("recipient_id"),
			r.pence("amount"), r.text("record"), r.text("stage"), r.text("accounting_basis"), r.text("capital"), r.text("budget_type"),
			r.text("ring_fence"), r.text("award_route"), r.at("start_date"), r.at("end_date"), r.text("recipient_place"), r.text("beneficiary_place"),
			part, r.text("step"), r.text("rule"), movedBy(r), r.text("function_code"), first(r), too(r), nil, "", r.text("file"), r.text("sheet"), r.count("row_no"),
			int64(1), int64(1), observed, confidence, note,
		}})
	}
	f.notes = append(f.notes, "A flow that is split between places or functions has a line for each part; share_of_flow says which part.")
	if list := f.catchAlls(); len(list) > 0 {
		f.notes = append(f.notes, "Functions that are catch-alls, where what is gathered need not be alike: "+strings.Join(list, "; "))
	}
	f.out = append(f.out, totalFlow(f, sum))
}

// catchAlls are the catch-all groups among the functions of the answer.
func (f *finisher) catchAlls() (list []string) {
	seen := map[string]bool{}
	for _, r := range f.recs() {
		if c := r.text("function_code"); !seen[c] {
			seen[c] = true
			if isCatchAll(c) {
				list = append(list, c+" "+functionName(c))
			}
		}
	}
	slices.Sort(list)
	return list
}

// movedBy says whose figure divided a flow between areas, and from which area; "" where none did.
func movedBy(r rec) string {
	switch {
	case r.text("moved") == "":
		return ""
	case r.text("moved_by") == "":
		return r.text("moved") + " from " + r.text("from_code")
	}
	return r.text("moved") + " from " + r.text("from_code") + " by " + r.text("moved_by")
}

// partOf is a share of a share, in billionths, rounded down: amounts are split exactly elsewhere.
func partOf(a, b int64) int64 {
	if a == ledger.Whole {
		return b
	}
	return a * b / ledger.Whole
}

func totalFlow(f *finisher, sum ledger.Pence) report.Row {
	columns := append(slices.Clone(f.spec.columns), closing()...)
	values := make([]any, len(columns))
	for i, c := range columns {
		switch {
		case c.Name == "amount":
			values[i] = sum
		case c.Name == "rows":
			values[i] = int64(len(f.out))
		case c.Kind == report.Text || c.Kind == report.Code:
			values[i] = ""
		}
	}
	return report.Row{Level: report.Total, Values: values}
}

// compareSpec sets places beside each other, measure by measure.
func compareSpec() spec {
	figure := func(name string) report.Column { return report.Column{Name: name, Kind: report.Measure} }
	return spec{
		name:    "compare",
		columns: []report.Column{text("measure"), text("place"), figure("value"), figure("median"), figure("lowest"), figure("highest")},
		rows:    compareRows,
	}
}

// compared is one measure of one place.
type compared struct {
	measure, place string
	value          int64 // pence where money
	money          bool
}

func (c compared) figure(v int64) any {
	if c.money {
		return ledger.Pence(v)
	}
	return v
}

// compareRows gives each measure with the middle and the ends of the places asked for; money per head
// comes with it where one year is asked for.
func compareRows(f *finisher) {
	var lines []compared
	for _, r := range f.recs() {
		lines = append(lines, compared{r.text("measure"), placeLabel(f, r), r.count("measured"), strings.HasPrefix(r.text("measure"), "amount")})
	}
	for _, l := range slices.Clone(lines) {
		if head, ok := f.perHead(l.place, 0, ledger.Pence(l.value)).(ledger.Pence); ok && l.measure == "amount" {
			lines = append(lines, compared{"amount per head", l.place, int64(head), true})
		}
	}
	values := map[string][]int64{}
	for _, l := range lines {
		values[l.measure] = append(values[l.measure], l.value)
	}
	for _, v := range values {
		slices.Sort(v)
	}
	for _, l := range lines {
		v := values[l.measure]
		f.out = append(f.out, report.Row{Level: report.Body, Values: []any{
			l.measure, l.place, l.figure(l.value), l.figure(v[(len(v)-1)/2]), l.figure(v[0]), l.figure(v[len(v)-1]), nil, nil, nil, nil, "",
		}})
	}
	if f.a.ObservedOnly {
		f.notes = append(f.notes, "Observed only: what was apportioned or modelled is in no measure.")
	}
	if f.a.geography.asks() {
		f.notes = append(f.notes, "What is elsewhere, wider or cannot be restated is in no measure.")
	}
	f.notes = append(f.notes,
		"Amounts are in pounds. Measures do not add up across places: one programme or body can serve several.",
		"The median of an even number of places is the lower of the two in the middle.")
}

// coverageSpec is what is loaded and what became of it, table by table.
func coverageSpec() spec {
	day := report.DateKind
	return spec{
		name: "coverage",
		columns: []report.Column{
			code("source"), text("file"), text("sheet"), text("payer"), text("record_used"), money("threshold"), {Name: "first_date", Kind: day},
			{Name: "last_date", Kind: day}, count("months_present"), count("rows_in"), count("rows_loaded"), count("rows_quarantined"),
			money("amount_in"), money("amount_placed"), frac("pct_keyed"), frac("pct_unplaced"), frac("pct_classified"),
			money("control_total"), money("difference"), text("counted"),
		},
		rows: coverageRows,
	}
}

func coverageRows(f *finisher) {
	if len(f.a.places)+len(f.a.years)+len(f.a.Departments)+len(f.a.Functions) > 0 {
		f.notes = append(f.notes, "Every table that is loaded is here, and whole: places, years, payers and functions asked for narrow the header's figures, not these.")
	}
	for _, r := range f.recs() {
		counted := r.pence("amount_counted")
		var control, difference, threshold any
		if r.at("control_total") != nil {
			control, difference = r.pence("control_total"), r.pence("control_total")-r.pence("amount_in")
		}
		if r.count("threshold") > 0 {
			threshold = r.pence("threshold")
		}
		payer := r.text("payer")
		if n := r.count("payers"); n > 1 {
			payer = "several"
		}
		level := report.Level(r.kind())
		f.out = append(f.out, report.Row{Level: level, Values: []any{
			r.text("source"), r.text("file"), r.text("sheet"), payer, recordUsed(r), threshold, r.at("first_date"), r.at("last_date"),
			r.at("months_present"), r.count("rows_in"), r.count("rows_loaded"), r.count("rows_quarantined"), r.pence("amount_in"),
			r.pence("amount_placed"), share(r.pence("amount_keyed"), counted), share(counted-r.pence("amount_placed"), counted),
			share(r.pence("amount_classified"), counted), control, difference, r.text("counted"),
			r.count("entries"), int64(1), nil, nil, r.text("status"),
		}})
	}
}

// recordUsed says what a table's record is, and whether it is used at all.
func recordUsed(r rec) string {
	record := r.text("record")
	if record != "" && r.pence("amount_for_spending") == 0 && r.pence("amount_for_awards") == 0 {
		return record + ", not used"
	}
	return record
}
