package flows

import (
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
)

// Place is one place of a report: an area with the codes under which its money stands.
type Place struct {
	Name   string
	Codes  []string // the areas the place is: one, except for a place of one's own
	Inside []string // codes of areas and bodies' areas wholly inside, itself included, sorted
	Partly []string // codes of areas that lie only partly inside (a force, an ICB), sorted
	Wider  []string // codes of the regions and nations around it, whose money is asked for only to be spread

	weighed []string // the areas by which the key to spread by weighs the place; none: its own

	// Of a place of the workspace's own that holds areas in part: by area the part of its money, in
	// billionths, the code under which those parts stand, and whose figures they are.
	Shares map[string]int32
	own    string
	basis  string
}

// bodyAreas are the kinds of areas that bodies serve; they are told from the tiers of local government.
var bodyAreas = []string{"police_area", "fire_area", "pct", "ccg", "icb", "health_board", "combined_authority"}

// placesOn resolves what --place names: a place's name or code, a group of places such as pfpp, or several of
// them with commas between. A name means the place that had it on a day; NoDate is the latest.
func (p *Project) placesOn(names []string, day ledger.Date) ([]Place, error) {
	var list []Place
	for _, name := range p.eachName(names) {
		found, err := p.placesNamed(name, day)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !slices.ContainsFunc(list, func(have Place) bool { return have.own == f.own && slices.Equal(have.Codes, f.Codes) }) {
				list = append(list, f)
			}
		}
	}
	return list, nil
}

// eachName parts texts at their commas, but for names that have a comma ("Bristol, City of").
func (p *Project) eachName(names []string) []string {
	var list []string
	for _, name := range names {
		if _, err := p.placesNamed(name, ledger.NoDate); err == nil || !strings.Contains(name, ",") {
			list = append(list, name)
			continue
		}
		for part := range strings.SplitSeq(name, ",") {
			list = append(list, strings.TrimSpace(part))
		}
	}
	return list
}

// groupAliases are short names of groups.
var groupAliases = map[string]string{"pfpp": "pfpp-pilots-2021", "total-place": "total-place-pilots-2009"}

func (p *Project) placesNamed(name string, day ledger.Date) ([]Place, error) {
	group := strings.ToLower(strings.TrimSpace(name))
	if full, ok := groupAliases[group]; ok {
		group = full
	}
	for _, o := range p.Registry().OwnPlaces() {
		if strings.EqualFold(strings.TrimSpace(name), o.Name) || strings.EqualFold(strings.TrimSpace(name), o.Code) {
			return []Place{p.ownPlace(&o)}, nil
		}
	}
	for _, g := range p.Registry().Groups() {
		if g.Name != group {
			continue
		}
		list := make([]Place, 0, len(g.Places))
		for _, m := range g.Places {
			list = append(list, p.place(m.Name, m.Codes))
		}
		return list, nil
	}
	one, err := p.placeNamed(name, day)
	if err != nil {
		return nil, err
	}
	return []Place{one}, nil
}

// placeNamed finds one area by code or name. Of areas with one name (Norfolk the county, Norfolk the
// police area) the authority is meant; a body's name is the area that it serves; a name that leaves several authorities is an error that lists them.
func (p *Project) placeNamed(name string, day ledger.Date) (Place, error) {
	r := p.Registry()
	if a, ok := r.Area(strings.ToUpper(name)); ok {
		return p.place(a.Name, []string{a.Code}), nil
	}
	codes := r.Named(name, ledger.NoDate)
	var areas, served []mapping.Area
	for _, c := range codes {
		if a, ok := r.Area(c); ok && !slices.Contains(bodyAreas, a.Kind) {
			areas = append(areas, a)
		} else if ok {
			served = append(served, a)
		}
	}
	if areas = or(areas, served); len(areas) == 0 { // "Greater Manchester Police", "West Mercia"
		areas = slices.DeleteFunc(slices.Clone(r.Areas()), func(a mapping.Area) bool { return mapping.Fold(a.Name) != mapping.Fold(name) })
	}
	areas = latest(r, ofDay(areas, day))
	switch {
	case len(areas) == 1:
		return p.place(areas[0].Name, []string{areas[0].Code}), nil
	case len(areas) > 1:
		var say []string
		for _, a := range areas {
			say = append(say, fmt.Sprintf("%s (%s, %s)", a.Code, a.Official, a.Kind))
		}
		return Place{}, fmt.Errorf("--place %s: several places have this name; give one of the codes %s", name, strings.Join(say, "; "))
	}
	return Place{}, fmt.Errorf("--place %s: no place, code or group of that name; %s'flows places search %s' looks further", name, p.placeMeant(name), name)
}

// or is the first list that has anything.
func or(first, second []mapping.Area) []mapping.Area {
	if len(first) > 0 {
		return first
	}
	return second
}

// ofDay keeps the areas that there were on a day, if there were any.
func ofDay(areas []mapping.Area, day ledger.Date) []mapping.Area {
	if day == ledger.NoDate {
		return areas
	}
	then := slices.DeleteFunc(slices.Clone(areas), func(a mapping.Area) bool { return !a.Holds(day) })
	if len(then) == 0 {
		return areas
	}
	return then
}

// placeMeant asks about the place whose name is nearest to what was typed.
func (p *Project) placeMeant(name string) string {
	var names []string
	for _, a := range p.Registry().Areas() {
		names = append(names, a.Name)
	}
	for _, g := range p.Registry().Groups() {
		names = append(names, g.Name)
	}
	return didYouMean(name, names)
}

// latest drops areas that another of the list succeeded under the same name (an area recoded for a small
// change of boundary, a district that became a unitary): the successor's scope holds their codes.
func latest(r *mapping.Registry, areas []mapping.Area) []mapping.Area {
	if len(areas) < 2 {
		return areas
	}
	return slices.DeleteFunc(slices.Clone(areas), func(a mapping.Area) bool {
		for _, s := range r.Successors(a.Code) {
			if slices.ContainsFunc(areas, func(b mapping.Area) bool { return b.Code == s.New }) {
				return true
			}
		}
		return false
	})
}

// wideKinds are the areas that a place lies in and that are no part of it: what the nation or the
// region gets is told by its step of the ladder, not as money of each of its places.
var wideKinds = []string{"nation", "country_group", "region"}

// place works out what lies inside areas: their members and predecessors at any time, and the areas of
// bodies, wholly inside or in part.
func (p *Project) place(name string, codes []string) Place {
	r := p.Registry()
	out := Place{Name: name, Codes: codes}
	for _, part := range r.Inside(codes...) {
		switch a, _ := r.Area(part.Code); {
		case part.Share == ledger.Whole:
			out.Inside = append(out.Inside, part.Code)
		case slices.Contains(wideKinds, a.Kind):
			out.Wider = append(out.Wider, part.Code)
		default:
			out.Partly = append(out.Partly, part.Code)
		}
	}
	return out
}
