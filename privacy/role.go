package privacy

import (
	"strings"
	"sync"
)

// roleOf is a line of tables/roles.csv: words before or behind a name that say who the payee is.
type roleOf struct {
	words  string
	degree Degree
}

var roles = sync.OnceValue(func() (list []roleOf) {
	for _, line := range tableLines("roles") {
		words, degree, _ := strings.Cut(line, ",")
		switch degree {
		case "stated":
			list = append(list, roleOf{words, Stated})
		case "titled":
			list = append(list, roleOf{words, Titled})
		default:
			panic("privacy: roles.csv: " + line) // the table is part of the program; a test reads it
		}
	}
	return list
})

// role takes the words off a payee that say who it is, "Anna Quorndon (foster carer)", "Executors of Mrs
// Quorndon", and gives the name that is left and what the words say of it; Firm where there are none.
func role(payee string) (name string, degree Degree) {
	if len(payee) > longestName {
		return payee, Firm
	}
	low := strings.ToLower(payee)
	if len(low) != len(payee) {
		return payee, Firm // letters that are longer in small; no name of the table's words has any
	}
	for _, r := range roles() {
		if rest, ok := strings.CutPrefix(low, r.words); ok && parted(rest, true) {
			return strings.Trim(payee[len(r.words):], roleSigns), r.degree
		}
		if rest, ok := strings.CutSuffix(strings.TrimRight(low, roleSigns), r.words); ok && parted(rest, false) {
			return strings.Trim(payee[:len(rest)], roleSigns), r.degree
		}
	}
	return payee, Firm
}

// roleSigns part a role from a name.
const roleSigns = " ()[]-:,;/*.\u00a0"

// parted says whether what is left has a sign at the end where the role stood.
func parted(rest string, atStart bool) bool {
	if atStart {
		return rest != "" && strings.ContainsRune(roleSigns, rune(rest[0]))
	}
	return rest != "" && strings.ContainsRune(roleSigns, rune(rest[len(rest)-1]))
}
