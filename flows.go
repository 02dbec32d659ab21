// Package flows shows what public money reaches a place, from whom, for what, with proof.
//
// This is the library; cmd/flows is the program around it. The whole pipeline, left to right:
//
//	Ingest   files ─ sheet ─ table ─ cell ─▶ entries        what publishers said, for ever
//	Map      entries' wordings ─ registry, rules ─▶ shares  what we concluded, with the rule
//	Report   entries × shares ─ sql ─▶ table ─▶ pages       every pound, residuals included
//	Explain  a figure ─▶ its entries ─▶ cells and rules     the proof
//
// Nothing is overwritten and nothing is left out: each row of a file has one fate, each table of a
// report holds what could not be placed or classified as rows of its own.
package flows

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"flows/ledger"
	"flows/mapping"
	"flows/privacy"
	"flows/query"
	"flows/workspace"
)

// LedgerFormat is the version of the ledger that this program writes.
const LedgerFormat = ledger.Version

// EngineOpener opens an engine. It may read under the folders given and spill into cache. The root
// package knows no engine; the program passes one in.
type EngineOpener func(ctx context.Context, folders []string, cache string) (Engine, error)

// Engine is an open engine.
type Engine interface {
	query.Engine
	Close() error
}

// Project is an open workspace with its ledger.
type Project struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger

	openEngine EngineOpener
	engine     Engine
	using      *ledger.Use // of the cache, while the engine is open
	derived    derivedFolder
	noModel    bool
	registry   func() (*mapping.Registry, error)
	own        func() (ownModel, error) // the model that was retrained for the workspace
}

// Open opens the workspace in dir. The engine is opened by the first question that needs it.
func Open(dir string, engine EngineOpener) (*Project, error) {
	w, err := workspace.Load(dir)
	if err != nil {
		return nil, err
	}
	if err := checkPeriods(w.Recipes); err != nil {
		return nil, err
	}
	l, err := ledger.Open(filepath.Join(w.Dir, "ledger"))
	if err != nil {
		return nil, err
	}
	p := &Project{Workspace: w, Ledger: l, openEngine: engine}
	p.registry = sync.OnceValues(p.loadRegistry)
	p.own = sync.OnceValues(p.loadModel)
	return p, nil
}

// Close releases the engine and removes a temporary cache.
func (p *Project) Close() error {
	var err error
	if p.engine != nil {
		err = errors.Join(p.engine.Close(), p.using.End())
		p.engine, p.using = nil, nil
	}
	return errors.Join(err, p.dropCache())
}

// Registry is the places and bodies that the project knows: the program's and the workspace's own.
// Where a workspace's areas do not fit, it is the program's; Check tells the reason.
func (p *Project) Registry() *mapping.Registry {
	r, err := p.registry()
	if err != nil {
		return mapping.Reference()
	}
	return r
}

// NoModel leaves unclassified what only the text model could classify.
func (p *Project) NoModel() { p.noModel = true }

// SourceNames are the files that flows.yaml lists, as paths from the current folder.
func (p *Project) SourceNames() []string {
	names := make([]string, len(p.Workspace.Sources))
	for i, s := range p.Workspace.Sources {
		if names[i] = filepath.FromSlash(s); !filepath.IsAbs(names[i]) {
			names[i] = filepath.Join(p.Workspace.Dir, names[i])
		}
	}
	return names
}

// ErrEmpty is the error of asking a ledger that holds nothing.
var ErrEmpty = errors.New("the ledger is empty; read some files first: 'flows ingest FILE…'")

// loadRegistry is the program's registry with the workspace's own areas and decisions.
// An error says on which line of them it is.
func (p *Project) loadRegistry() (*mapping.Registry, error) {
	r, err := mapping.Build(p.registryTables())
	if err == nil {
		return r, nil
	}
	if found := p.checkRefused(); len(found) > 0 && found[0].Line > 0 {
		return nil, fmt.Errorf("%s:%d: %s", found[0].File, found[0].Line, found[0].What)
	}
	return nil, err
}

// registryTables are what the workspace adds to the program's registry, in the order of its files.
func (p *Project) registryTables() mapping.Tables {
	own := make([]mapping.OwnArea, len(p.Workspace.Areas))
	for i, a := range p.Workspace.Areas {
		own[i] = mapping.OwnArea{Code: a.Code, Name: a.Name, Official: a.Official, Kind: a.Kind, Parents: a.Parents,
			Names: a.Names, Population: a.Population, Year: a.Year}
	}
	var decisions []mapping.PlaceDecision
	for _, d := range p.Workspace.PlaceDecisions {
		decisions = append(decisions, mapping.PlaceDecision{Pattern: d.Pattern, Place: d.Place, Who: d.Who, When: d.When.String(), Why: d.Why})
	}
	var places []mapping.OwnPlace
	for _, o := range p.Workspace.OwnPlaces {
		place := mapping.OwnPlace{Code: o.Code, Name: o.Name, File: o.File, Source: o.Source}
		for _, m := range o.Members {
			place.Members = append(place.Members, mapping.AreaShare{Code: m.Area, Share: m.Share})
		}
		places = append(places, place)
	}
	var payees []mapping.OrganisationDecision
	for _, d := range p.Workspace.PayeeDecisions {
		payees = append(payees, mapping.OrganisationDecision{Pattern: d.Pattern, Organisation: d.Organisation, Who: d.Who, When: d.When.String(), Why: d.Why})
	}
	return mapping.Tables{Areas: own, Decisions: decisions, Payees: payees, Places: places, Postcodes: p.postcodesFile()}
}

// functions are the rules of functions, the program's and the workspace's.
func (p *Project) functions() (*mapping.Functions, error) {
	own, err := p.ownModel()
	if err != nil {
		return nil, err
	}
	o := mapping.FunctionOptions{NoModel: p.noModel, Model: own.model}
	for _, d := range p.Workspace.FunctionDecisions {
		o.Decisions = append(o.Decisions, mapping.FunctionRule{ID: d.ID, Scope: d.Scope, Payer: d.Payer, Wording: d.Wording, Code: d.Code,
			Reason: d.Why, By: d.Who, On: d.When.String()})
	}
	return mapping.NewFunctions(o)
}

// classShares is the file of the shares in the dimensions control, nature and prevention.
const classShares = "classes"

// classes are the rules of control, nature and prevention, the program's and the workspace's. A line of
// classes.csv that cannot be read is named.
func (p *Project) classes() (*mapping.Classes, error) {
	var own []mapping.ClassRule
	for _, r := range p.Workspace.ClassRules {
		rule := mapping.ClassRule{ID: r.ID, Class: mapping.Class(r.Class), Scope: r.Scope, Payer: r.Payer, PayeeKind: r.PayeeKind,
			Function: r.Function, Wording: r.Wording, Value: r.Value, Reason: r.Why, By: r.Who, On: r.When.String()}
		if err := mapping.CheckClassRule(rule); err != nil {
			return nil, fmt.Errorf("classes.csv:%d: %w", r.Line, err)
		}
		own = append(own, rule)
	}
	return mapping.NewClasses(own, p.Registry())
}

// rulesHash changes whenever a rule, a reference table, a decision or the workspace's model does.
func (p *Project) rulesHash() string {
	own, err := p.ownModel()
	if err != nil {
		own.hash = "unreadable" // functions tells why before anything is judged by it
	}
	return fmt.Sprintf("%s %s %s %s model=%t%s", mapping.TablesHash(), privacy.Version(), p.Workspace.Digest(),
		p.postcodesDigest()+strings.Join(p.Registry().SmallAreas(), " "), !p.noModel, own.hash)
}
