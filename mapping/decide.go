package mapping

import (
	"slices"
	"strings"

	"flows/ledger"
)

// DecidedPlace is what a person decided about a payee: the area's code, "" for NoPlace.
type DecidedPlace struct {
	Index int // of the decision in the list that the registry was given
	Code  string
}

// DecisionsOn are all decisions whose pattern a payee's name fits, in the order of their list. The last is followed.
func (r *Registry) DecisionsOn(payee string) []DecidedPlace {
	var list []DecidedPlace
	for _, n := range r.deciding(payee) {
		list = append(list, DecidedPlace{int(n), r.decisions[n].code})
	}
	return list
}

// CheckPattern is an error where a text is no pattern of words.
func CheckPattern(text string) error {
	_, err := parsePatterns(text)
	return err
}

// PlaceOf is the code of the one area that a decision's place names, "" for NoPlace. A name that nobody or
// several areas bear is an error.
func (r *Registry) PlaceOf(place string) (string, error) { return r.decidedPlace(place) }

// NamePattern is the pattern that fits a name in any case and punctuation and nothing else; "" where the
// name has no words that patterns look at.
func NamePattern(name string) string {
	words := plainWording(name)
	if words == "" {
		return ""
	}
	return "=" + words
}

// maxPhrases is how many phrases a wording can demand.
const maxPhrases = 8

// WordingOf is the wording that demands each of some fields, whole, in a purpose; "" where none has words.
func WordingOf(fields ...string) string {
	var phrases []string
	for _, f := range fields {
		if p := NamePattern(f); p != "" && !slices.Contains(phrases, p) && len(phrases) < maxPhrases {
			phrases = append(phrases, p)
		}
	}
	return strings.Join(phrases, " & ")
}

// DecidedFunction is a decision that a purpose fits.
type DecidedFunction struct {
	ID, Code string
	Demands  int // how many words and conditions: of two that fit, the one that demands more is followed
}

// DecisionsOn are all decisions that a purpose fits, the one that is followed first. Where the publisher
// states a function, none is followed.
func (f *Functions) DecisionsOn(w *ledger.PurposeWording) []DecidedFunction {
	s := f.scratch.Get().(*functionScratch)
	defer f.scratch.Put(s)
	s.read(w)
	found := slices.DeleteFunc(slices.Clone(s.matches(f.index)), func(m match) bool { return !f.index.rules[m.rule].decided })
	slices.SortFunc(found, f.index.better)
	var list []DecidedFunction
	for _, m := range found {
		r := &f.index.rules[m.rule]
		if !slices.ContainsFunc(list, func(d DecidedFunction) bool { return d.ID == r.ID }) {
			list = append(list, DecidedFunction{r.ID, r.Code, m.tokens})
		}
	}
	return list
}

// SuggestFor is the model's own two best divisions for a purpose, whatever the rungs above it say. It is
// zero without a model.
func (f *Functions) SuggestFor(w *ledger.PurposeWording) [2]Guess {
	if f.model == nil {
		return [2]Guess{}
	}
	s := f.scratch.Get().(*functionScratch)
	defer f.scratch.Put(s)
	s.read(w)
	return f.model.guess(s)
}

// CheckDecision is an error where a decision about functions cannot be read.
func CheckDecision(r FunctionRule) error {
	if _, err := compileRule(r, true, isFunction); err != nil {
		return err
	}
	if r.Payer == "" {
		return nil
	}
	classes, err := readPayerClasses()
	if err != nil {
		return err
	}
	_, err = classes.patterns(r.Payer)
	return err
}
