package flows

import (
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/privacy"
	"flows/workspace"
)

// rowShown gives what may be shown of a row of cells divided by " | ": what privacy.Row leaves of it, without
// the cells that name a payee whom a person decided to withhold. about is what else tells what the row is for.
// An error is a decision that cannot be read.
func (p *Project) rowShown() (func(raw string, about ...string) string, error) {
	decided, err := p.cellsShown()
	if err != nil {
		return nil, err
	}
	return func(raw string, about ...string) string {
		return strings.Join(decided(strings.Split(privacy.Row(raw, about...), " | ")), " | ")
	}, nil
}

// cellsShown gives cells with privacy.Withheld in place of those that name a payee whom a person decided to withhold.
func (p *Project) cellsShown() (func([]string) []string, error) {
	decisions, err := p.privacyDecisions()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(decisions, func(d privacyDecision) bool { return d.Action == workspace.Withhold }) {
		return func(cells []string) []string { return cells }, nil
	}
	return func(cells []string) []string {
		shown := slices.Clone(cells)
		for i, c := range cells {
			if d := decidedOn(decisions, nil, c); d != nil && d.Action == workspace.Withhold {
				shown[i] = privacy.Withheld
			}
		}
		return shown
	}, nil
}

// fits says whether a decision speaks of who pays whom in a wording.
func (d *privacyDecision) fits(w ledger.PlaceWording) bool {
	return w.Payee != "" && decidedOn([]privacyDecision{*d}, &w.Payer, w.Payee) != nil
}

// decidedOn is the decision about a payee: of those that fit the last, so that a later line corrects an
// earlier one; nil where there is none. Where it is not known who paid (payer is nil), what is released of one
// payer is not, and what is withheld of one is, unless that is all its payees.
func decidedOn(decisions []privacyDecision, payer *string, payee string) *privacyDecision {
	if len(decisions) == 0 || payee == "" {
		return nil
	}
	tokens := mapping.PayeeTokens(payee)
	var by []string
	if payer != nil {
		by = mapping.PayeeTokens(*payer)
	}
	for i := len(decisions) - 1; i >= 0; i-- {
		d := &decisions[i]
		if d.Pattern != "" && !d.pattern.Matches(tokens) {
			continue
		}
		switch {
		case d.Payer == "", payer != nil && d.payer.Matches(by), payer == nil && d.Action == workspace.Withhold && d.Pattern != "":
			return d
		}
	}
	return nil
}
