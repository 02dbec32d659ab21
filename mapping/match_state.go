package mapping

import (
	"slices"
	"strings"
)

// stateNames finds bodies of the state by names that are not quite theirs.
type stateNames struct {
	byKey map[string][]string // key of the words that matter → folded names in the register
	slips map[string][]string
}

// minStateWords is how many words of a name must matter before small words may differ; minStateSlip how
// many letters they must have before one may be wrong.
const (
	minStateWords = 3
	minStateSlip  = 20
)

// stateSwaps are words that departments' files shorten.
var stateSwaps = map[string]string{
	"dept": "department", "dep": "department", "gov": "government", "govt": "government", "comm": "communities",
	"min": "ministry", "agcy": "agency", "natl": "national", "auth": "authority", "org": "organisation", "organization": "organisation",
}

// stateKey is the words of a folded name that matter, joined; n is how many they are.
func stateKey(folded string) (key string, n int) {
	var out []string
	for w := range strings.FieldsSeq(folded) {
		switch w {
		case "of", "for", "the", "and", "in", "on", "to":
			continue
		}
		if s := stateSwaps[w]; s != "" {
			w = s
		}
		out = append(out, w)
	}
	return strings.Join(out, " "), len(out)
}

func newStateNames(t *bodyTable) *stateNames {
	s := &stateNames{byKey: map[string][]string{}}
	for name := range t.byName {
		if key, n := stateKey(name); n >= minStateWords {
			s.byKey[key] = append(s.byKey[key], name)
		}
	}
	var long []string
	for key := range s.byKey {
		if len(key) >= minStateSlip {
			long = append(long, key)
		}
	}
	slices.Sort(long)
	s.slips = slipIndex(long)
	return s
}

// nearlyNational finds a body of the state whose name is written with its abbreviation beside it, before a
// dash and an account, with other small words or with one slip in a long name; rule tells which.
func (r *Registry) nearlyNational(name, folded string, when period) (o organisation, rule string, ok bool) {
	t := r.bodies()
	if o, ok = t.besideInitials(folded, when); ok {
		return o, "abbreviation beside it", true
	}
	if before, _, dash := strings.Cut(name, " - "); dash && strings.Contains(strings.TrimSpace(before), " ") {
		if o, ok = t.national(fold(before), when); ok {
			return o, "account of it", true
		}
	}
	s := r.stateNames()
	key, n := stateKey(folded)
	if n < minStateWords {
		return o, "", false
	}
	if o, ok = t.onlyOne(s.byKey[key], when); ok || len(key) < minStateSlip {
		return o, "small words apart", ok
	}
	var near []string
	for _, d := range drops(key) {
		for _, k := range s.slips[d] {
			if k[0] == key[0] && oneSlip(k, key) {
				near = append(near, s.byKey[k]...)
			}
		}
	}
	o, ok = t.onlyOne(near, when)
	return o, "one slip", ok
}

// besideInitials finds a name that its own initials stand before or behind: "BBC British Broadcasting Corporation".
func (t *bodyTable) besideInitials(folded string, when period) (organisation, bool) {
	ws := strings.Fields(folded)
	if len(ws) < minStateWords+1 {
		return organisation{}, false
	}
	for _, part := range []struct {
		initials string
		rest     []string
	}{{ws[0], ws[1:]}, {ws[len(ws)-1], ws[:len(ws)-1]}} {
		rest := strings.Join(part.rest, " ")
		if !initialsOf(part.initials, part.rest) {
			continue
		}
		if o, ok := t.national(rest, when); ok {
			return o, true
		}
	}
	return organisation{}, false
}

// initialsOf says whether a word is made of the first letters of others in their order, small words in or out.
func initialsOf(word string, of []string) bool {
	if len(word) < 3 {
		return false
	}
	i := 0
	for _, w := range of {
		if i < len(word) && w[0] == word[i] {
			i++
		}
	}
	return i == len(word)
}

// onlyOne is the body that bears one of the names, where they are of one body in its days.
func (t *bodyTable) onlyOne(names []string, when period) (organisation, bool) {
	var found organisation
	ok := false
	for _, name := range names {
		o, one := t.national(name, when)
		if !one || ok && o.id != found.id {
			return organisation{}, false
		}
		found, ok = o, true
	}
	return found, ok
}
