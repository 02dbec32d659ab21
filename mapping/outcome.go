package mapping

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"flows/ledger"
)

// DimOutcome is the dimension of outcome tags. They are the one dimension whose shares overlap:
// a purpose may serve many outcomes, each share is the whole, and no total adds them.
const DimOutcome = "outcome"

// Outcome is something that money may serve, of a stated framework.
type Outcome struct {
	Framework string // "local-outcomes-framework-2026"
	Code      string // unique over all frameworks: "LOF03"
	Name      string
	Status    string // confirmed | unconfirmed: whether the name is in a stored source
	Place     string // code of the place whose own it is; "" is everybody's
}

// How a purpose serves an outcome.
const (
	ServesDirectly = "directly"
	ServesInPart   = "in part"
	ServesNot      = "no" // a wording or programme that a person left out, with reason
)

// OutcomeRule says that purposes serve an outcome: a row of outcomes_rules.csv, a rule of a plan in
// a workspace, or a person's decision on a programme.
type OutcomeRule struct {
	ID        string
	Outcome   string // its code
	Scope     string // as of FunctionRule
	Payer     string
	PayeeKind string
	Function  string // only purposes classified under this code
	Wording   string
	Serves    string
	Reason    string
	By, On    string // of a decision
}

// OutcomeOptions are a workspace's own frameworks and rules, beside the program's.
type OutcomeOptions struct {
	Outcomes  []Outcome
	Rules     []OutcomeRule
	Decisions []OutcomeRule // on programmes in or out; they beat every rule
	Framework string        // only the outcomes of this one; "" is all
	Bodies    *Registry     // nil is Reference()
}

// Outcomes tags purposes with the outcomes they serve. It is read-only and safe for use at once.
type Outcomes struct {
	list   []Outcome
	at     map[string]int
	engine *Functions // only its index, to find rules by
	serves []string   // by number of rule
}

// NewOutcomes compiles the program's frameworks and rules with a workspace's. It fails on a rule
// that cannot be read or names no outcome, naming it.
func NewOutcomes(o OutcomeOptions) (*Outcomes, error) {
	out := &Outcomes{at: map[string]int{}}
	builtIn, rules, err := readOutcomes()
	if err != nil {
		return nil, err
	}
	for _, x := range slices.Concat(builtIn, o.Outcomes) {
		if o.Framework != "" && x.Framework != o.Framework {
			continue
		}
		if _, twice := out.at[x.Code]; twice || x.Code == "" {
			return nil, fmt.Errorf("outcome %q of %s stands twice or has no code", x.Code, x.Framework)
		}
		out.at[x.Code] = len(out.list)
		out.list = append(out.list, x)
	}
	if o.Framework != "" {
		theirs := func(code string) bool {
			return slices.ContainsFunc(builtIn, func(x Outcome) bool { return x.Code == code && x.Framework != o.Framework })
		}
		rules = slices.DeleteFunc(rules, func(r OutcomeRule) bool { return theirs(r.Outcome) })
	}
	all := slices.Concat(o.Decisions, o.Rules, rules)
	for _, r := range all {
		if r.Serves != ServesDirectly && r.Serves != ServesInPart && r.Serves != ServesNot {
			return nil, fmt.Errorf("rule %s: it serves %q, want directly, in part or no", r.ID, r.Serves)
		}
		out.serves = append(out.serves, r.Serves)
	}
	valid := func(code string) error {
		if _, ok := out.at[code]; !ok {
			return fmt.Errorf("no outcome %q", code)
		}
		return nil
	}
	out.engine, err = ruleEngine(outcomeRules(o.Decisions), outcomeRules(slices.Concat(o.Rules, rules)), o.Bodies, valid)
	return out, err
}

// outcomeRules are rules as the index knows them. A rule that says no is believed before others.
func outcomeRules(rules []OutcomeRule) []FunctionRule {
	var out []FunctionRule
	for _, r := range rules {
		rank := ""
		if r.Serves == ServesNot {
			rank = "strong"
		}
		out = append(out, FunctionRule{ID: r.ID, Code: r.Outcome, Scope: r.Scope, Payer: r.Payer, PayeeKind: r.PayeeKind,
			Function: r.Function, Wording: r.Wording, Rank: rank, Reason: r.Reason, By: r.By, On: r.On})
	}
	return out
}

// ruleEngine is a matcher over other rules than those of functions: no remits, no model.
func ruleEngine(decisions, rules []FunctionRule, bodies *Registry, valid func(string) error) (*Functions, error) {
	classes, err := readPayerClasses()
	if err != nil {
		return nil, err
	}
	index, err := newRuleIndex(decisions, rules, classes, valid)
	if err != nil {
		return nil, err
	}
	if bodies == nil {
		bodies = Reference()
	}
	remits, err := readRemits(classes)
	if err != nil {
		return nil, err
	}
	for i := range remits { // payers are told by them, but they bound no outcome
		remits[i].within = everywhere
	}
	f := &Functions{cofog: COFOG(), index: index, remits: remits, bodies: bodies}
	f.scratch.New = func() any { return newFunctionScratch(f) }
	return f, nil
}

// All are the outcomes, the program's first, in the order of their tables.
func (o *Outcomes) All() []Outcome { return slices.Clone(o.list) }

// Outcome finds one by its code.
func (o *Outcomes) Outcome(code string) (Outcome, bool) {
	i, ok := o.at[code]
	if !ok {
		return Outcome{}, false
	}
	return o.list[i], true
}

// Tags are the outcomes that a purpose serves, given the function it is classified under: at most
// one share for each outcome, ordered by code, every one the whole. Detail opens with how it serves.
func (o *Outcomes) Tags(w *ledger.PurposeWording, function string) []ledger.Share {
	s := o.engine.scratch.Get().(*functionScratch)
	defer o.engine.scratch.Put(s)
	s.read(w)
	s.function = function
	best := map[string]match{}
	for _, m := range s.matches(o.engine.index) {
		code := o.engine.index.rules[m.rule].Code
		if old, met := best[code]; !met || o.engine.index.better(m, old) < 0 {
			best[code] = m
		}
	}
	var tags []ledger.Share
	for code, m := range best {
		r := &o.engine.index.rules[m.rule]
		if o.serves[m.rule] == ServesNot {
			continue
		}
		step := StepRule
		if r.decided {
			step = StepDecided
		}
		tags = append(tags, ledger.Share{Dimension: DimOutcome, Key: w.Key, Code: code, Hi: ledger.Whole, Rule: r.ID, Step: step,
			Evidence: ledger.Observed, Confidence: int16(ruleConfidence[r.rank]), Detail: o.serves[m.rule] + "; " + r.saw(m)})
	}
	slices.SortFunc(tags, func(a, b ledger.Share) int { return cmp.Compare(a.Code, b.Code) })
	return tags
}

func readOutcomes() (list []Outcome, rules []OutcomeRule, err error) {
	err = eachRow("outcomes.csv", []string{"framework", "code", "name", "status", "place"}, func(r []string) error {
		list = append(list, Outcome{r[0], r[1], r[2], r[3], r[4]})
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	f, err := functionTables.Open("reference/outcomes_rules.csv")
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	if rules, err = ReadOutcomeRules(f); err != nil {
		return nil, nil, fmt.Errorf("outcomes_rules.csv: %w", err)
	}
	return list, rules, nil
}

// ReadOutcomeRules reads rules as csv with the heading of outcomes_rules.csv.
func ReadOutcomeRules(in io.Reader) ([]OutcomeRule, error) {
	var rules []OutcomeRule
	err := eachRecord(in, []string{"id", "outcome", "scope", "payer", "payee_kind", "function", "wording", "serves", "reason"}, func(r []string) error {
		rules = append(rules, OutcomeRule{ID: r[0], Outcome: r[1], Scope: r[2], Payer: r[3], PayeeKind: r[4], Function: r[5], Wording: r[6], Serves: r[7], Reason: r[8]})
		return nil
	})
	return rules, err
}
