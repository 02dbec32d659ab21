package flows

import (
	"maps"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

// openPurpose is what one payer's wording of a purpose leaves open.
type openPurpose struct {
	atRisk
	unit    purposeUnit
	payer   string
	now     map[string]ledger.Pence // what it stands under, with the pounds at risk of each
	largest ledger.Pence            // of its wordings
	wording ledger.PurposeWording   // the one with most pounds at risk
}

// purposeUnit is what a decision about a purpose is made on: the payer and the fields that say most.
type purposeUnit struct{ payer, scope, wording, text string }

// unitOf is the payer and, of the purpose, its programme, or else its title, with the area and the type; else
// the first of its other texts. The wording is "" where a purpose has no words.
func unitOf(w *ledger.PurposeWording) purposeUnit {
	u := purposeUnit{payer: mapping.NamePattern(firstOf(w.Payer, w.PayerGroup))}
	var scope, fields []string
	scheme := [2]string{"programme", w.Programme}
	if mapping.NamePattern(w.Programme) == "" {
		scheme = [2]string{"title", w.Title}
	}
	for _, f := range [][2]string{scheme, {"expense_area", w.ExpenseArea}, {"expense_type", w.ExpenseType}} {
		if mapping.NamePattern(f[1]) != "" {
			scope, fields = append(scope, f[0]), append(fields, f[1])
		}
	}
	for _, f := range [][2]string{{"purpose", w.Purpose}, {"description", w.Description}} {
		if len(fields) == 0 && mapping.NamePattern(f[1]) != "" {
			scope, fields = []string{f[0]}, []string{f[1]}
		}
	}
	u.scope, u.wording, u.text = strings.Join(scope, " "), mapping.WordingOf(fields...), strings.Join(fields, " · ")
	return u
}

// purposeText is what a purpose says, for people.
func purposeText(w *ledger.PurposeWording) string {
	if u := unitOf(w); u.text != "" {
		return u.text
	}
	return firstOf(w.Title, w.Purpose, w.Description)
}

// purposeForm is the sheet of purposes.
func (r *review) purposeForm(functions *report.Table) (report.Form, error) {
	rules, err := r.p.functions()
	if err != nil {
		return report.Form{}, err
	}
	t := &report.Table{Name: "purposes", Plain: true, Title: "Purposes that are not classified, or only by the text model, most pounds at risk first", Header: r.header,
		Columns: slices.Concat([]report.Column{code("id"), text("purpose"), text("payer")}, riskColumns(),
			[]report.Column{text("now"), text("suggestions")}, decisionColumns(columnScope, columnPayer, columnWording, columnCode))}
	t.Notes = append([]string{
		"A decision classifies every purpose of the payer that has the wording in the fields of its scope, in every file, also what a rule classified. An empty payer_pattern is every payer.",
		"now says what the purpose stands under today, suggestions what the text model makes of it with its confidence from 0 to 1.",
	}, r.purposeNotes...)
	for i, o := range r.wants {
		var told []string
		for _, g := range rules.SuggestFor(&o.wording) {
			if g.Code != "" {
				told = append(told, g.Code+" "+functionName(g.Code)+", "+thousandth(g.Confidence))
			}
		}
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: slices.Concat([]any{purposeID(i), o.unit.text, o.payer}, r.sums(purposeID(i), o.atRisk),
			[]any{o.standsUnder(), strings.Join(told, "\n"), o.unit.scope, o.unit.payer, o.unit.wording, "", "", "", ""})})
	}
	fields := append([]report.Field{
		{Column: columnScope, Prompt: "The fields in which the wording is sought: programme title purpose description expense_area expense_type; empty for all."},
		{Column: columnPayer, Prompt: "Words of the payer's name, written as the wording; empty for every payer."},
		{Column: columnWording, Prompt: "Words: = before a whole field, * after the beginning of a word, & between phrases that must all stand, | between alternatives."},
		{Column: columnCode, Prompt: "A COFOG division or group: from the list, or its code, such as 09.1.", List: functions},
	}, asksOf()...)
	return report.Form{Table: t, Fields: fields}, nil
}

// openPurposes gathers wordings under what a decision would be made on, most pounds at risk first.
func (r *review) openPurposes(f *finisher) (list []*openPurpose, left leftOut) {
	by := map[purposeUnit]*openPurpose{}
	for _, row := range f.recs() {
		w := ledger.PurposeWording{}
		if known := r.purposes[row.count("purpose_key")]; known != nil {
			w = known.Purpose()
		}
		u := unitOf(&w)
		if u.wording == "" {
			left.nameless.add(row)
			continue
		}
		if slices.ContainsFunc(privateTexts(0, purposeTexts(&w)), func(s ledger.Share) bool { return strings.Contains(" "+u.scope+" ", " "+s.Code+" ") }) {
			left.private.add(row)
			continue
		}
		o := by[u.key()]
		if o == nil {
			o = &openPurpose{unit: u, payer: firstOf(w.Payer, w.PayerGroup), now: map[string]ledger.Pence{}, largest: -1}
			by[u.key()] = o
		}
		o.add(row)
		under := "not classified"
		if c := row.text("function_code"); c != "" {
			under = "modelled as " + c + " " + functionName(c)
		}
		o.now[under] += row.pence("absolute")
		if row.pence("absolute") > o.largest {
			o.largest, o.wording, o.unit.text = row.pence("absolute"), w, u.text
		}
	}
	list = slices.Collect(maps.Values(by))
	slices.SortFunc(list, func(a, b *openPurpose) int {
		return most(a.atRisk, b.atRisk, a.unit.payer+"\x1f"+a.unit.scope+"\x1f"+a.unit.wording, b.unit.payer+"\x1f"+b.unit.scope+"\x1f"+b.unit.wording)
	})
	return list, left
}

// key is the unit without the spelling of its text.
func (u purposeUnit) key() purposeUnit {
	u.text = ""
	return u
}

// standsUnder lists what a purpose stands under today, most pounds first.
func (o *openPurpose) standsUnder() string {
	names := slices.SortedFunc(maps.Keys(o.now), func(a, b string) int {
		return most(atRisk{absolute: o.now[a]}, atRisk{absolute: o.now[b]}, a, b)
	})
	return strings.Join(names, "\n")
}
