package mapping

import "slices"

// severalNear says whether a slip may be of several places that lived then: "Herfordshire".
func (g *grammar) severalNear(rd reading, when period) bool {
	first := ""
	for _, ref := range rd.refs {
		a := &g.r.areas[ref.area]
		if fit, _ := when.fit(both(a.Span, ref.span)); fit < fitPartly {
			continue
		}
		if first != "" && first != a.Name {
			return true
		}
		first = a.Name
	}
	return false
}

// ruleBare names the weakest of rules: nothing but a place stands in the name.
const ruleBare = "name: bare place"

// ruleRank is a place with no more than a rank beside it.
const ruleRank = "name: place and rank"

// Confidences of the ways in which a council's name may stand, in thousandths.
const (
	sureTitled = 990 // "… County Council", "London Borough of …"
	sureRanked = 960 // "… Borough", "City of …"
	sureBare   = 950 // a bare place where the name is known to be an authority's
	weakRanked = 900 // "… District", "Kent County"
	weakBare   = 800 // "Kent"
	unsure     = 700 // "Derby County": a football club
)

// judge says how far a reading convinces (0: not at all) and names the rule.
func (g *grammar) judge(rd reading, m manner) (confidence int16, rule string) {
	switch rd.fam {
	case famCouncil:
		return g.judgeCouncil(rd, m)
	case famNHS:
		if len(rd.before)+len(rd.after)+len(rd.tail) > 0 || rd.how != "exact" {
			return 0, ""
		}
		return 900, "name: NHS and place"
	}
	return g.judgeOther(rd)
}

// judgeCouncil judges a council's name by its title, then by what stands beside it.
func (g *grammar) judgeCouncil(rd reading, m manner) (confidence int16, rule string) {
	confidence, rule = g.titled(rd)
	aside := len(rd.before) + len(rd.after) + len(rd.tail)
	bare := confidence <= weakRanked
	switch {
	case rd.lead != "":
		return 0, ""
	case bare && (aside > 0 || rd.how != "exact" && (m == asPayee || !g.bareMay(rd))):
		return 0, ""
	case confidence == sureRanked && len(rd.before) > 0: // "Arts City of Norwich"
		return 0, ""
	case bare && m == asAuthority:
		return lowered(sureBare, rule, rd.how)
	case confidence == unsure, bare && g.homonym(rd.core):
		return 0, ""
	case len(rd.tail) > 0:
		confidence, rule = 900, "name: account of a council"
	case aside > 0:
		confidence, rule = 970, "name: department of a council"
	}
	return lowered(confidence, rule, rd.how)
}

// bareMay says whether the place of an authority's name may be found so without a title: by a slip, its words in another
// order, or the first half of one council's name ("Hammersmith") that is not as often another place.
func (g *grammar) bareMay(rd reading) bool {
	switch rd.how {
	case "slip", "other order":
		return true
	case "first half":
		return rd.titles == 0 && !g.homonym(rd.core)
	}
	return false
}

// titled judges a council's name by its title alone.
func (g *grammar) titled(rd reading) (confidence int16, rule string) {
	const strong = isCouncil | isLondon | isRoyal | isCountyBorough | isCityCounty | isUnitary
	const metropolitanDistrict = isMetropolitan | isDistrict
	switch {
	case rd.titles&strong != 0:
		return sureTitled, "name: title and place"
	case rd.titles&isBorough != 0, rd.titles&metropolitanDistrict == metropolitanDistrict, rd.titles != 0 && rd.ofCity:
		return sureRanked, "name: borough or city of"
	case rd.titles == isDistrict, rd.titles == isCounty && g.allCounties(rd):
		return weakRanked, ruleRank
	case rd.titles == 0:
		return weakBare, ruleBare
	}
	return unsure, ruleRank
}

// lowered takes confidence off a rule for the way in which its place was found.
func lowered(confidence int16, rule, how string) (int16, string) {
	switch how {
	case "first half", "cut off":
		return min(confidence, 930), rule + ", " + how
	case "other order":
		return min(confidence, 930), rule + ", words in another order"
	case "slip":
		return min(confidence, 900), rule + ", one slip"
	case "shire left out":
		return min(confidence, 900), rule + ", " + how
	}
	return confidence, rule
}

// allCounties says whether a reading means none but counties: "Kent County" does, "Derby County" does not.
func (g *grammar) allCounties(rd reading) bool {
	return !slices.ContainsFunc(rd.refs, func(ref coreRef) bool { return g.titles[ref.area]&isCounty == 0 })
}

// judgeOther judges the name of a force, a fire service or another body with a title of its own.
func (g *grammar) judgeOther(rd reading) (int16, string) {
	if len(rd.tail) > 0 || rd.titles == 0 {
		return 0, ""
	}
	return lowered(980, "name: title and place", rd.how)
}

// accountOf says whether the words behind a council's name leave it the council: "… - Orchard School"
// does, "… Staff Club" and "Council for Voluntary Service" do not.
func (g *grammar) accountOf(rd reading) bool {
	if rd.fam != famCouncil || rd.titles&(isCouncil|isLondon|isRoyal) == 0 {
		return false
	}
	switch rd.tail[0].link {
	case "", "and", "the":
	default:
		return false
	}
	if rd.tail[0].link == "and" && g.beginsPlace(rd.tail) { // "Council of Norwich and Breckland"
		return false
	}
	school := slices.ContainsFunc(rd.tail, func(w word) bool { return g.words.roles[w.text].school })
	for _, w := range rd.tail {
		if w.text == "ltd" || w.text == "club" || g.words.roles[w.text].veto && !school {
			return false
		}
	}
	return true
}

// beginsPlace says whether a council's place begins the words.
func (g *grammar) beginsPlace(ws []word) bool {
	c := g.cores[famCouncil]
	for n := min(c.longest, len(ws)); n > 0; n-- {
		if len(c.exact[joined(ws[:n])]) > 0 {
			return true
		}
	}
	return false
}

// homonym says whether a bare name is as often something else.
func (g *grammar) homonym(core string) bool { return g.r.gazetteer().bare[core] }
