package workspace_test

import (
	"reflect"
	"strings"
	"testing"

	"flows/ledger"
	"flows/workspace"
)

const plan = `name: Merrowshire Plan
source: The council, invented
date: 2026-03-31
outcomes:
  - id: M1
    name: Everyone has a home
    short_term: [Fewer people sleep rough, Fewer evictions]
    rules:
      - wording: homeless* | rough sleep*
        reason: the plan, page 4
      - function: "10.6"
        serves: in part
        reason: help with rent
  - id: M2
    name: Clean streets
programmes:
  - programme: =Night Shelter Grant
    outcome: M1
    included: yes
    reason: it is what the outcome is for
    decided_by: Housing officer
    decided_on: 2026-04-01
  - programme: dog wardens
    included: no
    reason: no outcome of the plan
    decided_by: Housing officer
    decided_on: 2026-04-01
chains:
  - programme: rough sleeping
    activity: [Outreach, Beds]
    output: 40 people housed
    short_term_outcome: Fewer people sleep rough
    long_term_outcome: M1
`

func TestFrameworksAreRead(t *testing.T) {
	w, err := workspace.Load(write(t, map[string]string{
		"flows.yaml": "name: x\n", "outcomes/plan-2026.yaml": plan,
		"themes/homes.yaml": "name: Homes\ncohort: people without a home\ncohort_size: 1200\nunit_cost: 4200.50\ninclude:\n- wording: homeless*\n  reason: by name\nexclude:\n- wording: pets\n  reason: other homes\n",
		"programmes.csv":    "programme,department,objective\nSupporting People,,independent lives\n",
		"roles.csv":         "body,challenge,role\nMerrowshire CC,M1,commissioner\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	day, _ := ledger.NewDate(2026, 4, 1)
	f := w.Frameworks[0]
	for _, c := range []struct{ what, got, want any }{
		{"framework", []string{f.Name, f.Title, f.Source, f.Date.String()}, []string{"plan-2026", "Merrowshire Plan", "The council, invented", "2026-03-31"}},
		{"outcome", f.Outcomes[0], workspace.Outcome{Line: 5, ID: "M1", Name: "Everyone has a home", ShortTerm: []string{"Fewer people sleep rough", "Fewer evictions"},
			Rules: []workspace.OutcomeRule{{Line: 9, Wording: "homeless* | rough sleep*", Serves: "directly", Reason: "the plan, page 4"},
				{Line: 11, Function: "10.6", Serves: "in part", Reason: "help with rent"}}}},
		{"programmes", f.Programmes, []workspace.Programme{
			{Line: 17, Programme: "=Night Shelter Grant", Outcome: "M1", In: true, Serves: "directly", Reason: "it is what the outcome is for", Who: "Housing officer", When: day},
			{Line: 23, Programme: "dog wardens", Reason: "no outcome of the plan", Who: "Housing officer", When: day}}},
		{"chain", f.Chains, []workspace.Chain{{Line: 29, Programme: "rough sleeping", Name: "rough sleeping", Activity: "Outreach; Beds",
			Output: "40 people housed", ShortTerm: "Fewer people sleep rough", Outcome: "M1"}}},
		{"a line", f.Where(29), "outcomes/plan-2026.yaml:29"},
		{"themes", w.Themes, []workspace.Theme{{Name: "homes", Title: "Homes", Cohort: "people without a home", CohortSize: 1200, UnitCost: 420050, HasCost: true,
			Include: []workspace.OutcomeRule{{Line: 6, Wording: "homeless*", Serves: "directly", Reason: "by name"}},
			Exclude: []workspace.OutcomeRule{{Line: 9, Wording: "pets", Serves: "directly", Reason: "other homes"}}}}},
		{"programme facts", w.ProgrammeFacts, []workspace.ProgrammeFact{{Line: 2, Programme: "Supporting People", Objective: "independent lives"}}},
		{"roles", w.Roles, []workspace.Role{{Line: 2, Body: "Merrowshire CC", Challenge: "M1", Role: "commissioner"}}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s is %+v, want %+v", c.what, c.got, c.want)
		}
	}
}

func TestMistakesInFrameworks(t *testing.T) {
	for change, want := range map[[2]string]string{
		{"date: 2026-03-31", "date: March"}:                          `outcomes/plan.yaml:3: date is "March"; expected a date such as 2026-04-01`,
		{"source: The council, invented\n", ""}:                      `the framework has no source; expected a line "source: …"`,
		{"short_term:", "shortterm:"}:                                `outcomes/plan.yaml:7: the outcome has an unknown key "shortterm"; expected id, name, short_term or rules; did you mean short_term?`,
		{"serves: in part", "serves: partly"}:                        `outcomes/plan.yaml:12: serves is "partly"; expected directly, in part or no`,
		{"id: M2", "id: M1"}:                                         `outcomes/plan.yaml:14: outcome "M1" stands twice; expected each id once`,
		{"    outcome: M1\n", "    outcome: M9\n"}:                   `outcomes/plan.yaml:17: there is no outcome "M9" here; expected one of M1, M2; did you mean M1?`,
		{"    outcome: M1\n", ""}:                                    `outcomes/plan.yaml:17: the programme is in and no outcome is named`,
		{"included: no", "included: perhaps"}:                        `outcomes/plan.yaml:24: included is "perhaps"; expected yes or no`,
		{"      - wording: homeless* | rough sleep*\n", "      -\n"}: `outcomes/plan.yaml:`,
		{"short_term_outcome: Fewer", "short_term_outcome: Less"}:    `outcomes/plan.yaml:29: short_term_outcome "Less people sleep rough" is none of outcome M1; expected one of its short_term: Fewer people sleep rough | Fewer evictions; did you mean Fewer people sleep rough?`,
		{"name: Merrowshire Plan", "name: [a, b]"}:                   `outcomes/plan.yaml:1: name is a sequence; expected text`,
	} {
		text := strings.Replace(plan, change[0], change[1], 1)
		if text == plan {
			t.Fatalf("%q is not in the plan", change[0])
		}
		_, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", "outcomes/plan.yaml": text}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q for %q: %v\nwant %s", change[1], change[0], err, want)
		}
	}
	for name, c := range map[string][2]string{
		"outcomes/My plan.yaml": {plan, "outcomes/My plan.yaml: the file is not read; expected a name of small letters, digits and hyphens that ends in .yaml"},
		"outcomes/plan.yml":     {plan, "outcomes/plan.yml: the file is not read"},
		"outcomes/plan.yaml":    {"a: [", "outcomes/plan.yaml:1: not readable as YAML"},
		"themes/t.yaml":         {"name: T\ncohort_size: many\nunit_cost: £3\ninclude: []\n", `themes/t.yaml:2: cohort_size is "many"; expected a whole number`},
		"programmes.csv":        {"programme,objective\na,b\nA,c\n", `programmes.csv:3: programme "A" stands on line 2 already`},
		"roles.csv":             {"body,role\na,\n", `roles.csv:2: role is empty`},
	} {
		_, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", name: c[0]}))
		if err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s: %v\nwant %s", name, err, c[1])
		}
	}
}

// A plan moves no payment: what payments are attributed by stays as it was, the digest of marks does not.
func TestAPlanMovesNoPayment(t *testing.T) {
	digests := func(files map[string]string) [2]string {
		files["flows.yaml"] = "name: x\n"
		w, err := workspace.Load(write(t, files))
		if err != nil {
			t.Fatal(err)
		}
		return [2]string{w.Digest(), w.MarksDigest()}
	}
	none := digests(map[string]string{})
	one := digests(map[string]string{"outcomes/plan.yaml": plan, "roles.csv": "body,role\na,b\n"})
	other := digests(map[string]string{"outcomes/plan.yaml": plan + "# more\n"})
	if none[0] != one[0] || one[0] != other[0] || none[1] == one[1] || one[1] == other[1] {
		t.Errorf("digests %v, %v, %v", none, one, other)
	}
}
