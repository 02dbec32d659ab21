package mapping

import (
	"slices"
	"strings"
	"testing"

	"flows/ledger"

	"pgregory.net/rapid"
)

func outcomes(t testing.TB, o OutcomeOptions) *Outcomes {
	t.Helper()
	out, err := NewOutcomes(o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func tagged(o *Outcomes, w ledger.PurposeWording, function string) string {
	var codes []string
	for _, s := range o.Tags(&w, function) {
		serves, _, _ := strings.Cut(s.Detail, ";")
		codes = append(codes, s.Code+" "+serves)
	}
	return strings.Join(codes, ", ")
}

func TestOutcomesOfPurposes(t *testing.T) {
	o := outcomes(t, OutcomeOptions{})
	for _, c := range []struct {
		w        ledger.PurposeWording
		function string
		want     string
	}{
		{ledger.PurposeWording{Programme: "Rough Sleeping Initiative"}, "10.7", "LOF03 directly, LU10 in part, PF08 in part"},
		{ledger.PurposeWording{Programme: "Fuel Poverty Health Pilots"}, "04.3", "PF03 directly, PF08 directly"},
		{ledger.PurposeWording{ExpenseArea: "Street cleansing"}, "05.1", "LOF12 directly, LOF13 directly"},
		{ledger.PurposeWording{Programme: "Gateway Protection, asylum"}, "03.1", ""},
		{ledger.PurposeWording{Payer: "Wickham City Council", ExpenseType: "Nursing Home"}, "10.2", "LOF09 directly"},
		{ledger.PurposeWording{ExpenseArea: "Corporate estates"}, "01.1", ""},
	} {
		if got := tagged(o, c.w, c.function); got != c.want {
			t.Errorf("%+v under %s: got %q, want %q", c.w, c.function, got, c.want)
		}
	}
}

// A council's own plan: its outcomes stand beside the program's, and what people decided of its
// programmes beats wording.
func TestOwnOutcomes(t *testing.T) {
	o := outcomes(t, OutcomeOptions{
		Outcomes:  []Outcome{{Framework: "vale-plan-2030", Code: "VP1", Name: "A vale that walks", Place: "X1"}},
		Rules:     []OutcomeRule{{ID: "vp1-1", Outcome: "VP1", Wording: "footpath* | walking", Serves: ServesDirectly, Reason: "the plan, page 4"}},
		Decisions: []OutcomeRule{{ID: "vp1-d1", Outcome: "VP1", Scope: "programme", Wording: "=walking dogs", Serves: ServesNot, Reason: "a kennel", By: "A. Clerk", On: "2026-04-01"}},
	})
	if got := tagged(o, ledger.PurposeWording{Programme: "Footpath repairs"}, ""); got != "VP1 directly" {
		t.Errorf("footpaths: %q", got)
	}
	if got := tagged(o, ledger.PurposeWording{Programme: "Walking dogs"}, ""); got != "" {
		t.Errorf("a programme left out: %q", got)
	}
	if x, ok := o.Outcome("VP1"); !ok || x.Place != "X1" || len(o.All()) != 37 {
		t.Errorf("%+v, %d outcomes", x, len(o.All()))
	}
}

// Law: tags are ordered, each outcome at most once, each the whole: they overlap and do not tile.
func TestTagsOverlap(t *testing.T) {
	o := outcomes(t, OutcomeOptions{})
	functions := COFOG().Functions()
	rapid.Check(t, func(t *rapid.T) {
		w := somePurpose(t)
		tags := o.Tags(&w, rapid.SampledFrom(functions).Draw(t, "function").Code)
		for i, s := range tags {
			if s.Lo != 0 || s.Hi != ledger.Whole || s.Dimension != DimOutcome || i > 0 && tags[i-1].Code >= s.Code {
				t.Fatalf("%+v", tags)
			}
			if _, ok := o.Outcome(s.Code); !ok {
				t.Fatalf("no outcome %q", s.Code)
			}
		}
	})
}

// Every outcome of the program's frameworks has a rule that can tag it, and no rule is in vain.
func TestOutcomeRulesAreClean(t *testing.T) {
	o := outcomes(t, OutcomeOptions{})
	served := map[string]bool{}
	for i := range o.engine.index.rules {
		if o.serves[i] != ServesNot {
			served[o.engine.index.rules[i].Code] = true
		}
	}
	for _, x := range o.All() {
		if !served[x.Code] {
			t.Errorf("%s %s: no rule serves it", x.Code, x.Name)
		}
	}
	for _, x := range o.engine.twins() {
		if x.Kind == RuleDuplicate {
			t.Errorf("rule %s {%s} stands twice", x.Rule, x.Wording)
		}
	}
}

func TestBadOutcomeRulesAreNamed(t *testing.T) {
	for name, r := range map[string]OutcomeRule{
		"no such outcome":  {ID: "bad-1", Outcome: "LU99", Wording: "x1", Serves: ServesDirectly},
		"no such way":      {ID: "bad-2", Outcome: "LU01", Wording: "x1", Serves: "sort of"},
		"no such function": {ID: "bad-3", Outcome: "LU01", Function: "12", Serves: ServesInPart},
		"no condition":     {ID: "bad-4", Outcome: "LU01", Serves: ServesInPart},
	} {
		if _, err := NewOutcomes(OutcomeOptions{Rules: []OutcomeRule{r}}); err == nil || !strings.Contains(err.Error(), r.ID) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClasses(t *testing.T) {
	c, err := NewClasses([]ClassRule{{ID: "own-1", Class: ClassControl, Payer: "vale", Function: "08", Value: "local delivery of national rules", Reason: "a trust deed"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	council := ledger.PurposeWording{Payer: "Wickham City Council"}
	vale := ledger.PurposeWording{Payer: "Vale Council"}
	benefits := ledger.PurposeWording{Payer: "Department for Work and Pensions"}
	police := ledger.PurposeWording{Payer: "Norwick Police Authority"}
	nobody := ledger.PurposeWording{}
	pay := ledger.PurposeWording{ExpenseType: "Agency staff"}
	debt := ledger.PurposeWording{ExpenseType: "Interest payable on loans"}
	build := ledger.PurposeWording{ExpenseType: "Assets under construction"}
	early := ledger.PurposeWording{ExpenseArea: "Early help hub"}
	homes := ledger.PurposeWording{ExpenseType: "Residential care"}
	for _, k := range []struct {
		class    Class
		w        ledger.PurposeWording
		function string
		want     string
	}{
		{ClassControl, council, "08.2", "local discretion"},
		{ClassControl, council, "09.5", "local delivery of national rules"},
		{ClassControl, council, "10.6", "entitlement"},
		{ClassControl, vale, "08.2", "local delivery of national rules"},
		{ClassControl, benefits, "10.2", "entitlement"},
		{ClassControl, police, "03.1", "local delivery of national rules"},
		{ClassControl, nobody, "08.2", ""},
		{ClassNature, pay, "", "pay"},
		{ClassNature, debt, "", "debt"},
		{ClassNature, build, "", "capital"},
		{ClassNature, nobody, "", ""},
		{ClassPrevention, early, "10.4", "preventive"},
		{ClassPrevention, homes, "10.2", "reactive"},
		{ClassPrevention, nobody, "07.4", "preventive"},
		{ClassPrevention, benefits, "10.2", "transfers"},
		{ClassPrevention, nobody, "04.1", ""},
	} {
		got := c.Of(k.class, &k.w, k.function)
		if got.Code != k.want || got.Lo != 0 || got.Hi != ledger.Whole || got.Dimension != string(k.class) || (got.Code == "") != (got.Rule == "") {
			t.Errorf("%s of %+v under %s: got %+v, want %q", k.class, k.w, k.function, got, k.want)
		}
	}
}

// Law: a class gives one of its values or nothing.
func TestClassesGiveTheirValues(t *testing.T) {
	c, err := NewClasses(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		w := somePurpose(t)
		for class := range classValues {
			if got := c.Of(class, &w, "10"); got.Code != "" && !slices.Contains(ClassValues(class), got.Code) {
				t.Fatalf("%s gives %q", class, got.Code)
			}
		}
	})
}

func TestBadClassRulesAreNamed(t *testing.T) {
	for _, r := range []ClassRule{
		{ID: "bad-1", Class: "colour", Wording: "x1", Value: "red"},
		{ID: "bad-2", Class: ClassNature, Wording: "x1", Value: "reactive"},
	} {
		if _, err := NewClasses([]ClassRule{r}, nil); err == nil || !strings.Contains(err.Error(), r.ID) {
			t.Errorf("%s: %v", r.ID, err)
		}
	}
}

// Of what a purpose serves one outcome is primary: directly before in part, then the more specific wording.
func TestPrimaryOutcome(t *testing.T) {
	o := outcomes(t, OutcomeOptions{Framework: "local-outcomes-framework-2026"})
	for _, c := range []struct {
		w        ledger.PurposeWording
		function string
		want     string
	}{
		{ledger.PurposeWording{Programme: "Rough Sleeping Initiative"}, "10.7", "LOF03*"},
		{ledger.PurposeWording{Programme: "Sure Start children's centres"}, "10.4", "LOF05* LOF07"},
		{ledger.PurposeWording{Programme: "Regeneration of parks"}, "04.1", "LOF12 LOF15*"},
		{ledger.PurposeWording{ExpenseArea: "Corporate estates"}, "01.1", ""},
	} {
		var got []string
		for _, s := range o.Serve(&c.w, c.function) {
			star := ""
			if s.Primary {
				star = "*"
			}
			got = append(got, s.Outcome+star)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v under %s: got %v, want %q", c.w, c.function, got, c.want)
		}
	}
	if n := len(o.All()); n != 16 {
		t.Errorf("the framework has %d outcomes, want 16", n)
	}
}

// Law: Serve and Tags agree, and a purpose that serves anything has exactly one primary outcome.
func TestServeIsTags(t *testing.T) {
	o := outcomes(t, OutcomeOptions{})
	functions := COFOG().Functions()
	rapid.Check(t, func(t *rapid.T) {
		w := somePurpose(t)
		function := rapid.SampledFrom(functions).Draw(t, "function").Code
		var tags, served []string
		primary := 0
		for _, s := range o.Tags(&w, function) {
			tags = append(tags, s.Code+" "+s.Rule)
		}
		for _, s := range o.Serve(&w, function) {
			if s.How != ServesNot {
				served = append(served, s.Outcome+" "+s.Rule)
			}
			if s.Primary {
				primary++
			}
		}
		if !slices.Equal(tags, served) || primary != min(1, len(served)) {
			t.Fatalf("tags %v, served %v, %d primary", tags, served, primary)
		}
	})
}
