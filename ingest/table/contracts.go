package table

import (
	"fmt"
	"slices"
	"strings"

	"flows/ingest/sheet"
)

// A register of contracts says what each contract is worth over all its time, and when it begins and ends. Added to
// payments the same money would count twice, and in the year it was signed; so it is told of and not loaded.
// It is known by its headings: one of worth, of contracts by its own words or those of another heading, beside one of
// the contract's beginning or end, and neither a day of payment nor an amount that was paid.

// worthWords make a heading with "contract" one of its worth; worths are headings that are it by themselves
// where another speaks of contracts.
var (
	worthWords = []string{"value", "amount", "price", "cost", "sum", "worth"}
	worths     = []string{"value", "total value", "annual value", "estimated value", "estimated annual value", "estimated total value", "lifetime value", "whole life value", "value annual", "value total"}
)

// contracts says, in words, that a table is a register of contracts; "" where it is none.
func (h *headline) contracts(body []sheet.Row) string {
	if h.has(Date) || h.has(Period) || !h.has(Start) && !h.has(End) {
		return ""
	}
	at, plain, speak := -1, -1, 0
	for i := range h.texts {
		f := Fold(h.texts[i])
		ws := strings.Fields(f)
		of := slices.Contains(ws, "contract") || slices.Contains(ws, "contracts")
		switch {
		case of && slices.ContainsFunc(ws, func(w string) bool { return slices.Contains(worthWords, w) }):
			if at < 0 {
				at = i
			}
		case slices.Contains(worths, f):
			if plain < 0 {
				plain = i
			}
		case h.matches[i].ok && h.matches[i].field == Amount:
			return "" // what was paid stands there too
		case of:
			speak++
		}
	}
	if at < 0 && speak > 0 {
		at = plain
	}
	if at < 0 {
		return ""
	}
	if p := profileOf(someBody(body), at); p.amounts() == 0 {
		return ""
	}
	return fmt.Sprintf("it is a register of contracts: %q is what a contract is worth over its time, and not what was paid", h.texts[at])
}
