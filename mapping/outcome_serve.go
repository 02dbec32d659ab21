package mapping

import (
	"cmp"
	"slices"

	"flows/ledger"
)

// Served says how a purpose serves one outcome, and which rule or decision said so.
type Served struct {
	Outcome string // its code
	How     string // ServesDirectly, ServesInPart, or ServesNot where a rule or a person left it out
	Rule    string // the rule's id
	Decided bool   // by a person, on a programme
	Primary bool   // of all that it serves, what it serves first: each purpose has one at most
}

// Serve says which outcomes a purpose serves, given the function it is classified under, each at most
// once, ordered by code. One of those that it serves is primary: directly before in part, a decision
// before a rule, then by the order in which the longer and more specific wording wins. What was left out
// is here too, as ServesNot.
func (o *Outcomes) Serve(w *ledger.PurposeWording, function string) []Served {
	s := o.engine.scratch.Get().(*functionScratch)
	defer o.engine.scratch.Put(s)
	s.read(w)
	s.function = function
	x := o.engine.index
	best := map[string]match{}
	for _, m := range s.matches(x) {
		code := x.rules[m.rule].Code
		if old, met := best[code]; !met || x.better(m, old) < 0 {
			best[code] = m
		}
	}
	list := make([]Served, 0, len(best))
	first := -1
	for code, m := range best {
		r := &x.rules[m.rule]
		list = append(list, Served{Outcome: code, How: o.serves[m.rule], Rule: r.ID, Decided: r.decided})
		if how := o.serves[m.rule]; how != ServesNot && (first < 0 || o.before(m, best[list[first].Outcome])) {
			first = len(list) - 1
		}
	}
	if first >= 0 {
		list[first].Primary = true
	}
	slices.SortFunc(list, func(a, b Served) int { return cmp.Compare(a.Outcome, b.Outcome) })
	return list
}

// before says whether a match makes its outcome the primary one rather than another. It is a total
// order, so that the order in which matches are met makes no difference.
func (o *Outcomes) before(a, b match) bool {
	direct := func(m match) int {
		if o.serves[m.rule] == ServesDirectly {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(direct(a), direct(b)), o.engine.index.better(a, b)) < 0
}

// RulesOf are the rules by which an outcome is told, the workspace's decisions first, in the order of
// their tables.
func (o *Outcomes) RulesOf(code string) []OutcomeRule {
	var list []OutcomeRule
	for i := range o.engine.index.rules {
		if r := &o.engine.index.rules[i]; r.Code == code {
			list = append(list, OutcomeRule{ID: r.ID, Outcome: r.Code, Scope: r.Scope, Payer: r.Payer, PayeeKind: r.PayeeKind,
				Function: r.Function, Wording: r.Wording, Serves: o.serves[i], Reason: r.Reason, By: r.By, On: r.On})
		}
	}
	return list
}
