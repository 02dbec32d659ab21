package enginetest

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/query"
)

// nobodyOf knows that nothing is withheld of a ledger in which nobody judged what is private.
func nobodyOf(columns ...string) func(*known, query.Args) (listing, error) {
	return func(*known, query.Args) (listing, error) { return listing{columns: columns}, nil }
}

// privateCounty is the small county with payments to two private persons, one of whom was released and one
// of whom has two payments under one reference, and with a firm whose description holds a number.
func privateCounty() *world {
	w := county()
	pay := func(row int32, payee, description, reference string, amount ledger.Pence, placeKey, purposeKey int64) {
		e := w.sources[1][1]
		e.Row, e.Payee, e.Description, e.Reference, e.Amount, e.PlaceKey, e.PurposeKey = row, payee, description, reference, amount, placeKey, purposeKey
		e.Extra = []string{"beside " + payee}
		w.sources[0] = append(w.sources[0], e)
	}
	pay(12, "Quill, A", "for Quill", "R1", 10_00, 21, 31)
	pay(13, "Quill, A", "for Quill", "R1", 20_00, 21, 31)
	pay(14, "Quill, A", "hats", "R2", 40_00, 21, 32) // a supply: the same name is not withheld
	pay(15, "Vane, B", "for Vane", "R3", 80_00, 22, 31)
	pay(16, "Orris, C", "hats", "R4", 160_00, 23, 32)  // withheld by a decision
	pay(18, "Vellum, D", "hats", "R6", 640_00, 25, 32) // an award is no supply
	award := &w.sources[0][len(w.sources[0])-1]
	award.Record, award.Year = ledger.Award, award.Year+1 // of a year of its own: awards count before payments
	pay(17, "A firm", "QQ 12 34 56 C", "R5", 320_00, 24, 33)
	share := func(dimension string, key int64, code string, confidence int16) ledger.Share {
		return ledger.Share{Dimension: dimension, Key: key, Code: code, Hi: ledger.Whole, Confidence: confidence}
	}
	w.privatePayee = []ledger.Share{share(ledger.DimPrivacyPayee, 21, "", 250), share(ledger.DimPrivacyPayee, 22, "release", 0),
		share(ledger.DimPrivacyPayee, 23, "withhold", 0), share(ledger.DimPrivacyPayee, 25, "", 500)}
	w.privatePurpose = []ledger.Share{share(ledger.DimPrivacyPurpose, 31, "", 850), share(ledger.DimPrivacyPurpose, 32, "", 0)}
	text := share(ledger.DimPrivacyText, 33, "description", 0)
	text.Rule, text.Body = "FL0302", "(withheld)"
	w.privateText = []ledger.Share{text}
	w.places = nil
	return w
}

// withheld holds an engine to what is shown of private persons: no name, every pound, and as many awards
// and recipients as if they were named.
func withheld(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	dir := t.TempDir()
	w := &asked{t: t, engine: newEngine(t, dir)}
	files := privateCounty().write(t, filepath.Join(dir, "ledger"))
	w.open(files)
	for _, c := range []struct {
		report  string
		columns []string
		want    []string
	}{
		{"flows", []string{"flow_id", "recipient", "recipient_kind", "description", "reference", "amount"}, []string{
			sourceID(0) + "-1-18-3 Individuals, not named individual   64000", sourceID(0) + "-1-17-3 A firm  (withheld) R5 32000", sourceID(0) + "-1-16-3 Individuals, not named individual   16000",
			sourceID(0) + "-1-15-3 Vane, B  for Vane R3 8000", sourceID(0) + "-1-14-3 Quill, A  hats R2 4000",
			sourceID(0) + "-1-13-3 Individuals, not named individual   2000", sourceID(0) + "-1-12-3 Individuals, not named individual   1000",
		}},
		{"recipient-kinds", []string{"row_kind", "recipient_kind", "recipients", "awards", "amount"}, []string{"body individual 3 3 83000"}},
		{"privacy", []string{"row_no", "individual", "codes", "amount"}, []string{"12 1 FL0301 1000", "13 1 FL0301 2000", "17 0 FL0302 32000", "18 1 FL0301 64000"}},
		{"private-payees", []string{"place_key"}, []string{"21", "23", "25"}},
	} {
		r, _ := query.Find(c.report)
		got := lines(r, w.run(r, args(r, query.Args{Use: query.ForAwards})), c.columns)
		got = slices.DeleteFunc(got, func(l string) bool { // of the county itself
			return c.report == "flows" && !strings.Contains(l, "-1-1") || c.report == "recipient-kinds" && !strings.Contains(l, "individual")
		})
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.report, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	entry, _ := query.Find("entry")
	for row, want := range map[int32]string{12: "Individuals, not named     1", 14: "Quill, A  hats R2 beside Quill, A 0", 17: "A firm  (withheld) R5 beside A firm 0"} {
		got := lines(entry, w.run(entry, query.Args{Flow: query.Flow{Source: sourceID(0), Table: 1, Row: row, Col: 3}}),
			[]string{"payee", "payee_ref", "description", "reference", "extra", "individual"})
		if len(got) != 1 || got[0] != want {
			t.Errorf("entry on row %d is %q, want %q", row, got, want)
		}
	}
}
