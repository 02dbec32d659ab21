package flows

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// openOrganisation is a question about which payees are one organisation.
type openOrganisation struct {
	mapping.ClusterDoubt
	one, other atRisk // what was paid to each
}

// mostSpellings is how many spellings a row's pattern may name.
const mostSpellings = 30

func organisationID(i int) string { return fmt.Sprintf("O%d", i+1) }

// findOrganisations asks which spellings of payees may be gathered wrongly, and what was paid to them: the questions
// about most money first, by the side that has less.
func (r *review) findOrganisations(ctx context.Context, words []ledger.Wording) error {
	if len(r.a.places) > 0 { // which payees are one is no question of a place
		return nil
	}
	list := r.doubts(words)
	sums, err := r.paidTo(ctx, words, list)
	if err != nil {
		return err
	}
	for _, o := range list {
		for _, name := range o.One {
			o.one.plus(sums[name])
		}
		for _, name := range o.Other {
			o.other.plus(sums[name])
		}
	}
	least := func(o *openOrganisation) ledger.Pence { return min(size(o.one), size(o.other)) }
	list = slices.DeleteFunc(list, func(o *openOrganisation) bool { return o.one.rows == 0 || o.other.rows == 0 })
	slices.SortStableFunc(list, func(a, b *openOrganisation) int { return cmp.Compare(least(b), least(a)) })
	r.organisations, r.done.MoreOrganisations, r.organisationNotes = cut(list, r.a.Top, least)
	r.done.Organisations = len(r.organisations)
	return nil
}

// size is a sum regardless of its sign.
func size(s atRisk) ledger.Pence { return max(s.amount, -s.amount) }

func (s *atRisk) plus(o atRisk) {
	s.rows += o.rows
	s.amount += o.amount
}

// doubts are the questions about the payees that are no private persons.
func (r *review) doubts(words []ledger.Wording) (list []*openOrganisation) {
	private, names := map[string]bool{}, []string(nil)
	for i := range words {
		if payee := words[i].Place().Payee; r.private[words[i].Key] {
			private[mapping.NamePattern(payee)] = true
		}
	}
	for i := range words {
		if payee := words[i].Place().Payee; payee != "" && !private[mapping.NamePattern(payee)] {
			names = append(names, payee)
		}
	}
	for _, d := range r.p.Registry().ClusterDoubts(names) {
		if len(d.One)+len(d.Other) <= mostSpellings {
			list = append(list, &openOrganisation{ClusterDoubt: d})
		}
	}
	return list
}

// paidTo sums what was paid to each spelling of some questions, as the question of what shares would move that give
// each spelling's wordings to its own name.
func (r *review) paidTo(ctx context.Context, words []ledger.Wording, list []*openOrganisation) (map[string]atRisk, error) {
	id := map[string]string{}
	var names []string
	for _, o := range list {
		for _, name := range slices.Concat(o.One, o.Other) {
			if id[name] == "" {
				names = append(names, name)
				id[name] = fmt.Sprint("#", len(names)) // no organisation's name
			}
		}
	}
	a := *r.a
	a.args, a.proposed = query.Args{}, nil // an organisation knows no years
	for i := range words {
		if code := id[words[i].Place().Payee]; code != "" {
			a.proposed = append(a.proposed, ledger.Share{Dimension: ledger.DimPayee, Key: words[i].Key, Code: code, Hi: ledger.Whole})
		}
	}
	sums := map[string]atRisk{}
	if len(a.proposed) == 0 {
		return sums, nil
	}
	if err := r.p.ready(ctx, &a); err != nil {
		return nil, err
	}
	result, err := r.p.run(ctx, "would-move", a.args)
	if err != nil {
		return nil, err
	}
	for _, row := range newFinisher(r.p, spec{name: "would-move"}, &a, result).recs() {
		var n int
		if _, err := fmt.Sscanf(row.text("to_code"), "#%d", &n); err != nil {
			return nil, err
		}
		s := sums[names[n-1]]
		s.plus(atRisk{rows: row.count("rows"), amount: row.pence("amount")})
		sums[names[n-1]] = s
	}
	return sums, nil
}

// organisationForm is the sheet of organisations.
func (r *review) organisationForm() report.Form {
	t := &report.Table{Name: "organisations", Plain: true, Title: "Payees that may be gathered wrongly, most money first", Header: r.header,
		Columns: slices.Concat([]report.Column{code("id"), text("today"), text("likeness"), text("one"), count("one_rows"), money("one_amount"),
			text("other"), count("other_rows"), money("other_amount")}, decisionColumns(columnPattern, columnOrganisation))}
	t.Notes = append([]string{
		"today says whether the spellings of the two columns are taken for one organisation or for two. Leave the row empty where that is right.",
		"Of two that are one: write the organisation's name; the pattern names all their spellings. Of one that is two: write the name of the left one, which is then apart; the pattern names its spellings.",
		"A decision gathers every payee whose name fits the pattern, in every file, and no other. A likeness is of words and no finding: look before you choose.",
	}, r.organisationNotes...)
	choices := make([][]string, len(r.organisations))
	for i, o := range r.organisations {
		today, pattern := "two", o.pattern()
		choices[i] = []string{o.OneName, o.OtherName}
		if o.Joined {
			today, choices[i] = "one", []string{o.OneName}
		}
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{organisationID(i), today, o.Why, strings.Join(o.One, "\n"), o.one.rows, o.one.amount,
			strings.Join(o.Other, "\n"), o.other.rows, o.other.amount, pattern, "", "", "", ""}})
	}
	fields := append([]report.Field{
		{Column: columnPattern, Prompt: "Names of payees: = before a whole name, * after the beginning of a word, | between alternatives."},
		{Column: columnOrganisation, Prompt: "The name of the organisation that they are. Empty leaves them as they are today.", Choices: choices},
	}, asksOf()...)
	return report.Form{Table: t, Fields: fields}
}

// pattern names the spellings that a decision on the question is about.
func (o *openOrganisation) pattern() string {
	names := o.One
	if !o.Joined {
		names = slices.Concat(o.One, o.Other)
	}
	var patterns []string
	for _, name := range names {
		if p := mapping.NamePattern(name); p != "" && !slices.Contains(patterns, p) {
			patterns = append(patterns, p)
		}
	}
	return strings.Join(patterns, " | ")
}
