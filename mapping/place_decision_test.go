package mapping

import (
	"strings"
	"testing"

	"flows/ledger"
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
