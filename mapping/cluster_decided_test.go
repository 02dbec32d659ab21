package mapping

import (
	"testing"

	"flows/ledger"
)

// Decisions merge spellings and split them, and a later one corrects an earlier one; what nobody decided
// about stays where it was.
func TestDecidedOrganisations(t *testing.T) {
	names := []string{"Quillstone Ltd", "Quillstone Limited", "Q'stone Consulting", "Marram Gallery", "Marram Gallery North", "Norwich C C (Exchequer)", "The Marram Gallery"}
	before := Reference().Cluster(names)
	if before[0].ID != before[1].ID || before[3].ID == before[4].ID || before[3].ID != before[6].ID {
		t.Fatalf("spellings were gathered otherwise: %+v", before)
	}
	r, err := Build(Tables{Payees: []OrganisationDecision{
		{Pattern: "=quillstone limited | =qstone consulting", Organisation: "Quillstone Holdings", Who: "A. Clerk", When: "2026-04-01", Why: "its accounts"},
		{Pattern: "marram*", Organisation: "Marram Trust", Who: "A. Clerk", When: "2026-04-01", Why: "its accounts"},
		{Pattern: "=the marram gallery", Organisation: "The other Marram", Who: "A. Clerk", When: "2026-04-02", Why: "its accounts"},
		{Pattern: "=norwich c c exchequer", Organisation: "Norwich City Council", Who: "A. Clerk", When: "2026-04-01", Why: "the council said so"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	after := r.Cluster(names)
	if after[0].ID != before[0].ID || after[0].Name != "Quillstone Ltd" {
		t.Errorf("nobody decided about %+v, and it was %+v", after[0], before[0])
	}
	if after[1].ID != after[2].ID || after[1].ID == after[0].ID || after[1].Name != "Quillstone Holdings" || after[1].Rule != organisationsFile {
		t.Errorf("merged and split: %+v", after[:3])
	}
	if after[5].ID != "E07000148" || after[5].Kind != KindDistrict {
		t.Errorf("a body that is known: %+v", after[5])
	}
	if after[3].ID != after[6].ID || after[3].ID == after[4].ID { // "the" is no word of a pattern: both spellings are meant
		t.Errorf("the later decision: %+v", after)
	}
	shares := r.PayeeShares([]ledger.PayeeWording{{Payee: "Q'stone Consulting", PayeeName: r.PayeeName("Q'stone Consulting")}})
	if shares[0].Detail != `"=quillstone limited | =qstone consulting", decided by A. Clerk on 2026-04-01: its accounts` {
		t.Errorf("the share says %q", shares[0].Detail)
	}
	for _, d := range []OrganisationDecision{{Pattern: "*", Organisation: "x"}, {Pattern: "x", Organisation: "&"}} {
		if _, err := Build(Tables{Payees: []OrganisationDecision{d}}); err == nil {
			t.Errorf("%+v was followed", d)
		}
	}
}
