package mapping

import (
	"slices"
	"strings"
)

// Names are joined by short forms of their words where they have so many words and letters. Of what may be a person's
// name a word more is asked.
const minShortWords, minShortLetters = 3, 14

// maxShort is how many names may begin alike before one of them is taken for a short form of another.
const maxShort = 200

// joinShort joins a name to the only other of which it shortens words: "Tiverton Dist Comm Trans Assoc" to "Tiverton
// District Community Transport Association". The first word is whole in both.
func (c *clusters) joinShort() {
	groups := map[string][]int32{}
	ws := make([][]string, len(c.keys))
	for i := range c.keys {
		k := &c.keys[i]
		if ws[i] = strings.Split(k.text, "-"); !c.mayBeShort(k, len(ws[i])) {
			continue
		}
		sign := []byte(ws[i][0])
		for _, w := range ws[i][1:] {
			sign = append(sign, '-', w[0])
		}
		groups[string(sign)] = append(groups[string(sign)], int32(i))
	}
	for i := range c.keys { // in the order of keys, not of the map
		if len(ws[i]) == 0 || !c.mayBeShort(&c.keys[i], len(ws[i])) {
			continue
		}
		sign := []byte(ws[i][0])
		for _, w := range ws[i][1:] {
			sign = append(sign, '-', w[0])
		}
		to, several := int32(-1), false
		group := groups[string(sign)]
		for _, j := range group[:min(len(group), maxShort)] {
			if j != int32(i) && shortens(ws[i], ws[j]) {
				several = several || to >= 0 && c.find(to) != c.find(j)
				to = j
			}
		}
		if to >= 0 && !several && len(group) <= maxShort {
			c.join(int32(i), to, "short forms of the same words")
		}
	}
}

// mayBeShort says whether a key may have, or be, a short form.
func (c *clusters) mayBeShort(k *clusterKey, words int) bool {
	if k.body.Known() || k.kind == KindIndividual || k.kind == KindParish || len(k.closed) < minShortLetters {
		return false
	}
	if k.kind == KindUnknown {
		return words > minShortWords
	}
	return words >= minShortWords
}

// shortens says whether one name is another with some of its words shortened, and at least one long word whole.
func shortens(short, long []string) bool {
	same, less := false, false
	for i, w := range short {
		switch {
		case w == long[i]:
			same = same || len(w) >= minWhole
		case isShortOf(w, long[i]):
			less = true
		default:
			return false
		}
	}
	return same && less
}

// isShortOf says whether a word is the beginning of another, or the same without its vowels, by two letters or more:
// "assoc", "ntwrks". Numbers are never short for others, a pre-school is no preparatory school, nor partners a partnership.
func isShortOf(w, long string) bool {
	if len(w) < 3 || len(long)-len(w) < 2 || w[0] != long[0] || w == "pre" || w == "partners" || strings.ContainsAny(w, "0123456789") {
		return false
	}
	return strings.HasPrefix(long, w) || consonants(w) == consonants(long) && strings.Trim(w[1:], "aeiou") != ""
}

// consonants are a word's first letter and those behind it that are no vowels, doubled ones once.
func consonants(w string) string {
	b := []byte{w[0]}
	for i := 1; i < len(w); i++ {
		if !strings.ContainsRune("aeiou", rune(w[i])) && w[i] != b[len(b)-1] {
			b = append(b, w[i])
		}
	}
	return string(b)
}

// withoutNotes takes off a payee's name what a clerk noted before or behind it: "** USE 5702 **", "(A/C NO 36166103 ONLY)".
func withoutNotes(name string) string {
	if note, rest, ok := strings.Cut(strings.TrimLeft(name, "*"), "**"); ok && strings.HasPrefix(name, "**") && strings.TrimLeft(rest, "* ") != "" && note != "" {
		name = rest
	}
	name = strings.TrimLeft(name, "* ")
	if i := strings.Index(name, "**"); i > 0 {
		name = name[:i]
	}
	open := strings.LastIndexByte(name, '(')
	if open <= 0 {
		return strings.TrimRight(name, " _\\")
	}
	note := Fold(name[open:])
	ws := strings.Fields(note)
	account := strings.HasPrefix(note, "ac ") || strings.HasPrefix(note, "a c ") || slices.Contains(ws, "only")
	if account && slices.ContainsFunc(ws, func(w string) bool { return len(w) >= 4 && isNumber(w) }) || slices.Contains(insolvent[:], note) {
		name = name[:open]
	}
	return strings.TrimRight(name, " _\\")
}

// insolvent are notes that a firm is being wound up.
var insolvent = [...]string{"in administration", "in administratn", "in liquidation", "in receivership", "in admin"}
