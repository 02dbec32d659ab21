package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The wording of a rule is a pattern over folded tokens:
//
//	adult social care          these tokens side by side, small words ("and", "of", "for" …) left out
//	librar* book*              "*" ends a token that goes on in any way
//	=housing benefit           the whole field and nothing else
//	^grants to                 at the head of the field;  "$" at the end of a phrase: at its tail
//	pupil premium | =pp grant  either
//	prison* & education        both, in any order, anywhere in the fields of the rule's scope
//	training & !teacher*       the first, and the second nowhere in those fields
//
// "|" parts alternatives, "&" parts the phrases of one alternative.

// pattern is one alternative: phrases that must all be found.
type pattern struct {
	phrases []phrase
	wanted  int // how many of them must stand; the rest must be absent
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// phrase is tokens that must stand side by side in one field.
type phrase struct {
	tokens []patternToken
	head   bool // at the head of the field
	tail   bool // at its tail
	absent bool // must stand nowhere
}

type patternToken struct {
	text   string
	prefix bool // the text's token may go on
}

func (t patternToken) matches(token string) bool {
	if t.prefix {
		return strings.HasPrefix(token, t.text)
	}
	return token == t.text
}

// parsePatterns reads the alternatives of a wording.
func parsePatterns(wording string) ([]pattern, error) {
	var out []pattern
	for alternative := range strings.SplitSeq(wording, "|") {
		var p pattern
		for part := range strings.SplitSeq(alternative, "&") {
			ph, err := parsePhrase(part)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", strings.TrimSpace(part), err)
			}
			p.phrases = append(p.phrases, ph)
		}
		// Those that must stand come first; an index gathers them in the bits of one byte.
		slices.SortStableFunc(p.phrases, func(a, b phrase) int { return boolCompare(a.absent, b.absent) })
		for _, ph := range p.phrases {
			if !ph.absent {
				p.wanted++
			}
		}
		if p.wanted == 0 || p.wanted > 8 {
			return nil, fmt.Errorf("%q: %d phrases to be found, want 1 to 8", strings.TrimSpace(alternative), p.wanted)
		}
		out = append(out, p)
	}
	return out, nil
}

func parsePhrase(s string) (phrase, error) {
	var ph phrase
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "!"); ok {
		ph.absent, s = true, strings.TrimSpace(rest)
	}
	if rest, ok := strings.CutPrefix(s, "="); ok {
		ph.head, ph.tail, s = true, true, rest
	}
	if rest, ok := strings.CutPrefix(s, "^"); ok {
		ph.head, s = true, rest
	}
	if rest, ok := strings.CutSuffix(s, "$"); ok {
		ph.tail, s = true, rest
	}
	for word := range strings.FieldsSeq(s) {
		stem, star := strings.CutSuffix(word, "*")
		tokens := foldedTokens(nil, stem)
		if star && len(tokens) == 0 {
			return ph, errors.New("a star needs letters before it")
		}
		for i, t := range tokens {
			ph.tokens = append(ph.tokens, patternToken{text: t, prefix: star && i == len(tokens)-1})
		}
	}
	if len(ph.tokens) == 0 {
		return ph, errors.New("no words")
	}
	return ph, nil
}

// at is whether the phrase stands at position i of a field's tokens.
func (ph *phrase) at(field []string, i int) bool {
	if i < 0 || i+len(ph.tokens) > len(field) || ph.head && i != 0 || ph.tail && i+len(ph.tokens) != len(field) {
		return false
	}
	for j, t := range ph.tokens {
		if !t.matches(field[i+j]) {
			return false
		}
	}
	return true
}

// size is how many tokens and letters the pattern demands: the longer, the more it knows.
func (p *pattern) size() (tokens, letters int) {
	for _, ph := range p.phrases[:p.wanted] {
		tokens += len(ph.tokens)
		for _, t := range ph.tokens {
			letters += len(t.text)
		}
	}
	return tokens, letters
}

// in is whether the pattern is found in the fields; for patterns that are matched rarely, without an index.
func (p *pattern) in(fields ...[]string) bool {
	for i := range p.phrases {
		if p.phrases[i].inAny(fields) == p.phrases[i].absent {
			return false
		}
	}
	return true
}

func (ph *phrase) inAny(fields [][]string) bool {
	for _, f := range fields {
		for i := range f {
			if ph.at(f, i) {
				return true
			}
		}
	}
	return false
}
