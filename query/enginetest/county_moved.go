package enginetest

import (
	"path/filepath"
	"slices"
	"testing"

	"flows/ledger"
	"flows/query"
)

// movedCounty is the small county on other boundaries: 547.4 thousandths of the county become the first
// district, the rest the county next to it; the first district cannot be restated; of the second, which lies
// only partly inside both, a third is spread over the first county, and what is elsewhere stands once.
func movedCounty() *world {
	w := county()
	move := func(code, to, how, evidence string, lo, hi int32) query.Move {
		return query.Move{Code: code, Year: 2012, Lo: lo, Hi: hi, To: to, From: code, How: how, Basis: "basis", Evidence: evidence}
	}
	w.places = append(w.places, query.Place{Place: "Nextshire", Code: "E06000009", Relation: query.Inside},
		query.Place{Place: "Nextshire", Code: "E07000002", Relation: query.Partly})
	w.moves = []query.Move{
		move("E10000001", "E07000001", query.Restated, ledger.Apportioned, 0, 547_400_000),
		move("E10000001", "E06000009", query.Restated, ledger.Apportioned, 547_400_000, ledger.Whole),
		move("E07000001", "E07000001", query.Unrestated, "", 0, ledger.Whole),
		move("E07000002", "E10000001", query.Spread, ledger.Apportioned, 0, 333_333_333),
		move("E07000002", "E07000002", query.Elsewhere, ledger.Apportioned, 333_333_333, ledger.Whole),
	}
	return w
}

// moved asks every report of a county whose money was moved, asked for as a place and as everywhere.
func moved(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	dir := t.TempDir()
	w := &asked{t: t, engine: newEngine(t, dir)}
	var asks []ask
	for _, r := range query.Catalogue() {
		if testing.Short() && !slices.Contains([]string{"organisations", "functions", "places", "flows", "restatement", "apportionment"}, r.Name) {
			continue
		}
		asks = append(asks, ask{r, args(r, query.Args{Use: query.ForAwards, Flow: query.Flow{Source: sourceID(1), Table: 1, Row: 2, Col: 3}})})
	}
	world := movedCounty()
	files := world.write(t, filepath.Join(dir, "county"))
	w.check(files, asks)
	if testing.Short() {
		return
	}
	w.again(files, "from the cache", w.cache(files, filepath.Join(dir, "cache"), true), asks)
	r, _ := query.Find("recipient-kinds")
	want := []string{"residual cannot be restated E07000001 4999", "residual elsewhere  3332"}
	got := lines(r, w.run(r, args(r, query.Args{})), []string{"row_kind", "residual", "residual_area", "amount"})
	for _, line := range want[1:] {
		if !slices.Contains(got, line) {
			t.Errorf("%q is not among %q", line, got)
		}
	}
	everywhere := files
	everywhere.Places = nil
	w.check(everywhere, asks)
	got = lines(r, w.run(r, args(r, query.Args{})), []string{"row_kind", "residual", "residual_area", "amount"})
	if !slices.Contains(got, want[0]) {
		t.Errorf("%q is not among %q", want[0], got)
	}
}
