package mapping

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// NameRow is one name to match. All but Name may be empty.
type NameRow struct {
	ID, Name string
	Postcode string // whole or its first half
	Code     string // a code of the area in any system
	Date     string // a day (2012-06-30), a financial year (2012-13) or a year, as of which the name is resolved
	Context  string // what the name is of, in words: "authority", "payee", a heading
}

// NameMatch is what a name was matched with. An empty Code means that the name is not a place's
// own body and nothing else says where it is, or that it is undecided; Rule says which.
type NameMatch struct {
	ID, Name   string
	Code       string // of the area
	Area       string // its name
	Kind       string // sort of body
	Body       string // official name of the body, where it is known
	Step       string // of the ladder
	Rule       string // what decided, or why nothing did
	Confidence int16  // thousandths; 0 where Code is empty
	Candidates []Candidate
}

// NameColumns returns the column headings of Fields.
func NameColumns() []string {
	return []string{"id", "name", "code", "area", "kind", "body", "step", "rule", "confidence", "candidates"}
}

// Fields are the match's columns as text: confidence with three decimals, candidates joined by "; ".
func (m NameMatch) Fields() []string {
	confidence := ""
	if m.Code != "" {
		confidence = fmt.Sprintf("%d.%03d", m.Confidence/1000, m.Confidence%1000)
	}
	list := make([]string, len(m.Candidates))
	for i, c := range m.Candidates {
		list[i] = c.String()
	}
	return []string{m.ID, m.Name, m.Code, m.Area, m.Kind, m.Body, m.Step, m.Rule, confidence, strings.Join(list, "; ")}
}

// MatchNames matches a list of names, in its order.
func (r *Registry) MatchNames(rows []NameRow) []NameMatch {
	out := make([]NameMatch, len(rows))
	for i := range rows {
		out[i] = r.MatchName(rows[i])
	}
	return out
}

// sure is the part of an outcode's postcodes from which its largest area is taken for a whole postcode's.
const sure = 980_000_000

// MatchName matches one name. A person's decision on it goes after a stated code and before all else, as on
// the ladder.
func (r *Registry) MatchName(row NameRow) NameMatch {
	when, m := periodOf(row.Date), r.mannerOf(row.Context)
	b := r.body(row.Name, when, m)
	decided, none := r.byDecision(row.Name)
	if none != nil {
		b = b.disowned(none)
		b.Rule += ": " + b.Detail
	}
	postcode := r.byPostcode(row.Postcode, when)
	if b.Area != "" {
		b = r.checkPostcode(b, postcode)
	}
	out := NameMatch{ID: row.ID, Name: row.Name, Kind: b.Kind, Body: b.Name, Rule: b.Rule}
	stated := r.codesIn(row.Code, when)
	switch {
	case len(stated) == 1:
		r.matchStated(&out, b, stated[0])
	case decided.speaks():
		r.decide(&out, decided.areas[0].Code, RungDecision, decided.rule+": "+decided.detail, decided.confidence)
	case none != nil && !postcode.speaks():
		out.Step = RungNone
	case b.Own:
		r.decide(&out, b.Area, RungBody, b.Rule, b.Confidence)
	case postcode.speaks():
		r.matchPostcode(&out, b, postcode)
	case b.Area != "":
		out.Rule, out.Step = "stands in a place, is not its own body: "+b.Rule, RungNone
		out.Candidates = []Candidate{r.candidate(b.Area, b.Confidence, "place in the name")}
	case b.Known():
		out.Step = RungNational
	default:
		out.Step, out.Candidates = RungNone, r.candidates(row.Name, when, maxCandidates)
		if len(out.Candidates) > 0 {
			out.Rule += "; undecided"
		}
	}
	return out
}

func (r *Registry) decide(out *NameMatch, code, step, rule string, confidence int16) {
	a, _ := r.Area(code)
	out.Code, out.Area, out.Step, out.Rule, out.Confidence = code, a.Name, step, rule, confidence
}

// matchStated takes the stated code, unless the name is of a body elsewhere: that is left open.
func (r *Registry) matchStated(out *NameMatch, b Body, code string) {
	if b.Own && b.Area != code && !r.Touches(b.Area, code) {
		out.Step, out.Rule = RungNone, "the stated code contradicts the name"
		out.Candidates = []Candidate{r.candidate(code, 500, "stated code"), r.candidate(b.Area, 500, b.Rule)}
		return
	}
	if a, _ := r.Area(code); !b.Known() && familyOfKind(a.Kind) != 0 {
		out.Kind, out.Body = kindOfArea(a.Kind), a.Official
	}
	r.decide(out, code, RungStated, "stated code", 1000)
}

// matchPostcode takes the area of a postcode where its first half lies nearly whole in one, or the
// only one of its areas that the name tells of.
func (r *Registry) matchPostcode(out *NameMatch, b Body, postcode rung) {
	top, named := postcode.areas[0], []AreaShare(nil)
	for _, s := range postcode.areas {
		if s.Share > top.Share {
			top = s
		}
		if b.Area != "" && (s.Code == b.Area || r.Contains(s.Code, b.Area)) {
			named = append(named, s)
		}
	}
	switch {
	case top.Share >= sure:
		r.decide(out, top.Code, RungPostcode, "postcode", int16(top.Share/1_000_000))
	case len(named) == 1:
		r.decide(out, named[0].Code, RungPostcode, "postcode and place in the name", 970)
	default:
		out.Step, out.Rule = RungNone, "postcode in several areas"
		for _, s := range postcode.areas {
			out.Candidates = append(out.Candidates, r.candidate(s.Code, int16(s.Share/1_000_000), "postcode"))
		}
		sortCandidates(out.Candidates)
		out.Candidates = out.Candidates[:min(len(out.Candidates), maxCandidates)]
	}
}

// mannerOf reads the context: words that tell of a list of authorities make bare names councils. The name of one council,
// of its spending perhaps, does not: whom it pays may be anybody.
func (r *Registry) mannerOf(context string) manner {
	named := context != "" && r.localBody(context, onDay(ledger.NoDate), asPayee).Known()
	context = Fold(context)
	for _, w := range []string{"payee", "supplier", "vendor", "creditor"} {
		if strings.Contains(context, w) {
			return asPayee
		}
	}
	if named {
		return asPayee
	}
	for _, w := range []string{"authorit", "council", "payer", "publisher", "outturn", "budget", "local government"} {
		if strings.Contains(context, w) {
			return asAuthority
		}
	}
	return asPayee
}

// periodOf reads a day, a financial year or a year; anything else is the unknown period.
func periodOf(text string) period {
	text = strings.TrimSpace(text)
	if len(text) >= 10 && text[4] == '-' && text[7] == '-' {
		if d, ok := ledger.NewDate(digits(text[:4]), digits(text[5:7]), digits(text[8:10])); ok {
			return onDay(d)
		}
	}
	if y, err := ledger.ParseYear(text); err == nil {
		return inYear(y)
	}
	return onDay(ledger.NoDate)
}

func digits(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}
