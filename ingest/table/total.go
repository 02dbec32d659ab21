package table

import "flows/ingest/cell"

// Label says how much a text looks like the label of a total line.
type Label uint8

// The labels.
const (
	NoLabel Label = iota
	Weak          // "Total Gas & Power", "Leeds total": may be a total, may be a name
	Strong        // "Total", "Grand Total:", "Sum", "Total spend over £25,000 for April 2011": nothing but words of totals
)

// Total judges one text. It is called for every cell of text of every row, so it looks at the first
// and the last letters before anything else.
func Total(s string) Label {
	for len(s) > 0 && !letter(s[0]) {
		if s[0] >= '0' && s[0] <= '9' {
			return NoLabel
		}
		s = s[1:]
	}
	if len(s) < 3 || len(s) > 120 || !opens(s) && !closes(s) {
		return NoLabel
	}
	return label(s)
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// begins says whether s begins with the lower-case word w in any case.
func begins(s, w string) bool {
	if len(s) < len(w) {
		return false
	}
	for i := 0; i < len(w); i++ {
		if s[i]|0x20 != w[i] {
			return false
		}
	}
	return true
}

// opens says whether s begins like the label of a total.
func opens(s string) bool {
	switch s[0] | 0x20 {
	case 't':
		return begins(s, "total")
	case 's':
		return begins(s, "sum") || begins(s, "sub")
	case 'g':
		return begins(s, "grand")
	case 'o':
		return begins(s, "overall")
	}
	return false
}

// closes says whether s ends in "total" or "totals", marks behind it apart.
func closes(s string) bool {
	n := len(s)
	for n > 0 && !letter(s[n-1]) {
		n--
	}
	if n > 0 && s[n-1]|0x20 == 's' {
		n--
	}
	return n >= 5 && begins(s[n-5:n], "total")
}

// label reads the words of s one by one.
func label(s string) Label {
	head, first, last, foreign := false, false, false, false
	for i := 0; i < len(s); {
		if !letter(s[i]) {
			i++ // digits, signs and blanks say nothing
			continue
		}
		j := i
		for j < len(s) && letter(s[j]) {
			j++
		}
		switch w := s[i:j]; totalWord(w) {
		case headWord:
			first = first || !foreign
			head, last = true, true
		case otherWord:
			last = false
		default:
			foreign, last = foreign || cell.Month(w) == 0, false
		}
		i = j
	}
	switch {
	case head && !foreign:
		return Strong
	case first || last:
		return Weak
	}
	return NoLabel
}

type wordKind uint8

const (
	noWord    wordKind = iota
	headWord           // makes a label
	otherWord          // may stand in one
)

// totalWord is the part that a word plays in the label of a total.
func totalWord(w string) wordKind {
	if len(w) > 12 {
		return noWord
	}
	var b [12]byte
	for i := 0; i < len(w); i++ {
		b[i] = w[i] | 0x20
	}
	switch string(b[:len(w)]) {
	case "total", "totals", "subtotal", "subtotals", "sum":
		return headWord
	case "grand", "sub", "overall", "report", "page", "of", "for", "the", "and", "all", "in", "to", "net", "gross", "amount", "amounts", "value", "spend",
		"spending", "expenditure", "payment", "payments", "paid", "month", "monthly", "year", "ytd", "date", "period", "invoice", "invoices", "over", "above",
		"vat", "inc", "incl", "including", "ex", "excl", "excluding", "transactions", "transaction", "k", "s", "gbp", "this", "table", "sheet", "count",
		"column", "cost", "costs", "figure", "figures", "result", "running", "carried", "forward", "brought", "c", "b", "f", "grants", "grant", "awards", "awarded":
		return otherWord
	}
	return noWord
}
