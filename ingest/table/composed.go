package table

import "strings"

// composed finds a heading that is made of words for an amount and of nothing else, however they are put
// together: "Sum of Invoice Nett Amount", "Invoice Line Value (net of VAT)", "Total Paid exc. VAT".
// What it says of VAT and of the invoice gives it the rank that listed headings of the kind have.
func composed(f string) (entry, string, bool) {
	rest, says := withoutVAT(f)
	ws := strings.Fields(rest)
	if len(ws) == 0 || len(ws) > 6 || says == "" && len(ws) == 1 {
		return entry{}, "", false
	}
	for _, w := range ws {
		if !containsWord(amountNouns, w) && !containsWord(amountOthers, w) {
			return entry{}, "", false
		}
	}
	if !hasWord(ws, amountNouns) {
		return entry{}, "", false
	}
	switch {
	case says != "":
	case hasWord(ws, "net nett"):
		says = "net"
	case hasWord(ws, "gross"):
		says = "gross"
	}
	return entry{f, Amount, composedRank(ws, says), says}, "the heading is made of words for an amount", true
}

// composedRank is the rank of an amount by the words of its heading and what they say of VAT.
func composedRank(ws []string, says string) int {
	switch invoice := hasWord(ws, "invoice invoiced inv"); {
	case says == "net":
		return 3
	case says == "gross":
		return 4
	case hasWord(ws, "line distribution"):
		return 1
	case invoice && hasWord(ws, "total full"):
		return 6
	case invoice:
		return 5
	}
	return 2
}

// The words that headings of amounts are composed of, divided by blanks: one of the nouns has to be there.
const (
	amountNouns  = "amount amounts amt value total sum spend spent cost expenditure paid net nett gross"
	amountOthers = "of in the invoice invoiced inv line distribution transaction trans payment payments document doc posting posted " +
		"ledger actual gbp sterling pounds local currency base full"
)

// withoutVAT takes out of a folded heading what it says of value added tax: net, gross, or "" where it
// says nothing. "excluding recoverable vat" is net, as the lists of publishers mean it.
func withoutVAT(f string) (rest, says string) {
	ws := strings.Fields(f)
	at := -1
	for i, w := range ws {
		if w == "vat" {
			at = i
		}
	}
	if at < 0 {
		return f, ""
	}
	from, to := at, at+1
	for from > 0 && containsWord("of any recoverable irrecoverable", ws[from-1]) {
		from--
	}
	if says = taxed(ws, from-1); says != "" {
		from--
	} else if says = taxed(ws, to); says != "" && from == at {
		to++
	} else {
		return f, ""
	}
	return strings.Join(append(ws[:from:from], ws[to:]...), " "), says
}

// taxed says whether the word beside "vat" leaves it out or counts it in.
func taxed(ws []string, i int) string {
	switch {
	case i < 0 || i >= len(ws):
		return ""
	case containsWord("net nett exclusive excluding excluded excl exc ex without less before", ws[i]):
		return "net"
	case containsWord("inclusive including included incl inc with plus", ws[i]):
		return "gross"
	}
	return ""
}
