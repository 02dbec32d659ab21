package flows

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"flows/ledger"
	"flows/report"
)

// Reports that are read side by side for one place have one total, also where a payer's awards are loaded
// beside its payments.
func TestReportsOfOneQuestionAgree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := emptyProject(t, filepath.Join(dir, "work"))
	defer p.Close()
	var names []string
	for name, text := range growing(t) {
		names = append(names, filepath.Join(dir, name))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	ingested(t, p, IngestOptions{Names: names})
	for _, place := range []string{Everywhere, "Norfolk"} {
		var want any
		for _, name := range []string{"headline", "places", "functions", "function-groups", "organisations", "overlap", "control", "nature"} {
			table := reported(t, p, name, Query{Places: []string{place}, Years: []string{"2014-15"}})
			amount := slices.IndexFunc(table.Columns, func(c report.Column) bool { return isAmount(c.Name) })
			last := table.Rows[len(table.Rows)-1]
			if last.Level != report.Total || last.Values[amount] == ledger.Pence(0) {
				t.Errorf("%s of %s has no total: %+v", name, place, last)
			}
			if want == nil {
				want = last.Values[amount]
			}
			if last.Values[amount] != want {
				t.Errorf("%s of %s adds up to %v, the headline to %v", name, place, last.Values[amount], want)
			}
		}
	}
}
