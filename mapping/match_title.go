package mapping

// slippedTitles are the words of titles that may be misspelt, and realWords those one slip from them that mean
// something else: "Country" is no county, "Councils" are an association of them.
var (
	slippedTitles = [...]string{"authority", "borough", "brigade", "clinical", "combined", "commissioner", "commissioning", "constable",
		"constabulary", "corporation", "council", "county", "district", "integrated", "london", "mayoral", "metropolitan", "police",
		"primary", "rescue", "service", "teaching", "trust"}
	realWords = [...]string{"authorities", "boroughs", "brough", "combine", "combines", "commissioners", "constables", "corporations",
		"councils", "count", "country", "counts", "countys", "districts", "londons", "polices", "policy", "polite", "brigades", "primacy", "reaching", "rescued",
		"rescuer", "serviced", "services", "servile", "thrust", "truss", "trusts", "trusty", "tryst"}
)

// minTitleSlip is the number of letters from which a title may be misspelt.
const minTitleSlip = 5

// titleMeant is the title that a word is one slip of spelling away from ("Boruogh", "Counicl", "Distirct"); "" where
// there is none, or the word means something as it stands.
func titleMeant(word string) string {
	found := ""
	for i := range slippedTitles {
		t := slippedTitles[i]
		if len(word) > len(t)+1 || len(t) > len(word)+1 || !beginAlike(t, word) || !oneSlip(t, word) {
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

// beginAlike says whether a word begins as a title does, but for its first letter lost or changed about with the second.
func beginAlike(title, word string) bool {
	return title[0] == word[0] || title[1] == word[0] && (title[0] == word[1] || title[1:] == word)
}

// spelt puts the titles meant in the place of those misspelt in the words of a name. Words that the grammar or a place's
// name has stay.
func (g *grammar) spelt(ws []string) []string {
	for i, w := range ws {
		if len(w) < minTitleSlip {
			continue
		}
		if g.isWord(w) {
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
