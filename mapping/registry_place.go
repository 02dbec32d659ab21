package mapping

import (
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
)

// OwnPlace is a place that a workspace makes of areas. Nothing is ever placed at it: money placed at its
// members is of the place, wholly or by their share.
type OwnPlace struct {
	Code, Name   string
	File, Source string
	Members      []AreaShare
}

// KindOwnPlace is the kind of the area that stands for a place of a workspace's own.
const KindOwnPlace = "own_place"

// OwnPlaces are the places of the workspace, in the order given.
func (r *Registry) OwnPlaces() []OwnPlace { return r.ownPlaces }

// addPlaces makes places known by their codes. They have no names that payees are matched with.
func (r *Registry) addPlaces(places []OwnPlace) error {
	for _, p := range places {
		if _, taken := r.byCode[p.Code]; taken {
			return fmt.Errorf("%s: the code %s is taken", p.File, p.Code)
		}
		if err := r.checkMembers(&p); err != nil {
			return err
		}
	}
	for _, p := range places {
		r.byCode[p.Code] = int32(len(r.areas))
		r.areas = append(r.areas, Area{Code: p.Code, Name: p.Name, Official: p.Name, Kind: KindOwnPlace, Span: Span{ledger.NoDate, ledger.NoDate}})
	}
	r.ownPlaces = slices.Clone(places)
	return nil
}

// checkMembers finds members that are not known, parts of areas that are themselves divided, and a part that
// shares ground with another member: what of it is the place's would not be known.
func (r *Registry) checkMembers(p *OwnPlace) error {
	for i, m := range p.Members {
		a, known := r.Area(m.Code)
		if !known {
			if codes := r.Named(m.Code, ledger.NoDate); len(codes) > 0 {
				return fmt.Errorf("%s: the area is %s, which is a name; expected a code: %s", p.File, m.Code, strings.Join(codes, " or "))
			}
			return fmt.Errorf("%s: the area %s is in no table and no outcode; 'flows places search' finds areas; wards and LSOAs are known where 'flows places add-postcodes' packed a directory that has them", p.File, m.Code)
		}
		if m.Share != ledger.Whole && !isAuthority(a.Kind) && r.small[m.Code].code == "" {
			return fmt.Errorf("%s: only districts, single-tier authorities, outcodes, wards and LSOAs can belong to a place in part, and %s %s is a %s", p.File, m.Code, a.Name, a.Kind)
		}
		for _, o := range p.Members[:i] {
			if r.small[m.Code].code != "" && r.small[o.Code].code != "" {
				continue // two small areas have no ground in common
			}
			if r.small[m.Code].code == "" && r.small[o.Code].code == "" && m.Share == ledger.Whole && o.Share == ledger.Whole {
				continue // what stands in both is counted once
			}
			if r.Touches(m.Code, o.Code) {
				return fmt.Errorf("%s: %s and %s share ground, and one of them belongs to the place in part or is a part of the other", p.File, o.Code, m.Code)
			}
		}
	}
	return nil
}
