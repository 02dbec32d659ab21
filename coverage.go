package flows

import (
	"context"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// Coverage maps what is not mapped and says how far that reached: rows and pounds by step, for places
// and for functions, and the largest wordings that were left open.
func (p *Project) Coverage(ctx context.Context) ([]*report.Table, error) {
	a := &asked{once: true, Query: Query{Places: []string{Everywhere}, Years: []string{AllYears}}}
	if err := p.resolve(ctx, a); err != nil {
		return nil, err
	}
	answers, err := p.remembered(ctx, a, "steps", "unplaced", "unclassified")
	if err != nil {
		return nil, err
	}
	steps := newFinisher(p, spec{name: "steps"}, a, answers[0])
	tables := []*report.Table{
		stepTable(steps, "place", "places", "Payees placed, by step (attribution: "+a.attribution+")", "not placed"),
		stepTable(steps, "function", "functions", "Purposes classified, by step", "not classified"),
	}
	tables = append(tables,
		p.openWordings(a, answers[1], "unplaced", "The largest payees not placed", func(r rec) string { return r.text("payee") }),
		p.openWordings(a, answers[2], "unclassified", "The largest purposes not classified", func(r rec) string {
			what := joined(r.text("expense_area"), r.text("expense_type"))
			if programme := r.text("programme"); programme != "" {
				what = joined(programme, what)
			}
			return r.text("payer") + ": " + what
		}))
	return tables, nil
}

// stepTable is the coverage of one dimension.
func stepTable(f *finisher, dimension, name, title, open string) *report.Table {
	t := &report.Table{Name: name, Title: title, Columns: []report.Column{
		text("step"), text("evidence"), count("rows"), frac("share_of_rows"), money("amount"), frac("share_of_amount"),
	}}
	var rows int64
	var amount ledger.Pence
	for _, r := range f.recs() {
		if r.text("dimension") == dimension {
			rows += r.count("rows")
			amount += r.pence("amount")
		}
	}
	line := func(level report.Level, step, evidence string, n int64, p ledger.Pence) {
		t.Rows = append(t.Rows, report.Row{Level: level, Values: []any{step, evidence, n, share(ledger.Pence(n), ledger.Pence(rows)), p, share(p, amount)}})
	}
	for _, r := range f.recs() {
		switch {
		case r.text("dimension") != dimension:
		case r.text("step") == "" || r.text("step") == mapping.RungNone:
			line(report.Residual, open, "", r.count("rows"), r.pence("amount"))
		default:
			line(report.Body, r.text("step"), r.text("evidence"), r.count("rows"), r.pence("amount"))
		}
	}
	line(report.Total, "", "", rows, amount)
	t.Notes = append(t.Notes, "Every record that is loaded and no copy is here, whatever its kind; reports use one kind per payer and year.")
	return t
}

// openWordings lists the largest wordings that a step left open.
func (p *Project) openWordings(a *asked, result query.Result, name, title string, label func(rec) string) *report.Table {
	f := newFinisher(p, spec{name: name}, a, result)
	t := &report.Table{Name: name, Title: title, Plain: true, Columns: []report.Column{text("wording"), count("rows"), money("amount")}}
	for _, r := range f.recs() {
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{label(r), r.count("rows"), r.pence("amount")}})
	}
	return t
}
