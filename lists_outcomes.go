package flows

import (
	"fmt"
	"strings"

	"flows/mapping"
	"flows/report"
	"flows/workspace"
)

// Frameworks is a project without a ledger: the program's own frameworks, outside any workspace.
func Frameworks() *Project {
	return &Project{Workspace: &workspace.Workspace{}, registry: func() (*mapping.Registry, error) { return mapping.Reference(), nil }}
}

// OutcomeList lists the outcomes of every framework, or those whose name, framework, short-term outcomes or
// wordings contain a text.
func (p *Project) OutcomeList(contains string) (*report.Table, error) {
	t := &report.Table{Name: "outcomes", Title: "Frameworks and their outcomes", Plain: true, Columns: []report.Column{
		text("framework"), code("outcome"), text("name"), text("status"), count("rules"), count("programmes_in"), count("programmes_out"),
	}}
	want := mapping.Fold(contains)
	for _, name := range p.FrameworkNames() {
		f, err := p.framework(name)
		if err != nil {
			return nil, err
		}
		for _, x := range f.outcomes.All() {
			page := f.page(x)
			if want != "" && !strings.Contains(" "+mapping.Fold(page.searched())+" ", want) {
				continue
			}
			t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{f.name, x.Code, x.Name, x.Status,
				int64(len(page.Rules)), int64(len(page.In)), int64(len(page.Out))}})
		}
	}
	return t, nil
}

// OutcomePage is all that there is to know of an outcome.
type OutcomePage struct {
	Framework, Code, Name, Status string
	ShortTerm                     []string
	Rules                         []mapping.OutcomeRule // by wording and function; those that say no among them
	In, Out                       []mapping.OutcomeRule // decisions on programmes
	Chains                        []workspace.Chain
}

// searched is the text in which a search looks.
func (o *OutcomePage) searched() string {
	words := append([]string{o.Framework, o.Code, o.Name}, o.ShortTerm...)
	for _, r := range o.Rules {
		words = append(words, r.Wording)
	}
	for _, r := range o.In {
		words = append(words, r.Wording)
	}
	return strings.Join(words, " ")
}

func (f *framework) page(x mapping.Outcome) OutcomePage {
	page := OutcomePage{Framework: f.title + " (" + f.name + ")", Code: x.Code, Name: x.Name, Status: x.Status}
	for _, r := range f.outcomes.RulesOf(x.Code) {
		switch {
		case r.By == "":
			page.Rules = append(page.Rules, r)
		case r.Serves == mapping.ServesNot:
			page.Out = append(page.Out, r)
		default:
			page.In = append(page.In, r)
		}
	}
	if f.own == nil {
		return page
	}
	for _, o := range f.own.Outcomes {
		if o.ID == x.Code {
			page.ShortTerm = o.ShortTerm
		}
	}
	for _, c := range f.own.Chains {
		if c.Outcome == x.Code {
			page.Chains = append(page.Chains, c)
		}
	}
	return page
}

// ShowOutcome finds the outcomes of an id or name, in every framework that has one.
func (p *Project) ShowOutcome(name string) ([]OutcomePage, error) {
	var pages []OutcomePage
	var names []string
	for _, of := range p.FrameworkNames() {
		f, err := p.framework(of)
		if err != nil {
			return nil, err
		}
		for _, x := range f.outcomes.All() {
			names = append(names, x.Code, x.Name)
			if strings.EqualFold(x.Code, name) || mapping.Fold(x.Name) == mapping.Fold(name) {
				pages = append(pages, f.page(x))
			}
		}
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("no outcome %q; %s'flows outcomes' lists them", name, didYouMean(name, names))
	}
	return pages, nil
}
