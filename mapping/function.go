package mapping

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"flows/ledger"
)

// Steps of the function ladder, best first. The step that decided stands on every share.
const (
	StepStated     = "stated"   // the publisher printed a COFOG function
	StepDecided    = "decided"  // a person decided, in the workspace
	StepRule       = "rule"     // a row of function_rules.csv found its wording
	StepRemit      = "remit"    // what the paying body is for
	StepModelled   = "modelled" // the text model's suggestion, counted apart
	StepUnresolved = "none"     // nothing spoke; the share has no code
)

// Confidence, in thousandths, that a division decided at each step is right. Measured on purposes
// read by hand (docs/method/functions.md); of the model, its own calibrated probability stands instead.
const (
	confStated   = 980
	confDecided  = 1000
	confStrong   = 970
	confRule     = 950
	confWeak     = 850
	confRemit    = 900
	confFallback = 750
	confOverhead = 850
	confAgainst  = 850 // what the model must reach against a body's chief function
	confUntried  = 850 // what the model must reach where it saw no label of the paying body
)

// FunctionOptions say what decides beside the program's own tables.
type FunctionOptions struct {
	Decisions []FunctionRule // a workspace's decisions/functions.csv; they beat every rule
	Rules     []FunctionRule // a workspace's own rules, beside the program's
	Bodies    *Registry      // knows payers that their own words do not tell ("Leeds" is a council); nil is Reference()
	NoModel   bool           // leave unclassified what only the model could classify
	Model     *Model         // a model retrained on the workspace's decisions; nil is the program's
	AtLeast   int            // the model abstains below this confidence, in thousandths; 0 is the model's own threshold
}

// Functions classifies purposes to COFOG. It is built once, read-only afterwards, and safe for
// use by several goroutines.
type Functions struct {
	cofog   *Cofog
	index   *ruleIndex
	remits  []remit
	bodies  *Registry
	model   *Model // nil where only rules and remits decide
	atLeast int
	scratch sync.Pool
}

// NewFunctions compiles the program's rules and remits with a workspace's decisions. It fails on
// a decision or rule that cannot be read, naming it.
func NewFunctions(o FunctionOptions) (*Functions, error) {
	rules, err := programRules()
	if err != nil {
		return nil, err
	}
	classes, err := readPayerClasses()
	if err != nil {
		return nil, err
	}
	remits, err := readRemits(classes)
	if err != nil {
		return nil, err
	}
	index, err := newRuleIndex(o.Decisions, slices.Concat(o.Rules, rules), classes, isFunctionOrOwn)
	if err != nil {
		return nil, err
	}
	f := &Functions{cofog: COFOG(), index: index, remits: remits, bodies: o.Bodies, atLeast: o.AtLeast}
	if f.bodies == nil {
		f.bodies = Reference()
	}
	if err := f.chooseModel(o); err != nil {
		return nil, err
	}
	f.scratch.New = func() any { return newFunctionScratch(f) }
	return f, nil
}

func (f *Functions) chooseModel(o FunctionOptions) (err error) {
	if o.NoModel {
		return nil
	}
	if f.model = o.Model; f.model == nil {
		if f.model, err = ProgramModel(); err != nil {
			return err
		}
	}
	if f.atLeast == 0 {
		f.atLeast = f.model.AtLeast
	}
	return nil
}

func programRules() ([]FunctionRule, error) {
	file, err := functionTables.Open("reference/function_rules.csv")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rules, err := ReadFunctionRules(file)
	if err != nil {
		return nil, fmt.Errorf("function_rules.csv: %w", err)
	}
	for _, o := range COFOG().outturn {
		rules = append(rules, o.rule())
	}
	return rules, nil
}

// conclusion is what the ladder says of one purpose.
type conclusion struct {
	code, step, rule, detail string
	confidence               int
}

// Classify gives the shares of one purpose: they tile [0, Whole). Where nothing decides, one share
// without code holds the whole.
func (f *Functions) Classify(w *ledger.PurposeWording) []ledger.Share {
	s := f.scratch.Get().(*functionScratch)
	defer f.scratch.Put(s)
	s.read(w)
	return []ledger.Share{f.share(w.Key, f.conclude(s, w.Key))}
}

func (f *Functions) share(key int64, c conclusion) ledger.Share {
	evidence := ledger.Observed
	if c.step == StepModelled {
		evidence = ledger.Modelled
	}
	return ledger.Share{Dimension: ledger.DimFunction, Key: key, Code: c.code, Lo: 0, Hi: ledger.Whole,
		Rule: c.rule, Step: c.step, Evidence: evidence, Confidence: int16(c.confidence), Detail: c.detail}
}

// conclude walks the ladder.
func (f *Functions) conclude(s *functionScratch, key int64) conclusion {
	if code, ok := f.cofog.Parse(s.stated); ok {
		return conclusion{code: code, step: StepStated, confidence: confStated, detail: "the publisher states a COFOG function"}
	}
	rm := s.payer.remit
	if m, found := f.bestMatch(s, key); found {
		if c, ok := f.byRule(s, m); ok {
			return c
		}
	}
	if rm != nil && rm.Sway != swayMixed {
		return rm.conclusion(confRemit, "what the payer is for")
	}
	if f.model != nil {
		if g := f.model.guess(s)[0]; g.Confidence >= f.threshold(s) {
			return conclusion{code: g.Code, step: StepModelled, rule: f.model.Name, confidence: g.Confidence, detail: "the text model's suggestion"}
		}
	}
	if rm != nil && rm.Code != "" {
		return rm.conclusion(confFallback, "what the payer is chiefly for")
	}
	return conclusion{step: StepUnresolved}
}

// threshold is the confidence that the model must reach for the purpose it just read: more against
// a body's chief function, which is more often right than not, and more of a body that gave it no
// labels, for there its confidence was never tried.
func (f *Functions) threshold(s *functionScratch) int {
	switch rm := s.payer.remit; {
	case !f.model.sawBody(&s.features):
		return max(f.atLeast, confUntried)
	case rm != nil && rm.Code != "":
		return max(f.atLeast, confAgainst)
	}
	return f.atLeast
}

// byRule is the conclusion of a rule that was found. An overhead serves the body's own function, if it has one.
func (f *Functions) byRule(s *functionScratch, m match) (conclusion, bool) {
	r := &f.index.rules[m.rule]
	if r.Code != ownFunction {
		step := StepRule
		if r.decided {
			step = StepDecided
		}
		return conclusion{code: r.Code, step: step, rule: r.ID, confidence: ruleConfidence[r.rank],
			detail: r.saw(m)}, true
	}
	if rm := s.payer.remit; rm != nil && rm.Own != "" && s.overheadOf(rm, m) {
		return conclusion{code: rm.Own, step: StepRemit, rule: rm.ID, confidence: confOverhead,
			detail: overheadHead + r.ID + overheadTail}, true
	}
	return conclusion{}, false
}

// What the share of an overhead says it saw, around the rule's id.
const (
	overheadHead = "overhead ("
	overheadTail = ") of a body with this function"
)

// overheadIn is the id of the rule that found an overhead, by what its share says.
func overheadIn(detail string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(detail, overheadHead)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(rest, overheadTail)
}

// overheadOf is whether what the overhead rule found tells the body's own function. Of a body with
// no chief function it does not where the purpose names an area that is no overhead: stationery for
// a care home that no rule knows is not the council's administration.
func (s *functionScratch) overheadOf(rm *remit, m match) bool {
	return rm.Code != "" || len(s.fields[fieldArea]) == 0 || slices.ContainsFunc(s.found, func(o match) bool {
		return o.field == fieldArea && s.f.index.rules[o.rule].Code == ownFunction
	})
}

// saw is what the rule found, in words: "expense_area: adult social care".
func (r *compiledRule) saw(m match) string {
	switch {
	case m.field == fieldNone:
		return r.conditionText()
	case r.Key != 0:
		return "this purpose by its key"
	}
	return scopeNames[m.field] + ": " + r.patterns[m.alternative].String()
}

// conditionText is the conditions of a rule without wording, in words.
func (r *compiledRule) conditionText() string {
	var parts []string
	for _, c := range [...][2]string{{"payer: ", r.Payer}, {"payee_kind: ", r.PayeeKind}, {"function: ", r.Function}} {
		if c[1] != "" {
			parts = append(parts, c[0]+c[1])
		}
	}
	return strings.Join(parts, "; ")
}

var ruleConfidence = [...]int{confOverhead, confWeak, confRule, confStrong, confDecided}

func (rm *remit) conclusion(confidence int, detail string) conclusion {
	return conclusion{code: rm.Code, step: StepRemit, rule: rm.ID, confidence: confidence, detail: detail}
}

// Remit tells which row of function_remits.csv a payer falls under, "" where none does.
func (f *Functions) Remit(payer, group string) string {
	if p := f.payerFacts(payer, group); p.remit != nil {
		return p.remit.ID
	}
	return ""
}

// bestMatch is the best of the rules that apply.
func (f *Functions) bestMatch(s *functionScratch, key int64) (match, bool) {
	if i, ok := f.index.byKey[key]; ok && key != 0 {
		return match{rule: int32(i)}, true
	}
	found := s.matches(f.index)
	if len(found) == 0 {
		return match{}, false
	}
	return slices.MinFunc(found, f.index.better), true
}

// String is the pattern as a rule's author would write it.
func (p *pattern) String() string {
	var b strings.Builder
	for i, ph := range p.phrases {
		if i > 0 {
			b.WriteString(" & ")
		}
		if ph.absent {
			b.WriteByte('!')
		}
		switch {
		case ph.head && ph.tail:
			b.WriteByte('=')
		case ph.head:
			b.WriteByte('^')
		}
		for j, t := range ph.tokens {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(t.text)
			if t.prefix {
				b.WriteByte('*')
			}
		}
		if ph.tail && !ph.head {
			b.WriteByte('$')
		}
	}
	return b.String()
}
