package mapping

import (
	"fmt"
	"maps"
	"slices"

	"flows/ledger"
)

// The kinds of small areas, which places of a workspace can be made of where it has a table of postcodes.
const (
	KindWard = "ward"
	KindLSOA = "lsoa"
)

// smallArea is a ward, an LSOA or a part of an outcode that a place is made of, and the authority that it lies in. Money is placed
// at it by its postcodes alone.
type smallArea struct{ code, kind, host string }

// SmallAreas are the codes of the wards, LSOAs and parts of outcodes that money can be placed at, sorted: those that the
// workspace's places are made of.
func (r *Registry) SmallAreas() []string { return slices.Sorted(maps.Keys(r.small)) }

// addSmallAreas makes the members of places known that no table of areas has and the table of postcodes
// does. Each lies in the authority that has most of its postcodes. Two that have a postcode in common, a ward and an
// LSOA, cannot both be members: of what is placed there only one could be told.
func (r *Registry) addSmallAreas(places []OwnPlace) error {
	wanted := map[string]bool{}
	for _, p := range places {
		for _, m := range p.Members {
			if _, known := r.Area(m.Code); !known {
				wanted[m.Code] = true
			}
		}
	}
	table, err := r.postcodes()
	if len(wanted) == 0 || table == nil || err != nil {
		return err
	}
	hosts, kinds, err := table.hosts(wanted, r.outcodesWanted())
	if err != nil {
		return err
	}
	for _, code := range slices.Sorted(maps.Keys(hosts)) {
		host := ""
		for _, h := range slices.Sorted(maps.Keys(hosts[code])) {
			if host == "" || hosts[code][h] > hosts[code][host] {
				host = h
			}
		}
		if _, known := r.Area(host); !known {
			return fmt.Errorf("%s %s lies in %s, which is in no table of areas", kinds[code], code, host)
		}
		r.small[code] = smallArea{code, kinds[code], host}
		r.byCode[code] = int32(len(r.areas))
		r.areas = append(r.areas, Area{Code: code, Name: code, Official: code, Kind: kinds[code], Span: Span{ledger.NoDate, ledger.NoDate}})
	}
	return nil
}

// hosts counts for each ward and LSOA wanted its postcodes by authority.
func (p *Postcodes) hosts(wanted, outcodes map[string]bool) (hosts map[string]map[string]int, kinds map[string]string, err error) {
	hosts, kinds = map[string]map[string]int{}, map[string]string{}
	want := make([]bool, len(p.codes))
	for i, code := range p.codes {
		want[i] = wanted[code]
	}
	for i := range p.Len() {
		n := p.numbers(i)
		if !want[n[1]] && !want[n[2]] {
			continue
		}
		at := p.at(i)
		if want[n[1]] && want[n[2]] {
			return nil, nil, fmt.Errorf("ward %s and LSOA %s have postcodes in common; places can be made of one of them", at.Ward, at.LSOA)
		}
		if out := p.outcode(i); outcodes[out] {
			return nil, nil, fmt.Errorf("ward %s or LSOA %s and the outcode %s have postcodes in common; places can be made of one of them", at.Ward, at.LSOA, out)
		}
		code, kind := at.Ward, KindWard
		if want[n[2]] {
			code, kind = at.LSOA, KindLSOA
		}
		if hosts[code] == nil {
			hosts[code], kinds[code] = map[string]int{}, kind
		}
		hosts[code][at.Area]++
	}
	return hosts, kinds, nil
}

// smallest is the small area of a place that a postcode lies in, else its authority. A postcode of the small area
// that lies in another authority stays at that one: no authority loses money to the grain of a place.
func (r *Registry) smallest(at Located) string {
	for _, code := range []string{at.Ward, at.LSOA} {
		if s, ok := r.small[code]; ok && s.host == at.Area {
			return code
		}
	}
	return at.Area
}

// ground is the area whose ground stands for an area's: a small area's authority.
func (r *Registry) ground(code string) string {
	if s, ok := r.small[code]; ok {
		return s.host
	}
	return code
}

// withSmall adds to the parts of a place the small areas that lie in them, and, of a place that is made of small
// areas, the areas around those.
func (r *Registry) withSmall(parts []Part, place []string) []Part {
	if len(r.small) == 0 {
		return parts
	}
	have := map[string]Part{}
	for _, p := range parts {
		have[p.Code] = p
	}
	for _, code := range place {
		s, ok := r.small[code]
		if !ok {
			continue
		}
		for i := range r.areas {
			a := &r.areas[i]
			if _, there := have[a.Code]; !there && r.small[a.Code].code == "" && r.Touches(a.Code, s.host) {
				have[a.Code] = Part{Code: a.Code, Share: UnknownShare, Basis: "areas overlap; the share is not published"}
			}
		}
	}
	for code, s := range r.small {
		if _, there := have[code]; there {
			continue
		}
		if p, ok := have[s.host]; ok && p.Share == ledger.Whole {
			have[code] = Part{Code: code, Share: ledger.Whole, Basis: p.Basis}
		} else if ok && !slices.ContainsFunc(place, func(c string) bool { return r.small[c].host == s.host }) {
			have[code] = Part{Code: code, Share: UnknownShare, Basis: p.Basis}
		}
	}
	return slices.SortedFunc(maps.Values(have), func(a, b Part) int {
		switch {
		case a.Code < b.Code:
			return -1
		case a.Code > b.Code:
			return 1
		}
		return 0
	})
}
