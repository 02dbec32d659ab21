package mapping

import (
	"slices"

	"flows/ledger"
)

// functionScratch is one purpose read into tokens, with what was learnt of tokens and payers
// before: a ledger has a hundred thousand purposes, but thirty thousand tokens and two thousand payers.
type functionScratch struct {
	f      *Functions
	fields [fieldCount][]string
	kind   []string
	stated string
	payer  *payerFacts

	function string // the code that the purpose is classified under, for tables that go by it

	payers   map[string]*payerFacts
	hooks    map[string][]hook
	tokens   map[string][]string // a field's text to its tokens
	found    []match
	features featureSet
	partly   map[partKey]partMatch
}

// payerFacts is what the tables know of one payer and its group.
type payerFacts struct {
	meets []bool // by number of the index's conditions on payers
	remit *remit
}

// within is where the payer's money can go, by its remit.
func (p *payerFacts) within() divisionSet {
	if p.remit == nil {
		return anyDivision
	}
	return p.remit.within
}

// scratchLimit bounds each memory of a scratch, so that endless input cannot fill the machine.
const scratchLimit = 1 << 17

func newFunctionScratch(f *Functions) *functionScratch {
	return &functionScratch{f: f, payers: map[string]*payerFacts{}, hooks: map[string][]hook{},
		tokens: map[string][]string{}, partly: map[partKey]partMatch{}}
}

// read takes one purpose in.
func (s *functionScratch) read(w *ledger.PurposeWording) {
	texts := [fieldCount]string{w.Programme, w.Title, w.Purpose, w.Description, w.ExpenseArea, w.ExpenseType, w.FunctionStated}
	for i, t := range texts {
		s.fields[i] = s.tokensOf(t)
	}
	s.kind = s.tokensOf(w.PayeeKind)
	s.stated = w.FunctionStated
	s.payer = s.payerOf(w.Payer, w.PayerGroup)
}

func (s *functionScratch) tokensOf(text string) []string {
	if text == "" {
		return nil
	}
	t, ok := s.tokens[text]
	if !ok {
		if len(s.tokens) >= scratchLimit {
			clear(s.tokens)
		}
		t = foldedTokens(nil, text)
		s.tokens[text] = t
	}
	return t
}

func (s *functionScratch) payerOf(payer, group string) *payerFacts {
	key := payer + "\x1f" + group
	if p, ok := s.payers[key]; ok {
		return p
	}
	if len(s.payers) >= scratchLimit {
		clear(s.payers)
	}
	p := s.f.payerFacts(payer, group)
	s.payers[key] = p
	return p
}

// payerFacts finds out about a payer: by its own words and its group's, and where these tell no
// remit, by the name of the body that the registry takes it for.
func (f *Functions) payerFacts(payer, group string) *payerFacts {
	names := [][]string{foldedTokens(nil, payer), foldedTokens(nil, group)}
	p := &payerFacts{remit: remitOf(f.remits, names[0], names[1])}
	if p.remit == nil {
		if official := f.officialName(payer); official != nil {
			names = append(names, official)
			p.remit = remitOf(f.remits, official, nil)
		}
	}
	p.meets = make([]bool, len(f.index.payers))
	for i, c := range f.index.payers {
		for j := range c.patterns {
			p.meets[i] = p.meets[i] || c.patterns[j].in(names...)
		}
	}
	return p
}

// surely is the least confidence with which the registry must know a payer.
const surely = 900

func (f *Functions) officialName(payer string) []string {
	b := f.bodies.Body(payer, ledger.NoDate)
	if !b.Known() || b.Confidence < surely {
		return nil
	}
	name := foldedTokens(nil, b.Name)
	if council := b.Kind == KindCounty || b.Kind == KindDistrict || b.Kind == KindUnitary; council && b.Own && !slices.Contains(name, "council") {
		name = append(name, "council")
	}
	return name
}

func (s *functionScratch) hooksOf(x *ruleIndex, token string) []hook {
	h, ok := s.hooks[token]
	if !ok {
		if len(s.hooks) >= scratchLimit {
			clear(s.hooks)
		}
		h = x.hooksOf(token)
		s.hooks[token] = h
	}
	return h
}

// partKey and partMatch gather the phrases of an alternative that has several.
type partKey struct {
	rule        int32
	alternative int16
}

type partMatch struct {
	seen  uint8
	field fieldID
}

// matches are the rules whose wording stands in the purpose and whose conditions it meets.
func (s *functionScratch) matches(x *ruleIndex) []match {
	s.found = s.found[:0]
	clear(s.partly)
	for f, tokens := range s.fields {
		for i, token := range tokens {
			for _, h := range s.hooksOf(x, token) {
				s.try(x, h, fieldID(f), i)
			}
		}
	}
	for _, i := range x.bare {
		if r := &x.rules[i]; s.meets(r) {
			s.found = append(s.found, match{rule: i, alternative: -1, field: fieldNone, tokens: r.conditions()})
		}
	}
	return s.found
}

// try looks whether the phrase of the hook stands at position i of the field.
func (s *functionScratch) try(x *ruleIndex, h hook, f fieldID, i int) {
	r := &x.rules[h.rule]
	if !r.scope.has(f) || !s.meets(r) {
		return
	}
	p := &r.patterns[h.alternative]
	if !p.phrases[h.phrase].at(s.fields[f], i-int(h.offset)) {
		return
	}
	if p.wanted > 1 {
		part, met := s.partly[partKey{h.rule, h.alternative}]
		if !met {
			part.field = f
		}
		part.seen |= 1 << h.phrase
		s.partly[partKey{h.rule, h.alternative}] = part
		if int(part.seen) != 1<<p.wanted-1 {
			return
		}
		f = part.field
	}
	if p.wanted < len(p.phrases) && s.holdsForbidden(r, p) {
		return
	}
	m := match{rule: h.rule, alternative: h.alternative, field: f}
	m.tokens, m.letters = p.size()
	m.tokens += r.conditions()
	s.found = append(s.found, m)
}

// meets is whether the purpose meets a rule's conditions, its wording apart.
func (s *functionScratch) meets(r *compiledRule) bool {
	return (r.payer < 0 || s.payer.meets[r.payer]) && (r.Function == "" || under(s.function, r.Function)) &&
		s.plausible(r) && (r.kind == nil || s.kindMeets(r.kind))
}

// conditions is how many conditions the rule sets beside its wording; each counts as a token.
func (r *compiledRule) conditions() (n int) {
	for _, set := range [...]bool{r.payer >= 0, r.kind != nil, r.Function != ""} {
		if set {
			n++
		}
	}
	return n
}

// plausible is whether the payer's money can go where the rule points. A rule that is strong, that
// names the payer or that a person decided is believed anyway.
func (s *functionScratch) plausible(r *compiledRule) bool {
	rm := s.payer.remit
	return rm == nil || r.payer >= 0 || r.rank >= rankStrong || r.Code == ownFunction || rm.within.has(r.Code)
}

func (s *functionScratch) kindMeets(patterns []pattern) bool {
	for i := range patterns {
		if patterns[i].in(s.kind) {
			return true
		}
	}
	return false
}

// holdsForbidden is whether a phrase that must be absent stands in a field of the rule's scope.
func (s *functionScratch) holdsForbidden(r *compiledRule, p *pattern) bool {
	for f, tokens := range s.fields {
		if !r.scope.has(fieldID(f)) {
			continue
		}
		for i := range p.phrases[p.wanted:] {
			if p.phrases[p.wanted+i].inAny([][]string{tokens}) {
				return true
			}
		}
	}
	return false
}
