package mapping

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"flows/ledger"
)

// OwnArea is an area that a workspace adds to the registry: a county of a demonstration, a corridor.
type OwnArea struct {
	Code           string // begins with X, which no GSS code does
	Name, Official string // Official is the body's name: Merrowshire County Council
	Kind           string // as of Area
	Parents        []string
	Names          []string // other written forms of the body's name
	Population     int64    // 0 where it is not known
	Year           int      // of the population
}

// WithWorkspace is the program's registry with a workspace's own areas, decisions and places. An area or a
// place whose code is taken or whose parent or member is not known, and a decision that cannot be followed, are errors.
func WithWorkspace(own []OwnArea, decisions []PlaceDecision, places ...OwnPlace) (*Registry, error) {
	return Build(Tables{Areas: own, Decisions: decisions, Places: places})
}

// Tables are what a workspace adds to the program's registry.
type Tables struct {
	Areas     []OwnArea
	Decisions []PlaceDecision
	Places    []OwnPlace
	Payees    []OrganisationDecision
	Postcodes string // path of a table that PackPostcodes wrote; "" or no such file is none
}

// Build is WithWorkspace with a table of postcodes beside.
func Build(w Tables) (*Registry, error) {
	digest := ""
	if w.Postcodes != "" {
		var err error
		if digest, err = PostcodesDigest(w.Postcodes); err != nil {
			return nil, err
		}
	}
	if len(w.Areas)+len(w.Decisions)+len(w.Places)+len(w.Payees) == 0 && digest == "" {
		return Reference(), nil
	}
	r := loadRegistry()
	if digest != "" {
		r.postcodes = lazyPostcodes(w.Postcodes)
	}
	if err := r.addAreas(w.Areas); err != nil {
		return nil, err
	}
	places := r.withOutcodes(w.Places)
	if err := r.addSmallAreas(places); err != nil {
		return nil, err
	}
	if err := r.addPlaces(places); err != nil {
		return nil, err
	}
	if err := r.gatherAs(w.Payees); err != nil {
		return nil, err
	}
	return r, r.follow(w.Decisions)
}

func (r *Registry) addAreas(own []OwnArea) error {
	own = slices.Clone(own)
	slices.SortFunc(own, func(a, b OwnArea) int { return strings.Compare(a.Code, b.Code) })
	for _, a := range own {
		if _, taken := r.byCode[a.Code]; taken {
			return fmt.Errorf("area %s: this code is taken", a.Code)
		}
		r.addOwn(a)
	}
	for _, a := range own {
		for _, parent := range a.Parents {
			if _, ok := r.byCode[parent]; !ok {
				return fmt.Errorf("area %s: its parent %s is in no table", a.Code, parent)
			}
			m := Member{Parent: parent, Child: a.Code, Share: ledger.Whole, Basis: "the workspace's own", Span: Span{ledger.NoDate, ledger.NoDate}}
			r.up[m.Child] = append(r.up[m.Child], m)
			r.down[m.Parent] = append(r.down[m.Parent], m)
		}
	}
	r.addPeople(own)
	return nil
}

func (r *Registry) addOwn(a OwnArea) {
	always := Span{ledger.NoDate, ledger.NoDate}
	i := int32(len(r.areas))
	r.byCode[a.Code] = i
	official := a.Official
	if official == "" {
		official = a.Name
	}
	r.areas = append(r.areas, Area{Code: a.Code, Name: a.Name, Official: official, Kind: a.Kind, Span: always})
	for n, text := range append([]string{a.Name, official}, a.Names...) {
		kind := "observed"
		if n < 2 {
			kind = []string{"short", "official"}[n]
		}
		key := Fold(text)
		r.folded[key] = append(r.folded[key], nameRef{i, int32(len(r.names[i]))})
		r.names[i] = append(r.names[i], Name{text, kind, always})
	}
}

// addPeople adds the populations of own areas: one figure stands for every year, and says of which it is.
func (r *Registry) addPeople(own []OwnArea) {
	r.people = sync.OnceValue(func() map[string]peopleOf {
		m := loadPeople()
		for _, a := range own {
			if a.Population > 0 {
				p := peopleOf{basis: "the workspace's own", year: a.Year}
				for i := range p.persons {
					p.persons[i] = a.Population
				}
				m[a.Code] = p
			}
		}
		return m
	})
}
