package workspace

import (
	"fmt"
	"slices"
	"strings"
)

// PrivacyDecision is one line of decisions/privacy.csv: payees whose name matches are named on pages
// (Release) or not (Withhold), whatever their wording lets assume.
type PrivacyDecision struct {
	Pattern string // of the payee's name, as rules for wordings are written
	Action  string // Release | Withhold
	Decision
}

// The actions of a PrivacyDecision.
const (
	Release  = "release"
	Withhold = "withhold"
)

func privacyColumns() []columnRule {
	return []columnRule{{"pattern", true}, {"action", true}, {"who", true}, {"when", true}, {"why", true}}
}

func (w *Workspace) addPrivacyDecision(r record) []error {
	d, err := r.decision()
	if err != nil {
		return []error{err}
	}
	one := PrivacyDecision{r.get("pattern"), r.get("action"), d}
	if one.Action != Release && one.Action != Withhold {
		return []error{r.mistake(fmt.Sprintf("action is %q", one.Action), Release+" or "+Withhold)}
	}
	if i := slices.IndexFunc(w.PrivacyDecisions, func(o PrivacyDecision) bool { return strings.EqualFold(o.Pattern, one.Pattern) }); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("pattern %q was decided on line %d already", one.Pattern, w.PrivacyDecisions[i].Line), "each once")}
	}
	w.PrivacyDecisions = append(w.PrivacyDecisions, one)
	return nil
}
