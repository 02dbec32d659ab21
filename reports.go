package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// Query narrows a report. The zero value asks for everything.
type Query struct {
	Places       []string // names, codes, groups
	Years        []string // 2014-15
	Departments  []string // payers or payer groups that contain this
	Functions    []string // COFOG divisions or groups
	Attribution  string   // recipient, in, for; "" is the workspace's
	Geography    string   // on whose boundaries: a year, today, AsPaid; "" is the workspace's
	Spread       string   // the key by which money of wider areas is spread over the places; "" is not at all
	Framework    string   // of outcomes; "" is the workspace's own, else the program's first
	ObservedOnly bool     // money apportioned or modelled becomes a residual row
	Top          int      // so many body rows, the rest in one; 0 is all
}

// Everywhere is what --place says to ask for every place where flows.yaml names some; AllYears likewise.
const (
	Everywhere = "everywhere"
	AllYears   = "all"
)

// asked is a query made definite: names resolved, engine ready.
type asked struct {
	Query
	places      []Place
	years       []ledger.Year
	attribution string
	geography   geography
	fallback    string         // the key for what the key asked for does not weigh; "" leaves it
	beside      []beside       // the same question by other keys
	moves       []string       // the file of query.Move, where money is restated or spread
	proposed    []ledger.Share // of decisions that are not written yet
	args        query.Args
	framework   *framework // of reports that go by outcomes, once one was made
	marks       []string   // the files of the marks of the last report that goes by them
}

// Report makes a report of the catalogue: SQL over the ledger, finished in Go.
func (p *Project) Report(ctx context.Context, name string, q Query) (*report.Table, error) {
	s, ok := specNamed(name)
	if !ok {
		return nil, noReport(name)
	}
	a, err := p.askFor(ctx, s, q)
	if err != nil {
		return nil, err
	}
	return p.make(ctx, s, a)
}

// askFor is ask for one report, which may ask for more than was said.
func (p *Project) askFor(ctx context.Context, s spec, q Query) (*asked, error) {
	a := &asked{Query: q}
	if s.asks != nil {
		if err := s.asks(ctx, p, a); err != nil {
			return nil, err
		}
	}
	return p.askAs(ctx, a)
}

// noReport says what there is instead.
func noReport(name string) error {
	names := ReportNames()
	return fmt.Errorf("no report %q; %sthere are %s", name, didYouMean(name, names), strings.Join(names, ", "))
}

// make runs one report for a question that is ready.
func (p *Project) make(ctx context.Context, s spec, a *asked) (*report.Table, error) {
	f, err := p.finish(ctx, s, a)
	if err != nil {
		return nil, err
	}
	if err := f.rows(ctx); err != nil {
		return nil, err
	}
	return f.table(ctx)
}

// finish asks the engine and gives what will turn the answer into a table.
func (p *Project) finish(ctx context.Context, s spec, a *asked) (*finisher, error) {
	if s.marks != "" {
		if err := p.attachMarks(ctx, s.marks, a); err != nil {
			return nil, err
		}
	}
	result, err := p.run(ctx, s.name, a.args)
	if err != nil {
		return nil, err
	}
	f := newFinisher(p, s, a, result)
	if s.more != nil {
		err = s.more(ctx, f)
	}
	return f, err
}

// run asks the engine.
func (p *Project) run(ctx context.Context, name string, args query.Args) (query.Result, error) {
	r, ok := query.Find(name)
	if !ok {
		return query.Result{}, fmt.Errorf("the catalogue of queries has no %q", name)
	}
	if slices.Contains(r.Args, "use") {
		args.Use = r.Use
	}
	return query.Run(ctx, p.engine, r, args)
}

// ask resolves the query's names and makes the engine ready for it.
func (p *Project) ask(ctx context.Context, q Query) (*asked, error) {
	return p.askAs(ctx, &asked{Query: q})
}

// askAs is ask with what the caller knows of the question beside it.
func (p *Project) askAs(ctx context.Context, a *asked) (*asked, error) {
	if err := p.resolve(ctx, a); err != nil {
		return nil, err
	}
	if err := p.ready(ctx, a); err != nil {
		return nil, err
	}
	var err error
	a.args.Departments, err = p.departmentsAsked(ctx, a, a.Departments)
	return a, err
}

// resolve makes a question definite, but for departments, and maps what is not mapped.
func (p *Project) resolve(ctx context.Context, a *asked) error {
	if len(p.Ledger.Files("entries")) == 0 {
		return ErrEmpty
	}
	if _, err := p.registry(); err != nil { // before a place is missed for want of it
		return err
	}
	q := a.Query
	var err error
	if len(q.Places) == 0 {
		q.Places = p.Workspace.Places
	}
	if slices.Equal(q.Places, []string{Everywhere}) {
		q.Places = nil
	}
	if a.geography, err = p.geographyAsked(a); err != nil {
		return err
	}
	if a.places, err = p.placesOn(q.Places, a.geography.vintage); err != nil {
		return err
	}
	if a.geography.key != nil {
		if err := spreadable(a.places); err != nil {
			return err
		}
		for i := range a.places {
			a.places[i].weighed = p.weighable(a.places[i], a.geography.key)
		}
	}
	if len(q.Years) == 0 {
		q.Years = p.Workspace.Years
	}
	if slices.Equal(q.Years, []string{AllYears}) {
		q.Years = nil
	}
	for _, y := range q.Years {
		year, err := ledger.ParseYear(y)
		if err != nil {
			return fmt.Errorf("--year: %w", err)
		}
		a.years = append(a.years, year)
	}
	if a.attribution, err = p.attribution(q.Attribution); err != nil {
		return err
	}
	if a.args.Functions, err = functionsAsked(q.Functions); err != nil {
		return err
	}
	a.args.Years = a.years
	return p.Map(ctx)
}

// attribution is the one asked for, else the workspace's, else "in".
func (p *Project) attribution(asked string) (string, error) {
	for _, a := range []string{asked, p.Workspace.Attribution, "in"} {
		switch a {
		case "":
		case "recipient", "in", "for":
			return a, nil
		default:
			return "", fmt.Errorf("--attribution %s: expected recipient, in or for", a)
		}
	}
	return "in", nil
}

// functionsAsked expands each division to itself and its groups.
func functionsAsked(codes []string) ([]string, error) {
	var list []string
	for _, code := range codes {
		f, ok := mapping.COFOG().Lookup(code)
		if !ok {
			return nil, fmt.Errorf("--function %s: no such COFOG division or group; 'flows functions' lists them", code)
		}
		for _, g := range mapping.COFOG().Functions() {
			if g.Code == f.Code || strings.HasPrefix(g.Code, f.Code+".") {
				list = append(list, g.Code)
			}
		}
	}
	return list, nil
}

// departmentsAsked finds the departments whose names contain what was typed, wherever their money goes.
func (p *Project) departmentsAsked(ctx context.Context, a *asked, typed []string) ([]string, error) {
	if len(typed) == 0 {
		return nil, nil
	}
	names, err := p.departmentNames(ctx, a)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, t := range typed {
		found := false
		for _, name := range names {
			if strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(t))) {
				found = true
				list = append(list, name)
			}
		}
		if !found {
			return nil, fmt.Errorf("--department %s: no payer in the ledger contains this; 'flows report departments --place %s' lists them", t, Everywhere)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// departmentNames are the departments of the whole ledger, whichever of their records a report would use.
func (p *Project) departmentNames(ctx context.Context, a *asked) ([]string, error) {
	report, ok := query.Find("departments")
	if !ok {
		return nil, errors.New("the catalogue of queries has no departments")
	}
	if err := query.SetPlaces(ctx, p.engine, nil); err != nil {
		return nil, err
	}
	var names []string
	for _, use := range []string{query.ForAwards, query.ForSpending} {
		result, err := query.Run(ctx, p.engine, report, query.Args{Use: use})
		if err != nil {
			return nil, err
		}
		for _, row := range newFinisher(p, spec{name: "departments"}, &asked{}, result).recs("body") {
			names = append(names, row.text("department"))
		}
	}
	return names, p.setPlaces(ctx, a)
}

// ready opens the engine where it is not open, and attaches the ledger, the places asked for and the
// cache of what reports add up, which it makes where there is none.
func (p *Project) ready(ctx context.Context, a *asked) error {
	if err := p.openFor(ctx); err != nil {
		return err
	}
	files, err := p.files(a)
	if err != nil {
		return err
	}
	if err := dividable(a.places); err != nil {
		return err
	}
	if a.geography.asks() || slices.ContainsFunc(a.places, divided) {
		if err := query.Open(ctx, p.engine, files); err != nil {
			return err
		}
		if a.moves, err = p.moved(ctx, a); err != nil {
			return err
		}
		files.Moves = a.moves
	}
	if err := p.cached(ctx, a, &files); err != nil {
		return err
	}
	return query.Open(ctx, p.engine, files)
}

func (p *Project) openFor(ctx context.Context) error {
	if p.engine != nil {
		return nil
	}
	if err := p.useCache(); err != nil {
		return err
	}
	e, err := p.openEngine(ctx, []string{p.Ledger.Dir(), p.cache()}, p.cache())
	if err != nil {
		return errors.Join(err, p.using.End())
	}
	p.engine = e
	return nil
}

// files lists what the reports read.
func (p *Project) files(a *asked) (query.Files, error) {
	share := p.Ledger.Shares
	f := query.Files{
		Entries: p.Ledger.Files("entries"), Problems: p.Ledger.Files("problems"), Tables: p.Ledger.Files("tables"),
		Payer: share(ledger.DimPayer), Payee: share(ledger.DimPayee), Department: share(query.DimDepartment),
		Recipient: share(ledger.DimPlaceRecipient), Beneficiary: share(ledger.DimPlaceFor),
		Place: share("place-" + a.attribution), Function: share(ledger.DimFunction), Class: share(classShares),
		PrivatePayee: share(ledger.DimPrivacyPayee), PrivatePurpose: share(ledger.DimPrivacyPurpose), PrivateText: share(ledger.DimPrivacyText),
		Moves: a.moves,
	}
	var places []query.Place
	for _, place := range a.places {
		for _, c := range place.Inside {
			places = append(places, query.Place{Place: place.Name, Code: c, Relation: query.Inside})
		}
		for _, c := range place.Partly {
			places = append(places, query.Place{Place: place.Name, Code: c, Relation: query.Partly})
		}
		for _, c := range place.Wider {
			if a.geography.key != nil {
				places = append(places, query.Place{Place: place.Name, Code: c, Relation: query.Wider})
			}
		}
	}
	var err error
	if f.Places, err = writeList(p, "places", places); err != nil {
		return f, err
	}
	if a.ObservedOnly {
		if f.Options, err = writeList(p, "options", []query.Option{{Name: query.ObservedOnly}}); err != nil {
			return f, err
		}
	}
	if f.Proposed, err = writeList(p, "proposed", a.proposed); err != nil {
		return f, err
	}
	f.Uncounted, err = writeList(p, "uncounted", p.uncounted())
	return f, err
}

// uncounted are the tables whose entries count in no total: copies, other releases, and by decision.
func (p *Project) uncounted() []query.Uncounted {
	counting := p.counting()
	var list []query.Uncounted
	for _, s := range p.Ledger.Sources() {
		for i := range s.Tables {
			if why := counting.Counted(s.ID, s.Tables[i].N); why != ledger.Yes {
				list = append(list, query.Uncounted{Source: s.ID, Table: s.Tables[i].N, Why: why})
			}
		}
	}
	return list
}

// writeList writes rows that only the engine needs, under the name of what they say; none is no file.
func writeList[T any](p *Project, name string, rows []T) ([]string, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	h := sha256.New()
	for _, r := range rows {
		fmt.Fprintf(h, "%#v\n", r)
	}
	path := filepath.Join(p.cache(), name+"-"+hex.EncodeToString(h.Sum(nil)[:8])+".parquet")
	if _, err := os.Stat(path); err == nil {
		return []string{path}, nil
	}
	return []string{path}, ledger.WriteParquet(path, rows)
}
