package flows

import (
	"fmt"
	"slices"
	"strings"

	"flows/mapping"
	"flows/workspace"
)

// framework is a list of outcomes made ready: the program's or one of the workspace's own.
type framework struct {
	name, title, source, date string
	own                       *workspace.Framework // nil of the program's
	outcomes                  *mapping.Outcomes
	rules                     map[string]mapping.OutcomeRule // by id
}

// FrameworkNames are the frameworks that --framework takes, the workspace's own first.
func (p *Project) FrameworkNames() []string {
	var names []string
	for i := range p.Workspace.Frameworks {
		names = append(names, p.Workspace.Frameworks[i].Name)
	}
	builtIn, _ := mapping.Frameworks()
	for _, f := range builtIn {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// framework is the one asked for; without a name the workspace's own, else the first of the program's.
func (p *Project) framework(name string) (*framework, error) {
	own := p.Workspace.Frameworks
	if name == "" && len(own) > 1 {
		return nil, fmt.Errorf("there are %d frameworks in outcomes/: add --framework and one of %s", len(own), strings.Join(p.FrameworkNames(), ", "))
	}
	for i := range own {
		if name == "" || own[i].Name == name {
			return p.ownFramework(&own[i])
		}
	}
	builtIn, err := mapping.Frameworks()
	if err != nil {
		return nil, err
	}
	for _, f := range builtIn {
		if name == "" || f.Name == name {
			return p.compiled(&framework{name: f.Name, title: f.Title, source: f.Source, date: f.Date}, mapping.OutcomeOptions{Framework: f.Name})
		}
	}
	names := p.FrameworkNames()
	return nil, fmt.Errorf("--framework %s: no such framework; %sthere are %s", name, didYouMean(name, names), strings.Join(names, ", "))
}

// ownFramework turns a file of outcomes/ into rules. A rule is named by its line, so that every tag leads there.
func (p *Project) ownFramework(w *workspace.Framework) (*framework, error) {
	f := &framework{name: w.Name, title: w.Title, source: w.Source, date: w.Date.String(), own: w}
	o := mapping.OutcomeOptions{Framework: w.Name}
	builtIn, err := mapping.Frameworks()
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(builtIn, func(b mapping.Framework) bool { return b.Name == w.Name }) {
		return nil, fmt.Errorf("outcomes/%s.yaml: a framework of this name is built in; give the file another name", w.Name)
	}
	for _, x := range w.Outcomes {
		o.Outcomes = append(o.Outcomes, mapping.Outcome{Framework: w.Name, Code: x.ID, Name: x.Name, Status: "own"})
		for _, r := range x.Rules {
			o.Rules = append(o.Rules, ownRule(w.Where(r.Line), x.ID, r))
		}
	}
	for _, d := range w.Programmes {
		rule := mapping.OutcomeRule{ID: w.Where(d.Line), Outcome: d.Outcome, Wording: d.Programme, Serves: d.Serves, Reason: d.Reason, By: d.Who, On: d.When.String()}
		if !d.In {
			rule.Serves = mapping.ServesNot
		}
		if d.Outcome != "" {
			o.Decisions = append(o.Decisions, rule)
			continue
		}
		for _, x := range w.Outcomes { // out of all
			one := rule
			one.ID, one.Outcome = rule.ID+" "+x.ID, x.ID
			o.Decisions = append(o.Decisions, one)
		}
	}
	return p.compiled(f, o)
}

func ownRule(id, code string, r workspace.OutcomeRule) mapping.OutcomeRule {
	return mapping.OutcomeRule{ID: id, Outcome: code, Scope: r.Scope, Payer: r.Payer, PayeeKind: r.PayeeKind, Function: r.Function,
		Wording: r.Wording, Serves: r.Serves, Reason: r.Reason}
}

func (p *Project) compiled(f *framework, o mapping.OutcomeOptions) (*framework, error) {
	o.Bodies = p.Registry()
	var err error
	if f.outcomes, err = mapping.NewOutcomes(o); err != nil {
		return nil, err
	}
	f.rules = map[string]mapping.OutcomeRule{}
	for _, x := range f.outcomes.All() {
		for _, r := range f.outcomes.RulesOf(x.Code) {
			f.rules[r.ID] = r
		}
	}
	return f, nil
}

// outcome is the name of an outcome; a code that is none stands for itself.
func (f *framework) outcome(code string) string {
	if x, ok := f.outcomes.Outcome(code); ok {
		return x.Name
	}
	return code
}

// words say which framework it is, for the header of a report.
func (f *framework) words() string {
	return fmt.Sprintf("%s (%s); %s, %s", f.title, f.name, f.source, f.date)
}

// whereToWrite says how a workspace comes by what is not supplied.
func (f *framework) whereToWrite(what string) string {
	file := "outcomes/NAME.yaml"
	if f.own != nil {
		file = "outcomes/" + f.own.Name + ".yaml"
	}
	return fmt.Sprintf("%s not supplied: write them under %q in %s ('flows outcomes --help' shows how).", strings.ToUpper(what[:1])+what[1:]+" are", what, file)
}
