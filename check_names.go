package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
)

// checkProgrammes finds the lines of programmes.csv whose programme nobody pays, or not the department named.
func (p *Project) checkProgrammes(words wordings) (out []Finding) {
	programmes, payers := nameSet{}, map[string]nameSet{}
	for _, x := range p.Workspace.ProgrammeFacts {
		payers[mapping.Fold(x.Programme)] = nameSet{}
	}
	for i := range words.purpose {
		w := words.purpose[i].Purpose()
		names := []string{w.Programme}
		if w.Programme == "" {
			names = []string{w.ExpenseArea, joined(w.ExpenseArea, w.ExpenseType)}
		}
		programmes.add(mapping.Fold, names...)
		for _, name := range names {
			if by := payers[mapping.Fold(name)]; by != nil {
				by.add(mapping.Fold, w.Payer, w.PayerGroup, p.organisationOf(w.Payer), p.organisationOf(w.PayerGroup))
			}
		}
	}
	for _, x := range p.Workspace.ProgrammeFacts {
		at := Finding{Kind: FindingUnknown, File: "programmes.csv", Line: x.Line, Rule: x.Programme, Own: true}
		if _, ok := programmes[mapping.Fold(x.Programme)]; !ok {
			at.What = programmes.lack("programme", x.Programme, "a programme of this ledger, or an expense area where none is named")
			out = append(out, at)
			continue
		}
		if by := payers[mapping.Fold(x.Programme)]; !by.holds(mapping.Fold(x.Department)) {
			at.Rule, at.What = x.Department, by.lack("department", x.Department, "one that pays "+x.Programme+", or nothing for any")
			out = append(out, at)
		}
	}
	return out
}

// organisationOf is the official name of a payer, "" where the registry knows none.
func (p *Project) organisationOf(payer string) string {
	if payer == "" {
		return ""
	}
	return p.Registry().Body(payer, ledger.NoDate).Name
}

// holds is whether one of the names holds a text, folded.
func (n nameSet) holds(text string) bool {
	for name := range n {
		if strings.Contains(name, text) {
			return true
		}
	}
	return false
}

// checkGaps finds the lines of gaps.csv that call a body not loaded of which the ledger has payments, and those
// that misspell one. A body that nobody knows may be a gap all the same.
func (p *Project) checkGaps(words wordings) (out []Finding) {
	loaded, bodies := map[string]string{}, nameSet{}
	for i := range words.payer {
		w := words.payer[i].Payer()
		for _, name := range []string{w.Payer, w.PayerGroup} {
			if name != "" {
				loaded[p.gapBody(name)] = name
				bodies.add(mapping.Fold, name, p.organisationOf(name))
			}
		}
	}
	for _, a := range p.Registry().Areas() {
		bodies.add(mapping.Fold, a.Official)
	}
	for _, g := range p.Workspace.Gaps {
		at := Finding{Kind: FindingUnknown, File: "gaps.csv", Line: g.Line, Rule: g.Body, Own: true}
		name, here := loaded[p.gapBody(g.Body)]
		near := didYouMean(g.Body, slices.Sorted(maps.Values(bodies)))
		switch {
		case here && g.Item == "" && (g.Reason == "" || g.Reason == "not loaded"):
			at.Kind, at.What, at.Mend = mapping.RuleContradictory, fmt.Sprintf("it is called not loaded, and this ledger has money paid by %q", name), "name the item that is missing, or take the line out"
			out = append(out, at)
		case !here && p.areaOfBody(g.Body) == "" && p.organisationOf(g.Body) == "" && near != "":
			at.What = bodies.lack("body", g.Body, "a payer of this ledger, a known body, or any other that is missing")
			out = append(out, at)
		}
	}
	return out
}

// gapBody is by what two names of a body are one: what the registry knows it as, else its folded name.
func (p *Project) gapBody(name string) string {
	if b := p.Registry().Body(name, ledger.NoDate); b.Known() {
		return b.ID
	}
	if code := p.areaOfBody(name); code != "" {
		return code
	}
	return mapping.Fold(name)
}
