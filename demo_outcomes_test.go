package flows

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/ledger/draws"
	"flows/report"
	"flows/workspace"

	"pgregory.net/rapid"
)

var outcomeReports = []string{"outcomes", "alignment", "programmes-selected", "theory-of-change", "stakeholders", "join-up", "deep-dive"}

// The plan of Larkshire runs through every report about outcomes, and each is as it is kept.
func TestDemosPlan(t *testing.T) {
	t.Parallel()
	p := demo(t, t.TempDir())
	var b strings.Builder
	for _, name := range outcomeReports {
		table := reported(t, p, name, Query{})
		fmt.Fprintf(&b, "# %s\n%s", name, rendered(t, table, "csv"))
		if s, _ := specNamed(name); s.marks == "outcome" && !slices.Contains(table.Notes, overlapNote) {
			t.Errorf("%s does not say that outcomes overlap", name)
		}
		if !slices.ContainsFunc(table.Notes, func(note string) bool { return strings.Contains(note, "overlap: one pound can") }) {
			t.Errorf("%s does not say that one pound can stand in several rows", name)
		}
	}
	want, err := os.ReadFile(filepath.FromSlash("testdata/demo/expected-outcomes.csv"))
	if err != nil {
		t.Fatal(err)
	}
	got, kept := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(kept)) {
		if i >= len(got) || i >= len(kept) || got[i] != kept[i] {
			t.Fatalf("line %d is\n%s\nand was\n%s", i+1, strings.Join(got[min(i, len(got)):min(i+1, len(got))], ""), strings.Join(kept[min(i, len(kept)):min(i+1, len(kept))], ""))
		}
	}
	leftOutIsTold(t, p)
	// By hand: Supporting People 1,104,000; homelessness 86,000 + 52,500 - 1,500 to districts; winter beds
	// 35,000 and a service level agreement 9,500 to the night shelter.
	table := reported(t, p, "outcomes", Query{})
	for _, r := range table.Rows {
		if r.Values[0] == "Everyone has a safe home" {
			if home := r.Values[column(t, table, "amount_primary")]; home != ledger.Pence(1_104_000_00+86_000_00+52_500_00-1_500_00+35_000_00+9_500_00) {
				t.Errorf("a safe home gets %v", home)
			}
			return
		}
	}
	t.Error("no row for a safe home")
}

// Law: no contributing amount enters any total. Whatever a plan says, of every report that has a total it is
// what it was; what contributes has none.
func TestContributingIsInNoTotal(t *testing.T) {
	t.Parallel()
	draws.Few(t, "5", "2")
	dir := t.TempDir()
	demo(t, dir)
	words := []string{"grant*", "school*", "police", "homeless*", "care", "council* | trust", "transport", "health & !mental", "current grants"}
	want := map[string]ledger.Pence{}
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		b.WriteString("name: Any plan\nsource: a draw\ndate: 2010-03-31\noutcomes:\n")
		n := rapid.IntRange(1, 5).Draw(rt, "outcomes")
		for i := range n {
			fmt.Fprintf(&b, "  - id: O%d\n    name: outcome %d\n    rules:\n", i, i)
			for range rapid.IntRange(1, 3).Draw(rt, "rules") {
				fmt.Fprintf(&b, "      - wording: %q\n        serves: %s\n        reason: a draw\n", rapid.SampledFrom(words).Draw(rt, "wording"),
					rapid.SampledFrom([]string{"directly", "in part", "no"}).Draw(rt, "serves"))
			}
		}
		b.WriteString("chains:\n")
		for range rapid.IntRange(1, 3).Draw(rt, "chains") {
			fmt.Fprintf(&b, "  - {programme: %q, activity: a, output: b, short_term_outcome: c, long_term_outcome: O0}\n", rapid.SampledFrom(words).Draw(rt, "chain"))
		}
		if err := os.WriteFile(filepath.Join(dir, "outcomes", "larkshire-plan.yaml"), []byte(b.String()), 0o644); err != nil {
			rt.Fatalf("%v", err)
		}
		p, err := Open(dir, openDuck)
		if err != nil {
			rt.Fatalf("%v\n%s", err, b.String())
		}
		defer p.Close()
		for _, name := range outcomeReports[:4] {
			table := reported(rt, p, name, Query{})
			got := added(rt, name, table)
			if want[name] == 0 {
				want[name] = got.total
			}
			if got.total != want[name] || got.rows != got.total {
				rt.Errorf("%s: the rows are %s and the total %s, without this plan %s\n%s", name, got.rows, got.total, want[name], b.String())
			}
			if i := slices.IndexFunc(table.Columns, func(c report.Column) bool { return c.Name == "amount_contributing" }); i >= 0 && table.Rows[len(table.Rows)-1].Values[i] != nil {
				rt.Errorf("%s adds up what contributes", name)
			}
		}
	})
}

// Law: the flows inside a place, added up by the outcome that they serve first, are the report of outcomes,
// and by those that they serve too its contributing amounts.
func TestFlowsAddUpToOutcomes(t *testing.T) {
	t.Parallel()
	p := demo(t, t.TempDir())
	q := Query{Places: []string{"Larkshire"}, Years: []string{AllYears}}
	first, too := map[string]ledger.Pence{}, map[string]ledger.Pence{}
	flows := reported(t, p, "flows", q)
	if !slices.ContainsFunc(flows.Notes, func(n string) bool {
		return strings.Contains(n, "catch-alls") && strings.Contains(n, "09.5 Education not definable by level")
	}) {
		t.Errorf("no note says that 09.5 is a catch-all: %q", flows.Notes)
	}
	primary, others, amount := column(t, flows, "outcome_primary"), column(t, flows, "outcomes_contributing"), column(t, flows, "amount")
	for _, r := range flows.Rows {
		if r.Level != report.Body {
			continue
		}
		first[r.Values[primary].(string)] += r.Values[amount].(ledger.Pence)
		for _, name := range strings.Split(r.Values[others].(string), "; ") {
			too[name] += r.Values[amount].(ledger.Pence)
		}
	}
	outcomes := reported(t, p, "outcomes", q)
	for _, r := range outcomes.Rows {
		name, _ := r.Values[0].(string)
		want := []any{r.Values[column(t, outcomes, "amount_primary")], r.Values[column(t, outcomes, "amount_contributing")]}
		switch {
		case name == aligned && first[""] != want[0]:
			t.Errorf("flows that serve nothing are %s, the report says %v", first[""], want[0])
		case r.Level == report.Body && (first[name] != want[0] || too[name] != want[1]):
			t.Errorf("%s: the flows are %s and %s, the report says %v", name, first[name], too[name], want)
		}
	}
	if len(first) < 4 || len(too) < 3 {
		t.Errorf("flows serve %d outcomes first and %d too", len(first), len(too))
	}
}

// With several frameworks and none asked for, flows are listed without outcomes, and it is said why.
func TestFlowsOfSeveralFrameworks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	demo(t, dir)
	other := "name: Another\nsource: a test\ndate: 2010-03-31\noutcomes:\n  - {id: A1, name: All schools, rules: [{wording: school*, serves: directly, reason: a test}]}\n"
	if err := os.WriteFile(filepath.Join(dir, "outcomes", "another.yaml"), []byte(other), 0o644); err != nil {
		t.Fatal(err)
	}
	p := opened(t, dir)
	served := func(table *report.Table) (n int) {
		for _, r := range table.Rows {
			if r.Values[column(t, table, "outcome_primary")] != "" {
				n++
			}
		}
		return n
	}
	table := reported(t, p, "flows", Query{})
	if served(table) != 0 || !slices.ContainsFunc(table.Notes, func(n string) bool { return strings.Contains(n, "Add --framework and one of another, larkshire-plan") }) {
		t.Errorf("%d flows serve something; the notes are %q", served(table), table.Notes)
	}
	if served(reported(t, p, "flows", Query{Framework: "another"})) == 0 {
		t.Error("no flow serves an outcome of the framework asked for")
	}
}

// Where a county's awards are counted, the payments that are not are told with their pounds, and the other way round.
func leftOutIsTold(t *testing.T, p *Project) {
	for name, want := range map[string]string{
		"streams":       "£3,913,647 of payments by Larkshire County Council (1 year), because awards of the same payers and years are counted: ",
		"organisations": "£1,867,350 of awards by Larkshire County Council (1 year), because payments or statements of the same payers and years are counted: ",
	} {
		header := reported(t, p, name, Query{}).Header
		i := slices.IndexFunc(header, func(x report.Pair) bool { return x.Name == "Left out" })
		if i < 0 || !strings.HasPrefix(header[i].Value, want) {
			t.Errorf("%s tells %v", name, header)
		}
	}
}

func TestWhatIsTracedStandsBesideTheCohort(t *testing.T) {
	t.Parallel()
	theme := workspace.Theme{Title: "Homes", Cohort: "households", CohortSize: 1_200, UnitCost: 4_200_50, HasCost: true}
	f := &finisher{a: &asked{}}
	f.a.years = []ledger.Year{2010}
	want := "Homes: £90,000 of 2010-11 for 1,200 households is £75 each; at the £4,201 each that the theme's file states, it would be £5,040,600."
	if got := f.cohortWords(theme, 90_000_00); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	theme.UnitCost, theme.CohortSize, theme.Cohort = 1<<62, 7, ""
	want = "Homes: £100 of 2010-11 for 7 people is £14.28 each."
	if got := f.cohortWords(theme, 100_00); got != want {
		t.Errorf("a product beyond every number: %s\nwant %s", got, want)
	}
}
