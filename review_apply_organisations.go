package flows

import (
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/workspace"
)

// organisationRow is the row of the i-th decision on an organisation.
func (d *Decided) organisationRow(i int) *filled { return d.rows[len(d.places)+len(d.purposes)+i] }

// organisationsTwice finds patterns that are decided already, in the workspace or in a row above.
func (d *Decided) organisationsTwice(old []workspace.PayeeDecision) (problems []error) {
	for i, one := range d.payees {
		equal := func(o workspace.PayeeDecision) bool { return strings.EqualFold(o.Pattern, one.Pattern) }
		if k := slices.IndexFunc(old, equal); k >= 0 {
			problems = append(problems, d.organisationRow(i).mistake(columnPattern, "line %d of decisions/payees.csv decides this pattern already (%s); change it there", old[k].Line, old[k].Organisation))
		}
		if k := slices.IndexFunc(d.payees[:i], equal); k >= 0 {
			problems = append(problems, d.organisationRow(i).mistake(columnPattern, "this pattern stands in %s too; expected each once", d.organisationRow(k).place(columnPattern)))
		}
	}
	return problems
}

// organisationsDiffer finds decisions that fit one payee and name two organisations.
func (d *Decided) organisationsDiffer(words []ledger.Wording, old []workspace.PayeeDecision) (problems []error) {
	seen := map[[2]int]bool{}
	for i := range words {
		payee := words[i].Place().Payee
		list := d.registry.OrganisationsOn(payee)
		for k := 1; k < len(list); k++ {
			a, b := list[k-1], list[k]
			if a.ID == b.ID || b.Index < len(old) || seen[[2]int{a.Index, b.Index}] {
				continue
			}
			seen[[2]int{a.Index, b.Index}] = true
			other := ""
			if a.Index < len(old) {
				other = fmt.Sprintf("line %d of decisions/payees.csv", old[a.Index].Line)
			} else {
				other = d.organisationRow(a.Index - len(old)).place(columnOrganisation)
			}
			problems = append(problems, d.organisationRow(b.Index-len(old)).mistake(columnOrganisation,
				"it contradicts %s: the payee %q fits both patterns, and the organisations differ", other, oneLine(payee)))
		}
	}
	return problems
}

// gathered are the shares, as decided, of every payee's wording whose organisation is another then, or is called
// otherwise. Their codes are the organisations' names, which is what reports tell them by.
func (d *Decided) gathered(words []ledger.Wording, now map[int64]payeeBody, used map[*filled]bool) (shares []ledger.Share) {
	if len(d.payees) == 0 {
		return nil
	}
	names := make([]string, len(words))
	for i := range words {
		names[i] = words[i].Place().Payee
		for _, on := range d.registry.OrganisationsOn(names[i]) {
			if on.Index >= d.oldPayees {
				used[d.organisationRow(on.Index-d.oldPayees)] = true
			}
		}
	}
	for i, c := range d.registry.Cluster(names) {
		if c.Name != now[words[i].Key].body {
			shares = append(shares, ledger.Share{Dimension: ledger.DimPayee, Key: words[i].Key, Code: c.Name, Hi: ledger.Whole})
		}
	}
	return shares
}
