package flows

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"flows/ledger"
	"flows/mapping"
)

// planned are the rules of one file of outcomes/, or of themes/.
type planned struct {
	rules     *mapping.Outcomes
	exclusive bool // each purpose belongs to one at most
}

// wording is what a rule of this id says, as a person finds it on its line.
func (p planned) wording(id string) string {
	for _, x := range p.rules.All() {
		for _, r := range p.rules.RulesOf(x.Code) {
			if r.ID == id {
				return cmp.Or(r.Wording, r.Function, r.Payer, r.PayeeKind)
			}
		}
	}
	return id
}

// plans are the rules of the workspace's frameworks, their chains and its themes.
func (p *Project) plans() ([]planned, error) {
	var list []planned
	for i := range p.Workspace.Frameworks {
		own := &p.Workspace.Frameworks[i]
		f, err := p.ownFramework(own)
		if err != nil {
			return nil, err
		}
		chains, err := p.chains(own)
		if err != nil {
			return nil, err
		}
		list = append(list, planned{f.outcomes, false}, planned{chains, true})
	}
	themes, _, err := p.themes()
	return append(list, planned{themes, false}), err
}

// checkPlans finds the rules of outcomes/ and themes/ that cannot decide, contradict each other or stand
// twice, and outcomes to which nothing leads. A plan's rules are named by where they stand.
func (p *Project) checkPlans() ([]Finding, error) {
	plans, err := p.plans()
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, plan := range plans {
		list := plan.rules.CheckExclusive()
		if !plan.exclusive {
			if list, err = plan.rules.CheckRules(); err != nil {
				return nil, err
			}
		}
		for _, x := range list {
			f := planFinding(x)
			f.Rule, f.What = plan.wording(x.Rule), meeting(x, "")
			out = append(out, f)
		}
	}
	return append(out, p.idleOutcomes()...), nil
}

// planFinding is a finding about a rule that is named outcomes/plan.yaml:14, and perhaps its outcome behind.
func planFinding(x mapping.RuleFinding) Finding {
	at, _, _ := strings.Cut(x.Rule, " ")
	file, line, _ := strings.Cut(at, ":")
	n, _ := strconv.Atoi(line)
	return Finding{Kind: x.Kind, File: file, Line: n, Rule: x.Rule, Own: true}
}

// idleOutcomes are the outcomes that no rule, programme or chain of their file refers to.
func (p *Project) idleOutcomes() (out []Finding) {
	for i := range p.Workspace.Frameworks {
		own := &p.Workspace.Frameworks[i]
		for _, x := range own.Outcomes {
			named := len(x.Rules) > 0
			for _, d := range own.Programmes {
				named = named || d.In && d.Outcome == x.ID
			}
			for _, c := range own.Chains {
				named = named || c.Outcome == x.ID
			}
			if !named {
				f := planFinding(mapping.RuleFinding{Kind: mapping.RuleUnused, Rule: own.Where(x.Line)})
				f.Rule, f.What = x.ID, "no rule, programme or chain refers to this outcome"
				out = append(out, f)
			}
		}
	}
	return out
}

// checkPlansUse finds the rules, decisions and chains of outcomes/ and themes/ that fit no purpose of the ledger
// or always give way to others.
func (p *Project) checkPlansUse(ctx context.Context, words wordings) ([]Finding, error) {
	plans, err := p.plans()
	if err != nil {
		return nil, err
	}
	functions, err := p.functionOf()
	if err != nil {
		return nil, err
	}
	type win struct {
		plan int
		rule string
	}
	wins, err := judged(ctx, words.purpose, func(w *ledger.Wording) (list []win) {
		purpose := w.Purpose()
		for i, plan := range plans {
			for _, s := range plan.rules.Serve(&purpose, functions[w.Key]) {
				if s.Primary || !plan.exclusive {
					list = append(list, win{i, s.Rule})
				}
			}
		}
		return list
	})
	if err != nil {
		return nil, err
	}
	won := map[string]int{}
	for _, w := range wins {
		won[w.rule]++
		at, _, _ := strings.Cut(w.rule, " ")
		won[at]++
	}
	var out []Finding
	told := map[string]bool{}
	for _, plan := range plans {
		for _, x := range plan.rules.UnusedRules(won) {
			f := planFinding(x)
			at := where(f)
			if won[at] > 0 || told[at] {
				continue // a decision that takes a programme out of all outcomes is a rule of each
			}
			told[at] = true
			f.Rule, f.What = plan.wording(x.Rule), "it tells nothing of any purpose in this ledger"
			out = append(out, f)
		}
	}
	return out, nil
}
