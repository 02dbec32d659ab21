package workspace

import (
	"fmt"
	"slices"
)

// ClassRule is one line of classes.csv: what it names has a value in one of the classes control, nature
// and prevention. It beats the program's own rules. At least one of Scope's wording, Payer, PayeeKind and
// Function says what is named; those that are empty are any.
type ClassRule struct {
	ID        string
	Class     string // control, nature or prevention
	Scope     string // the fields in which the wording is sought, parted by spaces; "" is any
	Payer     string // a wording, or "@council" and the like
	PayeeKind string
	Function  string // COFOG division or group
	Wording   string
	Value     string
	Decision
}

func classColumns() []columnRule {
	return []columnRule{{"id", true}, {"class", true}, {"scope", false}, {"payer", false}, {"payee_kind", false}, {"function", false},
		{"wording", false}, {"value", true}, {"who", true}, {"when", true}, {"why", true}}
}

func (w *Workspace) addClassRule(r record) []error {
	d, err := r.decision()
	if err != nil {
		return []error{err}
	}
	one := ClassRule{r.get("id"), r.get("class"), r.get("scope"), r.get("payer"), r.get("payee_kind"), r.get("function"),
		r.get("wording"), r.get("value"), d}
	if one.Wording == "" && one.Payer == "" && one.PayeeKind == "" && one.Function == "" {
		return []error{r.mistake("it names nothing", "a payer, payee_kind, function or wording")}
	}
	if one.Function != "" && !cofogCode().MatchString(one.Function) {
		return []error{r.mistake(fmt.Sprintf("function is %q", one.Function), "a COFOG division such as 09 or a group such as 09.1")}
	}
	if i := slices.IndexFunc(w.ClassRules, func(o ClassRule) bool { return o.ID == one.ID }); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("id %q stands on line %d already", one.ID, w.ClassRules[i].Line), "each once")}
	}
	w.ClassRules = append(w.ClassRules, one)
	return nil
}
