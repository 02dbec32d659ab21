package workspace

import (
	"fmt"
	"slices"
	"strings"
)

// PrivacyDecision is one line of decisions/privacy.csv: payees whose name matches are named on pages
// (Release) or not (Withhold), whatever their wording lets assume.
type PrivacyDecision struct {
	Pattern string // of the payee's name, as rules for wordings are written; "" is every payee of Payer
	Payer   string // of the payer's name; "" is every payer
	Action  string // Release | Withhold
	Decision
}

// The actions of a PrivacyDecision.
const (
	Release  = "release"
	Withhold = "withhold"
)

func privacyColumns() []columnRule {
	return []columnRule{{"pattern", false}, {"payer", false}, {"action", true}, {"who", true}, {"when", true}, {"why", true}}
}

func (w *Workspace) addPrivacyDecision(r record) []error {
	d, err := r.decision()
	if err != nil {
		return []error{err}
	}
	one := PrivacyDecision{r.get("pattern"), r.get("payer"), r.get("action"), d}
	if one.Action != Release && one.Action != Withhold {
		return []error{r.mistake(fmt.Sprintf("action is %q", one.Action), Release+" or "+Withhold)}
	}
	if one.Pattern == "" && one.Payer == "" {
		return []error{r.mistake("no pattern", "a pattern of the payee's name, or a payer, of whose payees all are meant")}
	}
	same := func(o PrivacyDecision) bool {
		return strings.EqualFold(o.Pattern, one.Pattern) && strings.EqualFold(o.Payer, one.Payer)
	}
	if i := slices.IndexFunc(w.PrivacyDecisions, same); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("pattern %q was decided on line %d already", one.Pattern+one.Payer, w.PrivacyDecisions[i].Line), "each once")}
	}
	w.PrivacyDecisions = append(w.PrivacyDecisions, one)
	return nil
}
