package flows

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"flows/ledger"
	"flows/report"
)

// Coverage maps what is not mapped and says how far that reached: rows and pounds by step, for places
// and for functions, and the largest wordings that were left open.
func (p *Project) Coverage(ctx context.Context) ([]*report.Table, error) {
	a := &asked{Query: Query{Places: []string{Everywhere}, Years: []string{AllYears}}}
	if err := p.resolve(ctx, a); err != nil {
		return nil, err
	}
	c, err := p.coverageSums(ctx, a)
	if err != nil {
		return nil, err
	}
	return []*report.Table{
		stepTable(c.Steps, reachPlace, "places", "Payees placed, by step (attribution: "+a.attribution+")", "not placed"),
		stepTable(c.Steps, reachFunction, "functions", "Purposes classified, by step", "not classified"),
		openWordings(c.Payees, "unplaced", "The largest payees not placed"),
		openWordings(c.Purposes, "unclassified", "The largest purposes not classified"),
	}, nil
}

// coverage is a reach as its tables show it.
type coverage struct {
	Steps            []coveredStep
	Payees, Purposes []openWording
}

// coveredStep is what a step of a ladder decided, or left open where Step is "".
type coveredStep struct {
	reachStep
	tally
}

// openWording is a line of a list of wordings that a step left open.
type openWording struct {
	Label string
	tally
}

// openListed is how many of them are listed.
const openListed = 20

// notNamed stands for private persons, as in every report.
const notNamed = "Individuals, not named"

// keptCoverage is the coverage of a ledger as it was under Key.
type keptCoverage struct {
	Key string
	coverage
}

// coverageFile keeps the last coverage in the cache.
const coverageFile = "coverage.json"

// coverageSums is the coverage kept, or else added up from wordings or, where some wording is split among
// steps, from entries by the engine.
func (p *Project) coverageSums(ctx context.Context, a *asked) (coverage, error) {
	path, key := filepath.Join(p.cache(), coverageFile), shortHash(reachVersion, a.attribution, p.Ledger.Mapping().Rules, p.sourcesKey())
	var kept keptCoverage
	if err := readJSON(path, &kept); err == nil && kept.Key == key {
		return kept.coverage, nil
	}
	r, err := p.reached(ctx, a.attribution)
	if err != nil {
		return coverage{}, err
	}
	if r == nil {
		return p.coverageAsked(ctx, a)
	}
	payees, err := p.openPayees(r)
	if err != nil {
		return coverage{}, err
	}
	purposes := map[string]tally{}
	for o, t := range r.purposes {
		label := o.label()
		purposes[label] = purposes[label].plus(t)
	}
	c := coverage{r.covered(), largest(payees), largest(purposes)}
	_ = writeJSON(path, keptCoverage{key, c}) // without it the next map adds up again
	return c, nil
}

// covered are the steps of both ladders, the most money first and what is open last.
func (r *reach) covered() []coveredStep {
	list := make([]coveredStep, 0, len(r.steps))
	for s, t := range r.steps {
		list = append(list, coveredStep{s, t})
	}
	slices.SortFunc(list, func(a, b coveredStep) int {
		if (a.Step == "") != (b.Step == "") {
			return cmp.Compare(len(b.Step), len(a.Step)) // "" is open
		}
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Evidence, b.Evidence))
	})
	return list
}

// coverageAsked is the same of the engine.
func (p *Project) coverageAsked(ctx context.Context, a *asked) (c coverage, err error) {
	if err := p.ready(ctx, a); err != nil {
		return c, err
	}
	asked := newReach()
	payees, purposes := map[string]tally{}, map[string]tally{}
	for name, add := range map[string]func(rec, tally){
		"steps": func(r rec, t tally) {
			asked.steps[reachStep{r.text("dimension"), r.text("step"), r.text("evidence")}] = t
		},
		"unplaced": func(r rec, t tally) { payees[r.text("payee")] = t },
		"unclassified": func(r rec, t tally) {
			o := purposeLeft{r.text("payer"), r.text("programme"), r.text("expense_area"), r.text("expense_type")}
			purposes[o.label()] = purposes[o.label()].plus(t)
		},
	} {
		f, err := p.finish(ctx, spec{name: name}, a)
		if err != nil {
			return c, err
		}
		for _, r := range f.recs() {
			add(r, tally{r.count("rows"), r.pence("amount")})
		}
	}
	return coverage{asked.covered(), largest(payees), largest(purposes)}, nil
}

// openPayees are the payees not placed, by the organisations that they are now.
func (p *Project) openPayees(r *reach) (map[string]tally, error) {
	payees := map[string]tally{}
	if r.private.Rows > 0 {
		payees[notNamed] = r.private
	}
	return payees, eachRow(p.Ledger.Shares(ledger.DimPayee), func(s *bodyOf) {
		if t, open := r.payees[s.Key]; open {
			name := strings.Clone(s.Body)
			payees[name] = payees[name].plus(t)
		}
	})
}

func (o purposeLeft) label() string {
	what := joined(o.area, o.expense)
	if o.programme != "" {
		what = joined(o.programme, what)
	}
	return o.payer + ": " + what
}

// largest are the first groups of a list: those with the most money.
func largest(groups map[string]tally) []openWording {
	list := make([]openWording, 0, len(groups))
	for label, t := range groups {
		list = append(list, openWording{label, t})
	}
	slices.SortFunc(list, func(a, b openWording) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Label, b.Label))
	})
	return list[:min(len(list), openListed)]
}

// stepTable is the coverage of one dimension.
func stepTable(steps []coveredStep, dimension, name, title, open string) *report.Table {
	t := &report.Table{Name: name, Title: title, Columns: []report.Column{
		text("step"), text("evidence"), count("rows"), frac("share_of_rows"), money("amount"), frac("share_of_amount"),
	}}
	var all tally
	for _, s := range steps {
		if s.Dimension == dimension {
			all = all.plus(s.tally)
		}
	}
	line := func(level report.Level, step, evidence string, n tally) {
		t.Rows = append(t.Rows, report.Row{Level: level, Values: []any{step, evidence, n.Rows, share(ledger.Pence(n.Rows), ledger.Pence(all.Rows)), n.Amount, share(n.Amount, all.Amount)}})
	}
	for _, s := range steps {
		switch {
		case s.Dimension != dimension:
		case s.Step == "":
			line(report.Residual, open, "", s.tally)
		default:
			line(report.Body, s.Step, s.Evidence, s.tally)
		}
	}
	line(report.Total, "", "", all)
	t.Notes = append(t.Notes, "Every record that is loaded and no copy is here, whatever its kind; reports use one kind per payer and year.")
	return t
}

// openWordings lists the largest wordings that a step left open.
func openWordings(list []openWording, name, title string) *report.Table {
	t := &report.Table{Name: name, Title: title, Plain: true, Columns: []report.Column{text("wording"), count("rows"), money("amount")}}
	for _, o := range list {
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{o.Label, o.Rows, o.Amount}})
	}
	return t
}
