package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"flows/ingest/cell"
)

// maxHeading is the length beyond which no cell is taken for a heading.
const maxHeading = 160

// Fold brings a heading to the form of headings.csv: lower case, words divided by one blank,
// without punctuation, currency signs, list numbers in front ("8 Amount"), type marks behind
// ("Supplier(T)") and what a wrong charset left over. "TransactionNumber", "TRANSACTION_NUMBER" and
// "Transaction  Number:" are one heading.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 4)
	gap, prev := false, rune(0)
	for i, r := range s {
		switch {
		case r == '\'' || r == '’' || r == '`':
			continue // suppliers', beneficiary's
		case r == '&':
			b.WriteString(" and")
			gap, prev = true, 'd'
			continue
		case r >= 0x80 || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap, prev = true, r
			continue
		}
		if r >= 'A' && r <= 'Z' && (prev >= 'a' && prev <= 'z' || prev >= 'A' && prev <= 'Z' && lowerFollows(s[i+1:])) {
			gap = true
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap, prev = false, r
		b.WriteRune(unicode.ToLower(r))
	}
	return strip(strings.ReplaceAll(strings.TrimSpace(b.String()), "organization", "organisation"))
}

// lowerFollows says whether two small letters follow: "VATAmount" is "VAT Amount", "IDs" stays.
func lowerFollows(s string) bool {
	if len(s) < 2 {
		return false
	}
	return s[0] >= 'a' && s[0] <= 'z' && s[1] >= 'a' && s[1] <= 'z'
}

// strip takes a number in front and a type mark behind away, if words remain.
func strip(s string) string {
	if head, rest, ok := strings.Cut(s, " "); ok && len(head) <= 2 && head[0] >= '0' && head[0] <= '9' {
		s = rest
	}
	if strings.HasSuffix(s, " t") && len(s) > 4 {
		s = s[:len(s)-2]
	}
	return s
}

// withoutBrackets is s without what stands in round or square brackets.
func withoutBrackets(s string) string {
	if !strings.ContainsAny(s, "([") {
		return s
	}
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// words says whether s holds letters and is short enough to be a heading.
func words(s string) bool {
	if len(s) > maxHeading || s != "" && s[0] == '#' && !strings.ContainsRune(s, ' ') {
		return false // "#NAME?"
	}
	for _, r := range s {
		if unicode.IsLetter(r) && r != utf8.RuneError {
			return true
		}
	}
	return false
}

// blank says whether a cell holds nothing but white space.
func blank(s string) bool { return s == "" || cell.Trim(s) == "" }
