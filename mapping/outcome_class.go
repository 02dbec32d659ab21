package mapping

import (
	"fmt"
	"io"
	"slices"
	"strings"

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

// ClassRule is a row of function_classes.csv, or of a workspace's table classes.csv.
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
	By, On    string // of a workspace's rule: who decided and when
}

// Classes cuts purposes by control, nature and prevention. It is read-only and safe for use at once.
type Classes struct {
	engine *Functions
	class  []Class // of each rule of the engine
}

// classOrder is the order in which shares of classes are written.
var classOrder = [...]Class{ClassControl, ClassNature, ClassPrevention}

// NewClasses compiles the program's rules with a workspace's own, which beat them. It fails on a
// rule that cannot be read, naming it.
func NewClasses(own []ClassRule, bodies *Registry) (*Classes, error) {
	rules, err := programClassRules()
	if err != nil {
		return nil, err
	}
	c := &Classes{}
	for _, r := range slices.Concat(own, rules) {
		if err := r.check(); err != nil {
			return nil, err
		}
		c.class = append(c.class, r.Class)
	}
	anyValue := func(string) error { return nil } // each was held to its class above
	c.engine, err = ruleEngine(classRules(own), classRules(rules), bodies, anyValue)
	return c, err
}

// check says what class or value a rule names that there is not.
func (r *ClassRule) check() error {
	switch values := classValues[r.Class]; {
	case values == nil:
		return fmt.Errorf("rule %s: no class %q: there are control, nature and prevention", r.ID, r.Class)
	case !slices.Contains(values, r.Value):
		return fmt.Errorf("rule %s: %q is no value of %s: there are %s", r.ID, r.Value, r.Class, strings.Join(values, ", "))
	}
	return nil
}

// CheckClassRule says why a rule of a workspace cannot be used; nil where it can.
func CheckClassRule(r ClassRule) error {
	if err := r.check(); err != nil {
		return err
	}
	payers, err := readPayerClasses()
	if err != nil {
		return err
	}
	_, err = newRuleIndex(classRules([]ClassRule{r}), nil, payers, func(string) error { return nil })
	return err
}

func programClassRules() ([]ClassRule, error) {
	f, err := functionTables.Open("reference/function_classes.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rules, err := ReadClassRules(f)
	if err != nil {
		return nil, fmt.Errorf("function_classes.csv: %w", err)
	}
	return rules, nil
}

// Rules are all rules, the workspace's before the program's, in the order of their tables.
func (c *Classes) Rules() []ClassRule {
	var out []ClassRule
	for i := range c.engine.index.rules {
		r := &c.engine.index.rules[i]
		out = append(out, ClassRule{ID: r.ID, Class: c.class[i], Scope: r.Scope, Payer: r.Payer, PayeeKind: r.PayeeKind,
			Function: r.Function, Wording: r.Wording, Value: r.Code, Rank: r.Rank, Reason: r.Reason, By: r.By, On: r.On})
	}
	return out
}

func classRules(rules []ClassRule) []FunctionRule {
	var out []FunctionRule
	for _, r := range rules {
		out = append(out, FunctionRule{ID: r.ID, Code: r.Value, Scope: r.Scope, Payer: r.Payer, PayeeKind: r.PayeeKind,
			Function: r.Function, Wording: r.Wording, Rank: r.Rank, Reason: r.Reason, By: r.By, On: r.On})
	}
	return out
}

// Of is the share of a purpose in a class, given the function it is classified under; its code is
// the value, "" where no rule speaks.
func (c *Classes) Of(class Class, w *ledger.PurposeWording, function string) ledger.Share {
	for _, s := range c.Shares(w, function) {
		if s.Dimension == string(class) {
			return s
		}
	}
	return ledger.Share{Dimension: string(class), Key: w.Key, Hi: ledger.Whole, Step: StepUnresolved, Evidence: ledger.Observed}
}

// Shares are the shares of a purpose in the classes of which a rule tells its value, given the function
// it is classified under: at most one of each class, the whole of it.
func (c *Classes) Shares(w *ledger.PurposeWording, function string) []ledger.Share {
	s := c.engine.scratch.Get().(*functionScratch)
	defer c.engine.scratch.Put(s)
	s.read(w)
	s.function = function
	var best [len(classOrder)]*match
	found := s.matches(c.engine.index)
	for i := range found {
		n := slices.Index(classOrder[:], c.class[found[i].rule])
		if best[n] == nil || c.engine.index.better(found[i], *best[n]) < 0 {
			best[n] = &found[i]
		}
	}
	var out []ledger.Share
	for n, m := range best {
		if m == nil {
			continue
		}
		r := &c.engine.index.rules[m.rule]
		share := ledger.Share{Dimension: string(classOrder[n]), Key: w.Key, Code: r.Code, Hi: ledger.Whole, Rule: r.ID, Step: StepRule,
			Evidence: ledger.Observed, Confidence: int16(ruleConfidence[r.rank]), Detail: r.saw(*m)}
		if r.decided {
			share.Step = StepDecided
		}
		out = append(out, share)
	}
	return out
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
