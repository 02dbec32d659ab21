package mapping

import "strings"

// farNotice is added to the rule of a body whose name tells of a place far from the council that pays it.
const farNotice = "payer's area is elsewhere"

// standsByName says whether nothing but a place in its name tells where a body stands, and there may be another body of
// the name: a school, a club or a parish, but no hospital trust.
func (b Body) standsByName() bool {
	return b.Area != "" && b.ID == "" && b.Kind != KindNHS
}

// checkPayer leaves open where a body stands that a council elsewhere pays: of the places of a name ("Woodley Primary
// School") a council's is mostly the one nearby, which the tables need not know.
func (r *Registry) checkPayer(b Body, payer rung) Body {
	if !b.standsByName() || !payer.speaks() || r.near(payer.areas[0].Code, b.Area) {
		return b
	}
	return Body{Kind: b.Kind, Rule: b.Rule + "; " + farNotice, Detail: b.Detail + "; " + payer.detail}
}

// confirmed places a school, a parish or a voluntary body in whose name a place stands anywhere, where the council of that
// very place pays it: "Norwich Polish Association", paid by Norwich or by Norfolk. A place that is not the payer's leaves
// it open.
func (r *Registry) confirmed(name string, b Body, payer rung, when period) Body {
	if b.Area != "" || b.Known() || !payer.speaks() || b.Kind != KindVoluntary && b.Kind != KindSchool && b.Kind != KindParish {
		return b
	}
	name, _, _ = strings.Cut(name, "#")
	places := r.gazetteer().within(linked(words(fold(name))), b.Kind, when)
	for i := range places {
		if !r.Contains(payer.areas[0].Code, places[i].code) {
			return b
		}
		places[i].placed = true
	}
	code, place := r.standing(places)
	if code == "" {
		return b
	}
	b.Area, b.Confidence = r.asAt(code, when), 930
	b.Rule, b.Detail = "name: "+b.Kind+" and place, paid by its council", "place "+place+"; "+payer.detail
	return b
}

// unlessFiner is what is stated of where a payee is, or nothing where no more than a region or a nation is stated and its
// name or postcode tells of a place inside that.
func (r *Registry) unlessFiner(stated rung, finer ...rung) rung {
	if !stated.speaks() || len(stated.areas) > 1 || r.bodyStep(stated.areas[0].Code) == RungBody {
		return stated
	}
	for _, g := range finer {
		if !g.speaks() {
			continue
		}
		for _, s := range g.areas {
			if !r.Contains(stated.areas[0].Code, s.Code) {
				return stated
			}
		}
		return rung{}
	}
	return stated
}

// near says whether two areas lie in one region of England or one nation, or share a postcode's first half.
func (r *Registry) near(a, b string) bool {
	x, _ := r.Area(a)
	y, _ := r.Area(b)
	if x.Region != "" && x.Region == y.Region || x.Region == "" && y.Region == "" && x.Nation == y.Nation {
		return true
	}
	if r.Touches(a, b) {
		return true
	}
	beside := r.beside()
	for _, s := range r.atoms(r.ground(a)) {
		for _, t := range r.atoms(r.ground(b)) {
			if beside[pairOf(s.Code, t.Code)] {
				return true
			}
		}
	}
	return false
}

// loadBeside lists the pairs of atoms of which one postcode's first half has postcodes in both.
func (r *Registry) loadBeside() map[string]bool {
	beside := map[string]bool{}
	for _, areas := range r.outcodes() {
		var atoms []string
		for _, s := range areas {
			for _, atom := range r.atoms(s.Code) {
				atoms = append(atoms, atom.Code)
			}
		}
		for i, a := range atoms {
			for _, b := range atoms[i+1:] {
				beside[pairOf(a, b)] = true
			}
		}
	}
	return beside
}

// pairOf is one key for two codes in any order.
func pairOf(a, b string) string {
	if strings.Compare(a, b) > 0 {
		a, b = b, a
	}
	return a + "|" + b
}
