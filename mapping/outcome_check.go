package mapping

import "slices"

// CheckRules finds the rules and decisions that can never decide whether their outcome is served, those that
// stand twice, and those that contradict each other, outcome by outcome: what serves one outcome says
// nothing about another.
func (o *Outcomes) CheckRules() ([]RuleFinding, error) {
	classes, err := readPayerClasses()
	if err != nil {
		return nil, err
	}
	var out []RuleFinding
	for _, x := range o.list {
		var own, rules []FunctionRule
		for i := range o.engine.index.rules {
			r := &o.engine.index.rules[i]
			if r.Code != x.Code {
				continue
			}
			one := r.FunctionRule
			one.Code = o.serves[i]
			if r.decided {
				own = append(own, one)
			} else {
				rules = append(rules, one)
			}
		}
		index, err := newRuleIndex(own, rules, classes, func(string) error { return nil })
		if err != nil {
			return nil, err
		}
		found := &Functions{cofog: o.engine.cofog, index: index, remits: o.engine.remits, bodies: o.engine.bodies}
		out = append(out, found.CheckRules()...)
	}
	slices.SortStableFunc(out, compareFindings)
	return out, nil
}

// CheckExclusive is CheckRules where each purpose belongs to one outcome at most, as to chains: then rules of
// different outcomes meet too.
func (o *Outcomes) CheckExclusive() []RuleFinding { return o.engine.CheckRules() }

// UnusedRules are the rules and decisions that told nothing of any purpose, given how many each did.
func (o *Outcomes) UnusedRules(won map[string]int) []RuleFinding { return o.engine.UnusedRules(won) }
