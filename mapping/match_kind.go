package mapping

import (
	_ "embed"
	"strings"
)

//go:embed reference/body_words.csv
var bodyWordsCSV string

// kindWord says what sort of body a phrase in a name tells of.
type kindWord struct {
	kind  string
	rank  int8   // of several phrases in a name the highest speaks
	place bool   // such a body stands in the place that its name holds
	where string // "" anywhere | first | last | whole
}

// kindWords is reference/body_words.csv: what sort of body the words of a name tell of.
type kindWords struct {
	phrases map[string]kindWord
	longest int // number of words
}

func loadKindWords() *kindWords {
	k := &kindWords{phrases: map[string]kindWord{}}
	records(bodyWordsCSV, 5, func(f []string) {
		rank := int8(0)
		for _, c := range []byte(f[2]) {
			rank = rank*10 + int8(c-'0')
		}
		k.phrases[f[0]] = kindWord{f[1], rank, f[3] == "yes", f[4]}
		k.longest = max(k.longest, strings.Count(f[0], " ")+1)
	})
	return k
}

// of judges the words of a folded name; known is false where none tells anything.
func (k *kindWords) of(ws []string) (best kindWord, known bool) {
	for i := range ws {
		for n := min(k.longest, len(ws)-i); n > 0; n-- {
			w, ok := k.phrases[strings.Join(ws[i:i+n], " ")]
			if !ok || !stands(w.where, i, n, len(ws)) {
				continue
			}
			if !known || w.rank > best.rank {
				best, known = w, true
			}
			break
		}
	}
	return best, known
}

// stands says whether n words from the i-th of all are where a phrase has to be.
func stands(where string, i, n, all int) bool {
	switch where {
	case "first":
		return i == 0 && n < all
	case "last":
		return i > 0 && i+n == all
	case "whole":
		return n == all
	}
	return true
}

// is says whether a word by itself tells of a sort of body.
func (k *kindWords) is(word string) bool {
	_, ok := k.phrases[word]
	return ok
}

// isRoad says whether a word makes a place before it part of an address or of another name:
// "Norfolk Street Surgery".
func isRoad(word string) bool {
	switch word {
	case "road", "rd", "street", "st", "lane", "avenue", "ave", "drive", "way", "terrace", "close", "court", "crescent",
		"square", "house", "hotel", "inn", "arms", "row", "gardens", "brow", "place", "rise", "villa", "cottage", "lodge", "park", "green", "fields":
		return true
	}
	return false
}

// isEstate says the same of words that follow the names of great places more often than of small
// towns: "Norfolk Gate" need not be in Norfolk, "Heanor Gate School" is in Heanor.
func isEstate(word string) bool {
	switch word {
	case "grange", "grove", "gate", "hill", "manor", "bank", "castle", "hall", "farm", "view", "field",
		"wood", "woods", "cross", "bridge", "mount", "moor", "moors", "mill", "wharf", "quay", "heath", "common", "estate":
		return true
	}
	return false
}
