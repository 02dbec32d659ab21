package mapping

import "strings"

// slippedTitles are the words of titles that may be misspelt, and realWords those one slip from them that mean
// something else: "Country" is no county, "Councils" are an association of them.
var (
	slippedTitles = [...]string{"authority", "borough", "brigade", "clinical", "combined", "commissioner", "commissioning", "constable",
		"constabulary", "corporation", "council", "county", "district", "integrated", "london", "mayoral", "metropolitan", "police",
		"primary", "rescue", "service", "teaching"}
	realWords = [...]string{"authorities", "boroughs", "brough", "combine", "combines", "commissioners", "constables", "corporations",
		"councils", "count", "country", "counts", "countys", "districts", "londons", "polices", "policy", "polite", "brigades", "primacy", "reaching", "rescued",
		"rescuer", "serviced", "services", "servile"}
)

// minTitleSlip is the number of letters from which a title may be misspelt.
const minTitleSlip = 5

// titleMeant is the title that a word is one slip of spelling away from ("Boruogh", "Counicl", "Distirct"); "" where
// there is none, or the word means something as it stands.
func titleMeant(word string) string {
	found := ""
	for i := range slippedTitles {
		t := slippedTitles[i]
		if t[0] != word[0] || len(word) > len(t)+1 || len(t) > len(word)+1 || !oneSlip(t, word) {
			continue
		}
		if found != "" {
			return ""
		}
		found = t
	}
	if found != "" {
		for i := range realWords {
			if realWords[i] == word {
				return ""
			}
		}
	}
	return found
}

// spelt puts the titles meant in the place of those misspelt in the words of a name. Words that the grammar or a place's
// name has stay.
func (g *grammar) spelt(ws []string) []string {
	for i, w := range ws {
		if len(w) < minTitleSlip || strings.IndexByte("abcdilmprst", w[0]) < 0 {
			continue
		}
		if _, known := g.known[w]; known {
			continue
		}
		if t := titleMeant(w); t != "" {
			ws[i] = t
		}
	}
	return ws
}

// learnWords gathers the words that are never taken for a misspelt title: those of the tables.
func (g *grammar) learnWords() {
	known := map[string]struct{}{}
	add := func(phrase string) {
		for _, w := range words(phrase) {
			known[w] = struct{}{}
		}
	}
	for w := range g.words.roles {
		add(w)
	}
	for w := range g.words.swaps {
		add(w)
	}
	for _, c := range g.cores {
		for _, key := range c.keys {
			add(key)
		}
	}
	g.known = known
}
