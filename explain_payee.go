package flows

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// explainPayee says which organisation an entry's payee was taken for where a person decided it.
func (p *Project) explainPayee(b *strings.Builder, key int64) error {
	if len(p.Workspace.PayeeDecisions) == 0 {
		return nil
	}
	return ledger.ReadTable(p.Ledger.Shares(ledger.DimPayee), func(rows []ledger.Share) error {
		for _, s := range rows {
			if s.Key == key && s.Detail != "" {
				fmt.Fprintf(b, "  the payee   %s, by %s: %s\n", flat(s.Body), s.Rule, flat(s.Detail))
			}
		}
		return nil
	})
}
