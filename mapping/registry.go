package mapping

import (
	"sort"
	"sync"

	"flows/ledger"
)

// Registry knows the areas and public bodies of the United Kingdom: a picture of mapping/reference.
// It never changes after it is built and may be shared by any number of goroutines.
//
// Codes are GSS codes (the 26 Northern Irish districts before 2015 keep their old ONS codes).
// A name or a code holds for a span of days; shares are billionths of people unless their basis says otherwise.
type Registry struct {
	areas   []Area // ordered by code
	byCode  map[string]int32
	names   map[int32][]Name // per area, ordered as in the table
	folded  map[string][]nameRef
	codes   map[string][]AreaCode // per area's code
	coded   map[string][]string   // system and value, joined by a space → codes
	up      map[string][]Member   // per child
	down    map[string][]Member   // per parent
	forward map[string][]Succession
	back    map[string][]Succession
	groups  []Group

	gathered  []decidedPayee // in the order of the workspace's file
	ownPlaces []OwnPlace
	small     map[string]smallArea // by code

	payers sync.Map // bodies of payers' names, as they were read

	decisions      []placeDecision    // of a workspace, in the order of its file
	namedDecisions map[string][]int32 // by the whole folded name that they fit
	wideDecisions  []int32            // that fit more than whole names

	atomTable  func() map[string][]AreaShare
	people     func() map[string]peopleOf
	outcodes   func() map[string][]AreaShare
	beside     func() map[string]bool     // pairs of atoms that are neighbours
	postcodes  func() (*Postcodes, error) // a workspace's table; nil where there is none
	bodies     func() *bodyTable
	stateNames func() *stateNames
	grammar    func() *grammar
	gazetteer  func() *gazetteer
	likeness   func() *likeness
	payeeWords func() *payeeWords
}

// Span is a run of days, both ends inside it. ledger.NoDate leaves an end open.
type Span struct{ From, To ledger.Date }

// Holds says whether d is in the span; every span holds on the unknown day.
func (s Span) Holds(d ledger.Date) bool {
	return d == ledger.NoDate || (s.From == ledger.NoDate || s.From <= d) && (s.To == ledger.NoDate || d <= s.To)
}

// Area is an area that public money is attributed to.
type Area struct {
	Code, Name, Official string
	Kind                 string // county, district, unitary, metropolitan, london, police_area, fire_area, icb, ccg, pct, …
	Nation, Region       string // codes; "" for areas that lie in several
	Span
	FormerCodes []string // of the same area, recoded for a small change of boundary
}

// Name is one way of writing an area, and when it was right.
type Name struct {
	Text, Kind string // kind: official, short, former, abbreviation, welsh, observed
	Span
}

// AreaCode is an area's code in another system (mhclg_ecode, ons_legacy, dfe_la_number, nhs_ods, …).
type AreaCode struct{ System, Value string }

// Member says which part of the child lies in the parent, and when.
type Member struct {
	Parent, Child string
	Share         int32 // of the child, in billionths
	Basis         string
	Span
}

// Succession says which part of an ended area went to which new one.
type Succession struct {
	Old, New string
	Date     ledger.Date
	Share    int32 // of the old area, in billionths; -1 where nobody published it
	Reason   string
}

// AreaShare is a part of something that lies in an area.
type AreaShare struct {
	Code  string
	Share int32 // billionths
}

// Group is a named set of places, such as pfpp-pilots-2021. A place may be several areas together.
type Group struct {
	Name   string
	Places []GroupPlace
}

// GroupPlace is one place of a group.
type GroupPlace struct {
	Name  string
	Codes []string
}

type nameRef struct {
	area int32
	name int32 // index in names[area]
}

// Reference returns the registry of the built-in tables, built on first use in a few milliseconds.
var Reference = sync.OnceValue(loadRegistry)

// Area returns the area of a code.
func (r *Registry) Area(code string) (Area, bool) {
	i, ok := r.byCode[code]
	if !ok {
		return Area{}, false
	}
	return r.areas[i], true
}

// Areas returns all areas, ordered by code. The caller must not change them.
func (r *Registry) Areas() []Area { return r.areas }

// Names returns the ways in which an area is written.
func (r *Registry) Names(code string) []Name {
	i, ok := r.byCode[code]
	if !ok {
		return nil
	}
	return r.names[i]
}

// Named returns the codes of the areas whose exact (folded) name this is on a day, ordered.
// The unknown day asks for all that ever bore it.
func (r *Registry) Named(name string, at ledger.Date) []string {
	var codes []string
	for _, ref := range r.folded[Fold(name)] {
		if a := &r.areas[ref.area]; r.names[ref.area][ref.name].Holds(at) && a.Holds(at) {
			codes = append(codes, a.Code)
		}
	}
	return sortedUnique(codes)
}

// Codes returns an area's codes in other systems.
func (r *Registry) Codes(code string) []AreaCode { return r.codes[code] }

// Coded returns the areas that bear a code in any system, or in the one named, on a day, ordered.
func (r *Registry) Coded(system, value string, at ledger.Date) []string {
	var codes []string
	for _, c := range r.coded[codeKey(system, value)] {
		if a, _ := r.Area(c); a.Holds(at) {
			codes = append(codes, c)
		}
	}
	return sortedUnique(codes)
}

// Parents returns the areas that an area lies in, wholly or in part, on a day.
func (r *Registry) Parents(code string, at ledger.Date) []Member { return holding(r.up[code], at) }

// Members returns the areas that lie in an area, wholly or in part, on a day.
func (r *Registry) Members(code string, at ledger.Date) []Member { return holding(r.down[code], at) }

// Successors returns what became of an area, ordered by date and code.
func (r *Registry) Successors(code string) []Succession { return r.forward[code] }

// Predecessors returns what an area was made of, ordered by date and code.
func (r *Registry) Predecessors(code string) []Succession { return r.back[code] }

// Outcode returns the areas that share a postcode's first half, ordered by code; their shares add up to ledger.Whole.
func (r *Registry) Outcode(outcode string) []AreaShare { return r.outcodes()[outcode] }

// Groups returns the named groups of places, ordered by name.
func (r *Registry) Groups() []Group { return r.groups }

func holding(all []Member, at ledger.Date) []Member {
	var some []Member
	for _, m := range all {
		if m.Holds(at) {
			some = append(some, m)
		}
	}
	return some
}

func sortedUnique(codes []string) []string {
	sort.Strings(codes)
	n := 0
	for i, c := range codes {
		if i == 0 || c != codes[n-1] {
			codes[n] = c
			n++
		}
	}
	return codes[:n]
}
