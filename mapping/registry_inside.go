package mapping

import (
	"slices"
	"strings"

	"flows/ledger"
)

// Part says how much of an area's people live inside a place.
type Part struct {
	Code  string
	Share int32  // billionths; ledger.Whole: the area lies wholly inside; UnknownShare: nobody published it
	Basis string // how a part was worked out; "" where the area lies wholly inside
}

// UnknownShare stands where areas overlap and no published figure says by how much.
const UnknownShare = -1

// Inside lists every area of the registry, of whatever time, that has ground in the place made of the
// areas given, ordered by code: wholly inside, or in part. Money coded to a part is of the place only
// when it is spread on purpose. Areas are compared by the districts they were made of, so that a county
// holds its former districts, the trusts of its time and the unitary authorities that came after it.
func (r *Registry) Inside(place ...string) []Part {
	inside := map[string]int64{}
	for _, code := range place {
		for _, at := range r.atoms(code) {
			inside[at.Code] = min(inside[at.Code]+int64(at.Share), ledger.Whole)
		}
	}
	var parts []Part
	for i := range r.areas {
		a := &r.areas[i]
		if slices.Contains(place, a.Code) {
			parts = append(parts, Part{Code: a.Code, Share: ledger.Whole})
			continue
		}
		if p, touches := r.partInside(a, inside); touches {
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b Part) int { return strings.Compare(a.Code, b.Code) })
	return r.withSmall(parts, place)
}

// partInside works out the part of one area that lies in a set of atoms.
func (r *Registry) partInside(a *Area, inside map[string]int64) (p Part, touches bool) {
	atoms := r.atoms(a.Code)
	all := len(atoms) > 0
	for _, at := range atoms {
		in, ok := inside[at.Code]
		touches = touches || ok
		all = all && ok && in >= int64(at.Share) && (in == ledger.Whole || in == int64(at.Share))
	}
	switch {
	case !touches:
		return Part{}, false
	case all:
		return Part{Code: a.Code, Share: ledger.Whole}, true
	}
	share, ok := r.shareInside(a, atoms, inside)
	if !ok {
		return Part{Code: a.Code, Share: UnknownShare, Basis: "areas overlap; the share is not published"}, true
	}
	return Part{Code: a.Code, Share: share, Basis: "population of the authorities inside"}, true
}

// shareInside weighs an area's authorities by their people. It is not known where an authority is
// both partly in the area and partly in the place, or where only some of its former districts are.
func (r *Registry) shareInside(a *Area, atoms []AreaShare, inside map[string]int64) (share int32, ok bool) {
	units, ok := r.units(a.Code)
	if !ok {
		return 0, false
	}
	year := lastPeopleYear
	if y, _, _ := a.To.Civil(); y != 0 {
		year = min(max(y, firstPeopleYear), lastPeopleYear)
	}
	var total, in int64
	for _, u := range units {
		part, ok := unitInside(r.atoms(u.Code), inside)
		if !ok || part != 0 && part != ledger.Whole && u.Share != ledger.Whole {
			return 0, false
		}
		people, ok := r.Population(u.Code, year)
		if !ok {
			return 0, false
		}
		total += scaled(people.Persons, u.Share)
		in += scaled(scaled(people.Persons, u.Share), part)
	}
	if total == 0 {
		return 0, false
	}
	return int32(inBillionths(in, total)), true
}

// inBillionths is in/total in billionths, rounded to the nearest, without leaving the integers.
func inBillionths(in, total int64) int64 { return (in*ledger.Whole + total/2) / total }

// unitInside is the part of an authority inside; ok is false where its former districts differ.
func unitInside(atoms []AreaShare, inside map[string]int64) (part int32, ok bool) {
	for i, at := range atoms {
		p := int32(inside[at.Code])
		if i > 0 && p != part {
			return 0, false
		}
		part = p
	}
	return part, true
}
