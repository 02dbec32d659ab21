package mapping

import (
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"

	"pgregory.net/rapid"
)

// Law: a place made of outcodes moves no money between authorities: each share of a postcode lies on the ground that
// it lies on without the place, and what has the outcode stands at a part of it.
func TestOutcodesMoveNoMoney(t *testing.T) {
	plain := Reference()
	made, err := Build(Tables{Places: []OwnPlace{{Code: "XCOR", Name: "Corridor", File: "places/c.yaml", Source: "test",
		Members: []AreaShare{{Code: "NR7", Share: ledger.Whole}, {Code: "BT36", Share: 333_333_333}, {Code: "E07000146", Share: ledger.Whole}}}}})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		postcode := rapid.SampledFrom([]string{"NR7", "NR7 0DU", "NR7 9ZZ", "NR7 8TL", "BT36", "BT36 7LQ", "NR3 1SE", "NR3", "PE30 1JU", "S70 1AA"}).Draw(t, "postcode")
		w := ledger.PlaceWording{Payee: "Otterburn Systems Ltd", PayeePostcode: postcode, Year: 2022}
		before, after := byGround(plain, plain.Place(&w).Recipient), byGround(made, made.Place(&w).Recipient)
		if len(before) != len(after) {
			t.Fatalf("%s: %v, was %v", postcode, after, before)
		}
		for code, share := range before {
			if after[code] != share {
				t.Fatalf("%s: %v, was %v", postcode, after, before)
			}
		}
		for _, s := range made.Place(&w).Recipient {
			want := strings.HasPrefix(postcode, "NR7") || strings.HasPrefix(postcode, "BT36")
			if a, _ := made.Area(s.Code); (a.Kind == KindOutcode) != want {
				t.Fatalf("%s stands at %s", postcode, s.Code)
			}
		}
	})
	parts := made.Inside("E07000144")
	whole := false
	for _, p := range parts {
		whole = whole || p.Code == "NR7.E07000144" && p.Share == ledger.Whole
	}
	if !whole {
		t.Errorf("the part of NR7 in Broadland is not inside Broadland: %v", parts)
	}
}

// byGround adds up shares by the authorities on whose ground they lie.
func byGround(r *Registry, shares []ledger.Share) map[string]int32 {
	out := map[string]int32{}
	for _, s := range shares {
		out[r.ground(s.Code)] += s.Hi - s.Lo
	}
	return out
}

// An outcode that is no outcode is an error, and so are an outcode and its authority in one place, and an outcode and a
// ward with a postcode in common.
func TestOutcodesThatCannotBeMembers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.bin")
	if _, err := PackPostcodes(strings.NewReader("pcds,oslaua,osward\nNR7 0DU,E07000144,E05005769\n"), path); err != nil {
		t.Fatal(err)
	}
	for want, members := range map[string][]AreaShare{
		"ZZ99 is in no table":           {{Code: "ZZ99", Share: ledger.Whole}},
		"E07000144 share ground":        {{Code: "NR7", Share: ledger.Whole}, {Code: "E07000144", Share: ledger.Whole}},
		"have postcodes in common":      {{Code: "NR7", Share: ledger.Whole}, {Code: "E05005769", Share: ledger.Whole}},
		"E10000020 share ground, and o": {{Code: "NR7", Share: 500_000_000}, {Code: "E10000020", Share: ledger.Whole}},
	} {
		_, err := Build(Tables{Postcodes: path, Places: []OwnPlace{{Code: "XCOR", Name: "x", File: "places/x.yaml", Members: members}}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
