package flows

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ingest/sheet"
	"flows/workspace"
)

// The limits that flows.yaml can set are those that reading has.
func TestEveryLimitCanBeSet(t *testing.T) {
	t.Parallel()
	var names []string
	for _, s := range sheet.LimitSettings() {
		names = append(names, s.Name)
		lim := sheet.DefaultLimits()
		if s.Set(&lim, 7); lim == sheet.DefaultLimits() {
			t.Errorf("setting %s changes nothing", s.Name)
		}
	}
	if !slices.Equal(names, workspace.LimitNames()) {
		t.Errorf("reading has the limits %v, flows.yaml sets %v", names, workspace.LimitNames())
	}
}

// A file beyond a limit is refused by the limit's name. With a higher limit it is read without being
// changed; what was read to its end is not read again for other limits.
func TestLimitsInFlowsYAML(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := filepath.Join(dir, "files")
	wide := "Date,Supplier,Amount,A,B,C\n01/04/2020,Acme Ltd,10.00,1,2,3\n02/04/2020,Bolt Ltd,20.00,1,2,3\n"
	for name, text := range map[string]string{"wide.csv": wide, "fine.csv": "Date,Supplier,Amount\n01/04/2020,Acme Ltd,5.00\n"} {
		if err := os.MkdirAll(files, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(files, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var told []string
	run := func(limits string) IngestSummary {
		if err := os.WriteFile(filepath.Join(dir, "flows.yaml"), []byte("name: x\n"+limits), 0o666); err != nil {
			t.Fatal(err)
		}
		p := opened(t, dir)
		defer p.Close()
		told = nil
		return ingested(t, p, IngestOptions{Names: []string{files}, Done: func(r FileResult) {
			if r.Source != nil && !r.Known {
				told = append(told, r.Path+": "+strings.Join(r.Source.Tables[0].Reasons, "; "))
			}
		}})
	}
	if s := run("limits:\n  columns: 5\n"); s.Refused != 1 || s.Sum != 500 ||
		!strings.Contains(strings.Join(told, "\n"), "line 1: a row of 6 cells is beyond the limit columns = 5; delete what stands beyond the table, and save it again; or raise limits: columns in flows.yaml") {
		t.Errorf("six columns of five: %+v\n%s", s, strings.Join(told, "\n"))
	}
	if s := run("limits:\n  columns: 5\n"); s.Known != 2 {
		t.Errorf("the second time: %+v", s)
	}
	if s := run("limits:\n  columns: 6\n"); s.Known != 1 || s.Refused != 0 || s.Sum != 3000 {
		t.Errorf("six columns of six: %+v", s)
	}
	if s := run(""); s.Known != 2 || s.Refused != 0 {
		t.Errorf("without limits: %+v", s)
	}
}
