package mapping

import (
	"cmp"
	"fmt"
	"slices"
)

// ruleIndex finds the rules whose wording stands in a purpose. Each phrase hangs on its rarest
// token, so that a text token costs one look-up and meets only phrases that may well be there.
type ruleIndex struct {
	rules  []compiledRule
	payers []payerCondition  // numbered; a rule names its own
	exact  map[string][]hook // phrases by a token they hold
	stems  map[string][]hook // phrases by a token that may go on
	stemLo int               // shortest and longest stem
	stemHi int
	bare   []int32       // rules without wording, which go by their conditions alone
	byKey  map[int64]int // decisions on one purpose
}

type payerCondition struct {
	text     string
	patterns []pattern
}

// hook is where a phrase hangs: the text's token at i means that the phrase may begin at i-offset.
type hook struct {
	rule        int32
	alternative int16
	phrase      int8
	offset      int8
}

// newRuleIndex compiles decisions and rules. An error names the rule.
func newRuleIndex(decisions, rules []FunctionRule, classes payerClasses, valid func(code string) error) (*ruleIndex, error) {
	x := &ruleIndex{exact: map[string][]hook{}, stems: map[string][]hook{}, byKey: map[int64]int{}}
	seen := map[string]bool{}
	numbers := map[string]int{}
	for i, r := range slices.Concat(decisions, rules) {
		if r.Key != 0 && r.Wording == "" {
			r.Wording = "=" + exactKeyWording
		}
		c, err := compileRule(r, i < len(decisions), valid)
		if err != nil {
			return nil, err
		}
		if seen[r.ID] {
			return nil, fmt.Errorf("rule %s stands twice", r.ID)
		}
		seen[r.ID] = true
		if c.payer, err = x.payerNumber(r.Payer, classes, numbers); err != nil {
			return nil, fmt.Errorf("rule %s: payer: %w", r.ID, err)
		}
		c.order = i
		if r.Key != 0 {
			x.byKey[r.Key] = len(x.rules)
		}
		if c.patterns == nil {
			x.bare = append(x.bare, int32(len(x.rules)))
		}
		x.rules = append(x.rules, c)
	}
	x.hang()
	return x, nil
}

// exactKeyWording stands for the wording of a decision that names its purpose by key; no text folds to it.
const exactKeyWording = "this purpose alone by key"

func (x *ruleIndex) payerNumber(text string, classes payerClasses, numbers map[string]int) (int, error) {
	if text == "" {
		return -1, nil
	}
	if n, ok := numbers[text]; ok {
		return n, nil
	}
	patterns, err := classes.patterns(text)
	if err != nil {
		return 0, err
	}
	x.payers = append(x.payers, payerCondition{text, patterns})
	numbers[text] = len(x.payers) - 1
	return len(x.payers) - 1, nil
}

// hang hangs every phrase on its rarest token, whole tokens before stems.
func (x *ruleIndex) hang() {
	uses := map[patternToken]int{}
	x.eachPhrase(func(_ hook, ph *phrase) {
		for _, t := range ph.tokens {
			uses[t]++
		}
	})
	x.stemLo = 1 << 30
	x.eachPhrase(func(h hook, ph *phrase) {
		best := 0
		for j, t := range ph.tokens {
			b := ph.tokens[best]
			if b.prefix && !t.prefix || b.prefix == t.prefix && uses[t] < uses[b] {
				best = j
			}
		}
		h.offset = int8(best)
		t := ph.tokens[best]
		if !t.prefix {
			x.exact[t.text] = append(x.exact[t.text], h)
			return
		}
		x.stems[t.text] = append(x.stems[t.text], h)
		x.stemLo, x.stemHi = min(x.stemLo, len(t.text)), max(x.stemHi, len(t.text))
	})
}

func (x *ruleIndex) eachPhrase(visit func(hook, *phrase)) {
	for r := range x.rules {
		if x.rules[r].Key != 0 {
			continue
		}
		for a := range x.rules[r].patterns {
			for p := range x.rules[r].patterns[a].wanted {
				visit(hook{rule: int32(r), alternative: int16(a), phrase: int8(p)}, &x.rules[r].patterns[a].phrases[p])
			}
		}
	}
}

// hooksOf are the phrases that may stand where the token stands.
func (x *ruleIndex) hooksOf(token string) []hook {
	out := x.exact[token]
	for n := x.stemLo; n <= min(x.stemHi, len(token)); n++ {
		if hs := x.stems[token[:n]]; len(hs) > 0 {
			out = append(out[:len(out):len(out)], hs...)
		}
	}
	return out
}

// match is one rule found in a purpose.
type match struct {
	rule        int32
	alternative int16
	field       fieldID // the best field that holds it
	tokens      int     // demanded, with one for a condition on the payer and one on the payee
	letters     int
}

// better is the total order of matches, best first: rank; tokens demanded; the field that knows
// more; letters demanded; a group before a division; the rule's id. No two rules are equal.
func (x *ruleIndex) better(a, b match) int {
	ra, rb := &x.rules[a.rule], &x.rules[b.rule]
	return cmp.Or(
		cmp.Compare(rb.rank, ra.rank),
		cmp.Compare(b.tokens, a.tokens),
		cmp.Compare(a.field, b.field),
		cmp.Compare(b.letters, a.letters),
		cmp.Compare(len(rb.Code), len(ra.Code)),
		cmp.Compare(ra.ID, rb.ID),
		cmp.Compare(a.alternative, b.alternative),
	)
}
