package flows

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// The columns of a review's sheets that come back as decisions. A sheet is known by them, not by its name.
const (
	columnPattern      = "pattern"
	columnPlace        = "place"
	columnOrganisation = "organisation"
	columnScope        = "scope"
	columnPayer        = "payer_pattern"
	columnWording      = "wording"
	columnCode         = "code"
	columnWho          = "who"
	columnWhen         = "when"
	columnWhy          = "why"
)

// noPlaceChoice is how a review offers mapping.NoPlace.
const noPlaceChoice = mapping.NoPlace + ": not the body of a place"

// Reviewed says how much a review holds of what is open.
type Reviewed struct {
	Payees, Purposes, Organisations             int // rows of the sheets
	MorePayees, MorePurposes, MoreOrganisations int // rows left out by Query.Top
}

// WriteReview writes what is undecided as a workbook to fill in: the payees that no step placed and the
// purposes that no step or only the text model classified, those with most pounds at risk first, each with
// candidates and reasons; and, where no place is asked for, spellings of payees that may be gathered wrongly. Query.Top is how many rows a sheet holds, 0 all. With places asked for it holds the
// payees that may be there, by a candidate or by who pays them, and the purposes of money placed there.
func (p *Project) WriteReview(ctx context.Context, q Query, w io.Writer) (Reviewed, error) {
	q.Geography, q.Spread = AsPaid, ""
	private, err := p.PrivatePayees(ctx)
	if err != nil {
		return Reviewed{}, err
	}
	a, err := p.ask(ctx, q)
	if err != nil {
		return Reviewed{}, err
	}
	words, err := p.wordings(ctx)
	if err != nil {
		return Reviewed{}, err
	}
	r := &review{p: p, a: a, private: private, purposes: byKey(words.purpose)}
	r.header = []report.Pair{{Name: "Scope", Value: scopeWords(a)}, {Name: "Places", Value: placeWords(a.places)},
		{Name: "Years", Value: yearWords(a.years)}, {Name: "Attribution", Value: attributionWords(a.attribution)}, {Name: "Sources", Value: p.sourceWords()}}
	if err := r.find(ctx, byKey(words.place)); err != nil {
		return Reviewed{}, err
	}
	if err := r.reach(ctx, words); err != nil {
		return Reviewed{}, err
	}
	if err := r.findOrganisations(ctx, words.place); err != nil {
		return Reviewed{}, err
	}
	functions := functionChoices()
	purposes, err := r.purposeForm(functions)
	if err != nil {
		return Reviewed{}, err
	}
	forms := []report.Form{r.payeeForm(), purposes}
	if len(r.a.places) == 0 {
		forms = append(forms, r.organisationForm())
	}
	return r.done, report.RenderForms(w, forms, []*report.Table{functions})
}

// review is a review being made.
type review struct {
	p        *Project
	a        *asked
	header   []report.Pair
	private  map[int64]bool // payees' wordings of which something is withheld
	purposes map[int64]*ledger.Wording
	done     Reviewed

	payees                   []*openPayee
	wants                    []*openPurpose
	organisations            []*openOrganisation
	payeeNotes, purposeNotes []string // about what is not on the sheets
	organisationNotes        []string
	elsewhere                map[string]atRisk // by row: what its decision would move that is not open
}

// find asks what is open and keeps the rows with most pounds at risk.
func (r *review) find(ctx context.Context, places map[int64]*ledger.Wording) error {
	result, err := r.p.run(ctx, "open-payees", r.a.args)
	if err != nil {
		return err
	}
	payees, left := r.openPayees(newFinisher(r.p, spec{name: "open-payees"}, r.a, result), places)
	r.payees, r.done.MorePayees, r.payeeNotes = cut(r.inPlaces(payees), r.a.Top, func(o *openPayee) ledger.Pence { return o.absolute })
	r.payeeNotes = append(r.payeeNotes, left.notes("their payee has no name", "their payee may be a private person")...)
	if result, err = r.p.run(ctx, "open-purposes", r.a.args); err != nil {
		return err
	}
	purposes, left := r.openPurposes(newFinisher(r.p, spec{name: "open-purposes"}, r.a, result))
	r.wants, r.done.MorePurposes, r.purposeNotes = cut(purposes, r.a.Top, func(o *openPurpose) ledger.Pence { return o.absolute })
	r.purposeNotes = append(r.purposeNotes, left.notes("their publisher says no purpose", "their purpose may name a private person")...)
	r.done.Payees, r.done.Purposes = len(r.payees), len(r.wants)
	return nil
}

func payeeID(i int) string   { return fmt.Sprintf("P%d", i+1) }
func purposeID(i int) string { return fmt.Sprintf("F%d", i+1) }

// beyondDecision are the steps that a decision does not move, and the one that a review counts as open.
var beyondDecision = []string{mapping.RungStated, mapping.RungStatedFor, mapping.StepStated, mapping.StepModelled}

// reach works out what the decision of each row, as it is written, would move beside what is open: payees and
// purposes that fit it and stand somewhere already. It asks what the shares would move that give each row's
// wordings to the row's own name.
func (r *review) reach(ctx context.Context, words wordings) error {
	r.elsewhere = map[string]atRisk{}
	decisions := make([]mapping.PlaceDecision, len(r.payees))
	for i, o := range r.payees {
		decisions[i] = mapping.PlaceDecision{Pattern: o.pattern, Place: mapping.NoPlace}
	}
	registry, err := mapping.WithWorkspace(nil, decisions)
	if err != nil {
		return err
	}
	rules := make([]mapping.FunctionRule, len(r.wants))
	for i, o := range r.wants {
		rules[i] = mapping.FunctionRule{ID: purposeID(i), Scope: o.unit.scope, Payer: o.unit.payer, Wording: o.unit.wording, Code: "01"}
	}
	functions, err := mapping.NewFunctions(mapping.FunctionOptions{Decisions: rules, NoModel: true})
	if err != nil {
		return err
	}
	a := *r.a
	a.args = query.Args{} // a decision knows no years
	share := ledger.Share{Hi: ledger.Whole, Step: "review"}
	for i := range words.place {
		if on := registry.DecisionsOn(words.place[i].Place().Payee); len(on) > 0 {
			share.Dimension, share.Key, share.Code = ledger.DimPlaceIn, words.place[i].Key, payeeID(on[0].Index)
			a.proposed = append(a.proposed, share)
		}
	}
	for i := range words.purpose {
		w := words.purpose[i].Purpose()
		if on := functions.DecisionsOn(&w); len(on) > 0 {
			share.Dimension, share.Key, share.Code = ledger.DimFunction, words.purpose[i].Key, on[0].ID
			a.proposed = append(a.proposed, share)
		}
	}
	if len(a.proposed) == 0 {
		return nil
	}
	if err := r.p.ready(ctx, &a); err != nil {
		return err
	}
	result, err := r.p.run(ctx, "would-move", a.args)
	if err != nil {
		return err
	}
	for _, row := range newFinisher(r.p, spec{name: "would-move"}, &a, result).recs() {
		if row.text("from_code") == "" || slices.Contains(beyondDecision, row.text("from_step")) {
			continue
		}
		s := r.elsewhere[row.text("to_code")]
		s.rows += row.count("rows")
		s.amount += row.pence("amount")
		r.elsewhere[row.text("to_code")] = s
	}
	return nil
}

func byKey(list []ledger.Wording) map[int64]*ledger.Wording {
	m := make(map[int64]*ledger.Wording, len(list))
	for i := range list {
		m[list[i].Key] = &list[i]
	}
	return m
}

// atRisk is what is open under one decision.
type atRisk struct {
	rows             int64
	amount, absolute ledger.Pence
}

func (s *atRisk) add(r rec) {
	s.rows += r.count("rows")
	s.amount += r.pence("amount")
	s.absolute += r.pence("absolute")
}

// leftOut is what is open and on no sheet: what no decision can name, and what names private persons.
type leftOut struct{ nameless, private atRisk }

func (l leftOut) notes(nameless, private string) (notes []string) {
	for _, n := range []struct {
		atRisk
		why string
	}{{l.nameless, nameless}, {l.private, private}} {
		if n.rows > 0 {
			notes = append(notes, fmt.Sprintf("%d rows (%s at risk) are not here, because %s.", n.rows, sterling(n.absolute), n.why))
		}
	}
	return notes
}

// most orders by pounds at risk, then by name.
func most(a, b atRisk, nameA, nameB string) int {
	return cmp.Or(cmp.Compare(b.absolute, a.absolute), cmp.Compare(nameA, nameB))
}

// asksOf are the fields of every decision.
func asksOf() []report.Field {
	return []report.Field{
		{Column: columnWho, Prompt: "Who decides. Needed for each row with a decision, unless --who says it for all."},
		{Column: columnWhen, Prompt: "The day of the decision, as 2026-04-01 or 1/4/2026. Needed unless --when says it for all."},
		{Column: columnWhy, Prompt: "Why: what you saw and where. Needed for each row with a decision."},
	}
}

func decisionColumns(own ...string) []report.Column {
	var list []report.Column
	for _, name := range append(own, columnWho, columnWhen, columnWhy) {
		list = append(list, text(name))
	}
	return list
}

// riskColumns are the sums of a row, the same in both sheets.
func riskColumns() []report.Column {
	also := "what the decision, as it is written, would move beside this: it fits too, and stands elsewhere today"
	return []report.Column{count("rows"), money("amount"),
		noted(money("pounds_at_risk"), "the sum of the amounts regardless of sign: refunds do not hide payments"),
		noted(count("also_rows"), also), noted(money("also_amount"), also)}
}

// sums are the values of riskColumns.
func (r *review) sums(id string, s atRisk) []any {
	also := r.elsewhere[id]
	return []any{s.rows, s.amount, s.absolute, also.rows, also.amount}
}

// cut keeps the first rows of those asked for and says what is left out.
func cut[T any](list []T, top int, risk func(T) ledger.Pence) (kept []T, more int, notes []string) {
	if top <= 0 || len(list) <= top {
		return list, 0, nil
	}
	var left ledger.Pence
	for _, one := range list[top:] {
		left += risk(one)
	}
	more = len(list) - top
	return list[:top], more, []string{fmt.Sprintf("More that is open is not shown (--top %d): %d, with %s at risk.", top, more, sterling(left))}
}

// functionChoices are the divisions and groups that a purpose can be given.
func functionChoices() *report.Table {
	t := &report.Table{Name: "functions", Plain: true, Title: "COFOG divisions and groups", Columns: []report.Column{text("function"), flag("catch_all")}}
	for _, f := range mapping.COFOG().Functions() {
		if f.Level == "division" || f.Level == "group" {
			t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{f.Code + " " + f.Name, mapping.COFOG().CatchAll(f.Code)}})
		}
	}
	return t
}

// thousandth is a confidence in words: 0.920.
func thousandth(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }

// distinctTexts are the first so many different texts that are not empty.
func distinctTexts(list []string, n int) string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) && len(out) < n {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}
