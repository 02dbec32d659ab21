package workspace

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"flows/ledger"
)

// Decision is who decided, when and why: no decision stands without.
type Decision struct {
	Line int // of the file, for messages
	Who  string
	When ledger.Date
	Why  string
}

// PlaceDecision is one line of decisions/places.csv: payees whose name matches are in a place.
type PlaceDecision struct {
	Pattern string // of the payee's name, as rules for wordings are written
	Place   string // a name or code; "none": no place's body
	Decision
}

// FunctionDecision is one line of decisions/functions.csv: a wording serves a function.
type FunctionDecision struct {
	ID      string
	Scope   string // the fields in which the wording is sought, parted by spaces; "" is any
	Payer   string // pattern of the payer's name; "" is every payer
	Wording string
	Code    string // COFOG division or group
	Decision
}

func placeColumns() []columnRule {
	return []columnRule{{"pattern", true}, {"place", true}, {"who", true}, {"when", true}, {"why", true}}
}

func functionColumns() []columnRule {
	return []columnRule{{"id", true}, {"scope", false}, {"payer", false}, {"wording", true}, {"code", true}, {"who", true}, {"when", true}, {"why", true}}
}

func (r record) decision() (Decision, error) {
	when, err := r.day("when")
	return Decision{r.line, r.get("who"), when, r.get("why")}, err
}

func (w *Workspace) addPlaceDecision(r record) []error {
	d, err := r.decision()
	if err != nil {
		return []error{err}
	}
	one := PlaceDecision{r.get("pattern"), r.get("place"), d}
	if i := slices.IndexFunc(w.PlaceDecisions, func(o PlaceDecision) bool { return strings.EqualFold(o.Pattern, one.Pattern) }); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("pattern %q was decided on line %d already", one.Pattern, w.PlaceDecisions[i].Line), "each once")}
	}
	w.PlaceDecisions = append(w.PlaceDecisions, one)
	return nil
}

var cofogCode = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(0[1-9]|10)(\.[1-9])?$`) })

func (w *Workspace) addFunctionDecision(r record) []error {
	d, err := r.decision()
	if err != nil {
		return []error{err}
	}
	one := FunctionDecision{r.get("id"), r.get("scope"), r.get("payer"), r.get("wording"), r.get("code"), d}
	if !cofogCode().MatchString(one.Code) {
		return []error{r.mistake(fmt.Sprintf("code is %q", one.Code), "a COFOG division such as 09 or a group such as 09.1")}
	}
	if i := slices.IndexFunc(w.FunctionDecisions, func(o FunctionDecision) bool { return o.ID == one.ID }); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("id %q stands on line %d already", one.ID, w.FunctionDecisions[i].Line), "each once")}
	}
	w.FunctionDecisions = append(w.FunctionDecisions, one)
	return nil
}
