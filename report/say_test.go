package report_test

import (
	"math/big"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"

	"pgregory.net/rapid"
)

func TestSentencesWordForWord(t *testing.T) {
	head, part := ledger.Pence(150_49), report.Ratio{Num: 61, Den: 100}
	for _, c := range []struct{ got, want string }{
		{report.Headline{Place: "Norfolk", Year: "2009-10", Amount: 119_000_000, PerHead: &head, Publishers: 3, NotLoaded: 2, Services: &part}.Say(),
			"Public spend traced to Norfolk in 2009-10: £1.19m (£150 a head), from 3 publishers; 2 bodies known to serve it are not loaded. 61% of it goes on social protection, education and health."},
		{report.Headline{Place: "Norfolk", Year: "2009-10", Amount: 30_000_000, Publishers: 1, NotLoaded: 1}.Say(),
			"Public spend traced to Norfolk in 2009-10: £300,000, from 1 publisher; 1 body known to serve it is not loaded."},
		{report.Headline{Place: "Norfolk", Year: "2009-10", Amount: 134_670_000_000_00, Publishers: 12, Complete: true}.Say(),
			"Total public spend in Norfolk in 2009-10: £135bn, from 12 publishers; 0 bodies known to serve it are not loaded."},
		{report.Overlap{Function: "Housing development", Organisations: 17, Amount: 47_012_345_67}.Say(),
			"17 organisations (totalling £47.0m) are funding 'Housing development'."},
		{report.Overlap{Function: "Housing development", Organisations: 2, Amount: 52_000_00, Unnamed: 47_981_000_00}.Say(),
			"2 organisations (totalling £0.05m) are funding 'Housing development'; beside them £48.0m has no named payer."},
		{report.Overlap{Function: "Social protection n.e.c.", Organisations: 1, Amount: 350_000_00, CatchAll: true}.Say(),
			"1 organisation (totalling £0.35m) is funding 'Social protection n.e.c.'. Is it one thing? This is a catch-all group: what is in it need not be alike."},
		{report.Overlap{Function: "Housing development", Organisations: 2, Amount: 350_000_00, Doubt: report.Doubt{Whole: 300, Remit: 60, Model: 33}}.Say(),
			"2 organisations (totalling £0.35m) are funding 'Housing development'. Is it one thing? 31% of it was put there by the payer's remit or the text model alone."},
		{report.Doubt{Whole: 300, Remit: 60, Model: 33}.Words(), "coding doubt 31% (payer's remit 20%, text model 11%)"},
		{report.Doubt{Whole: 300, CatchAll: 300}.Words(), "coding doubt 100% (catch-all group)"},
		{report.Doubt{Whole: 300}.Words(), "coding doubt 0%"},
		{report.Doubt{}.Words(), ""},
		{report.SayControl("Norfolk", report.Ratio{Num: 1, Den: 3}), "Norfolk's councils control 33% of it."},
		{report.SayControl("Norfolk", report.Ratio{Num: 1}), ""},
		{report.SmallAwards{Awards: 1204, AllAwards: 2000, Amount: 4_000_000_00, AllAmount: 99_000_000_00}.Say(),
			"1,204 awards under £100,000 (60% of awards, 4% of the money) went to councils."},
		{report.SmallAwards{}.Say(), "0 awards under £100,000 went to councils."},
		{report.Alignment{Place: "Norfolk", Outcome: "homelessness", Amount: 12_500_000_00, Stranded: 3_100_000_00}.Say(),
			"Of £12.5m going into Norfolk for homelessness, £3.10m (25%) is aligned to no stated outcome."},
		{report.GrossToNet{Gross: 1_350_000_000_00, Passed: 200_000_000_00, Net: 1_150_000_000_00, Untraced: 40_000_000_00, Body: "Norfolk County Council"}.Say(),
			"£1.35bn gross, less £200m passed between public bodies, is £1.15bn net; £40.0m could not be traced past Norfolk County Council."},
		{report.GrossToNet{Gross: 100, Net: 100, OwnIncome: true}.Say(),
			"£1 gross, less £0 passed between public bodies, is £1 net. Net is a lower bound, because councils' own income pays for part of their spending."},
		{report.SayControl("A\x1b[31m", report.Ratio{Num: 1, Den: 1}), "A\ufffd[31m's councils control 100% of it."},
	} {
		if c.got != c.want {
			t.Errorf("\n got %s\nwant %s", c.got, c.want)
		}
	}
}

func TestSterlingRoundsOnceByItsSize(t *testing.T) {
	for p, want := range map[ledger.Pence]string{
		0: "£0", 49: "£0", 50: "£1", -50: "-£1", 300_000_00: "£300,000", 999_999_49: "£999,999", 999_999_50: "£1.00m",
		1_190_000_00: "£1.19m", 1_194_999_99: "£1.19m", 1_195_000_00: "£1.20m", 9_994_999_99: "£9.99m", 9_995_000_00: "£10.0m",
		99_949_999_99: "£99.9m", 99_950_000_00: "£100m", 999_499_999_99: "£999m", 999_500_000_00: "£1.00bn",
		1_346_700_000_000_00: "£1,347bn", -1_190_000_00: "-£1.19m",
	} {
		if got := report.Sterling(p); got != want {
			t.Errorf("%s is %s, want %s", p, got, want)
		}
	}
}

func TestPercentNeverRoundsToNoneOrAll(t *testing.T) {
	for want, r := range map[string]report.Ratio{
		"0%": {Num: 0, Den: 5}, "less than 1%": {Num: 1, Den: 1000}, "1%": {Num: 5, Den: 1000}, "99%": {Num: 994, Den: 1000},
		"more than 99%": {Num: 999, Den: 1000}, "100%": {Num: 7, Den: 7}, "-33%": {Num: -1, Den: 3}, "150%": {Num: 3, Den: 2},
	} {
		if got := report.Percent(r); got != want {
			t.Errorf("%v is %q, want %q", r, got, want)
		}
	}
}

// Law: what a sentence says lies within half a unit of its last digit of the amount.
func TestSterlingIsNearTheAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ledger.Pence(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1e12, 1e12)).Draw(t, "pence"))
		if p == -1<<63 {
			return // its magnitude is no int64; no ledger holds it (MaxPence)
		}
		s := report.Sterling(p)
		unit := big.NewRat(1, 1)
		digits := strings.NewReplacer("£", "", ",", "").Replace(s)
		switch {
		case strings.HasSuffix(digits, "bn"):
			unit = big.NewRat(1_000_000_000, 1)
		case strings.HasSuffix(digits, "m"):
			unit = big.NewRat(1_000_000, 1)
		}
		digits = strings.TrimRight(digits, "bnm")
		said, ok := new(big.Rat).SetString(digits)
		if !ok {
			t.Fatalf("%s is not a number", s)
		}
		said.Mul(said, unit)
		_, decimals, _ := strings.Cut(digits, ".")
		half := new(big.Rat).Quo(unit, big.NewRat(2, 1))
		for range decimals {
			half.Quo(half, big.NewRat(10, 1))
		}
		off := new(big.Rat).Sub(said, big.NewRat(int64(p), 100))
		if off.Abs(off).Cmp(half) > 0 {
			t.Fatalf("%s for %s is %s off", s, p, off.FloatString(2))
		}
	})
}
