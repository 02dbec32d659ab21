package flows

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"flows/ledger"
	"flows/mapping"
	"flows/privacy"
	"flows/query"
	"flows/workspace"
)

// privacyDecision is a line of decisions/privacy.csv made ready.
type privacyDecision struct {
	workspace.PrivacyDecision
	pattern, payer mapping.PayeePattern
}

// privacyDecisions reads the patterns; the error names the line that is not understood.
func (p *Project) privacyDecisions() (list []privacyDecision, err error) {
	for _, d := range p.Workspace.PrivacyDecisions {
		one := privacyDecision{PrivacyDecision: d}
		for _, x := range []struct {
			name, text string
			to         *mapping.PayeePattern
		}{{"pattern", d.Pattern, &one.pattern}, {"payer", d.Payer, &one.payer}} {
			if x.text == "" {
				continue
			}
			if *x.to, err = mapping.ParsePayeePattern(x.text); err != nil {
				return nil, fmt.Errorf("decisions/privacy.csv:%d: %s %q: %w", d.Line, x.name, x.text, err)
			}
		}
		list = append(list, one)
	}
	return list, nil
}

// privacyJudge judges which wordings speak of private persons: payees, purposes and, in both, texts that
// hold a person's numbers. Payees that the registry knows are no persons.
type privacyJudge struct {
	decisions []privacyDecision
	known     func(payee string) bool
}

func (p *Project) privacyJudge() (j privacyJudge, err error) {
	if j.decisions, err = p.privacyDecisions(); err != nil {
		return j, err
	}
	r := p.Registry()
	var bodies sync.Map // whether the registry knows a payee; many wordings differ in payer or year alone
	j.known = func(payee string) bool {
		if k, ok := bodies.Load(payee); ok {
			return k.(bool)
		}
		k := r.Body(payee, ledger.NoDate).Known()
		bodies.Store(payee, k)
		return k
	}
	return j, nil
}

func (j *privacyJudge) place(w *ledger.PlaceWording) []ledger.Share {
	return append(privatePayee(j.known, j.decisions, w), privateTexts(w.Key, placeTexts(w))...)
}

func (j *privacyJudge) purpose(w *ledger.PurposeWording) []ledger.Share {
	return append(privatePurpose(w), privateTexts(w.Key, purposeTexts(w))...)
}

// privatePayee is a decision about a payee, or how far its wording is a person's name.
func privatePayee(known func(string) bool, decisions []privacyDecision, w *ledger.PlaceWording) []ledger.Share {
	if w.Payee == "" {
		return nil
	}
	s := ledger.Share{Dimension: ledger.DimPrivacyPayee, Key: w.Key, Hi: ledger.Whole, Evidence: ledger.Modelled}
	if d := decidedOn(decisions, &w.Payer, w.Payee); d != nil {
		s.Code, s.Step, s.Rule, s.Evidence = d.Action, mapping.RungDecision, "decisions/privacy.csv", ledger.Observed
		s.Detail = fmt.Sprintf("%s, decided by %s on %s: %s", d.Action, d.Who, d.When, d.Why)
		return []ledger.Share{s}
	}
	degree := privacy.Name(w.Payee, w.PayeeKind)
	s.Step, s.Rule = "wording", "name"
	if found := privacy.Marks(w.Payee) &^ privacy.FoundMention; found != 0 {
		degree, s.Rule = privacy.Stated, strings.Join(found.Codes(), " ")
	}
	if degree == privacy.Firm || degree < privacy.Stated && known(w.Payee) {
		return nil
	}
	s.Confidence = int16(degree)
	return []ledger.Share{s}
}

// privatePurpose is how far a purpose is what private persons are paid for; none where it says nothing.
func privatePurpose(w *ledger.PurposeWording) []ledger.Share {
	degree := privacy.Purpose([]string{w.Title, w.Purpose, w.ExpenseType, w.Description}, []string{w.Programme, w.ExpenseArea})
	if degree == privacy.Unsaid {
		return nil
	}
	return []ledger.Share{{Dimension: ledger.DimPrivacyPurpose, Key: w.Key, Hi: ledger.Whole, Rule: "purpose", Step: "wording",
		Evidence: ledger.Modelled, Confidence: int16(degree)}}
}

// field is a text of a wording with the name of its column.
type field struct{ name, text string }

func placeTexts(w *ledger.PlaceWording) []field {
	return []field{{"payee_ref", w.PayeeRef}, {"payee_postcode", w.PayeePostcode}, {"place_stated", w.PlaceStated}, {"place_stated_for", w.PlaceStatedFor}}
}

func purposeTexts(w *ledger.PurposeWording) []field {
	return []field{{"programme", w.Programme}, {"title", w.Title}, {"purpose", w.Purpose}, {"expense_type", w.ExpenseType},
		{"expense_area", w.ExpenseArea}, {"description", w.Description}}
}

// prose is the length in bytes from which a text tells a story: who stands in it, as in the title of a
// project, is meant to be read.
const prose = 120

// privateTexts are the fields of a wording that hold a person's numbers or name a person.
func privateTexts(key int64, fields []field) (list []ledger.Share) {
	for _, f := range fields {
		found := privacy.Marks(f.text)
		if f.name == "title" || len(f.text) > prose {
			found &^= privacy.FoundMention
		}
		if found != 0 {
			list = append(list, ledger.Share{Dimension: ledger.DimPrivacyText, Key: key, Code: f.name, Hi: ledger.Whole,
				Rule: strings.Join(found.Codes(), " "), Step: "wording", Evidence: ledger.Modelled, Body: privacy.Withheld})
		}
	}
	return list
}

// PrivatePayees are the keys of the payees' wordings (ledger.PlaceWording.Key) of which at least one payment
// is withheld: lists made outside reports, such as sheets for review, leave them out or show them as
// privacy.Withheld. It maps the ledger where it is not mapped.
func (p *Project) PrivatePayees(ctx context.Context) (map[int64]bool, error) {
	if len(p.Ledger.Files("entries")) == 0 {
		return nil, nil
	}
	f, err := p.asPrivate(ctx, "private-payees")
	if err != nil {
		return nil, err
	}
	keys := map[int64]bool{}
	for _, r := range f.recs() {
		keys[r.count("place_key")] = true
	}
	return keys, nil
}

// PrivacyProblems lists the rows that name private persons, or hold their numbers, and that nobody decided
// about, as problems of rows that are loaded; found and raw are never shown. It maps the ledger where it is
// not mapped.
func (p *Project) PrivacyProblems(ctx context.Context, filter ProblemFilter) ([]Problem, error) {
	if len(p.Ledger.Files("entries")) == 0 {
		return nil, nil
	}
	f, err := p.asPrivate(ctx, "privacy")
	if err != nil {
		return nil, err
	}
	var list []Problem
	for _, r := range f.recs() {
		source := r.text("source")
		if s := p.Ledger.Source(source); s == nil || filter.File != "" && filter.File != source && !named(s, filter.File) {
			continue
		}
		codes := strings.Fields(r.text("codes") + " " + r.text("row_codes"))
		slices.Sort(codes)
		for _, code := range slices.Compact(codes) {
			if filter.Code != "" && filter.Code != code {
				continue
			}
			want, hint := privacy.Wanted(code)
			list = append(list, Problem{source, ledger.Problem{File: r.text("file"), Sheet: r.text("sheet"), Table: int32(r.count("table_no")),
				Row: int32(r.count("row_no")), Code: code, Got: privacy.Withheld, Want: want, Hint: hint, AtRisk: r.pence("amount")}})
		}
	}
	return filter.first(list), nil
}

// AllProblems are Problems and PrivacyProblems together.
func (p *Project) AllProblems(ctx context.Context, filter ProblemFilter) ([]Problem, error) {
	list, err := p.Problems(filter)
	if err != nil {
		return nil, err
	}
	private, err := p.PrivacyProblems(ctx, filter)
	return filter.first(append(list, private...)), err
}

// asPrivate asks a report about private persons, of everything that is loaded.
func (p *Project) asPrivate(ctx context.Context, name string) (*finisher, error) {
	if err := p.Map(ctx); err != nil {
		return nil, err
	}
	if err := p.openFor(ctx); err != nil {
		return nil, err
	}
	a := &asked{attribution: "in"}
	files, err := p.files(a)
	if err != nil {
		return nil, err
	}
	if err := query.Open(ctx, p.engine, files); err != nil {
		return nil, err
	}
	return p.finish(ctx, spec{name: name}, a)
}

// explainPrivacy says which texts of an entry are withheld, and why or who decided.
func explainPrivacy(b *strings.Builder, r rec) {
	codes := strings.Fields(r.text("privacy_codes") + " " + r.text("privacy_row_codes"))
	slices.Sort(codes)
	for _, code := range slices.Compact(codes) {
		fmt.Fprintf(b, "  withheld    %s: %s\n", code, privacy.What(code))
	}
	if d := r.text("privacy_detail"); d != "" {
		fmt.Fprintf(b, "  privacy     %s\n", flat(d))
	}
}
