package table

import (
	"slices"
	"strings"
)

// debitAndCredit are the headings of the two columns of amounts under which debits and credits stand apart; "" where
// there is no such pair.
func (h *headline) debitAndCredit(ps []profile) (debit, credit string) {
	for c := range h.texts {
		if ps[c].amounts() == 0 && ps[c].filled > 0 {
			continue
		}
		switch words := strings.Fields(Fold(h.leaf(c))); {
		case slices.Contains(words, "card"):
		case hasWord(words, "debit debits dr"):
			debit = h.texts[c]
		case hasWord(words, "credit credits cr"):
			credit = h.texts[c]
		}
	}
	if debit == "" || credit == "" {
		return "", ""
	}
	return debit, credit
}
