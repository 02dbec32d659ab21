package workspace

import (
	"fmt"
	"slices"
	"strings"
)

// PayeeDecision is one line of decisions/payees.csv: payees whose name matches are one organisation, apart
// from all others.
type PayeeDecision struct {
	Pattern      string // of the payee's name, as rules for wordings are written
	Organisation string // the name under which it stands
	Decision
}

func payeeColumns() []columnRule {
	return []columnRule{{"pattern", true}, {"organisation", true}, {"who", true}, {"when", true}, {"why", true}}
}

func (w *Workspace) addPayeeDecision(r record) []error {
	d, err := r.decision()
	if err != nil {
		return []error{err}
	}
	one := PayeeDecision{r.get("pattern"), r.get("organisation"), d}
	if i := slices.IndexFunc(w.PayeeDecisions, func(o PayeeDecision) bool { return strings.EqualFold(o.Pattern, one.Pattern) }); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("pattern %q was decided on line %d already", one.Pattern, w.PayeeDecisions[i].Line), "each once")}
	}
	w.PayeeDecisions = append(w.PayeeDecisions, one)
	return nil
}
