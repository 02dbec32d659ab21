package flows

import (
	"maps"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

// openPayee is a payee that no step placed, in all the spellings that one pattern fits.
type openPayee struct {
	atRisk
	pattern, name    string
	spellings        map[string]ledger.Pence // with the pounds at risk of each
	year             ledger.Year             // the latest
	payers, purposes []string
	choices          []placeChoice
}

// placeChoice is a place that a payee may be in, and why it is proposed.
type placeChoice struct{ code, name, why string }

// examples is how many payers and purposes a row tells.
const examples = 3

// payeeForm is the sheet of payees.
func (r *review) payeeForm() report.Form {
	t := &report.Table{Name: "payees", Plain: true, Title: "Payees that are not placed, most pounds at risk first", Header: r.header,
		Columns: slices.Concat([]report.Column{code("id"), text("payee"), count("spellings")}, riskColumns(),
			[]report.Column{text("payers"), text("purposes"), text("candidates")}, decisionColumns(columnPattern, columnPlace))}
	t.Notes = append([]string{
		"A decision places every payee whose name fits the pattern, in every file. As it stands the pattern fits this name alone, however it is punctuated; it can be changed.",
		"place is a candidate from the list, or any other code or name of a place, or none: the payee is not the body that its name suggests.",
		"Candidates are likenesses of words with their score, or where the payer is. None is a finding: look before you choose.",
	}, r.payeeNotes...)
	choices := make([][]string, len(r.payees))
	for i, o := range r.payees {
		r.choose(o)
		var told []string
		for _, c := range o.choices {
			choices[i] = append(choices[i], c.code+" "+c.name)
			told = append(told, c.code+" "+c.name+": "+c.why)
		}
		choices[i] = append(choices[i], noPlaceChoice)
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: slices.Concat([]any{payeeID(i), o.name, int64(len(o.spellings))}, r.sums(payeeID(i), o.atRisk),
			[]any{distinctTexts(o.payers, examples), distinctTexts(o.purposes, examples), strings.Join(told, "\n"), o.pattern, "", "", "", ""})})
	}
	fields := append([]report.Field{
		{Column: columnPattern, Prompt: "Words of the payee's name: = before a whole name, * after the beginning of a word, | between alternatives."},
		{Column: columnPlace, Prompt: "A candidate from the list, another place's code or name, or none.", Choices: choices},
	}, asksOf()...)
	return report.Form{Table: t, Fields: fields}
}

// openPayees gathers wordings under the patterns of their names, most pounds at risk first. What a person
// decided is left out.
func (r *review) openPayees(f *finisher, words map[int64]*ledger.Wording) (list []*openPayee, left leftOut) {
	persons := map[string]bool{} // a name that is withheld once is not told where it stands elsewhere
	for key := range r.private {
		if words[key] != nil {
			persons[mapping.NamePattern(words[key].Place().Payee)] = true
		}
	}
	by := map[string]*openPayee{}
	last := int64(0)
	var now *openPayee
	for i, row := range f.recs() {
		key := row.count("place_key")
		if i > 0 && key == last {
			now.tell(words[key], r.purposes[row.count("purpose_key")])
			continue
		}
		last = key
		w := ledger.PlaceWording{}
		if words[key] != nil {
			w = words[key].Place()
		}
		pattern := mapping.NamePattern(w.Payee)
		now = &openPayee{}
		switch {
		case r.private[key] || persons[pattern]:
			left.private.add(row)
		case pattern == "":
			left.nameless.add(row)
		case by[pattern] == nil && len(r.p.Registry().DecisionsOn(w.Payee)) > 0:
		default:
			if by[pattern] == nil {
				by[pattern] = &openPayee{pattern: pattern, spellings: map[string]ledger.Pence{}}
			}
			now = by[pattern]
			now.add(row)
			now.spellings[w.Payee] += row.pence("absolute")
			now.year = max(now.year, w.Year)
		}
		now.tell(words[key], r.purposes[row.count("purpose_key")])
	}
	list = slices.Collect(maps.Values(by))
	for _, o := range list {
		for _, name := range slices.Sorted(maps.Keys(o.spellings)) {
			if o.name == "" || o.spellings[name] > o.spellings[o.name] {
				o.name = name
			}
		}
	}
	slices.SortFunc(list, func(a, b *openPayee) int { return most(a.atRisk, b.atRisk, a.pattern, b.pattern) })
	return list, left
}

// tell notes a payer and a purpose.
func (o *openPayee) tell(place, purpose *ledger.Wording) {
	if place != nil {
		w := place.Place()
		o.payers = append(o.payers, firstOf(w.Payer, w.PayerGroup))
	}
	if purpose != nil {
		if w := purpose.Purpose(); len(privateTexts(0, purposeTexts(&w))) == 0 {
			o.purposes = append(o.purposes, purposeText(&w))
		}
	}
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// inPlaces keeps the payees that may be in the places asked for.
func (r *review) inPlaces(list []*openPayee) []*openPayee {
	if len(r.a.places) == 0 {
		return list
	}
	var kept []*openPayee
	for _, o := range list {
		r.choose(o)
		inside := func(c placeChoice) bool {
			return slices.ContainsFunc(r.a.places, func(p Place) bool { return slices.Contains(p.Inside, c.code) })
		}
		if slices.ContainsFunc(o.choices, inside) {
			kept = append(kept, o)
		}
	}
	return kept
}

// choose finds the places that a payee may be in: by the words of its name, and where its payers are.
func (r *review) choose(o *openPayee) {
	if o.choices != nil {
		return
	}
	add := func(c placeChoice) {
		if !slices.ContainsFunc(o.choices, func(have placeChoice) bool { return have.code == c.code }) {
			o.choices = append(o.choices, c)
		}
	}
	registry := r.p.Registry()
	for _, c := range registry.Candidates(o.name, o.year) {
		add(placeChoice{c.Code, c.Name, c.Why + ", " + thousandth(int(c.Score))})
	}
	for _, payer := range strings.Split(distinctTexts(o.payers, examples), "\n") {
		if b := registry.Body(payer, ledger.NoDate); b.Own {
			if a, ok := registry.Area(b.Area); ok {
				add(placeChoice{a.Code, a.Name, "where its payer is"})
			}
		}
	}
	if o.choices == nil {
		o.choices = []placeChoice{}
	}
}
