package mapping

import (
	"strings"

	"flows/ledger"
)

// How a name is to be read.
type manner int

const (
	asPayee     manner = iota // a bare "Newport" may be anybody
	asAuthority               // the name is known to be an authority's, or a publisher's
)

// Body tells which organisation the publisher of a payment is. Bare names ("Leeds", "Norfolk") are
// councils here; a name is resolved as of the day (ledger.NoDate: the last that bore it).
func (r *Registry) Body(name string, at ledger.Date) Body {
	return r.body(name, onDay(at), asAuthority)
}

// Payee tells which organisation a payee is, as of a financial year (0: not known).
func (r *Registry) Payee(name string, year ledger.Year) Body {
	return r.body(name, inYear(year), asPayee)
}

func (r *Registry) body(name string, when period, m manner) Body {
	if b := r.localBody(name, when, m); b.Known() {
		return b
	}
	if b := r.nationalBody(name, when); b.Known() {
		return b
	}
	return Body{Kind: KindUnknown, Rule: "no body of this name"}
}

// localBody reads a name as that of a place's own body.
func (r *Registry) localBody(name string, when period, m manner) Body {
	g := r.grammar()
	main, _, _ := strings.Cut(name, "#")
	ws := g.tokens(main)
	cut := len(strings.TrimSpace(main)) >= minCut
	for _, fam := range g.familiesIn(ws, m) {
		if b := g.bodyOf(ws, fam, when, m, cut); b.Known() {
			return b
		}
	}
	return Body{}
}

// minCut is the shortest name that may have been cut off at a file's width.
const minCut = 20

// familiesIn lists the families whose titles stand in a name, those that say most first; councils last.
func (g *grammar) familiesIn(ws []word, m manner) []family {
	var t title
	for _, w := range ws {
		t |= g.words.roles[w.text].title
	}
	var out []family
	for _, f := range []struct {
		title title
		fam   family
	}{{isFire, famFire}, {isPolice, famPolice}, {isPCT, famPCT}, {isCCG, famCCG}, {isICB, famICB}, {isBoard, famBoard}, {isCombined, famCombined}} {
		if t&f.title != 0 {
			out = append(out, f.fam)
		}
	}
	if len(out) == 0 && t&isNHS != 0 {
		return []family{famNHS}
	}
	return append(out, famCouncil)
}

// bodyOf reads a name as one of a family's and concludes only what is beyond doubt.
func (g *grammar) bodyOf(ws []word, fam family, when period, m manner, cut bool) Body {
	rd, ok := g.read(ws, fam, cut)
	if !ok || len(rd.tail) > 0 && !g.accountOf(rd) {
		if rd, ok = g.readLoosely(ws, fam, cut); !ok {
			return Body{}
		}
	}
	confidence, rule := g.judge(rd, m)
	if confidence == 0 {
		return Body{}
	}
	area, fit, _ := g.choose(rd, when)
	if area < 0 {
		return Body{}
	}
	a := &g.r.areas[area]
	b := Body{ID: a.Code, Name: a.Official, Kind: kindOfArea(a.Kind), Area: a.Code, Own: true,
		Rule: rule, Confidence: confidence, Detail: "core " + rd.core}
	switch fit {
	case fitEarlier:
		b.Confidence -= 20
		if when.from != ledger.NoDate {
			b.Detail += "; ended " + a.To.String()
		}
	case fitLater:
		b.Confidence -= 100
		b.Detail += "; begins " + a.From.String()
	}
	return b
}

// judge says how far a reading convinces (0: not at all) and names the rule.
func (g *grammar) judge(rd reading, m manner) (confidence int16, rule string) {
	if rd.fam == famNHS {
		if len(rd.before)+len(rd.after)+len(rd.tail) > 0 || rd.how != "exact" {
			return 0, ""
		}
		return 900, "name: NHS and place"
	}
	if rd.fam != famCouncil {
		return g.judgeOther(rd)
	}
	const strong = isCouncil | isLondon | isRoyal | isMetropolitan | isCountyBorough | isCityCounty | isUnitary
	switch {
	case rd.titles&strong != 0:
		confidence, rule = 990, "name: title and place"
	case rd.titles&isBorough != 0, rd.titles != 0 && rd.ofCity:
		confidence, rule = 960, "name: borough or city of"
	case rd.titles == 0:
		confidence, rule = 800, "name: bare place"
	default:
		confidence, rule = 700, "name: bare place and rank"
	}
	bare := confidence <= 800
	if bare && (len(rd.before)+len(rd.after)+len(rd.tail) > 0 || rd.how != "exact") {
		return 0, ""
	}
	if bare && m == asAuthority {
		return 950, rule
	}
	if rd.titles != 0 && bare || bare && g.homonym(rd.core) {
		return 0, ""
	}
	switch {
	case len(rd.tail) > 0:
		confidence, rule = 900, "name: account of a council"
	case len(rd.before)+len(rd.after) > 0:
		confidence, rule = 970, "name: department of a council"
	}
	switch rd.how {
	case "first half":
		confidence, rule = min(confidence, 930), rule+", first half"
	case "other order":
		confidence, rule = min(confidence, 930), rule+", words in another order"
	case "cut":
		confidence, rule = min(confidence, 930), rule+", cut off"
	case "slip":
		confidence, rule = min(confidence, 900), rule+", one slip"
	}
	return confidence, rule
}

func (g *grammar) judgeOther(rd reading) (int16, string) {
	if len(rd.tail) > 0 || rd.titles == 0 {
		return 0, ""
	}
	rule := "name: title and place"
	if rd.how == "slip" {
		return 900, rule + ", one slip"
	}
	if rd.how != "exact" {
		return 930, rule + ", " + rd.how
	}
	return 980, rule
}

// accountOf says whether the words behind a council's name leave it the council: "… - Orchard School"
// does, "… Staff Club" and "Council for Voluntary Service" do not.
func (g *grammar) accountOf(rd reading) bool {
	if rd.fam != famCouncil || rd.titles&(isCouncil|isLondon|isRoyal) == 0 {
		return false
	}
	switch rd.tail[0].link {
	case "", "and", "re":
	default:
		return false
	}
	for _, w := range rd.tail {
		if g.words.roles[w.text].veto {
			return false
		}
	}
	return true
}

// homonym says whether a bare name is as often something else.
func (g *grammar) homonym(core string) bool {
	return core == "newport" || core == "richmond"
}

// nationalBody finds a body of the state by name.
func (r *Registry) nationalBody(name string, when period) Body {
	o, ok := r.bodies().national(Fold(name), when)
	if !ok {
		return Body{}
	}
	return Body{ID: o.id, Name: o.name, Kind: KindCentral, Nation: "K02000001",
		Rule: "name: body of the state", Confidence: 970, Detail: o.kind}
}
