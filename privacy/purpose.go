package privacy

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// phrase is a line of tables/purposes.csv.
type phrase struct {
	words  []string // a word that ends in * is the beginning of one
	degree Degree
}

// phrases are the phrases of the table by the first letters of their first words, longest first.
var phrases = sync.OnceValue(func() map[string][]phrase {
	m := map[string][]phrase{}
	for _, line := range tableLines("purposes") {
		text, degree, _ := strings.Cut(line, ",")
		n, err := strconv.Atoi(degree)
		if err != nil {
			panic("privacy: purposes.csv: " + line) // the table is part of the program; a test reads it
		}
		p := phrase{strings.Fields(text), Degree(n)}
		key := startOf(p.words[0])
		at := len(m[key])
		for at > 0 && len(m[key][at-1].words) < len(p.words) {
			at--
		}
		m[key] = append(m[key][:at], append([]phrase{p}, m[key][at:]...)...)
	}
	return m
})

// startOf is the first three letters of a word, or all of a short one.
func startOf(word string) string {
	word = strings.TrimSuffix(word, "*")
	return word[:min(3, len(word))]
}

// long is the length in bytes from which a description is prose, in which a phrase says less.
const long = 120

// Purpose says how far a payment is what private people are paid for. what are the texts that say what is
// paid for (title, purpose, expense type, description), where those that say who in the body pays
// (programme, expense area): the second speak where the first are silent.
func Purpose(what, where []string) Degree {
	best, supplies := Degree(-1), false
	for _, text := range what {
		d, s := read(text)
		if len(text) > long {
			d = min(d, 500)
		}
		best, supplies = max(best, d), supplies || s
	}
	switch {
	case best > 750:
		return best
	case supplies && best >= 750:
		return 500
	case supplies:
		return Supplies
	case best > Unsaid && caring(where):
		return max(best, Personal)
	case best > Unsaid:
		return best
	}
	for _, text := range where {
		if d, _ := read(text); d > best {
			best = d
		}
	}
	if best > Unsaid {
		return min(best, Personal)
	}
	return Unsaid
}

// careAreas are the lines of tables/care_areas.csv, each as its words.
var careAreas = sync.OnceValue(func() (list [][]string) {
	for _, line := range tableLines("care_areas") {
		list = append(list, strings.Fields(line))
	}
	return list
})

// caring says whether one of the texts names services that look after people: what is often paid to persons
// is there paid to persons as a rule.
func caring(texts []string) bool {
	var store [32]string
	for _, text := range texts {
		words := purposeWords(store[:0], text)
		for i := range words {
			for _, area := range careAreas() {
				if len(area) <= len(words)-i && fits(area, words[i:]) {
					return true
				}
			}
		}
	}
	return false
}

// read gives the highest degree of the phrases in a text, -1 where there are none, and whether one of them
// is of supplies.
func read(text string) (best Degree, supplies bool) {
	best = -1
	var store [32]string
	words := purposeWords(store[:0], text)
	for i := 0; i < len(words); {
		p := phraseAt(words[i:])
		if p == nil {
			i++
			continue
		}
		if p.degree == Supplies {
			supplies = true
		} else {
			best = max(best, p.degree)
		}
		i += len(p.words)
	}
	return best, supplies
}

func phraseAt(words []string) *phrase {
	list := phrases()[startOf(words[0])]
	for i := range list {
		if len(list[i].words) <= len(words) && fits(list[i].words, words) {
			return &list[i]
		}
	}
	return nil
}

func fits(phrase, words []string) bool {
	for i, p := range phrase {
		if stem, open := strings.CutSuffix(p, "*"); open && !strings.HasPrefix(words[i], stem) || !open && words[i] != p {
			return false
		}
	}
	return true
}

// purposeWords appends the words of a text in small letters. Digits belong to words: S17.
func purposeWords(list []string, text string) []string {
	from := -1
	for i, r := range text {
		in := r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			list = append(list, strings.ToLower(text[from:i]))
			from = -1
		}
	}
	if from >= 0 {
		list = append(list, strings.ToLower(text[from:]))
	}
	return list
}
