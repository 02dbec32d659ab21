package flows

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
	"flows/report"
	"flows/workspace"
)

// payerNotKnown stands for the organisation of money whose payer nothing names.
const payerNotKnown = "payer not known"

func deepDiveSpec() spec {
	return spec{
		name: "deep-dive", marks: query.MarkTheme, overlaps: true,
		columns: []report.Column{
			text("theme"), text("organisation"), text("programme"), noted(text("cohort"), "empty: "+notStated), noted(count("cohort_size"), "empty: "+notStated),
			noted(money("amount"), "adds up within a theme; themes overlap"), noted(money("unit_cost"), "as the theme's file states it; empty: "+notStated),
			noted(money("administration"), "part of the amount; empty: "+notStated), text("funded_by"),
			noted(money("excluded"), "not in the amount: what a rule of the theme leaves out"),
		},
		behind: func(r rec) (string, func(map[string]string) bool) {
			theme := r.text("theme")
			return query.MarkTheme, func(marks map[string]string) bool { return marks[theme] != "" && marks[theme] != query.MarkExcluded }
		},
		rows: deepDiveRows,
	}
}

func deepDiveRows(f *finisher) {
	themes := f.p.Workspace.Themes
	have := map[string]bool{}
	for _, r := range f.recs() {
		i := slices.IndexFunc(themes, func(t workspace.Theme) bool { return t.Name == r.text("theme") })
		if i < 0 {
			continue
		}
		t := themes[i]
		have[t.Name] = true
		var size, cost, administration any
		if t.CohortSize > 0 {
			size = t.CohortSize
		}
		if t.HasCost {
			cost = t.UnitCost
		}
		if len(t.Administer) > 0 {
			administration = r.pence("administration")
		}
		organisation, programme := r.text("organisation"), r.text("programme")
		if programme == "" {
			programme = joined(r.text("expense_area"), r.text("expense_type"))
		}
		if r.kind() == "body" {
			organisation = cmp.Or(organisation, payerNotKnown)
		} else if t.CohortSize > 0 {
			f.notes = append(f.notes, f.cohortWords(t, r.pence("amount")))
		}
		f.add(r, report.Level(r.kind()), t.Title, organisation, programme, t.Cohort, size, r.pence("amount"), cost,
			administration, r.text("funded_by"), r.pence("excluded"))
	}
	for _, t := range themes {
		if !have[t.Name] {
			f.notes = append(f.notes, fmt.Sprintf("Theme %s (%s): no purpose here belongs to it.", t.Title, t.Name))
		}
	}
	if len(themes) == 0 {
		f.notes = append(f.notes, "No themes are supplied: write themes/NAME.yaml with a name and the wordings it includes ('flows outcomes --help' shows how).")
	}
	f.notes = append(f.notes, "Themes overlap: one pound can belong to several. Each adds up to its own subtotal; there is no total.",
		"Funded by: departments of others whose payments to the organisation belong to the theme too.")
}

// cohortWords set what is traced for a theme beside its cohort and what one of it is said to cost.
func (f *finisher) cohortWords(t workspace.Theme, amount ledger.Pence) string {
	years := yearWords(f.a.years)
	if len(f.a.years) == 0 {
		years = "all years"
	}
	people := cmp.Or(t.Cohort, "people")
	s := fmt.Sprintf("%s: %s of %s for %s %s is %s each", t.Title, pounds(amount), years, strings.TrimPrefix(pounds(ledger.Pence(t.CohortSize)*100), "£"), people, each(amount/ledger.Pence(t.CohortSize)))
	if t.HasCost && (t.UnitCost == 0 || t.CohortSize <= math.MaxInt64/int64(max(t.UnitCost, -t.UnitCost))) {
		s += fmt.Sprintf("; at the %s each that the theme's file states, it would be %s", each(t.UnitCost), pounds(t.UnitCost*ledger.Pence(t.CohortSize)))
	}
	return s + "."
}

// each is an amount for one person: with its pence where it is small.
func each(p ledger.Pence) string {
	if p > -100_00 && p < 100_00 && p%100 != 0 {
		return "£" + p.String()
	}
	return pounds(p)
}

// themeWords name the themes for the header of a report.
func (p *Project) themeWords() string {
	var names []string
	for _, t := range p.Workspace.Themes {
		names = append(names, t.Title+" ("+t.Name+")")
	}
	if len(names) == 0 {
		return "none"
	}
	return join(names)
}
