package mapping

import (
	"slices"
	"strings"
	"testing"

	"flows/ledger"
)

// The program's own tables and classes are as they should be.
func TestProgramTablesAreClean(t *testing.T) {
	list, err := CheckTables()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		t.Errorf("%s:%d: %s", x.File, x.Line, x.What)
	}
	c, err := NewClasses(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := c.CheckRules()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range rules {
		t.Errorf("%s: rule %s {%s} by %s", x.Kind, x.Rule, x.Wording, x.Other)
	}
}

func TestCheckTextFinds(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\n1,2\n":            "",
		"a,b\n1,2\n# note\n1\n": "4: 1 fields, the heading has 2",
		"a,b\n1,2\n3,4\n1,2\n":  "4: the same as line 2",
		"a,b\r\n1,2\r\n":        "0: it is no clean UTF-8 text with LF at the end of each line",
		"a,b\n\"1,2\n":          "0: parse error on line 2",
		"a,b\n1,2":              "0: it is no clean UTF-8 text with LF at the end of each line",
	} {
		got := ""
		for _, x := range checkText("t.csv", text) {
			got = string(rune('0'+x.Line)) + ": " + x.What
		}
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Of classes a rule is measured against those of its own class and function alone.
func TestClassCheckFinds(t *testing.T) {
	c, err := NewClasses([]ClassRule{
		{ID: "a", Class: ClassControl, Wording: "zig zag", Value: "entitlement"},
		{ID: "b", Class: ClassControl, Wording: "zig zag", Value: "local discretion"}, // of two alike the longer value wins
		{ID: "c", Class: ClassNature, Wording: "zig zag", Value: "pay"},
		{ID: "d", Class: ClassControl, Wording: "zig zag", Function: "09", Value: "local discretion"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.CheckRules()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range list {
		got = append(got, x.Kind+" "+x.Rule+" by "+x.Other)
	}
	if want := []string{"contradictory b by a", "unreachable a by b"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An overhead is counted for the rule that found it and for the remit that it serves.
func TestCountRules(t *testing.T) {
	f := noModel(t)
	shares := f.Classify(&ledger.PurposeWording{Payer: "Home Office", ExpenseType: "Stationery"})
	won := map[string]int{}
	CountRules(won, shares)
	overhead, ok := overheadIn(shares[0].Detail)
	if !ok || won[overhead] != 1 || won[shares[0].Rule] != 1 || overhead == shares[0].Rule {
		t.Errorf("%+v: %v", shares[0], won)
	}
}

func TestRulePlacesKnowEveryRule(t *testing.T) {
	places, err := RulePlaces()
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewClasses(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range slices.Concat(noModel(t).index.rules, c.engine.index.rules) {
		if places[r.ID].Line < 2 {
			t.Errorf("rule %s stands nowhere", r.ID)
		}
	}
}
