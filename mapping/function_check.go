package mapping

import (
	"cmp"
	"slices"
	"strings"

	"flows/ledger"
)

// RuleFinding is something wrong with a rule.
type RuleFinding struct {
	Kind    string // one of the RuleKinds
	Rule    string // its id
	Wording string // the alternative meant; "" is the whole rule
	Other   string // the rule it meets; "" of unused rules
}

// Kinds of findings.
const (
	RuleUnreachable   = "unreachable"   // wherever it stands, another rule wins
	RuleContradictory = "contradictory" // the same wording under the same conditions, another code
	RuleDuplicate     = "duplicate"     // the same wording under the same conditions, the same code
	RuleUnused        = "unused"        // it decided nothing in the ledger
)

// CheckRules finds the wordings of rules and decisions that can never decide, and those that stand twice.
func (f *Functions) CheckRules() []RuleFinding {
	out := f.twins()
	s := newFunctionScratch(f)
	for i := range f.index.rules {
		r := &f.index.rules[i]
		for j := range r.patterns {
			if other := f.alwaysBeatenBy(s, i, j); other != "" && r.Key == 0 {
				out = append(out, RuleFinding{RuleUnreachable, r.ID, r.patterns[j].String(), other})
			}
		}
	}
	slices.SortFunc(out, compareFindings)
	return out
}

func compareFindings(a, b RuleFinding) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Wording, b.Wording))
}

// UnusedRules are the program's rules and the workspace's that won no purpose, given how many each won.
func (f *Functions) UnusedRules(won map[string]int) []RuleFinding {
	var out []RuleFinding
	for i := range f.index.rules {
		if id := f.index.rules[i].ID; won[id] == 0 {
			out = append(out, RuleFinding{Kind: RuleUnused, Rule: id})
		}
	}
	slices.SortFunc(out, func(a, b RuleFinding) int { return cmp.Compare(a.Rule, b.Rule) })
	return out
}

// twins are wordings that stand twice under the same conditions.
func (f *Functions) twins() []RuleFinding {
	type place struct {
		wording, payer, kind, function string
		scope                          fieldSet
		rank                           int
	}
	first := map[place]int{}
	var out []RuleFinding
	for i := range f.index.rules {
		r := &f.index.rules[i]
		if r.Key != 0 {
			continue
		}
		for j := range r.patterns {
			p := place{r.patterns[j].String(), r.Payer, r.PayeeKind, r.Function, r.scope, r.rank}
			k, met := first[p]
			if !met {
				first[p] = i
				continue
			}
			kind := RuleDuplicate
			if f.index.rules[k].Code != r.Code {
				kind = RuleContradictory
			}
			out = append(out, RuleFinding{kind, r.ID, p.wording, f.index.rules[k].ID})
		}
	}
	return out
}

// alwaysBeatenBy is the rule of another code that wins in every field of the rule's scope over the
// barest text that the wording fits: whatever fits that, fits wherever the wording does. "" is none.
func (f *Functions) alwaysBeatenBy(s *functionScratch, rule, alternative int) string {
	r := &f.index.rules[rule]
	winner := ""
	for field := range fieldCount {
		if !r.scope.has(field) {
			continue
		}
		s.read(f.barest(r, alternative, field))
		s.function = r.Function
		m, ok := f.bestMatch(s, 0)
		if !ok || int(m.rule) == rule || f.index.rules[m.rule].Code == r.Code {
			return ""
		}
		winner = f.index.rules[m.rule].ID
	}
	return winner
}

// barest is a purpose that holds a wording, its phrases in the fields of the rule's scope from the
// given one on, and of the conditions on payer and payee the first alternative. A token that may go on does, with letters that no rule knows.
func (f *Functions) barest(r *compiledRule, alternative int, field fieldID) *ledger.PurposeWording {
	w := &ledger.PurposeWording{}
	texts := [fieldCount]*string{&w.Programme, &w.Title, &w.Purpose, &w.Description, &w.ExpenseArea, &w.ExpenseType, &w.FunctionStated}
	p := &r.patterns[alternative]
	for i := range p.wanted {
		if *texts[field] != "" {
			*texts[field] += " qqqq "
		}
		*texts[field] += spelt(&p.phrases[i])
		field = nextField(r.scope, field)
	}
	if r.payer >= 0 {
		w.Payer = speltPattern(&f.index.payers[r.payer].patterns[0])
	}
	if r.kind != nil {
		w.PayeeKind = speltPattern(&r.kind[0])
	}
	return w
}

func nextField(scope fieldSet, after fieldID) fieldID {
	for i := range fieldCount {
		if f := (after + 1 + i) % fieldCount; scope.has(f) {
			return f
		}
	}
	return after
}

func speltPattern(p *pattern) string {
	var parts []string
	for i := range p.wanted {
		parts = append(parts, spelt(&p.phrases[i]))
	}
	return strings.Join(parts, " ")
}

func spelt(ph *phrase) string {
	var words []string
	for _, t := range ph.tokens {
		if t.prefix {
			t.text += "qq"
		}
		words = append(words, t.text)
	}
	return strings.Join(words, " ")
}
