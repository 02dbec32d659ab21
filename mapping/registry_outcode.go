package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flows/ledger"
)

// KindOutcode is the kind of the part of an authority that has a postcode's first half: NR7 of Broadland.
const KindOutcode = "outcode"

// outcodePart is the code of the part of an outcode that lies in an authority.
func outcodePart(outcode, area string) string { return outcode + "." + area }

// withOutcodes puts in the place of a member that is an outcode its parts, one for each authority that has postcodes
// of it, each with the member's share. Money is placed at them by postcodes; each lies in its authority.
func (r *Registry) withOutcodes(places []OwnPlace) []OwnPlace {
	out := make([]OwnPlace, len(places))
	for i, p := range places {
		members := p.Members
		p.Members = nil
		for _, m := range members {
			if _, known := r.Area(m.Code); known || !r.isOutcode(m.Code) {
				p.Members = append(p.Members, m)
				continue
			}
			for _, area := range r.areasOfOutcode(m.Code) {
				r.addOutcodePart(m.Code, area)
				p.Members = append(p.Members, AreaShare{outcodePart(m.Code, area), m.Share})
			}
		}
		out[i] = p
	}
	return out
}

func (r *Registry) addOutcodePart(outcode, area string) {
	code := outcodePart(outcode, area)
	if _, there := r.small[code]; there {
		return
	}
	a, _ := r.Area(area)
	name := fmt.Sprintf("%s (%s)", outcode, a.Name)
	r.small[code] = smallArea{code, KindOutcode, area}
	r.byCode[code] = int32(len(r.areas))
	r.areas = append(r.areas, Area{Code: code, Name: name, Official: name, Kind: KindOutcode, Span: Span{ledger.NoDate, ledger.NoDate}})
}

// areasOfOutcode are the authorities that any table gives a postcode of an outcode to, sorted.
func (r *Registry) areasOfOutcode(outcode string) []string {
	areas := map[string]bool{}
	for _, s := range r.Outcode(outcode) {
		areas[s.Code] = true
	}
	for digit := '0'; digit <= '9'; digit++ {
		for _, code := range programSectors()[outcode+" "+string(digit)].codes {
			areas[code] = true
		}
	}
	if table, err := r.postcodes(); err == nil && table != nil { // Ready tells the error
		for code := range table.areasOf(outcode) {
			if _, known := r.Area(code); known {
				areas[code] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(areas))
}

// areasOf are the authorities of the table's postcodes of an outcode.
func (p *Postcodes) areasOf(outcode string) map[string]bool {
	areas := map[string]bool{}
	for i := range p.Len() {
		if p.outcode(i) == outcode {
			areas[p.at(i).Area] = true
		}
	}
	return areas
}

// outcode is the first half of the nth postcode.
func (p *Postcodes) outcode(i int) string {
	key := strings.TrimRight(string(p.key(i)), " ")
	return key[:len(key)-3]
}

// finer puts areas that a postcode's place is divided between at their parts of its outcode, where a place of the
// workspace is made of that. The shares stay what they are.
func (r *Registry) finer(outcode string, areas []AreaShare) []AreaShare {
	if len(r.small) == 0 {
		return areas
	}
	out := slices.Clone(areas)
	for i, s := range out {
		if part, ok := r.small[outcodePart(outcode, s.Code)]; ok {
			out[i].Code = part.code
		}
	}
	slices.SortFunc(out, func(a, b AreaShare) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// outcodesWanted are the outcodes that places are made of.
func (r *Registry) outcodesWanted() map[string]bool {
	all := map[string]bool{}
	for code, s := range r.small {
		if s.kind == KindOutcode {
			outcode, _, _ := strings.Cut(code, ".")
			all[outcode] = true
		}
	}
	return all
}
