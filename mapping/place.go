package mapping

import (
	"slices"
	"strings"

	"flows/ledger"
)

// The steps of the ladder by which money is given to a place, best first. Each share records the one that spoke.
const (
	RungStatedFor  = "stated-beneficiary" // the publisher says whom the money serves
	RungStated     = "stated-code"        // the publisher says where the payee or project is
	RungBody       = "body"               // the payee is the place's own body, or stands in it
	RungPostcode   = "postcode"           // the payee's postcode
	RungDecision   = "decision"           // a person decided
	RungPayer      = "payer"              // in and for only: the payer is a place's own body
	RungWider      = "wider"              // known only for a region or several authorities together
	RungNational   = "national"           // the payee serves a nation
	RungNone       = "none"               // not attributable
	noRung         = "no rung of the ladder speaks"
	postcodeNotice = "postcode lies elsewhere"
)

// Placement is what was concluded about one wording: the shares of the three attributions, which
// are never mixed. Recipient is where the payee is, In where the money is delivered, For whom it serves.
type Placement struct {
	Recipient, In, For []ledger.Share
	Payee              Body
}

// Shares returns all shares of a placement.
func (p Placement) Shares() []ledger.Share { return slices.Concat(p.Recipient, p.In, p.For) }

// rung is what one step of the ladder concluded.
type rung struct {
	step, rule, evidence, detail string
	confidence                   int16
	areas                        []AreaShare // ordered by code; what they leave of the whole is not attributed
}

func (g rung) speaks() bool { return len(g.areas) > 0 }

// Place walks the ladder for one wording, once for each attribution. Where the payee is, its postcode
// says best after its name; where money is delivered and whom it serves, a council that pays says more
// than the postcode of whom it pays, and a body of the state serves more than the town of its office.
func (r *Registry) Place(w *ledger.PlaceWording) Placement {
	when := inYear(w.Year)
	decided, none := r.byDecision(w.Payee)
	payee := r.body(w.Payee, when, asPayee)
	silent := rung{step: RungNone, rule: noRung, evidence: ledger.Observed}
	if none != nil {
		silent.rule, silent.detail = decisionsFile, none.said()
		payee = payee.disowned(none)
	}
	if payee.Kind == KindUnknown {
		payee.Kind = r.statedKind(w.PayeeKind)
	}
	postcode := r.payeesPostcode(w, when)
	payer := r.byPayer(w, when)
	if postcode.speaks() {
		payee = r.checkPostcode(payee, postcode)
	} else {
		payee = r.confirmed(w.Payee, r.checkPayer(payee, payer), payer, when)
	}
	stated, statedFor := r.stated(w.PlaceStated, when, RungStated), r.stated(w.PlaceStatedFor, when, RungStatedFor)
	body, wide := r.byBody(payee)
	p := Placement{Payee: payee}
	p.Recipient = shares(w.Key, ledger.DimPlaceRecipient, payee, r.unlessFiner(stated, body, postcode), decided, body, postcode, wide, silent)
	p.In = shares(w.Key, ledger.DimPlaceIn, payee, statedFor, stated, decided, body, payer, wide, postcode, silent)
	p.For = shares(w.Key, ledger.DimPlaceFor, payee, statedFor, stated, decided, body, payer, wide, postcode, silent)
	return p
}

// byBody is the rung of the payee's own place, or, for a body that serves a region or a nation, of that.
func (r *Registry) byBody(payee Body) (body, wide rung) {
	code := payee.Area
	if code == "" {
		code = payee.Nation
	}
	if code == "" {
		return rung{}, rung{}
	}
	g := rung{r.bodyStep(code), payee.Rule, ledger.Observed, payee.Detail, payee.Confidence, whole(code)}
	if g.step == RungBody {
		return g, rung{}
	}
	return rung{}, g
}

// bodyStep is the step of a body that stands in an area: a region or a nation is no place.
func (r *Registry) bodyStep(code string) string {
	switch a, _ := r.Area(code); a.Kind {
	case "region", "metropolitan_county":
		return RungWider
	case "nation", "country_group":
		return RungNational
	}
	return RungBody
}

// byPayer is the rung of the payer's own area.
func (r *Registry) byPayer(w *ledger.PlaceWording, when period) rung {
	for _, name := range []string{w.Payer, w.PayerGroup} {
		if name == "" {
			continue
		}
		if b := r.payer(name, when); b.Own {
			return rung{RungPayer, b.Rule, ledger.Observed, b.Name + ": " + b.Detail, b.Confidence, whole(b.Area)}
		}
	}
	return rung{}
}

// payer is the body of a payer's name. Payers are few and stand in every wording: each is read once.
func (r *Registry) payer(name string, when period) Body {
	type key struct {
		name string
		when period
	}
	if b, ok := r.payers.Load(key{name, when}); ok {
		return b.(Body)
	}
	b := r.body(name, when, asAuthority)
	r.payers.Store(key{name, when}, b)
	return b
}

// checkPostcode notes where a body's postcode lies outside its area: a finding, not a choice.
func (r *Registry) checkPostcode(b Body, postcode rung) Body {
	if b.Area == "" || !postcode.speaks() {
		return b
	}
	for _, s := range postcode.areas {
		if r.Touches(s.Code, b.Area) {
			return b
		}
	}
	if b.Rule == ruleBare || !b.Known() { // too weak to stand against a postcode
		kind := b.Kind
		if b.Own {
			kind = KindUnknown
		}
		return Body{Kind: kind, Rule: b.Rule + "; " + postcodeNotice, Detail: b.Detail + "; " + postcode.detail}
	}
	b.Rule += "; " + postcodeNotice
	b.Detail += "; " + postcode.detail
	b.Confidence -= 100
	return b
}

func whole(code string) []AreaShare { return []AreaShare{{code, ledger.Whole}} }

// disowned is a payee of which a person said that it is not the body its name suggests: what sort of body
// it is stays known where no place follows from it.
func (b Body) disowned(by *placeDecision) Body {
	kind := b.Kind
	if b.Area != "" || b.Nation != "" {
		kind = KindUnknown
	}
	return Body{Kind: kind, Rule: decisionsFile, Detail: by.said()}
}

// shares lays out the first rung that speaks, or else the last, as shares that tile [0, ledger.Whole).
func shares(key int64, dimension string, payee Body, rungs ...rung) []ledger.Share {
	best := rungs[len(rungs)-1]
	for _, g := range rungs {
		if g.speaks() {
			best = g
			break
		}
	}
	var out []ledger.Share
	at := int32(0)
	add := func(code string, n int32) {
		if n == 0 {
			return
		}
		out = append(out, ledger.Share{
			Dimension: dimension, Key: key, Code: code, Lo: at, Hi: at + n,
			Rule: best.rule, Step: best.step, Evidence: best.evidence, Confidence: best.confidence,
			Body: payee.Name, BodyKind: payee.Kind, Detail: best.detail,
		})
		at += n
	}
	for _, s := range best.areas {
		add(s.Code, s.Share)
	}
	add("", ledger.Whole-at)
	return out
}

// stated reads a place as a publisher states it: a code, a postcode, an area's or its body's name.
func (r *Registry) stated(text string, when period, step string) rung {
	text = strings.TrimSpace(text)
	if text == "" {
		return rung{}
	}
	if codes := r.codesIn(text, when); len(codes) == 1 {
		return rung{step, "stated code", ledger.Observed, text, 1000, whole(codes[0])}
	}
	if g := r.byPostcode(text, when); g.speaks() {
		g.step, g.rule = step, "stated "+g.rule
		return g
	}
	if code, ok := r.areaNamed(text, when); ok {
		return rung{step, "stated name", ledger.Observed, text, 980, whole(code)}
	}
	return rung{}
}

// areaNamed finds the one area of a name: of an authority, or else of a region or nation.
func (r *Registry) areaNamed(text string, when period) (string, bool) {
	if b := r.localBody(text, when, asAuthority); b.Known() {
		return b.Area, true
	}
	var codes []string
	for _, ref := range r.folded[Fold(text)] {
		a := &r.areas[ref.area]
		if fit, _ := when.fit(both(a.Span, r.names[ref.area][ref.name].Span)); fit >= fitPartly {
			codes = append(codes, a.Code)
		}
	}
	if codes = sortedUnique(codes); len(codes) == 1 {
		return codes[0], true
	}
	return "", false
}

// codesIn finds the areas whose code, in any system, is the text or the end of an address in it.
func (r *Registry) codesIn(text string, when period) []string {
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		text = text[i+1:]
	}
	text = strings.ToUpper(strings.TrimSpace(text))
	if _, ok := r.byCode[text]; ok {
		return []string{text}
	}
	if len(text) < 4 || !isNumber(strings.ToLower(text)) && len(text) != 4 {
		return nil
	}
	var best []string
	bestFit := -1
	for _, code := range sortedUnique(slices.Clone(r.coded[codeKey("", text)])) {
		a, _ := r.Area(code)
		fit, _ := when.fit(a.Span)
		switch {
		case fit > bestFit:
			best, bestFit = []string{code}, fit
		case fit == bestFit:
			best = append(best, code)
		}
	}
	return best
}
