package mapping

import (
	"fmt"
	"io"
	"strings"
)

// FunctionRule is one row of function_rules.csv, or of a workspace's decisions/functions.csv: a
// wording and the COFOG division or group that money under it serves.
type FunctionRule struct {
	ID        string
	Scope     string // the fields where the wording is sought: scopeNames, "service" (all but expense_type), or "any" and ""
	Payer     string // pattern over the payer and its group, "@class" names a class of payers; "" is all
	PayeeKind string // pattern over the kind of payee; "" is all
	Function  string // only purposes classified under this code; outcomes and classes go by it; "" is all
	Wording   string // pattern, see parsePatterns; "" only beside another condition or a Key
	Code      string // division, group, or ownFunction
	Rank      string // strong | "" | weak
	Reason    string
	Key       int64  // of a decision: only the purpose of this key; 0 is every purpose
	By, On    string // of a decision: who and when, "2026-04-01"
}

// ownFunction as a rule's code says that the wording is an overhead (rent, payroll, IT): it serves
// the paying body's own function, which the remits name.
const ownFunction = "own"

// fieldID numbers the fields of a purpose in order of how much they know: a scheme's name says
// more of what money was for than an account code does.
type fieldID uint8

const (
	fieldProgramme fieldID = iota
	fieldTitle
	fieldPurpose
	fieldDescription
	fieldArea
	fieldType
	fieldStated
	fieldCount
	fieldNone = fieldCount // of a rule that goes by its conditions alone
)

// scopeNames are the fields as rules write them.
var scopeNames = [fieldCount]string{"programme", "title", "purpose", "description", "expense_area", "expense_type", "function_stated"}

// fieldSet is a set of fields.
type fieldSet uint8

const (
	anyField = fieldSet(1<<fieldCount - 1)
	// saysWhatFor are the fields that name a service or a scheme; an expense type names what was bought.
	saysWhatFor = anyField &^ (1 << fieldType)
)

func (s fieldSet) has(f fieldID) bool { return s&(1<<f) != 0 }

func parseScope(s string) (fieldSet, error) {
	if s = strings.TrimSpace(s); s == "" || s == "any" {
		return anyField, nil
	}
	if s == "service" {
		return saysWhatFor, nil
	}
	var set fieldSet
	for name := range strings.FieldsSeq(s) {
		i := indexOf(scopeNames[:], name)
		if i < 0 {
			return 0, fmt.Errorf("no scope %q", name)
		}
		set |= 1 << i
	}
	return set, nil
}

func indexOf(list []string, s string) int {
	for i, l := range list {
		if l == s {
			return i
		}
	}
	return -1
}

// Ranks of rules, before any length: a decision beats every rule, an overhead loses to every function.
const (
	rankOverhead = iota
	rankWeak
	rankNormal
	rankStrong
	rankDecision
)

func parseRank(r *FunctionRule) (int, error) {
	switch {
	case r.Code == ownFunction:
		return rankOverhead, nil
	case r.Rank == "weak":
		return rankWeak, nil
	case r.Rank == "":
		return rankNormal, nil
	case r.Rank == "strong":
		return rankStrong, nil
	}
	return 0, fmt.Errorf("no rank %q", r.Rank)
}

// compiledRule is a rule ready to be matched.
type compiledRule struct {
	FunctionRule
	scope    fieldSet
	rank     int
	decided  bool
	payer    int // number of its payer pattern in the index, -1 for all
	kind     []pattern
	patterns []pattern
	order    int // place in the table, for messages
}

// compileRule reads a rule. valid says whether its code is one that the table may give.
func compileRule(r FunctionRule, decided bool, valid func(code string) error) (compiledRule, error) {
	c := compiledRule{FunctionRule: r, decided: decided, payer: -1}
	fail := func(err error) (compiledRule, error) { return c, fmt.Errorf("rule %s: %w", r.ID, err) }
	var err error
	if r.ID == "" {
		return fail(fmt.Errorf("no id"))
	}
	if c.scope, err = parseScope(r.Scope); err != nil {
		return fail(err)
	}
	if c.rank, err = parseRank(&r); err != nil {
		return fail(err)
	}
	if decided {
		c.rank = rankDecision
	}
	if err = valid(r.Code); err != nil {
		return fail(err)
	}
	if r.Function != "" && isFunction(r.Function) != nil {
		return fail(fmt.Errorf("function: %w", isFunction(r.Function)))
	}
	if r.PayeeKind != "" {
		if c.kind, err = parsePatterns(r.PayeeKind); err != nil {
			return fail(err)
		}
	}
	if r.Wording == "" && (c.kind != nil || r.Function != "" || r.Payer != "") {
		return c, nil // whatever the wording
	}
	if c.patterns, err = parsePatterns(r.Wording); err != nil {
		return fail(err)
	}
	return c, nil
}

// isFunction is an error where a code is no division or group.
func isFunction(code string) error {
	if f, ok := COFOG().Lookup(code); !ok || f.Level == "class" || f.Code != code {
		return fmt.Errorf("%q is no division or group", code)
	}
	return nil
}

// isFunctionOrOwn is what rules of functions may give.
func isFunctionOrOwn(code string) error {
	if code == ownFunction {
		return nil
	}
	return isFunction(code)
}

// ruleHeading is the heading of function_rules.csv.
var ruleHeading = []string{"id", "scope", "payer", "payee_kind", "wording", "code", "rank", "reason"}

// ReadFunctionRules reads rules as csv with the heading of function_rules.csv.
func ReadFunctionRules(r io.Reader) ([]FunctionRule, error) {
	var rules []FunctionRule
	err := eachRecord(r, ruleHeading, func(rec []string) error {
		rules = append(rules, FunctionRule{ID: rec[0], Scope: rec[1], Payer: rec[2], PayeeKind: rec[3],
			Wording: rec[4], Code: rec[5], Rank: rec[6], Reason: rec[7]})
		return nil
	})
	return rules, err
}

// wordsThatTell is how long the name of an outturn line is that nothing but such a return says:
// "Social support: Asylum seeker support" is no area of a payment, so its home holds, catch-all or not.
const wordsThatTell = 4

// formBudget is the budget return. Some of its lines are named after the works ("Structural maintenance") under
// a heading that tells whose: as a type or area of a payment the same words may be of a school.
const formBudget = "RA"

// rule is the line as a rule: its name, where it is a whole field, decides.
func (o OutturnLine) rule() FunctionRule {
	id := "ro-" + strings.ToLower(o.Form)
	if o.Line != "" {
		id += "-" + o.Line
	}
	words := foldedTokens(nil, o.Name)
	rank := ""
	if COFOG().CatchAll(o.Code) && len(words) < wordsThatTell {
		rank = "weak" // "Adult social care" as an area gives way to "Nursing homes" as a type
	}
	scope := ""
	if o.Form == formBudget {
		scope = "purpose"
	}
	return FunctionRule{ID: id + "-" + strings.Join(words, "-"), Scope: scope, Wording: "=" + plainWording(o.Name),
		Code: o.Code, Rank: rank, Reason: "revenue outturn: " + o.Reason}
}

// plainWording is a text as a pattern that means its words and nothing else.
func plainWording(s string) string { return strings.Join(foldedTokens(nil, s), " ") }
