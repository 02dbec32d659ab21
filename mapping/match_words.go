package mapping

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed reference/name_words.csv
var nameWordsCSV string

// family is a set of kinds of local body, told apart by the words beside the place in their names.
type family uint16

const (
	famCouncil family = 1 << iota
	famPolice
	famFire
	famPCT
	famCCG
	famICB
	famBoard
	famCombined
	famNHS // "NHS Norfolk": the commissioner of its day, whatever it was called
)

// title is a set of words that say which sort of body stands in a name.
type title uint32

const (
	isCouncil title = 1 << iota
	isCounty
	isCity
	isBorough
	isDistrict
	isMetropolitan
	isLondon
	isRoyal
	isCountyBorough
	isCityCounty
	isUnitary
	isCC // county council or city council
	isPolice
	isFire
	isFireAlone // "Norfolk Fire": enough where the name is known to be an authority's
	isPCT
	isCCG
	isICB
	isBoard
	isNHS
	isCombined
)

// role is what a word may do in a name.
type role struct {
	fam    family // families beside whose place it may stand
	title  title
	noise  bool // a department or account of the body
	veto   bool // the name is of somebody else
	school bool // the name tells of a school, which a council may keep an account for
}

// nameWords is reference/name_words.csv.
type nameWords struct {
	swaps   map[string][]string // words joined by a space → words
	longest int                 // number of words in the longest of them
	roles   map[string]role
}

// kinds are the kinds of area whose bodies a family names.
func (f family) kinds() []string {
	switch f {
	case famCouncil:
		return []string{"county", "district", "unitary", "metropolitan", "london"}
	case famPolice:
		return []string{"police_area"}
	case famFire:
		return []string{"fire_area"}
	case famPCT:
		return []string{"pct"}
	case famCCG:
		return []string{"ccg"}
	case famICB:
		return []string{"icb"}
	case famBoard:
		return []string{"health_board"}
	case famCombined:
		return []string{"combined_authority", "strategic_authority"}
	}
	return []string{"pct", "ccg", "icb", "health_board"}
}

// familyOfKind is the family that names the bodies of a kind of area; 0 for regions, nations and the like.
func familyOfKind(kind string) family {
	for f := famCouncil; f < famNHS; f <<= 1 {
		if slices.Contains(f.kinds(), kind) {
			return f
		}
	}
	return 0
}

func loadNameWords() *nameWords {
	w := &nameWords{swaps: map[string][]string{}, roles: map[string]role{}}
	families := map[string]family{
		"council": famCouncil, "police": famPolice, "fire": famFire, "pct": famPCT, "ccg": famCCG,
		"icb": famICB, "board": famBoard, "combined": famCombined, "nhs": famNHS,
	}
	titles := map[string]title{
		"council": isCouncil, "county": isCounty, "city": isCity, "borough": isBorough, "district": isDistrict,
		"metropolitan": isMetropolitan, "london": isLondon | isBorough, "royal": isRoyal | isBorough,
		"cc": isCC | isCouncil, "countyborough": isCountyBorough, "citycounty": isCityCounty, "unitary": isUnitary,
		"police": isPolice, "fire": isFire, "firealone": isFireAlone, "pct": isPCT, "ccg": isCCG, "icb": isICB, "board": isBoard,
		"nhs": isNHS, "combined": isCombined,
	}
	records(nameWordsCSV, 3, func(f []string) {
		phrase, class, value := f[0], f[1], f[2]
		r := w.roles[phrase]
		switch class {
		case "swap":
			w.swaps[phrase] = strings.Fields(value)
			w.longest = max(w.longest, strings.Count(phrase, " ")+1)
			return
		case "noise":
			r.noise = true
		case "veto":
			r.veto = true
		case "school":
			r.school = true
		default:
			r.fam |= families[class]
			r.title |= titles[value]
		}
		w.roles[phrase] = r
	})
	return w
}

// swap rewrites words to the forms that the rest of matching knows, longest phrase first, until
// nothing changes: "co boro c" becomes "countyborough council". A phrase never spans a link.
func (w *nameWords) swap(in []word) []word {
	for range 4 {
		out, changed := w.swapOnce(in)
		if !changed {
			return out
		}
		in = out
	}
	return in
}

func (w *nameWords) swapOnce(in []word) (out []word, changed bool) {
	out = make([]word, 0, len(in)+4)
	for i := 0; i < len(in); {
		n := 0
		var to []string
		for k := min(w.longest, len(in)-i); k > 0 && n == 0; k-- {
			if s, ok := w.swaps[joined(in[i:i+k])]; ok {
				n, to = k, s
			}
		}
		if n == 0 {
			out = append(out, in[i])
			i++
			continue
		}
		for j, t := range to {
			link := ""
			if j == 0 {
				link = in[i].link
			}
			out = append(out, word{t, link})
		}
		i += n
		changed = true
	}
	return out, changed
}

// word is one word of a folded name with the small words that stood before it.
type word struct{ text, link string }

// linked takes the small words (and, of, the, upon …) out of a name and keeps them as links.
func linked(ws []string) []word {
	out := make([]word, 0, len(ws))
	link := ""
	for _, w := range ws {
		switch w {
		case "and", "of", "the", "upon", "on", "in", "with", "under", "for", "at", "to":
			link += " " + w
		default:
			out = append(out, word{w, strings.TrimPrefix(link, " ")})
			link = ""
		}
	}
	return out
}

func joined(ws []word) string {
	if len(ws) == 1 {
		return ws[0].text
	}
	n := len(ws)
	for _, w := range ws {
		n += len(w.text)
	}
	b := make([]byte, 0, n)
	for i, w := range ws {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, w.text...)
	}
	return string(b)
}
