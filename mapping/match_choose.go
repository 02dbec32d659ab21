package mapping

import (
	"slices"
	"sort"

	"flows/ledger"
)

// How well a title suits an area's body.
const (
	suitsNot = iota
	suitsMay
	suitsWell
)

// suits judges the title in a name against the body of an area: "Leeds Borough Council" may be
// Leeds City Council, "Leicester County Council" is not Leicester City Council.
func (g *grammar) suits(area int32, t title) int {
	a := &g.r.areas[area]
	if familyOfKind(a.Kind) != famCouncil {
		return suitsMay
	}
	own, s := g.titles[area], suitsWell
	for _, one := range []title{isCounty, isCity, isBorough, isDistrict, isMetropolitan, isLondon, isRoyal, isCountyBorough, isCityCounty, isUnitary, isCC} {
		if t&one == 0 {
			continue
		}
		switch {
		case own&one != 0, one == isCC && own&(isCounty|isCity) != 0:
		case g.mayBe(a, own, one):
			s = min(s, suitsMay)
		default:
			return suitsNot
		}
	}
	return s
}

// mayBe says whether a council's kind allows a title that its own name does not bear.
func (g *grammar) mayBe(a *Area, own, one title) bool {
	switch one {
	case isCounty:
		return a.Kind == "county" || (a.Kind == "unitary" || a.Kind == "metropolitan") && !g.hasShire(a)
	case isLondon, isRoyal:
		return a.Kind == "london" && one == isLondon
	case isMetropolitan:
		return a.Kind == "metropolitan" || a.Kind == "unitary"
	case isCC:
		return a.Kind == "unitary" || a.Kind == "metropolitan"
	case isUnitary:
		return a.Kind == "unitary" || a.Kind == "metropolitan"
	case isCountyBorough, isCityCounty:
		return a.Kind != "county"
	case isCity: // Chichester City Council is a parish's, beside Chichester District Council
		return a.Kind != "county" && own&isCounty == 0 && (a.Kind != "district" || own&isDistrict == 0)
	case isDistrict:
		return a.Kind != "county" && a.Kind != "london" && own&isCounty == 0
	}
	return a.Kind != "county" && own&isCounty == 0
}

// hasShire says whether there was a county council of the same stem: Leicester has Leicestershire.
func (g *grammar) hasShire(a *Area) bool {
	refs := g.cores[famCouncil].exact[fold(a.Name)+"shire"]
	return slices.ContainsFunc(refs, func(ref coreRef) bool { return g.r.areas[ref.area].Kind == "county" })
}

// anySuits says whether the title suits any of the areas that a reading may mean.
func (g *grammar) anySuits(rd reading) bool {
	return slices.ContainsFunc(rd.refs, func(ref coreRef) bool { return g.suits(ref.area, rd.titles) > suitsNot })
}

// choose picks the one area that a reading names in a period: suited to the title, existing then,
// or else the one that ended last before or begins first after. Several equals leave it open.
func (g *grammar) choose(rd reading, when period) (area int32, fit int, rivals []string) {
	type scored struct {
		area, suit int32
		fit        int
		off        ledger.Date
	}
	var all []scored
	for _, ref := range rd.refs {
		a := &g.r.areas[ref.area]
		s := g.suits(ref.area, rd.titles)
		if s == suitsNot {
			continue
		}
		fit, off := when.fit(both(a.Span, ref.span))
		all = append(all, scored{ref.area, int32(s), fit, off})
	}
	sort.Slice(all, func(i, j int) bool {
		x, y := all[i], all[j]
		switch {
		case x.fit != y.fit:
			return x.fit > y.fit
		case x.suit != y.suit:
			return x.suit > y.suit
		case x.off != y.off:
			return x.off < y.off
		}
		return x.area < y.area
	})
	for i, s := range all {
		if i == 0 || s.area != all[0].area && s.fit == all[0].fit && s.suit == all[0].suit && s.off == all[0].off {
			rivals = append(rivals, g.r.areas[s.area].Code)
		}
	}
	rivals = sortedUnique(rivals)
	if rd.titles == 0 && len(rivals) > 1 {
		rivals = g.countiesAmong(rivals)
	}
	if len(rivals) != 1 {
		return -1, 0, rivals
	}
	for _, s := range all {
		if a := &g.r.areas[s.area]; a.Code == rivals[0] {
			return s.area, s.fit, rivals
		}
	}
	return -1, 0, rivals
}

// countiesAmong keeps the counties, if there are any: lists of authorities that write a bare
// "Durham" mean the county and write "Durham City" for the district.
func (g *grammar) countiesAmong(codes []string) []string {
	var counties []string
	for _, c := range codes {
		if a, _ := g.r.Area(c); a.Kind == "county" {
			counties = append(counties, c)
		}
	}
	if counties == nil {
		return codes
	}
	return counties
}
