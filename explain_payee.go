package flows

import (
	"fmt"
	"strings"

	"flows/ledger"
	"flows/privacy"
)

// explainPayee says which organisation an entry's payee was taken for where a person decided it. Of a payee
// that is withheld it says that somebody decided, and not whose name was decided about.
func (p *Project) explainPayee(b *strings.Builder, r rec) error {
	if len(p.Workspace.PayeeDecisions) == 0 {
		return nil
	}
	key, individual := r.count("place_key"), r.count("individual") == 1
	return eachRow(p.Ledger.Shares(ledger.DimPayee), func(s *ledger.Share) {
		switch {
		case s.Key != key || s.Detail == "":
		case individual:
			fmt.Fprintf(b, "  the payee   %s, by %s\n", privacy.Withheld, s.Rule)
		default:
			fmt.Fprintf(b, "  the payee   %s, by %s: %s\n", flat(s.Body), s.Rule, flat(s.Detail))
		}
	})
}
