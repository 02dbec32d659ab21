package mapping

import (
	"slices"
	"sort"
	"strings"

	"flows/ledger"
)

// An atom is a district or single-tier authority that was not made of others: the grain in which
// areas of all times are compared. A later authority is the atoms it was made of.

// far is a day after the last change in the tables.
const far ledger.Date = 47482 // 2100-01-01

// atoms returns an area's atoms and which part of each lies in it, ordered by code.
func (r *Registry) atoms(code string) []AreaShare { return r.atomTable()[code] }

func (r *Registry) loadAtoms() map[string][]AreaShare {
	t := map[string][]AreaShare{}
	var of func(code string) []AreaShare
	of = func(code string) []AreaShare {
		if got, ok := t[code]; ok {
			return got
		}
		t[code] = nil
		a, ok := r.Area(code)
		if !ok {
			return nil
		}
		sum := map[string]int64{}
		for _, part := range r.madeOf(a) {
			for _, at := range of(part.Code) {
				sum[at.Code] += int64(at.Share) * int64(part.Share) / ledger.Whole
			}
		}
		if isAuthority(a.Kind) && len(sum) == 0 {
			sum[code] = ledger.Whole
		}
		t[code] = sharesOf(sum)
		return t[code]
	}
	for i := range r.areas {
		of(r.areas[i].Code)
	}
	return t
}

// madeOf lists what an area is made of: an authority of its predecessors, any other of its members.
func (r *Registry) madeOf(a Area) []AreaShare {
	var parts []AreaShare
	if isAuthority(a.Kind) {
		for _, s := range r.back[a.Code] {
			if old, _ := r.Area(s.Old); isAuthority(old.Kind) && s.Share == ledger.Whole {
				parts = append(parts, AreaShare{s.Old, ledger.Whole})
			}
		}
		return parts
	}
	at := far
	if a.To != ledger.NoDate {
		at = a.To
	}
	var nations []AreaShare
	for _, m := range r.Members(a.Code, at) {
		switch child, _ := r.Area(m.Child); {
		case isAuthority(child.Kind):
			parts = append(parts, AreaShare{m.Child, m.Share})
		case child.Kind == "nation":
			nations = append(nations, AreaShare{m.Child, m.Share})
		}
	}
	if len(parts) == 0 {
		return nations
	}
	return parts
}

// isAuthority says whether an area of the kind is a district or single-tier authority.
func isAuthority(kind string) bool {
	switch kind {
	case "district", "unitary", "metropolitan", "london":
		return true
	}
	return false
}

func sharesOf(sum map[string]int64) []AreaShare {
	out := make([]AreaShare, 0, len(sum))
	for code, s := range sum {
		out = append(out, AreaShare{code, int32(min(s, ledger.Whole))})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Code < out[j].Code })
	return out
}

// units returns the authorities with a population that make up an area, each with the part of it
// that lies inside; ok is false where a part is not known.
func (r *Registry) units(code string) (units []AreaShare, ok bool) { return r.unitsOf(r.atoms(code)) }

// Units are the authorities with a population that have together the ground of several areas, sorted. It is
// known of Bournemouth, Poole and Dorset as they were, together, where it is not of each. ok is false where
// an authority has more ground than they.
func (r *Registry) Units(codes ...string) (units []string, ok bool) {
	ground := map[string]int64{}
	for _, code := range codes {
		for _, at := range r.atoms(r.ground(code)) {
			ground[at.Code] = max(ground[at.Code], int64(at.Share))
		}
	}
	parts, ok := r.unitsOf(sharesOf(ground))
	for _, u := range parts {
		if u.Share != ledger.Whole {
			return nil, false
		}
		units = append(units, u.Code)
	}
	return units, ok
}

// unitsOf is units of an area that is made of atoms.
func (r *Registry) unitsOf(want []AreaShare) (units []AreaShare, ok bool) {
	if len(want) == 0 {
		return nil, false
	}
	seen := map[string]bool{}
	for _, at := range want {
		unit, ok := r.unitOf(at.Code)
		if !ok {
			return nil, false
		}
		if seen[unit] {
			continue
		}
		seen[unit] = true
		share, ok := wholeShare(want, r.atoms(unit))
		if !ok {
			return nil, false
		}
		units = append(units, AreaShare{unit, share})
	}
	slices.SortFunc(units, func(a, b AreaShare) int { return strings.Compare(a.Code, b.Code) })
	return units, true
}

// unitOf follows an atom forward to the authority whose population is known.
func (r *Registry) unitOf(code string) (string, bool) {
	for range 8 {
		if _, ok := r.people()[code]; ok {
			return code, true
		}
		next := ""
		for _, s := range r.forward[code] {
			if s.Share == ledger.Whole {
				next = s.New
			}
		}
		if next == "" {
			return "", false
		}
		code = next
	}
	return "", false
}

// wholeShare is the part that all atoms of a unit have in the area; ok is false where they differ.
func wholeShare(area, unit []AreaShare) (share int32, ok bool) {
	for i, u := range unit {
		j, found := slices.BinarySearchFunc(area, u.Code, func(a AreaShare, c string) int { return strings.Compare(a.Code, c) })
		if !found || i > 0 && area[j].Share != share {
			return 0, false
		}
		share = area[j].Share
	}
	return share, len(unit) > 0
}

// Touches says whether two areas, of whatever times, have ground in common.
func (r *Registry) Touches(a, b string) bool {
	a, b = r.ground(a), r.ground(b)
	for _, x := range r.atoms(a) {
		if _, ok := slices.BinarySearchFunc(r.atoms(b), x.Code, func(s AreaShare, c string) int { return strings.Compare(s.Code, c) }); ok {
			return true
		}
	}
	return a == b
}

// Contains says whether all of inner's ground, of whatever time, is outer's.
func (r *Registry) Contains(outer, inner string) bool {
	if outer == inner {
		return true
	}
	inner = r.ground(inner)
	in := r.atoms(inner)
	if len(in) == 0 {
		return false
	}
	out := r.atoms(outer)
	for _, x := range in {
		i, ok := slices.BinarySearchFunc(out, x.Code, func(s AreaShare, c string) int { return strings.Compare(s.Code, c) })
		if !ok || out[i].Share < x.Share {
			return false
		}
	}
	return true
}

// asAt follows an area forward to what it was in a period, as long as it went whole into another.
// Areas that began later stay what they are.
func (r *Registry) asAt(code string, when period) string {
	for range 8 {
		a, ok := r.Area(code)
		if fit, _ := when.fit(a.Span); !ok || fit != fitEarlier {
			return code
		}
		next := ""
		for _, s := range r.forward[code] {
			if s.Share == ledger.Whole {
				next = s.New
			}
		}
		if next == "" {
			return code
		}
		code = next
	}
	return code
}
