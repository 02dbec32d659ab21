package mapping

import (
	"slices"
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
	if strings.Contains(name, "://") {
		return r.bodyAt(name, when)
	}
	name = repaired(name)
	if b := r.localBody(name, when, m); b.Known() {
		return b
	}
	if b := r.otherBody(name, when); b.Known() {
		return b
	}
	return r.institution(name, when)
}

// bodyAt finds the body whose address in the web of data a publisher gives for its name: the end
// of it is the area's code or the name in addresses that gov.uk uses.
func (r *Registry) bodyAt(address string, when period) Body {
	codes := r.codesIn(address, when)
	if len(codes) != 1 {
		last := strings.TrimRight(address, "/")
		codes = sortedUnique(slices.Clone(r.coded[codeKey("gov_uk_slug", last[strings.LastIndexByte(last, '/')+1:])]))
	}
	if len(codes) != 1 {
		return Body{Kind: KindUnknown, Rule: "no body at this address"}
	}
	a, _ := r.Area(codes[0])
	if familyOfKind(a.Kind) == 0 {
		return Body{Kind: KindUnknown, Rule: "no body at this address"}
	}
	return Body{ID: a.Code, Name: a.Official, Kind: kindOfArea(a.Kind), Area: a.Code, Own: true,
		Rule: "address of its data", Confidence: 990, Detail: address}
}

// localBody reads a name as that of a place's own body.
func (r *Registry) localBody(name string, when period, m manner) Body {
	g := r.grammar()
	for _, text := range g.versions(name, m) {
		if b := g.written(fold(text), when, m); b.Known() {
			return b
		}
		ws := g.tokens(text)
		cut := len(strings.TrimSpace(text)) >= minCut
		for _, fam := range g.familiesIn(ws, m, len(text) >= 30) {
			if b := g.bodyOf(ws, fam, when, m, cut); b.Known() && (!b.bare() || !strings.ContainsAny(text, "+@/:!?*") && !goesOn(text)) {
				return b
			}
		}
	}
	if b := g.cutOff(name, when); b.Known() {
		return b
	}
	return g.headed(name, when, m)
}

// bare says whether the body was found by its place alone, or by a place with a rank.
func (b Body) bare() bool { return b.Rule == ruleBare || b.Rule == ruleRank }

// goesOn says whether a name breaks off before its end: "Buckinghamshire and".
func goesOn(name string) bool {
	folded := fold(name)
	return strings.HasSuffix(folded, " and") || strings.HasSuffix(folded, " with") || strings.HasSuffix(strings.TrimSpace(name), ",")
}

// versions lists a name without the reference behind "#", then without its footnotes and without
// what stands in brackets, unless that says that the name is of somebody else.
func (g *grammar) versions(name string, m manner) []string {
	name, _, _ = strings.Cut(name, "#")
	name = withoutLA(name)
	out := []string{name}
	if m == asAuthority {
		if bare := strings.TrimRight(name, "0123456789*+ "); bare != name {
			out = append(out, bare)
		}
		if bare := withoutMarks(name); bare != name {
			out = append(out, bare)
		}
		if bare := withoutSince(name); bare != name {
			out = append(out, bare)
		}
	}
	if open := strings.IndexAny(name, "([{"); open > 0 {
		for _, w := range g.tokens(name[open:]) {
			if g.words.roles[w.text].veto {
				return out
			}
		}
		out = append(out, name[:open])
	}
	return out
}

// withoutLA writes out the "LA" behind an authority's place: "Birmingham LA".
func withoutLA(name string) string {
	trimmed := strings.TrimRight(name, " .")
	for _, short := range []string{" LA", " L.A", " L A"} {
		if place, ok := strings.CutSuffix(trimmed, short); ok {
			return place + " Local Authority"
		}
	}
	return name
}

// withoutMarks takes footnote letters off the end of an authority's name: "Oxford F", "Slough A, B". Letters with no
// comma between them are an abbreviation: "Exeter C V S".
func withoutMarks(name string) string {
	fields := strings.Fields(name)
	n := len(fields)
	for n > 1 && (n == len(fields) || strings.HasSuffix(fields[n-1], ",")) {
		mark := strings.Trim(fields[n-1], ",;*()[]")
		if len(mark) > 1 || mark >= "a" && mark <= "z" && fields[n-1] == mark {
			break
		}
		n--
	}
	return strings.Join(fields[:n], " ")
}

// withoutSince takes off the end of an authority's name what tells when it was so: "… post Nov 2018", "… from 2019".
func withoutSince(name string) string {
	fields := strings.Fields(name)
	n := len(fields) - 1
	if n < 1 || len(fields[n]) != 4 || digits(fields[n]) < 0 {
		return name
	}
	if n--; n > 0 && isMonth(fields[n]) {
		n--
	}
	switch strings.ToLower(fields[n]) {
	case "post", "pre", "from", "since", "until", "after", "before":
		return strings.TrimRight(strings.Join(fields[:n], " "), " -–,")
	}
	return name
}

// isMonth says whether a word is a month's name or begins one.
func isMonth(word string) bool {
	word = strings.ToLower(strings.Trim(word, "."))
	for _, month := range [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"} {
		if len(word) >= 3 && strings.HasPrefix(month, word) {
			return true
		}
	}
	return false
}

// written finds a body by a way of writing it that the tables hold: its official or former name, or
// an abbreviation, which says enough of a payee from four letters on.
func (g *grammar) written(folded string, when period, m manner) Body {
	rd := reading{how: "exact", core: folded}
	for _, ref := range g.aliases[folded] {
		if m == asAuthority || g.titlesIn(folded, familyOfKind(g.r.areas[ref.area].Kind)) != 0 {
			rd.refs = append(rd.refs, ref)
		}
	}
	for _, ref := range g.r.folded[folded] {
		a, n := &g.r.areas[ref.area], &g.r.names[ref.area][ref.name]
		switch {
		case familyOfKind(a.Kind) == 0, n.Kind == "short":
		case n.Kind == "observed" && (familyOfKind(a.Kind) == famCouncil || g.titlesIn(n.Text, familyOfKind(a.Kind)) == 0):
			// "norwich city", "Greater London": the grammar knows better
		case n.Kind == "abbreviation" && m == asPayee && len(folded) < 4:
		case n.Text == a.Name && n.Kind != "official":
		default:
			rd.refs = append(rd.refs, coreRef{ref.area, n.Span})
		}
	}
	if _, fit, _ := g.choose(rd, when); fit < fitPartly && !(when.from == ledger.NoDate && g.isOfficial(folded, rd.refs)) {
		return Body{} // perhaps the name of another that lives
	}
	return g.concluded(rd, when, 1000, "name as in the register")
}

// isOfficial says whether a folded name is the official one of an area among these that ended when payments were published
// already: with no date to go by, "Dorset County Council" is the body that bore just this name. "Cornwall County Council",
// which ended before, is its heir.
func (g *grammar) isOfficial(folded string, refs []coreRef) bool {
	published := ledger.Year(2010).First()
	return slices.ContainsFunc(refs, func(ref coreRef) bool {
		a := &g.r.areas[ref.area]
		return a.To > published && fold(a.Official) == folded
	})
}

// minCut is the shortest name that may have been cut off at a file's width.
const minCut = 20

// familiesIn lists the families whose titles stand in a name, those that say most first; councils last.
func (g *grammar) familiesIn(ws []word, m manner, cut bool) []family {
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
	if t&isFireAlone != 0 && (m == asAuthority || cut && ws[len(ws)-1].text == "fire") {
		out = append(out, famFire)
	}
	return append(out, famCouncil)
}

// bodyOf reads a name as one of a family's and concludes only what is beyond doubt.
func (g *grammar) bodyOf(ws []word, fam family, when period, m manner, cut bool) Body {
	rd, ok := g.read(ws, fam, cut)
	if ok && cut && len(rd.tail) == 1 {
		if refs := g.cores[fam].startingWith(rd.core + " " + rd.tail[0].text); len(refs) > 0 {
			rd.refs, rd.how, rd.core, rd.tail = refs, "cut off", rd.core+" "+rd.tail[0].text, nil
		}
	}
	if ok && rd.titles&isCounty != 0 && len(rd.tail) > 0 && !g.anySuits(rd) { // "Leicester County Council - Orchard School"
		if refs := g.cores[fam].exact[rd.core+"shire"]; len(refs) > 0 {
			rd.refs, rd.how = refs, "shire left out"
		}
	}
	if !ok || len(rd.tail) > 0 && (rd.how != "exact" && rd.how != "shire left out" || !g.accountOf(rd)) || !g.anySuits(rd) {
		if loose, found := g.readLoosely(ws, fam, m, cut); found {
			rd = loose
		} else if !ok || len(rd.tail) > 0 && !g.accountOf(rd) {
			return Body{}
		}
	}
	confidence, rule := g.judge(rd, m)
	if confidence == 0 {
		return Body{}
	}
	return g.concluded(rd, when, confidence, rule)
}

// concluded is the body of the one area that a reading names.
func (g *grammar) concluded(rd reading, when period, confidence int16, rule string) Body {
	area, fit, _ := g.choose(rd, when)
	if area < 0 || (rd.how == "slip" || rd.how == "cut off") && g.severalNear(rd, when) {
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

// otherBody finds a body that is no place's own by its name: a university, a hospital trust, a park
// authority, or an organisation of the state.
func (r *Registry) otherBody(name string, when period) Body {
	name, _, _ = strings.Cut(name, "#")
	name = strings.TrimLeft(name, "* ")
	t := r.bodies()
	folded := fold(name)
	i, rule, ok := t.placed(folded, len(name) >= minCut)
	if open := strings.IndexByte(name, '('); !ok && open > 0 { // "University of Plymouth (Finance)"
		i, rule, ok = t.placed(fold(name[:open]), false)
	}
	if ok {
		o := t.standing[i]
		return Body{ID: o.id, Name: o.name, Kind: o.kind, Area: r.asAt(o.area, when), Rule: rule, Confidence: 970, Detail: folded}
	}
	texts := []string{folded, withoutForm(folded)}
	if open := strings.IndexByte(name, '('); open > 0 {
		if short := withoutForm(fold(name[:open])); strings.Contains(short, " ") || withoutForm(folded) == folded { // "SCC (South West) Limited" is a firm
			texts = append(texts, short)
		}
	}
	for _, text := range texts {
		if o, ok := t.national(text, when); ok {
			return Body{ID: o.id, Name: o.name, Kind: KindCentral, Nation: nationOf(o.name),
				Rule: "name: body of the state", Confidence: 970, Detail: o.kind}
		}
	}
	if o, how, ok := r.nearlyNational(name, texts[1], when); ok {
		return Body{ID: o.id, Name: o.name, Kind: KindCentral, Nation: nationOf(o.name),
			Rule: "name: body of the state, " + how, Confidence: 920, Detail: o.kind}
	}
	return Body{}
}

// withoutForm takes the legal form off the end of a folded name.
func withoutForm(folded string) string {
	for _, form := range []string{" limited", " ltd", " plc"} {
		if rest, ok := strings.CutSuffix(folded, form); ok {
			return rest
		}
	}
	return folded
}

// nationOf is the nation that a body of the state serves by its name: the United Kingdom where it names none.
func nationOf(name string) string {
	for _, w := range strings.Fields(fold(name)) {
		switch w {
		case "scotland", "scottish":
			return "S92000003"
		case "wales", "welsh":
			return "W92000004"
		case "ireland", "irish":
			return "N92000002"
		case "england", "english":
			return "E92000001"
		}
	}
	return "K02000001"
}
