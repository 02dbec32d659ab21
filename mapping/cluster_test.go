package mapping

import (
	"slices"
	"testing"

	"flows/ledger"
	"pgregory.net/rapid"
)

func TestSpellingsOfOneOrganisation(t *testing.T) {
	var names, want []string
	for _, f := range evalRows(t, "places_payees.csv") {
		names, want = append(names, f[1]), append(want, f[2])
	}
	clusters := Reference().Cluster(names)
	got := make([]string, len(clusters))
	for i, c := range clusters {
		got[i] = c.ID
	}
	precision, recall, f1 := BCubed(got, want)
	t.Logf("%d spellings: precision %.4f, recall %.4f, F1 %.4f", len(names), precision, recall, f1)
	if precision < 0.99 || f1 < 0.93 {
		t.Errorf("precision %.4f, recall %.4f, F1 %.4f", precision, recall, f1)
	}
}

func TestClustersDoNotDependOnTheOrderOfNames(t *testing.T) {
	var all []string
	for _, f := range evalRows(t, "places_payees.csv") {
		all = append(all, f[1])
	}
	r := Reference()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.SampledFrom(all), 1, 40).Draw(t, "names")
		ids := map[string]Cluster{}
		for i, c := range r.Cluster(names) {
			ids[names[i]] = c
		}
		slices.Reverse(names)
		for i, c := range r.Cluster(names) {
			if ids[names[i]] != c {
				t.Fatalf("%q is %+v, and %+v the other way round", names[i], ids[names[i]], c)
			}
		}
	})
}

func TestPayersAndPayeesShareTheirIDs(t *testing.T) {
	r := Reference()
	for _, name := range []string{"Norfolk County Council", "Environment Agency", "Merrow Vale Harbour Trust", "University of Leeds"} {
		payee := r.PayeeShares([]ledger.PayeeWording{{Payee: name, PayeeName: r.PayeeName(name)}})[0]
		payer := r.PayerShares([]ledger.PayerWording{{Payer: name}})[0]
		if payee.Code != payer.Code || payee.Code == "" || payee.Hi != ledger.Whole {
			t.Errorf("%s is %q as payee and %q as payer", name, payee.Code, payer.Code)
		}
	}
}

func TestBCubedOfKnownCases(t *testing.T) {
	if p, r, f := BCubed([]string{"a", "a", "b"}, []string{"x", "x", "y"}); p != 1 || r != 1 || f != 1 {
		t.Errorf("the same clusters score %v, %v, %v", p, r, f)
	}
	if p, r, _ := BCubed([]string{"a", "a"}, []string{"x", "y"}); p != 0.5 || r != 1 {
		t.Errorf("two taken for one score %v, %v", p, r)
	}
	if p, r, _ := BCubed([]string{"a", "b"}, []string{"x", "x"}); p != 1 || r != 0.5 {
		t.Errorf("one taken for two scores %v, %v", p, r)
	}
}

// Short forms of words, and what clerks note beside names, make no other organisation; other words do.
func TestShortFormsAndNotes(t *testing.T) {
	together := [][]string{
		{"Tiverdale & Dist Comm Trans Assoc", "Tiverdale and District Community Transport Association"},
		{"Marram Envrnmntl Records Cntr", "Marram Environmental Records Centre"},
		{"Quillstone Works Ltd", "QUILLSTONE WORKS ** USE 27681**", "**USE 4 ** Quillstone Works Ltd", "Quillstone Works Ltd (A/C 61479636 ONLY)", "Quillstone Works (in Liquidation)"},
		{"Marramdale Pre-school Ltd"}, {"Marramdale Preparatory School"}, {"Marramdale Prep and Nursery"},
		{"**USE 149** Ternby Lighting Services"}, {"**USE 149** Harbour Contracting Services"},
		{"St Ann's CE Primary School"}, {"St Anne's CE Primary School"},
		{"Marram Holdings (Phase 1)"}, {"Marram Holdings (Phase 12)"},
	}
	var names []string
	of := map[string]int{}
	for i, list := range together {
		for _, name := range list {
			names, of[name] = append(names, name), i
		}
	}
	clusters := Reference().Cluster(names)
	for i, a := range names {
		for k, b := range names[:i] {
			if one := clusters[i].ID == clusters[k].ID; one != (of[a] == of[b]) {
				t.Errorf("%q and %q: one is %v (%s, %s)", a, b, one, clusters[i].ID, clusters[k].ID)
			}
		}
	}
}

func TestNoNameIsNoOrganisation(t *testing.T) {
	r := Reference()
	names := []string{"", "-", " - ", "...", "Merrow Vale Harbour Trust", "12"}
	for i, c := range r.Cluster(names) {
		if named := i >= 4; named != (c.Name != "") || named != (c.ID != "") {
			t.Errorf("%q is %+v", names[i], c)
		}
	}
	for _, name := range []string{"", "-"} {
		if s := r.PayeeShares([]ledger.PayeeWording{{Payee: name, PayeeName: r.PayeeName(name)}})[0]; s.Body != "" || s.Hi != ledger.Whole {
			t.Errorf("%q is the payee %+v", name, s)
		}
	}
}

func TestAPayerIsNamedWithoutIdleSpaces(t *testing.T) {
	shares := Reference().PayerShares([]ledger.PayerWording{{Payer: "Merrow Vale Homes"}, {Payer: "Merrow  Vale Homes   "}})
	if a, b := shares[0], shares[1]; a.Body != b.Body || a.Body != "Merrow Vale Homes" || a.Code != b.Code {
		t.Errorf("one payer is %q (%s) and %q (%s)", a.Body, a.Code, b.Body, b.Code)
	}
}

func TestAnAbbreviationIsThatOfTheLastWhoBoreIt(t *testing.T) {
	r := Reference()
	for _, x := range []struct{ name, is string }{
		{"DCMS", "Department for Culture, Media and Sport"}, {"HO", "Home Office"}, {"HMCS", "HM Courts Service"},
	} {
		if s := r.PayerShares([]ledger.PayerWording{{Payer: x.name}})[0]; s.Body != x.is {
			t.Errorf("%s is %q, not %q", x.name, s.Body, x.is)
		}
	}
}
