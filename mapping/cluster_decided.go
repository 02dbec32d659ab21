package mapping

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// OrganisationDecision is what a person decided about payees: those whose names fit the pattern are one
// organisation, and no other payee is it unless the registry knows it for that body. What they would have been gathered
// with otherwise does without them, and is not called by their names.
type OrganisationDecision struct {
	Pattern        string // over the payee's name, written as the wordings of function rules are
	Organisation   string
	Who, When, Why string
}

// organisationsFile is where they stand; it is the rule of what they decide.
const organisationsFile = "decisions/payees.csv"

// decidedPayee is a decision made ready.
type decidedPayee struct {
	pattern PayeePattern
	cluster Cluster
}

// gatherAs makes the registry follow decisions about organisations. One that cannot be read is an error that names it.
func (r *Registry) gatherAs(list []OrganisationDecision) error {
	for _, d := range list {
		pattern, err := ParsePayeePattern(d.Pattern)
		if err != nil {
			return fmt.Errorf("%s: decision on %q: %w", organisationsFile, d.Pattern, err)
		}
		c := Cluster{Name: d.Organisation, Rule: organisationsFile,
			Detail: fmt.Sprintf("%q, decided by %s on %s: %s", d.Pattern, d.Who, d.When, d.Why)}
		if b := r.body(d.Organisation, onDay(ledger.NoDate), asPayee); b.Known() {
			c.ID, c.Name, c.Kind = b.ID, b.Name, b.Kind
		} else if words := foldedTokens(nil, d.Organisation); len(words) > 0 {
			c.ID = "decided:" + strings.Join(words, "-")
		} else {
			return fmt.Errorf("%s: decision on %q: the organisation %q has no words", organisationsFile, d.Pattern, d.Organisation)
		}
		r.gathered = append(r.gathered, decidedPayee{pattern, c})
	}
	return nil
}

// DecidedOrganisation is a decision about payees that fits one.
type DecidedOrganisation struct {
	Index    int    // in the decisions as they were given
	ID, Name string // of the organisation
}

// OrganisationsOn lists the decisions that fit a payee's name, the last of which is followed.
func (r *Registry) OrganisationsOn(payee string) (list []DecidedOrganisation) {
	if len(r.gathered) == 0 {
		return nil
	}
	tokens := foldedTokens(nil, payee)
	for i := range r.gathered {
		if d := &r.gathered[i]; d.pattern.Matches(tokens) {
			list = append(list, DecidedOrganisation{i, d.cluster.ID, d.cluster.Name})
		}
	}
	return list
}

// isGathered says whether a decision fits a payee's name.
func (r *Registry) isGathered(name string) bool {
	return len(r.gathered) > 0 && len(r.OrganisationsOn(name)) > 0
}

// asDecided is the organisation that a person says a payee is; the last decision that fits is followed. What
// kind of body it is follows from its name where the decision names none that is known.
func (r *Registry) asDecided(name string) Cluster {
	list := r.OrganisationsOn(name)
	c := r.gathered[list[len(list)-1].Index].cluster
	if c.Kind == "" {
		b := r.body(name, onDay(ledger.NoDate), asPayee)
		if _, none := r.byDecision(name); none != nil {
			b = b.disowned(none)
		}
		c.Kind = b.Kind
	}
	return c
}
