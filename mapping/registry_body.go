package mapping

import _ "embed"

var (
	//go:embed reference/organisations.csv
	organisationsCSV string
	//go:embed reference/organisation_names.csv
	organisationNamesCSV string
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
}

type orgRef struct {
	org  int32
	span Span
}

func loadBodies() *bodyTable {
	t := &bodyTable{byID: map[string]int32{}, byName: map[string][]orgRef{}}
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
