package flows

import (
	"context"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

// Preview says what the decisions would move, from where to where, in rows and pounds. After Write, 'flows map'
// and every report of the same attribution move by exactly this, before restating and spreading.
func (p *Project) Preview(ctx context.Context, d *Decided, q Query) (*report.Table, error) {
	q.Places, q.Years, q.Geography, q.Spread = []string{Everywhere}, []string{AllYears}, AsPaid, ""
	a, err := p.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	t := &report.Table{Name: "moves", Plain: true, Title: "What the decisions move", Columns: []report.Column{
		text("what"), text("from"), text("from_step"), text("to"), text("to_step"), count("rows"), money("amount"),
		noted(money("spending"), "the part that reports of spending count: of one kind of record per payer and year"),
	}}
	t.Header = []report.Pair{{Name: "Attribution", Value: attributionWords(a.attribution)}, {Name: "Records", Value: "all that are loaded, as in 'flows map'"}}
	if d.proposal == nil {
		t.Notes = []string{"Nothing new is decided: nothing moves."}
		return t, nil
	}
	words, err := p.wordings(ctx)
	if err != nil {
		return nil, err
	}
	used := map[*filled]bool{}
	if err := p.Map(ctx); err != nil {
		return nil, err
	}
	bodies, err := p.payeeBodies()
	if err != nil {
		return nil, err
	}
	a.proposed = slices.Concat(d.placed(words.place, a.attribution, used), d.classified(words.purpose, used), d.gathered(words.place, bodies, used))
	if len(a.proposed) > 0 {
		if err := p.ready(ctx, a); err != nil {
			return nil, err
		}
		result, err := p.run(ctx, "would-move", a.args)
		if err != nil {
			return nil, err
		}
		for _, r := range newFinisher(p, spec{name: "would-move"}, a, result).recs() {
			t.Rows = append(t.Rows, p.moveRow(r))
		}
	}
	if idle := d.idle(used); len(idle) > 0 {
		t.Notes = append(t.Notes, "Nothing that is loaded fits the decisions of "+strings.Join(idle, ", ")+".")
	}
	return t, nil
}

// moveRow is one line of the preview.
func (p *Project) moveRow(r rec) report.Row {
	what, open := r.text("dimension"), "not placed"
	name := func(code string) string { a, _ := p.Registry().Area(code); return code + " " + a.Name }
	switch what {
	case "function":
		open, name = "not classified", func(code string) string { return code + " " + functionName(code) }
	case ledger.DimPayee:
		what, open, name = "organisation", "no name", func(organisation string) string { return organisation }
	}
	label := func(code string) string {
		if code == "" {
			return open
		}
		return name(code)
	}
	step := func(s string) string {
		if s == mapping.RungNone {
			return ""
		}
		return s
	}
	return report.Row{Level: report.Body, Values: []any{what, label(r.text("from_code")), step(r.text("from_step")),
		label(r.text("to_code")), step(r.text("to_step")), r.count("rows"), r.pence("amount"), r.pence("spending")}}
}

// placed are the shares, as decided, of every payee's wording that a decision of the review fits.
func (d *Decided) placed(words []ledger.Wording, attribution string, used map[*filled]bool) (shares []ledger.Share) {
	for i := range words {
		w := words[i].Place()
		fits := false
		for _, on := range d.registry.DecisionsOn(w.Payee) {
			if on.Index >= d.old {
				fits, used[d.rows[on.Index-d.old]] = true, true
			}
		}
		if !fits {
			continue
		}
		for _, s := range d.registry.Place(&w).Shares() {
			if s.Dimension == "place-"+attribution {
				shares = append(shares, s)
			}
		}
	}
	return shares
}

// classified are the shares, as decided, of every purpose that a decision of the review fits. A purpose has one.
func (d *Decided) classified(words []ledger.Wording, used map[*filled]bool) (shares []ledger.Share) {
	row := d.rowOf()
	for i := range words {
		w := words[i].Purpose()
		fits := false
		for _, on := range d.rules.DecisionsOn(&w) {
			if row[on.ID] != nil {
				fits, used[row[on.ID]] = true, true
			}
		}
		if fits {
			shares = append(shares, d.rules.Classify(&w)...)
		}
	}
	return shares
}

// idle are the cells of the decisions that nothing in the ledger fits.
func (d *Decided) idle(used map[*filled]bool) (cells []string) {
	for i, f := range d.rows {
		switch {
		case used[f]:
		case i < len(d.places):
			cells = append(cells, f.place(columnPlace))
		case i >= len(d.places)+len(d.purposes):
			cells = append(cells, f.place(columnOrganisation))
		default:
			cells = append(cells, f.place(columnCode))
		}
	}
	return cells
}
