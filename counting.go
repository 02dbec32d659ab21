package flows

import (
	"fmt"

	"flows/ledger"
	"flows/mapping"
	"flows/workspace"
)

// counting says which tables of the ledger count in totals, by the rules and the workspace's decisions.
func (p *Project) counting() ledger.Counting { return ledger.Count(p.Ledger.Sources(), p.decided) }

// decided is what a person decided about a table that holds entries; nil where nobody did.
func (p *Project) decided(s *ledger.Source, t *ledger.Table) *ledger.Said {
	if t.Entries == 0 {
		return nil
	}
	d := p.decision(s, t)
	if d == nil {
		return nil
	}
	return &ledger.Said{Counts: d.Counts, By: d.By()}
}

// decision is the line of decisions/sources.csv that is followed for a table. The same bytes can have several names:
// they count if one of the names is to, and do not if none is.
func (p *Project) decision(s *ledger.Source, t *ledger.Table) (followed *workspace.SourceDecision) {
	undecided := false
	for _, n := range s.Names {
		switch d := p.decisionOn(n, s, t); {
		case d == nil:
			undecided = true
		case d.Counts:
			return d
		default:
			followed = d
		}
	}
	if undecided {
		return nil
	}
	return followed
}

// decisionOn is the line that is followed for a table under one of its names: of several, the last. Corrections are no
// table of a file: they are applied and undone.
func (p *Project) decisionOn(n ledger.Named, s *ledger.Source, t *ledger.Table) *workspace.SourceDecision {
	for i := len(p.Workspace.SourceDecisions) - 1; i >= 0 && len(s.Fixes) == 0; i-- {
		if d := &p.Workspace.SourceDecisions[i]; names(d, n, s, t) {
			return d
		}
	}
	return nil
}

// names says whether a decision is about a table under this name.
func names(d *workspace.SourceDecision, n ledger.Named, s *ledger.Source, t *ledger.Table) bool {
	file, sheet := n.Place(t.Sheet)
	return (n.Is(d.File) || d.File == s.ID) && (d.Sheet == "" || d.Sheet == t.Sheet) || d.File == file && d.Sheet == sheet
}

// countedAs says of a table under each of its names, as 'flows sources' lists them, whether it counts. Under the first
// name that no decision leaves out a source is itself, under others a copy of itself.
func (p *Project) countedAs(counting ledger.Counting, s *ledger.Source, t *ledger.Table) (list []string) {
	itself := counting.Counted(s.ID, t.N)
	d := p.decision(s, t)
	if d != nil && d.Counts && t.Entries > 0 {
		itself = "yes (" + d.By() + ")"
	}
	told := false
	for _, n := range s.Names {
		on := p.decisionOn(n, s, t)
		switch out := on != nil && !on.Counts && t.Entries > 0; {
		case out:
			list = append(list, ledger.NotBy(on.By()))
		case told:
			list = append(list, ledger.IsCopyOf(s.ID))
		default:
			told = true
			list = append(list, itself)
		}
	}
	return list
}

// explainCounted says whether an entry counts in totals and who decided so; "" where it counts by no decision.
func (p *Project) explainCounted(source string, t *ledger.Table, counted string) string {
	if s := p.Ledger.Source(source); s != nil && t != nil {
		if d := p.decision(s, t); d != nil {
			return fmt.Sprintf("%s: decided by %s, %s, because %s (%s)", yesNo(d.Counts), d.Who, d.When, flat(d.Why), d.By())
		}
	}
	if counted != ledger.Yes {
		return "no: " + counted
	}
	return ""
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// checkSourceDecisions finds the decisions on sources that name no table of the ledger, and those that are followed for
// none that they name.
func (p *Project) checkSourceDecisions() (out []Finding) {
	if len(p.Workspace.SourceDecisions) == 0 {
		return nil
	}
	itself := func(s string) string { return s }
	paths, other := nameSet{}, map[*workspace.SourceDecision]string{}
	named, followed := map[*workspace.SourceDecision]bool{}, map[*workspace.SourceDecision]bool{}
	for _, s := range p.Ledger.Sources() {
		paths.add(itself, s.ID)
		for _, n := range s.Names {
			paths.add(itself, n.Path, n.Archive)
			for k := range s.Tables {
				t := &s.Tables[k]
				for i := range p.Workspace.SourceDecisions {
					d := &p.Workspace.SourceDecisions[i]
					named[d] = named[d] || names(d, n, s, t)
				}
				if on := p.decisionOn(n, s, t); on != nil {
					as := p.decision(s, t)
					followed[on] = followed[on] || as != nil && as.Counts == on.Counts
					other[on] = s.ID
				}
			}
		}
	}
	for i := range p.Workspace.SourceDecisions {
		d := &p.Workspace.SourceDecisions[i]
		if followed[d] {
			continue
		}
		f := Finding{Kind: FindingUnknown, File: "decisions/sources.csv", Line: d.Line, Rule: d.File, Own: true}
		switch _, file := paths[d.File]; {
		case other[d] != "":
			f.Kind, f.What = mapping.RuleUnused, fmt.Sprintf("the same bytes have another name, under which they count (source %s)", other[d])
			f.Mend = "name the source's id where they are not to count at all, or take the line out"
		case named[d]:
			f.Kind, f.What = mapping.RuleUnreachable, "a later line is followed for every table that it names"
			f.Mend = "take it out, or put it behind that line"
		case file && d.Sheet != "":
			f.What, f.Mend = fmt.Sprintf("sheet is %q; expected a sheet of this file", d.Sheet), "'flows sources FILE' lists its sheets"
		default:
			f.What, f.Mend = paths.lack("file", d.File, "a file, archive or source of this ledger"), "'flows sources' lists them; ingest the file, or take the line out"
		}
		out = append(out, f)
	}
	return out
}
