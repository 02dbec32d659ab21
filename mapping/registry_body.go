package mapping

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
)

var (
	//go:embed reference/organisations.csv
	organisationsCSV string
	//go:embed reference/organisation_names.csv
	organisationNamesCSV string
	//go:embed reference/bodies.csv
	bodiesCSV string
)

// Body is an organisation that a name was concluded to be.
type Body struct {
	ID     string // the area's code for a place's own body; the organisation's id; "" where none is known
	Name   string // its official name
	Kind   string // one of the Kind constants
	Area   string // code of the area it governs or stands in; "" where that is not known
	Own    bool   // it is the place's own body: a council, police, fire, NHS commissioner, combined authority
	Nation string // code of the nation that a national body serves; "" for others

	Rule       string // what decided, in a few words
	Confidence int16  // thousandths
	Detail     string // what the rule saw
}

// Known says whether the name was concluded to be anybody.
func (b Body) Known() bool { return b.ID != "" }

// Kinds of body, as reports name them.
const (
	KindCounty     = "county"
	KindDistrict   = "district"
	KindUnitary    = "unitary" // metropolitan districts and London boroughs too
	KindStrategic  = "strategic authority"
	KindPolice     = "police"
	KindFire       = "fire"
	KindNHS        = "NHS"
	KindSchool     = "school or college"
	KindUniversity = "university"
	KindHousing    = "housing association"
	KindVoluntary  = "voluntary"
	KindBusiness   = "business"
	KindIndividual = "individual"
	KindCentral    = "central"
	KindParish     = "parish"
	KindJoint      = "joint authority" // waste, transport, park and port authorities
	KindUnknown    = "unknown"
)

// kindOfArea is the kind of the body that governs a kind of area.
func kindOfArea(kind string) string {
	switch kind {
	case "county", "district":
		return kind
	case "unitary", "metropolitan", "london":
		return KindUnitary
	case "police_area":
		return KindPolice
	case "fire_area":
		return KindFire
	case "pct", "ccg", "icb", "health_board":
		return KindNHS
	case "combined_authority", "strategic_authority":
		return KindStrategic
	}
	return KindCentral
}

type organisation struct {
	id, name, kind string
	Span
}

// bodyTable knows organisations that are not the own body of a place.
type bodyTable struct {
	orgs   []organisation
	byID   map[string]int32
	byName map[string][]orgRef

	standing []standingBody
	names    map[string]int32 // folded names of standing bodies
	stems    map[string]int32 // of hospital trusts; -1 where several share one
	sorted   []string         // keys of names
}

// standingBody is a body that stands in an area without governing it.
type standingBody struct{ id, name, kind, area string }

type orgRef struct {
	org  int32
	span Span
}

func loadBodies() *bodyTable {
	t := &bodyTable{byID: map[string]int32{}, byName: map[string][]orgRef{}, names: map[string]int32{}, stems: map[string]int32{}}
	records(bodiesCSV, 6, func(f []string) {
		n := int32(len(t.standing))
		t.standing = append(t.standing, standingBody{f[0], f[1], f[2], f[3]})
		for _, alias := range append(strings.Split(f[4], ";"), f[1]) {
			if alias != "" {
				t.names[Fold(alias)] = n
				t.addStem(nhsStem(Fold(alias)), n)
			}
		}
	})
	t.sorted = slices.Sorted(maps.Keys(t.names))
	records(organisationsCSV, 9, func(f []string) {
		o := organisation{f[0], f[1], f[3], Span{mustDate(f[6]), mustDate(f[7])}}
		t.byID[o.id] = int32(len(t.orgs))
		t.orgs = append(t.orgs, o)
	})
	records(organisationNamesCSV, 5, func(f []string) {
		key := Fold(f[0])
		t.byName[key] = append(t.byName[key], orgRef{t.byID[f[1]], Span{mustDate(f[3]), mustDate(f[4])}})
	})
	return t
}

func (t *bodyTable) addStem(stem string, n int32) {
	if have, there := t.stems[stem]; there && have != n {
		n = -1
	}
	if stem != "" {
		t.stems[stem] = n
	}
}

// placed finds a body that stands in an area by its folded name: exactly, with "University of X" and
// "X University" taken for one, or as the only name that a cut-off text begins.
func (t *bodyTable) placed(folded string, cut bool) (body int32, rule string, ok bool) {
	if i, ok := t.names[folded]; ok {
		return i, "name in the register of bodies", true
	}
	if x, ok := strings.CutPrefix(folded, "university of "); ok {
		if i, ok := t.names[x+" university"]; ok {
			return i, "name in the register of bodies, words in another order", true
		}
	}
	if x, ok := strings.CutSuffix(folded, " university"); ok {
		if i, ok := t.names["university of "+x]; ok {
			return i, "name in the register of bodies, words in another order", true
		}
	}
	for _, first := range [...]string{"the university of", "university of", "college of"} { // "Leeds, University of"
		if x, ok := strings.CutSuffix(folded, " "+first); ok {
			if i, ok := t.names[strings.TrimPrefix(first, "the ")+" "+x]; ok {
				return i, "name in the register of bodies, words in another order", true
			}
		}
	}
	if strings.Contains(folded, "nhs") {
		if i, ok := t.stems[nhsStem(folded)]; ok && i >= 0 {
			return i, "name in the register of bodies, shortened", true
		}
	}
	if !cut {
		return 0, "", false
	}
	i, _ := slices.BinarySearch(t.sorted, folded)
	if i == len(t.sorted) || !strings.HasPrefix(t.sorted[i], folded) || t.sorted[i][len(folded)] == ' ' {
		return 0, "", false // not cut off in the middle of a word: perhaps another's whole name
	}
	body = t.names[t.sorted[i]]
	for ; i < len(t.sorted) && strings.HasPrefix(t.sorted[i], folded); i++ {
		if t.names[t.sorted[i]] != body {
			return 0, "", false
		}
	}
	return body, "name in the register of bodies, cut off", true
}

// national finds an organisation of the state by its exact folded name. Names of several bodies of
// the same days are left open.
func (t *bodyTable) national(folded string, when period) (organisation, bool) {
	best, bestFit, several := organisation{}, -1, false
	for _, ref := range t.byName[folded] {
		o := t.orgs[ref.org]
		fit, _ := when.fit(both(o.Span, ref.span))
		switch {
		case fit > bestFit:
			best, bestFit, several = o, fit, false
		case fit == bestFit && o.id != best.id:
			several = true
		}
	}
	return best, bestFit >= 0 && !several
}
