package flows

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"
)

// writePlace makes a place of the workspace in dir.
func writePlace(t testing.TB, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "places"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "places", name+".yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// standsIn adds up what a report of organisations says stands in a place, by level: what is in it, and what of its
// parts is elsewhere.
func standsIn(t testing.TB, p *Project, place string) (inside, elsewhere ledger.Pence, observed report.Ratio) {
	t.Helper()
	table := reported(t, p, "organisations", Query{Places: []string{place}, Years: []string{AllYears}})
	at := column(t, table, "gross")
	for _, row := range table.Rows {
		switch {
		case row.Level == report.Body:
			inside += row.Values[at].(ledger.Pence)
		case row.Level == report.Residual && strings.HasPrefix(fmt.Sprint(row.Values[0]), "elsewhere"):
			elsewhere += row.Values[at].(ledger.Pence)
		}
		if row.Level == report.Total {
			observed, _ = row.Values[column(t, table, "pct_observed")].(report.Ratio) // none of nothing
		}
	}
	return inside, elsewhere, observed
}

// Law: a place made of areas has what its whole members have, and of the others the stated part; what it
// leaves of those is elsewhere, and no penny is lost between them. Parts are apportioned, never observed.
func TestPlacesOfOnesOwn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := WriteDemo(dir); err != nil {
		t.Fatal(err)
	}
	writePlace(t, dir, "corridor", "name: The corridor\ncode: XCOR\nsource: board paper 7\nmembers:\n- area: X10000004\n- area: X10000002\n  share: 0.333333333\n")
	writePlace(t, dir, "both", "name: Both of them\nsource: board paper 7\nmembers: [{area: X10000004}, {area: X10000002}]\n")
	p := opened(t, dir)
	ingested(t, p, IngestOptions{Names: p.SourceNames()})
	vale, _, _ := standsIn(t, p, "Kestrel Vale")
	town, _, _ := standsIn(t, p, "Wrenborough")
	inside, elsewhere, observed := standsIn(t, p, "the corridor")
	if inside+elsewhere != vale+town {
		t.Errorf("%s inside and %s elsewhere; its members have %s and %s", inside, elsewhere, vale, town)
	}
	if part := inside - vale; part < town/3-100 || part > town/3 {
		t.Errorf("a third of %s is %s", town, part)
	}
	if observed.Num >= observed.Den {
		t.Errorf("all of it is said to be observed: %+v", observed)
	}
	if got, rest, _ := standsIn(t, p, "XBOTH"); got != vale+town || rest != 0 {
		t.Errorf("two whole areas have %s and leave %s, want %s", got, rest, vale+town)
	}
	for _, names := range [][]string{{"The corridor", "Wrenborough"}, {"Both of them", "The corridor"}} {
		if _, err := p.Report(t.Context(), "headline", Query{Places: names}); err == nil || !strings.Contains(err.Error(), "ask for one of them") {
			t.Errorf("%v: %v", names, err)
		}
	}
	tables, err := p.ShowPlace("the corridor")
	if err != nil || len(tables) != 2 || len(tables[1].Rows) != 2 {
		t.Errorf("it is shown as %v, %v", tables, err)
	}
	list := rendered(t, p.PlaceList("", "corridor", ledger.NoDate), "csv")
	if !strings.Contains(list, "XCOR,The corridor") {
		t.Errorf("it is not found: %s", list)
	}
}

// A place that cannot be what it says is an error that names its file, before any report.
func TestPlacesThatCannotBe(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- area: X99999999\n":                                  "x.yaml:4: the area X99999999 is in no table",
		"- area: X10000001\n  share: 0.5\n":                    "only districts, single-tier authorities, outcodes, wards and LSOAs",
		"- area: X10000001\n- area: X10000002\n  share: 0.5\n": "X10000001 and X10000002 share ground",
	} {
		dir := t.TempDir()
		if err := WriteDemo(dir); err != nil {
			t.Fatal(err)
		}
		writePlace(t, dir, "x", "name: x\nsource: y\nmembers:\n"+text)
		p := opened(t, dir)
		ingested(t, p, IngestOptions{Names: p.SourceNames()})
		if _, err := p.Report(t.Context(), "headline", Query{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
