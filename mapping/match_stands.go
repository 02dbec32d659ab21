package mapping

import (
	_ "embed"
	"slices"
	"strings"
)

var (
	//go:embed reference/towns.csv
	townsCSV string
	//go:embed reference/homonyms.csv
	homonymsCSV string
)

// gazetteer finds places in the names of schools, museums and other bodies that stand in one.
type gazetteer struct {
	r       *Registry
	places  map[string][]coreRef // linked words joined by spaces
	longest int
	long    []string        // long places of one word, ordered, for names cut off
	weak    map[string]bool // places whose names are common words: they only make up a pair
	kinds   *kindWords
	bare    map[string]bool // names that alone may be anybody's
	towns   map[string]bool // places of the table of towns, which fewer roads are named after
	village map[string]bool // villages, which a direction or a size makes another place of

	schoolsOnly map[string]bool // places that are common words, but not before "School"
	notBefore   map[string]bool // places that are as often a village or a street where "School" follows
	atEnd       map[string]bool // places that are as often something else, but not behind "School"
}

func newGazetteer(r *Registry) *gazetteer {
	z := &gazetteer{r: r, places: map[string][]coreRef{}, kinds: loadKindWords(),
		bare: map[string]bool{}, weak: map[string]bool{}, towns: map[string]bool{}, village: map[string]bool{}, schoolsOnly: map[string]bool{}, notBefore: map[string]bool{}, atEnd: map[string]bool{}}
	traps := map[string]bool{}
	records(homonymsCSV, 3, func(f []string) {
		switch f[1] {
		case "bare":
			z.bare[f[0]] = true
		case "school":
			z.schoolsOnly[f[0]] = true
		case "start":
			z.notBefore[f[0]] = true
		case "end":
			z.atEnd[f[0]] = true
		default:
			traps[f[0]] = true
		}
	})
	for i := range r.areas {
		switch r.areas[i].Kind {
		case "county", "district", "unitary", "metropolitan", "london", "metropolitan_county":
			if name := strings.TrimSuffix(fold(r.areas[i].Name), " metropolitan county"); !traps[name] || z.atEnd[name] {
				z.add(name, int32(i))
			}
		}
	}
	records(townsCSV, 4, func(f []string) {
		switch key := joined(linked(strings.Fields(fold(f[0])))); f[2] {
		case "weak":
			z.weak[key] = true
			return
		case "village":
			z.village[key] = true
		default:
			z.towns[key] = true
		}
		z.add(fold(f[0]), r.byCode[f[1]])
	})
	for short, full := range r.grammar().words.swaps { // "Wilts", "Northants"
		if refs := z.places[joined(linked(full))]; len(full) == 1 && refs != nil && z.places[short] == nil {
			z.places[short] = refs
		}
	}
	for key := range z.places {
		if len(key) >= minCutPlace && !strings.Contains(key, " ") {
			z.long = append(z.long, key)
		}
	}
	slices.Sort(z.long)
	return z
}

func (z *gazetteer) add(folded string, area int32) {
	ws := linked(strings.Fields(folded))
	key := joined(ws)
	z.places[key] = append(z.places[key], coreRef{area, z.r.areas[area].Span})
	z.longest = max(z.longest, len(ws))
}

// found is a place in a name.
type found struct {
	code   string
	name   string
	and    bool // "and" stands before it
	placed bool // it stands where a body's place does
}

// within lists the places in the name of a body of a kind, in their order.
func (z *gazetteer) within(ws []word, kind string, when period) []found {
	var out []found
	for i := 0; i < len(ws); {
		n, refs := z.longestAt(ws, i)
		if n == 0 {
			i++
			continue
		}
		key := joined(ws[i : i+n])
		code := z.r.bearer(refs, when)
		if a, _ := z.r.Area(code); a.Kind == "county" && i > 0 && isDirection(ws[i-1].text) {
			code = a.Region // South Devon is not all in the county of Devon
		}
		if code != "" && !z.trap(ws, i, n, kind) && !z.onARoad(ws, i+n, key) {
			out = append(out, found{code, key, strings.Contains(ws[i].link, "and"), z.placed(ws, i, n)})
		}
		i += n
	}
	return out
}

// trap says whether words i to i+n of the name of a body of a kind are a place that is as often something else there.
func (z *gazetteer) trap(ws []word, i, n int, kind string) bool {
	key, school, end := joined(ws[i:i+n]), kind == KindSchool, i+n == len(ws)
	switch {
	case z.village[key] && i > 0 && ws[i].link == "" && partsPlace(ws[i-1].text):
		return true
	case z.atEnd[key]:
		return !school || !end || i == 0 || !z.kinds.is(ws[i-1].text)
	case z.schoolsOnly[key]:
		return !school || i > 0
	case z.notBefore[key]:
		return !end && (school && isPlainSchool(ws[i+n].text) || ws[i+n].text == "school")
	}
	return false
}

// onARoad says whether the word at i makes the place before it part of an address or another name.
func (z *gazetteer) onARoad(ws []word, i int, place string) bool {
	return i < len(ws) && ws[i].link == "" && (isRoad(ws[i].text) || !z.towns[place] && isEstate(ws[i].text))
}

func (z *gazetteer) longestAt(ws []word, i int) (n int, refs []coreRef) {
	for n = min(z.longest, len(ws)-i); n > 0; n-- {
		if refs = z.places[joined(ws[i:i+n])]; refs != nil {
			return n, refs
		}
	}
	return 0, nil
}

// placed says whether words i to i+n of a name say where its body is: they begin or end it, or stand
// after "of", "in", a direction or another word that tells of a sort of body. Half of a pair whose
// other half is no known place ("Burton and South Derbyshire") says nothing.
func (z *gazetteer) placed(ws []word, i, n int) bool {
	if i > 0 && ws[i].link == "and" && !z.endsPlace(ws[:i]) && !z.kinds.is(ws[i-1].text) {
		return false
	}
	if j := i + n; j < len(ws) && ws[j].link == "and" && !z.kinds.is(ws[j].text) {
		if k, _ := z.longestAt(ws, j); k == 0 && !z.weak[ws[j].text] {
			return false
		}
	}
	if j := i + n; j < len(ws) && isRiverside(ws[j].link) && !z.kinds.is(ws[j].text) {
		if k, _ := z.longestAt(ws, j); k == 0 {
			return false
		}
	}
	if strings.HasSuffix(ws[i].link, "of") && i > 0 && (isSomebody(ws[i-1].text) || isSomebody(ws[0].text)) {
		return false // "St Augustine of Canterbury", "Bishop of Winchester"
	}
	if i+n == len(ws) || !slices.ContainsFunc(ws[:i], func(w word) bool { return !isOrdinal(w.text) }) {
		return true
	}
	switch last := ws[i].link; {
	case strings.HasSuffix(last, "of"), strings.HasSuffix(last, "in"), strings.HasSuffix(last, "at"), strings.HasSuffix(last, "for"), last == "and":
		return true
	}
	return isDirection(ws[i-1].text) || z.kinds.is(ws[i-1].text)
}

// isOrdinal says whether a word counts, as scouts count their groups: "6th Exeter Scout Group".
func isOrdinal(word string) bool {
	number := strings.TrimRight(word, "sthndr")
	return number != "" && digits(number) >= 0
}

// isSomebody says whether a word begins the name of a person who is called after a place.
func isSomebody(word string) bool {
	switch word {
	case "st", "saint", "bishop", "archbishop", "duke", "duchess", "earl", "countess", "marquess", "marquis", "prince", "princess", "lord", "lady":
		return true
	}
	return false
}

// isPlainSchool says whether a word behind a place makes the two a school's whole name: "Preston Primary".
func isPlainSchool(word string) bool {
	switch word {
	case "school", "academy", "primary", "junior", "infant", "infants", "nursery", "first", "middle", "high", "secondary", "community", "cofe", "ce", "church", "vc", "va":
		return true
	}
	return false
}

// isRiverside says whether a link makes one name of the places on its two sides: "Bolton on Swale" is not Bolton.
func isRiverside(link string) bool {
	switch link {
	case "on", "upon", "under", "on the", "upon the":
		return true
	}
	return false
}

// endsPlace says whether a place stands at the end of the words.
func (z *gazetteer) endsPlace(ws []word) bool {
	for n := min(z.longest, len(ws)); n > 0; n-- {
		if key := joined(ws[len(ws)-n:]); z.places[key] != nil || z.weak[key] {
			return true
		}
	}
	return false
}

// minCutPlace is the number of letters of a place that may be completed where a name was cut off in it.
const minCutPlace = 8

// completed writes out the place in whose middle a long name was cut off, where only one begins so.
func (z *gazetteer) completed(ws []string, length int) []string {
	if length < minCut || len(ws) == 0 || len(ws[len(ws)-1]) < minCutPlace {
		return ws
	}
	last := ws[len(ws)-1]
	i, found := slices.BinarySearch(z.long, last)
	if found || i == len(z.long) || !strings.HasPrefix(z.long[i], last) ||
		i+1 < len(z.long) && strings.HasPrefix(z.long[i+1], last) {
		return ws
	}
	return append(slices.Clone(ws[:len(ws)-1]), z.long[i])
}

func isDirection(w string) bool {
	switch w {
	case "north", "south", "east", "west", "central", "greater", "mid", "inner", "outer", "city", "royal", "old":
		return true
	}
	return false
}

// partsPlace says whether a word before a village makes another village of it: "East Anstey", "Little Paxton".
func partsPlace(w string) bool {
	switch w {
	case "north", "south", "east", "west", "great", "little", "upper", "lower", "high", "low", "over", "nether", "long", "new", "market", "church", "abbots", "bishops", "kings", "temple":
		return true
	}
	return false
}

// bearer is the area that bears a name in a period: the one that lived then, else the last before,
// else the first after; "" where several did.
func (r *Registry) bearer(refs []coreRef, when period) string {
	best, bestFit, code := 0, -1, ""
	for _, ref := range refs {
		fit, off := when.fit(ref.span)
		switch {
		case fit > bestFit || fit == bestFit && int(off) < best:
			best, bestFit, code = int(off), fit, r.areas[ref.area].Code
		case fit == bestFit && int(off) == best && code != r.areas[ref.area].Code:
			code = ""
		}
	}
	return code
}

// standing is the area in which a body stands by the places in its name: the smallest of those that
// lie in each other, the largest of those joined by "and"; of places apart that "and" joins, the county
// or region of all; "" where they say nothing.
func (r *Registry) standing(places []found) (code, name string) {
	if !slices.ContainsFunc(places, func(p found) bool { return p.placed }) {
		return "", ""
	}
	for _, p := range places {
		switch {
		case code == "" || code == p.code:
			code, name = p.code, p.name
		case r.Contains(code, p.code) && !p.and, r.Contains(p.code, code) && p.and:
			code, name = p.code, p.name
		case r.Contains(code, p.code), r.Contains(p.code, code):
		case p.and && p.placed:
			if code, name = r.around(code, p.code), name+" and "+p.name; code == "" {
				return "", ""
			}
		default:
			return "", ""
		}
	}
	return code, name
}

// around is the county, metropolitan county or region that holds both areas; "" where none does.
func (r *Registry) around(a, b string) string {
	for _, kind := range []string{"county", "metropolitan_county", "region"} {
		for _, m := range r.up[a] {
			if up, _ := r.Area(m.Parent); up.Kind == kind && r.Contains(up.Code, a) && r.Contains(up.Code, b) {
				return up.Code
			}
		}
	}
	return ""
}

// institution reads a name as that of a body that stands in a place: a school, a hospital, a museum.
func (r *Registry) institution(name string, when period) Body {
	z := r.gazetteer()
	name, _, _ = strings.Cut(name, "#")
	if open := strings.IndexByte(name, '('); open > 0 {
		if b := r.institution(name[:open], when); b.Area != "" {
			return b
		}
	}
	plainWords := words(fold(name))
	kind, known := z.kinds.of(plainWords)
	if !known {
		return Body{Kind: KindUnknown, Rule: "no body of this name"}
	}
	b := Body{Kind: kind.kind, Rule: "sort of body by its name"}
	if !kind.place {
		return b
	}
	code, place := r.standing(z.within(linked(z.completed(plainWords, len(name))), kind.kind, when))
	if code == "" {
		return b
	}
	b.Area, b.Confidence = r.asAt(code, when), 850
	b.Rule, b.Detail = "name: "+kind.kind+" and place", "place "+place
	return b
}
