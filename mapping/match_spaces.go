package mapping

import "strings"

// spacedTitles are the words of titles that may be run together with the word beside them.
var spacedTitles = [...]string{"authority", "borough", "city", "council", "county", "district", "london", "metropolitan", "police", "primary",
	"rescue", "service", "trust"}

// minTogether is the number of letters from which a word may be two, and minBeside that of the one beside the title.
const minTogether, minBeside = 8, 3

// spaced parts a title from the word of the tables that it is run together with in a name: "HavantBorough Council",
// "Primary CareTrust". Words that the tables have as they stand stay.
func (g *grammar) spaced(ws []string) []string {
	for i := 0; i < len(ws); i++ {
		if len(ws[i]) < minTogether || g.isWord(ws[i]) {
			continue
		}
		if a, b, ok := g.parted(ws[i]); ok {
			ws = append(ws[:i:i], append([]string{a, b}, ws[i+1:]...)...)
		}
	}
	return ws
}

// parted is a title and another word of the tables that were run together, in the order in which they stand.
func (g *grammar) parted(w string) (a, b string, ok bool) {
	for i := range spacedTitles {
		t := spacedTitles[i]
		if len(w) < len(t)+minBeside {
			continue
		}
		if rest, found := strings.CutSuffix(w, t); found && g.isWord(rest) {
			return rest, t, true
		}
		if rest, found := strings.CutPrefix(w, t); found && g.isWord(rest) {
			return t, rest, true
		}
	}
	return "", "", false
}

func (g *grammar) isWord(w string) bool {
	_, known := g.known[w]
	return known
}
