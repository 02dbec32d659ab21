package mapping

import (
	"strings"
	"testing"

	"flows/ledger"

	"pgregory.net/rapid"
)

// A person's decision beats what the name says, and a later line of the file beats an earlier one.
func TestDecisionsPlacePayees(t *testing.T) {
	r, err := WithWorkspace(nil, []PlaceDecision{
		{Pattern: "marram gallery*", Place: "E10000020", Who: "A. Clerk", When: "2026-04-01", Why: "its office is in Norwich"},
		{Pattern: "=marram gallery north", Place: "Suffolk", Who: "A. Clerk", When: "2026-04-02", Why: "it moved"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ payee, code, step string }{
		{"Marram Gallery Trust", "E10000020", RungDecision},
		{"MARRAM GALLERY NORTH", "E10000029", RungDecision},
		{"Leeds City Council", "E08000035", RungBody},
	} {
		got := r.Place(&ledger.PlaceWording{Payee: c.payee, Year: 2013}).Recipient[0]
		if got.Code != c.code || got.Step != c.step {
			t.Errorf("%s: %s by %s, want %s by %s", c.payee, got.Code, got.Step, c.code, c.step)
		}
	}
}

// A decision that cannot be followed is told, never passed over.
func TestDecisionsThatCannotBeFollowed(t *testing.T) {
	for place, want := range map[string]string{"Atlantis": "no place", "": "no place"} {
		_, err := WithWorkspace(nil, []PlaceDecision{{Pattern: "x", Place: place}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", place, err, want)
		}
	}
}

// A payee that a person says is no place's body is placed by what is left: its postcode, its payer, or nothing.
func TestNoPlace(t *testing.T) {
	r, err := WithWorkspace(nil, []PlaceDecision{{Pattern: NamePattern("Leeds City Council"), Place: NoPlace, Who: "A. Clerk", When: "2026-04-01", Why: "a trading name"}})
	if err != nil {
		t.Fatal(err)
	}
	p := r.Place(&ledger.PlaceWording{Payee: "LEEDS CITY COUNCIL", Year: 2013})
	if s := p.Recipient[0]; s.Code != "" || s.Step != RungNone || s.Rule != decisionsFile || !strings.Contains(s.Detail, "A. Clerk") {
		t.Errorf("not placed by decision: %+v", s)
	}
	if p.Payee.Known() || r.Cluster([]string{"Leeds City Council"})[0].Kind != KindUnknown {
		t.Errorf("still taken for the council: %+v", p.Payee)
	}
	if s := r.Place(&ledger.PlaceWording{Payee: "Leeds City Council", PayeePostcode: "NR2 1DH", Year: 2013}).Recipient[0]; s.Step != RungPostcode {
		t.Errorf("its postcode does not speak: %+v", s)
	}
	if s := r.Place(&ledger.PlaceWording{Payer: "Norfolk County Council", Payee: "Leeds City Council", Year: 2013}).In[0]; s.Step != RungPayer {
		t.Errorf("its payer does not speak: %+v", s)
	}
}

// Law: the pattern of a name fits the name however it is punctuated, and not the name with a word more.
func TestNamePatternsFitTheirNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-z|&=!*^$.,'()0-9 -]{1,40}`).Draw(t, "name")
		pattern := NamePattern(name)
		if pattern == "" {
			return
		}
		r, err := WithWorkspace(nil, []PlaceDecision{{Pattern: pattern, Place: "E08000035"}})
		if err != nil {
			t.Fatalf("%q gives the pattern %q: %v", name, pattern, err)
		}
		if len(r.DecisionsOn(name)) != 1 || len(r.DecisionsOn("("+strings.ToUpper(name)+").")) != 1 {
			t.Errorf("%q does not fit %q", pattern, name)
		}
		if len(r.DecisionsOn(name+" zzz")) != 0 {
			t.Errorf("%q fits more than %q", pattern, name)
		}
	})
}

func TestFunctionDecisionsByPayer(t *testing.T) {
	w := ledger.PurposeWording{Payer: "Merrow Council", Programme: "Blue Sky", ExpenseArea: "Corporate Services", ExpenseType: "Other"}
	f, err := NewFunctions(FunctionOptions{NoModel: true, Decisions: []FunctionRule{
		{ID: "d1", Payer: NamePattern(w.Payer), Wording: WordingOf(w.Programme, w.ExpenseArea, w.ExpenseType), Code: "09.1"},
		{ID: "d2", Wording: "=blue sky", Code: "08.2"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := f.DecisionsOn(&w)
	if len(got) != 2 || got[0].ID != "d1" || got[0].Demands <= got[1].Demands || f.Classify(&w)[0].Code != "09.1" {
		t.Errorf("decisions %+v, classified %+v", got, f.Classify(&w))
	}
	w.Payer = "Vale Council"
	if got := f.Classify(&w)[0]; got.Code != "08.2" || got.Step != StepDecided {
		t.Errorf("another payer: %+v", got)
	}
}
