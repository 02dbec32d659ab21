package mapping

import (
	"testing"

	"flows/ledger"
	"pgregory.net/rapid"
)

func vintage(t *testing.T, word string) ledger.Date {
	t.Helper()
	d, err := Vintage(word)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCumbriaBecomesTwo(t *testing.T) {
	got := Reference().Restate("E10000006", vintage(t, "2023"))
	if len(got) != 2 || got[0].Code != "E06000063" || got[0].Share != 547_400_000 || got[1].Code != "E06000064" {
		t.Errorf("%+v", got)
	}
	p := ledger.Pence(123_456_789_01)
	shares := Reference().RestateShares([]ledger.Share{{Code: "E10000006", Hi: ledger.Whole, Evidence: ledger.Observed}}, vintage(t, "2023"))
	var sum ledger.Pence
	for _, s := range shares {
		sum += p.Part(s.Lo, s.Hi)
		if s.Evidence != ledger.Apportioned {
			t.Errorf("a split is %s", s.Evidence)
		}
	}
	if sum != p {
		t.Errorf("%s became %s", p, sum)
	}
}

func TestRestatingFollowsEachArea(t *testing.T) {
	r := Reference()
	for _, c := range []struct{ code, to, want string }{
		{"E07000026", "today", "E06000063"}, // Allerdale went whole into Cumberland
		{"E06000048", "2019", "E06000057"},  // Northumberland, recoded
		{"E06000057", "2009", "E06000048"},  // and back
		{"E06000063", "2019", "E10000006"},  // all of Cumberland was in Cumbria
		{"E06000060", "2009", "E10000002"},  // Buckinghamshire, the unitary, was the county
		{"E06000058", "2009", ""},           // three councils and a part of a county: no figure divides them
		{"E10000020", "2009", "E10000020"},  // Norfolk is Norfolk
		{"95S", "2019", ""},                 // split with Belfast; no share sourced
	} {
		got := r.Restate(c.code, vintage(t, c.to))
		if len(got) != 1 || got[0].Code != c.want || got[0].Share != ledger.Whole {
			t.Errorf("%s on the boundaries of %s: %+v, want %q", c.code, c.to, got, c.want)
		}
		if c.want == "" && got[0].Basis == "" {
			t.Errorf("%s cannot be restated, and nothing says why", c.code)
		}
	}
}

func TestVintageWords(t *testing.T) {
	for _, word := range []string{"", "next year", "20", "2019-20"} {
		if _, err := Vintage(word); err == nil {
			t.Errorf("%q was taken for a vintage", word)
		}
	}
}

// Restating any area to any day conserves every penny, inside each share's own interval.
func TestRestatingConservesEveryPenny(t *testing.T) {
	r := Reference()
	areas := r.Areas()
	rapid.Check(t, func(t *rapid.T) {
		cut := int32(rapid.IntRange(1, ledger.Whole-1).Draw(t, "cut"))
		list := []ledger.Share{
			{Code: rapid.SampledFrom(areas).Draw(t, "area").Code, Lo: 0, Hi: cut, Evidence: ledger.Observed},
			{Code: "", Lo: cut, Hi: ledger.Whole, Evidence: ledger.Observed},
		}
		to := mustDate("2005-04-01") + ledger.Date(rapid.IntRange(0, 9000).Draw(t, "days"))
		amount := ledger.Pence(rapid.Int64Range(-1e15, 1e15).Draw(t, "amount"))
		got := r.RestateShares(list, to)
		var first, sum ledger.Pence
		at := int32(0)
		for _, s := range got {
			if s.Lo != at || s.Hi <= s.Lo {
				t.Fatalf("%+v", got)
			}
			at = s.Hi
			sum += amount.Part(s.Lo, s.Hi)
			if s.Hi <= cut {
				first += amount.Part(s.Lo, s.Hi)
			}
			if a, ok := r.Area(s.Code); s.Code != "" && (!ok || !a.Holds(to)) {
				t.Fatalf("%s did not live on %s", s.Code, to)
			}
		}
		if at != ledger.Whole || sum != amount || first != amount.Part(0, cut) {
			t.Fatalf("%s became %s, its first share %s", amount, sum, first)
		}
	})
}

func TestSpreadingByPopulation(t *testing.T) {
	r := Reference()
	s, ok := r.Spread("E54000022", []string{"E10000020"}, r.PopulationKey(), 2022)
	if !ok || s.Share < 860_000_000 || s.Share > 900_000_000 {
		t.Errorf("Norfolk's part of Norfolk and Waveney: %+v", s)
	}
	whole, ok := r.Spread("E10000020", []string{"E12000006"}, r.PopulationKey(), 2022)
	if !ok || whole.Share != ledger.Whole {
		t.Errorf("all of Norfolk's money is in its region: %+v", whole)
	}
	none, ok := r.Spread("E08000035", []string{"E10000020"}, r.PopulationKey(), 2022)
	if !ok || none.Share != 0 {
		t.Errorf("none of Leeds's money is in Norfolk: %+v", none)
	}
	deprived, ok := r.Spread("E92000001", []string{"E08000012"}, r.DeprivedPopulationKey(), 2020)
	people, _ := r.Spread("E92000001", []string{"E08000012"}, r.PopulationKey(), 2020)
	if !ok || deprived.Share < 3*people.Share {
		t.Errorf("Liverpool has %d of England's people and %d of its deprived", people.Share, deprived.Share)
	}
}

// £7,500,000 a year by a supplied key that gives England 0.8675 of the United Kingdom is £6,506,250.
func TestSpreadingByASuppliedKey(t *testing.T) {
	r := Reference()
	key := TableKey("england-share", "supplied", []KeyRow{{Area: "K02000001", Weight: 10_000}, {Area: "E92000001", Weight: 8_675}})
	s, ok := r.Spread("K02000001", []string{"E92000001"}, key, 2011)
	if got := ledger.Pence(7_500_000_00).Part(0, s.Share); !ok || got != 6_506_250_00 {
		t.Errorf("%s", got)
	}
	if _, ok := r.Spread("K02000001", []string{"W92000004"}, key, 2011); ok {
		t.Error("Wales is in no line of the key")
	}
	list := []ledger.Share{{Code: "K02000001", Hi: ledger.Whole, Evidence: ledger.Observed}}
	got := r.SpreadShares(list, []string{"E92000001"}, "E92000001", key, 2011)
	if len(got) != 2 || got[0].Hi != 867_500_000 || got[1].Code != "" || got[0].Evidence != ledger.Apportioned {
		t.Errorf("%+v", got)
	}
}
