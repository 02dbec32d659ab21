package mapping

import (
	"fmt"
	"io"
	"slices"

	"flows/ledger"
)

// Class is one cut of the money beside function: exclusive, so that it adds up.
type Class string

// The classes that the place exercises cut by. Each is also the dimension of its shares.
const (
	ClassControl    Class = "control"    // who decides how it is spent
	ClassNature     Class = "nature"     // what was bought
	ClassPrevention Class = "prevention" // does it prevent need or meet it
)

// classValues are the values of each class, as reports print them, in their order; what no rule
// tells is "unknown" there and "" here.
var classValues = map[Class][]string{
	ClassControl:    {"local discretion", "local delivery of national rules", "national body delivered locally", "entitlement"},
	ClassNature:     {"pay", "procurement", "grants", "transfers to individuals", "capital", "debt"},
	ClassPrevention: {"preventive", "reactive", "transfers", "administration"},
}

// ClassValues are the values that a class may give, in the order of reports.
func ClassValues(c Class) []string { return slices.Clone(classValues[c]) }

// ClassRule is a row of function_classes.csv, or of a workspace's table classes.
type ClassRule struct {
	ID        string
	Class     Class
	Scope     string
	Payer     string
	PayeeKind string
	Function  string
	Wording   string
	Value     string
	Rank      string
	Reason    string
}

// Classes cuts purposes by control, nature and prevention. It is read-only and safe for use at once.
type Classes struct {
	engines map[Class]*Functions
}

// NewClasses compiles the program's rules with a workspace's own, which beat them. It fails on a
// rule that cannot be read, naming it.
func NewClasses(own []ClassRule, bodies *Registry) (*Classes, error) {
	f, err := functionTables.Open("reference/function_classes.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rules, err := ReadClassRules(f)
	if err != nil {
		return nil, fmt.Errorf("function_classes.csv: %w", err)
	}
	for _, r := range slices.Concat(own, rules) {
		if classValues[r.Class] == nil {
			return nil, fmt.Errorf("rule %s: no class %q", r.ID, r.Class)
		}
	}
	c := &Classes{engines: map[Class]*Functions{}}
	for class, values := range classValues {
		valid := func(value string) error {
			if !slices.Contains(values, value) {
				return fmt.Errorf("%q is no value of %s", value, class)
			}
			return nil
		}
		if c.engines[class], err = ruleEngine(classRules(own, class), classRules(rules, class), bodies, valid); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func classRules(rules []ClassRule, class Class) []FunctionRule {
	var out []FunctionRule
	for _, r := range rules {
		if r.Class == class {
			out = append(out, FunctionRule{ID: r.ID, Code: r.Value, Scope: r.Scope, Payer: r.Payer, PayeeKind: r.PayeeKind,
				Function: r.Function, Wording: r.Wording, Rank: r.Rank, Reason: r.Reason})
		}
	}
	return out
}

// Of is the share of a purpose in a class, given the function it is classified under; its code is
// the value, "" where no rule speaks.
func (c *Classes) Of(class Class, w *ledger.PurposeWording, function string) ledger.Share {
	share := ledger.Share{Dimension: string(class), Key: w.Key, Hi: ledger.Whole, Step: StepUnresolved, Evidence: ledger.Observed}
	f := c.engines[class]
	if f == nil {
		return share
	}
	s := f.scratch.Get().(*functionScratch)
	defer f.scratch.Put(s)
	s.read(w)
	s.function = function
	m, ok := f.bestMatch(s, 0)
	if !ok {
		return share
	}
	r := &f.index.rules[m.rule]
	share.Code, share.Rule, share.Detail, share.Confidence, share.Step = r.Code, r.ID, r.saw(m), int16(ruleConfidence[r.rank]), StepRule
	if r.decided {
		share.Step = StepDecided
	}
	return share
}

// ReadClassRules reads rules as csv with the heading of function_classes.csv.
func ReadClassRules(in io.Reader) ([]ClassRule, error) {
	var rules []ClassRule
	err := eachRecord(in, []string{"id", "class", "scope", "payer", "payee_kind", "function", "wording", "value", "rank", "reason"}, func(r []string) error {
		rules = append(rules, ClassRule{ID: r[0], Class: Class(r[1]), Scope: r[2], Payer: r[3], PayeeKind: r[4], Function: r[5], Wording: r[6], Value: r[7], Rank: r[8], Reason: r[9]})
		return nil
	})
	return rules, err
}
