package flows

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const heading = "Department,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n"

// spend is a csv of some payments, the number told by n.
func spend(n, rows int) string {
	var b strings.Builder
	b.WriteString(heading)
	for i := range rows {
		fmt.Fprintf(&b, "Home Office,Home Office,%02d/09/2010,Grants,Policing,Acme Ltd,%d-%d,%d.00\n", i%28+1, n, i, i+1)
	}
	return b.String()
}

// spendFiles writes some files and gives their folder.
func spendFiles(t *testing.T, n, rows int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("spend-%02d.csv", i)), []byte(spend(i, rows)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A fault of the program in a worker ends the run, not the process: the error names the file, the ledger is
// as it was, and the next run goes through.
func TestAFaultEndsTheRunInOneLine(t *testing.T) {
	t.Parallel()
	for _, jobs := range []int{1, 4} {
		p := emptyProject(t, t.TempDir())
		defer p.Close()
		ingested(t, p, IngestOptions{Names: []string{spendFiles(t, 1, 3)}})
		before := contents(t, p.Ledger.Dir())
		files := spendFiles(t, 8, 20)
		_, err := p.Ingest(t.Context(), IngestOptions{Names: []string{files}, Jobs: jobs, Done: func(r FileResult) {
			if r.Path == "spend-05.csv" {
				var none []int
				_ = none[len(r.Path)]
			}
		}})
		var stopped *Stopped
		if !errors.As(err, &stopped) || stopped.Kept != 0 || !strings.Contains(err.Error(), "flows itself failed (runtime error: index out of range [12] with length 0, ingest_test.go:") ||
			!strings.HasSuffix(err.Error(), "; the ledger is as it was before") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%d jobs: %v", jobs, err)
		}
		same(t, "the ledger after a fault", before, contents(t, p.Ledger.Dir()))
		if sum := ingested(t, p, IngestOptions{Names: []string{files}, Jobs: jobs}); sum.Entries != 160 {
			t.Errorf("%d jobs: the next run reads %d entries, want 160", jobs, sum.Entries)
		}
	}
}

// A run that is cancelled after some groups of files were committed says how many are kept, and they are.
func TestCancelledAfterACommit(t *testing.T) {
	t.Parallel()
	p := emptyProject(t, t.TempDir())
	defer p.Close()
	files := spendFiles(t, groupSize+40, 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	_, err := p.Ingest(ctx, IngestOptions{Names: []string{files}, Jobs: 2, Done: func(FileResult) {
		if seen++; seen == groupSize+10 {
			cancel()
		}
	}})
	var stopped *Stopped
	if !errors.As(err, &stopped) || !errors.Is(err, context.Canceled) || stopped.Kept != groupSize {
		t.Fatalf("%v", err)
	}
	if want := fmt.Sprintf("the first %d files are kept whole", groupSize); !strings.Contains(stopped.State(), want) {
		t.Errorf("it says %q, want %q", stopped.State(), want)
	}
	again := opened(t, p.Workspace.Dir)
	if n := len(again.Ledger.Sources()); n != groupSize {
		t.Errorf("%d sources are in the ledger, want %d", n, groupSize)
	}
	sum := ingested(t, again, IngestOptions{Names: []string{files}})
	if sum.Known != groupSize || sum.Entries != 40 {
		t.Errorf("the next run knows %d files and reads %d entries, want %d and 40", sum.Known, sum.Entries, groupSize)
	}
}

// Of a dry run nothing stays, and what it tells is what a run would tell, copies within it included.
func TestDryRunTellsWhatARunTells(t *testing.T) {
	t.Parallel()
	dir := spendFiles(t, 3, 5)
	twin := strings.ReplaceAll(spend(1, 5), ",", ";")
	if err := os.WriteFile(filepath.Join(dir, "zz-twin.csv"), []byte(twin), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "zz-same.csv"), []byte(spend(2, 5)), 0o644); err != nil {
		t.Fatal(err)
	}
	p := emptyProject(t, t.TempDir())
	defer p.Close()
	dry := ingested(t, p, IngestOptions{Names: []string{dir}, DryRun: true})
	if _, err := os.Stat(p.Ledger.Dir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dry run made a ledger: %v", err)
	}
	real := ingested(t, p, IngestOptions{Names: []string{dir}})
	if fmt.Sprint(dry) != fmt.Sprint(real) {
		t.Errorf("the dry run says %+v, the run %+v", dry, real)
	}
	if len(real.Copies) != 1 || real.Copies[0].Path != "zz-twin.csv" || real.Copies[0].Of != "spend-01.csv" || real.Copies[0].Entries != 5 || real.Known != 1 {
		t.Errorf("%+v", real)
	}
}

// Names that are near are suggested, and nothing where nothing is near.
func TestDidYouMean(t *testing.T) {
	t.Parallel()
	known := []string{"Norfolk", "Suffolk", "Northumberland", "overlap", "headline"}
	for typed, want := range map[string]string{
		"Norflok": "did you mean Norfolk? ", "norfolk ": "did you mean Norfolk? ", "Sufolk": "did you mean Suffolk? ",
		"headlines": "did you mean headline? ", "overlpa": "did you mean overlap? ", "Atlantis": "", "": "", "Nor": "",
	} {
		if got := didYouMean(typed, known); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
