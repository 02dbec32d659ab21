package flows

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"
)

// The fates of a table's rows add up to its rows, and what is loaded adds up to its sum.
func fatesPartition(t failer, p *Project) {
	t.Helper()
	for _, s := range p.Ledger.Sources() {
		sums, loaded := map[int32]ledger.Pence{}, map[int32]map[int32]bool{}
		if path := p.Ledger.File("entries", s); path != "" {
			err := ledger.ReadTable(path, func(rows []ledger.Entry) error {
				for i := range rows {
					e := &rows[i]
					sums[e.Table] += e.Amount
					if loaded[e.Table] == nil {
						loaded[e.Table] = map[int32]bool{}
					}
					loaded[e.Table][e.Row] = true
				}
				return nil
			})
			if err != nil {
				t.Fatalf("%s: %v", s.Path(), err)
			}
		}
		for i := range s.Tables {
			tab := &s.Tables[i]
			var fates int64
			for _, n := range tab.Fates {
				fates += n
			}
			if fates != tab.Rows() || sums[tab.N] != tab.Sum || int64(len(loaded[tab.N])) != tab.Fates[ledger.Loaded] {
				t.Errorf("%s table %d: %d rows, fates of %d; the sum is %s, its entries %s; %d loaded, entries on %d rows", s.Path(), tab.N,
					tab.Rows(), fates, tab.Sum, sums[tab.N], tab.Fates[ledger.Loaded], len(loaded[tab.N]))
			}
		}
	}
}

// The demo is read as its expected.csv says, file by file, to the penny.
func asExpected(t *testing.T, p *Project) {
	f, err := os.Open(filepath.FromSlash("testdata/demo/expected.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := csv.NewReader(f).ReadAll()
	if err != nil || len(want) < 10 {
		t.Fatalf("%d lines: %v", len(want), err)
	}
	type found struct {
		status, counted               string
		loaded, quarantined, tot, sum int64
	}
	got := map[string]*found{}
	path := map[string]string{} // source id → file
	table := p.Sources("")
	at := func(r report.Row, name string) any { return r.Values[column(t, table, name)] }
	for _, r := range table.Rows {
		file := at(r, "file").(string)
		path[at(r, "source").(string)] = file
		g := got[file]
		if g == nil {
			g = &found{status: "no-flows", counted: at(r, "counted").(string)}
			got[file] = g
		}
		if at(r, "status") == "ok" {
			g.status = "ok"
		}
		g.loaded += at(r, "loaded").(int64)
		g.quarantined += at(r, "quarantined").(int64)
		g.tot += at(r, "total").(int64)
		g.sum += at(r, "sum_pence").(int64)
	}
	for _, w := range want[1:] {
		g := got[w[0]]
		if g == nil {
			t.Errorf("%s was not read", w[0])
			continue
		}
		counted := g.counted
		if of, isCopy := strings.CutPrefix(counted, "copy-of "); isCopy {
			counted = "copy-of " + path[of]
		}
		line := fmt.Sprintf("%s,%s,%s,%d,%d,%d,%d", w[0], g.status, counted, g.loaded, g.quarantined, g.tot, g.sum)
		if expected := strings.Join(w[:7], ","); line != expected {
			t.Errorf("got  %s\nwant %s", line, expected)
		}
		delete(got, w[0])
	}
	if len(got) > 0 {
		t.Errorf("not expected: %v", slices.Sorted(maps.Keys(got)))
	}
}
