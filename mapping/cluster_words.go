package mapping

import (
	_ "embed"
	"strings"
)

//go:embed reference/payee_words.csv
var payeeWordsCSV string

// payeeWords is reference/payee_words.csv: words that spellings of one payee differ by.
type payeeWords struct {
	becomes map[string][]string
	longest int
}

func loadPayeeWords() *payeeWords {
	p := &payeeWords{becomes: map[string][]string{}}
	records(payeeWordsCSV, 3, func(f []string) {
		p.becomes[f[0]] = strings.Fields(f[1])
		p.longest = max(p.longest, strings.Count(f[0], " ")+1)
	})
	return p
}

// key is the words of a payee's name that tell it from others: without supplier numbers, trading
// name, legal form and "and", in the usual short forms, a person's name in its usual order.
func (p *payeeWords) key(name string) []string {
	name = withoutNumber(name)
	ws := words(Fold(personsOrder(name)))
	if i := tradingAs(ws); i > 0 {
		ws = ws[:i]
	}
	out := make([]string, 0, len(ws))
	for i := 0; i < len(ws); {
		n := 0
		for k := min(p.longest, len(ws)-i); k > 0 && n == 0; k-- {
			if to, ok := p.becomes[strings.Join(ws[i:i+k], " ")]; ok && (i > 0 || len(to) > 0) {
				out = append(out, to...)
				n = k
			}
		}
		if n == 0 {
			if ws[i] != "and" && (i == 0 || ws[i] != "the") {
				out = append(out, ws[i])
			}
			n = 1
		}
		i += n
	}
	if out = withoutInitials(out); len(out) == 0 {
		return ws
	}
	return out
}

// withoutInitials takes a last or first word off that is but the initials of the others: "Legal Aid Agency LAA".
func withoutInitials(ws []string) []string {
	n := len(ws) - 1
	switch {
	case n < 2:
	case areInitials(ws[n], ws[:n]):
		return ws[:n]
	case areInitials(ws[0], ws[1:]):
		return ws[1:]
	}
	return ws
}

// areInitials says whether a word is the initials of others, small words in or out.
func areInitials(word string, of []string) bool {
	if len(word) < 2 {
		return false
	}
	all, main := make([]byte, 0, len(of)), make([]byte, 0, len(of))
	for _, w := range of {
		all = append(all, w[0])
		switch w {
		case "of", "for", "the", "in", "on", "to":
		default:
			main = append(main, w[0])
		}
	}
	return word == string(all) || word == string(main)
}

// withoutNumber takes a supplier's number off a name: "… LTD~114950181", "… COUNCIL#RC31620071", "*name", "ZZZname".
func withoutNumber(name string) string {
	name, _, _ = strings.Cut(name, "#")
	if head, tail, ok := strings.Cut(name, "~"); ok && strings.Trim(tail, "0123456789 ") == "" {
		name = head
	}
	name = withoutNotes(name)
	if rest := strings.TrimLeft(name, "Zz"); len(name)-len(rest) >= 3 && rest != "" {
		name = strings.TrimLeft(rest, " -")
	}
	return name
}

// personsOrder turns "SMITH, JOHN" round; names with more than one comma or a company's words stay.
func personsOrder(name string) string {
	last, first, ok := strings.Cut(name, ",")
	if !ok || strings.Contains(first, ",") {
		return name
	}
	if n := len(strings.Fields(first)); n == 0 || n > 2 || len(strings.Fields(last)) != 1 {
		return name
	}
	for _, w := range strings.Fields(Fold(first)) {
		switch w {
		case "ltd", "limited", "plc", "llp", "inc", "llc", "the", "co", "company", "council", "school", "university", "college":
			return name
		}
	}
	return first + " " + last
}

// tradingAs is where "t/a" or "trading as" begins, or 0.
func tradingAs(ws []string) int {
	for i, w := range ws {
		if w == "ta" && i > 0 && i < len(ws)-1 || w == "trading" && i+1 < len(ws) && ws[i+1] == "as" {
			return i
		}
	}
	return 0
}
