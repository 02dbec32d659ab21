package flows

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
)

// sharesOf are all shares of a ledger, by file, whatever parts they lie in, in an order of their own.
func sharesOf(t failer, p *Project) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, name := range append(judgedFiles[:], ledger.DimPayee) {
		err := eachRow(p.Ledger.Shares(name), func(s *ledger.Share) { all[name] = append(all[name], fmt.Sprintf("%+v", *s)) })
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		slices.Sort(all[name])
	}
	return all
}

// sameShares wants two ledgers to have the same shares.
func sameShares(t failer, what string, got, want map[string][]string) {
	t.Helper()
	for name, list := range want {
		if !slices.Equal(got[name], list) {
			t.Errorf("%s: shares of %s:\n%s\nwant:\n%s", what, name, strings.Join(got[name], "\n"), strings.Join(list, "\n"))
		}
	}
}

func mapped(t failer, p *Project) {
	t.Helper()
	if err := p.Map(context.Background()); err != nil {
		t.Fatalf("%v", err)
	}
}

// tinyMonths writes n small files, each with a payee of its own.
func tinyMonths(t *testing.T, n int) (paths []string) {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		text := fmt.Sprintf("Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount\n"+
			"Merrow Office,Merrow Office,%02d/05/2014,Grants,Harbours,Quillstone Works No %d,M%d,%d.00\n"+
			"Merrow Office,Merrow Office,%02d/05/2014,Rent,Harbours,Norfolk County Council,N%d,26000.00\n", i+1, i, i, 25000+i, i+1, i)
		paths = append(paths, filepath.Join(dir, fmt.Sprintf("month-%02d.csv", i)))
		if err := os.WriteFile(paths[i], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// Wordings that came later are judged alone; their shares lie beside those that were there, not too many
// files of them; a rule that is new judges all anew.
func TestWordingsThatCameLaterAreJudgedAlone(t *testing.T) {
	t.Parallel()
	months := tinyMonths(t, manyParts+3)
	dir := t.TempDir()
	p := emptyProject(t, dir)
	defer p.Close()
	var first os.FileInfo
	for i, month := range months {
		ingested(t, p, IngestOptions{Names: []string{month}})
		mapped(t, p)
		info, err := os.Stat(p.Ledger.Shares(ledger.DimFunction)[0])
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = info
		} else if !os.SameFile(first, info) {
			t.Fatalf("the first shares were written again with %s", month)
		}
		if n := len(p.Ledger.Shares(ledger.DimPlaceIn)); n != min(i, (i-1)%manyParts+1)+1 {
			t.Errorf("with %d files the shares of places lie in %d", i+1, n)
		}
	}
	again := emptyProject(t, t.TempDir())
	defer again.Close()
	ingested(t, again, IngestOptions{Names: months})
	mapped(t, again)
	sameShares(t, "one at a time", sharesOf(t, p), sharesOf(t, again))

	decision := "pattern,place,who,when,why\n=norfolk county council,none,A. Clerk,2026-04-01,a test\n"
	if err := os.WriteFile(filepath.Join(dir, "decisions", "places.csv"), []byte(decision), 0o644); err != nil {
		t.Fatal(err)
	}
	q := opened(t, dir)
	mapped(t, q)
	if n := len(q.Ledger.Shares(ledger.DimPlaceIn)); n != 1 {
		t.Errorf("after a decision the shares of places lie in %d files", n)
	}
	if err := q.Ledger.SweepShares(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "ledger", "shares", "*.*.parquet")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A run that ended before it named what it wrote leaves nothing that counts, and what is known of the sources
// mapped is not believed where it is of another mapping.
func TestMapCutShort(t *testing.T) {
	t.Parallel()
	months := tinyMonths(t, 3)
	dir := t.TempDir()
	p := emptyProject(t, dir)
	defer p.Close()
	ingested(t, p, IngestOptions{Names: months[:2]})
	mapped(t, p)
	files := map[string]string{}
	for _, name := range []string{"mapping.json", "sources.json"} {
		text, err := os.ReadFile(filepath.Join(dir, "ledger", "shares", name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	before := sharesOf(t, p)
	ingested(t, p, IngestOptions{Names: months[2:]})
	mapped(t, p)
	after := sharesOf(t, p)
	restore := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, "ledger", "shares", name), []byte(files[name]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	restore("mapping.json") // the sources were named, the mapping was not
	cut := opened(t, dir)
	got := sharesOf(t, cut)
	delete(before, ledger.DimPayee) // which is written as a whole
	sameShares(t, "cut short", got, before)
	mapped(t, cut)
	sameShares(t, "judged anew", sharesOf(t, cut), after)
	if n := len(cut.Ledger.Shares(ledger.DimPlaceIn)); n != 1 {
		t.Errorf("the sources named were those of another mapping, and yet the shares lie in %d files", n)
	}
	restore("sources.json")
	restore("mapping.json")
	cut = opened(t, dir)
	mapped(t, cut)
	sameShares(t, "once more", sharesOf(t, cut), after)
}

// A source that is taken out takes its wordings with it, also where it came later.
func TestMapWithoutASourceThatIsGone(t *testing.T) {
	t.Parallel()
	months := tinyMonths(t, 3)
	p, less := emptyProject(t, t.TempDir()), emptyProject(t, t.TempDir())
	defer p.Close()
	defer less.Close()
	for _, month := range months {
		ingested(t, p, IngestOptions{Names: []string{month}})
		mapped(t, p)
	}
	if err := p.Ledger.Lock(); err != nil {
		t.Fatal(err)
	}
	gone := p.Ledger.Sources()[1]
	if err := p.Ledger.Drop(gone.ID); err != nil {
		t.Fatal(err)
	}
	if err := p.Ledger.Unlock(); err != nil {
		t.Fatal(err)
	}
	mapped(t, p)
	ingested(t, less, IngestOptions{Names: []string{months[0], months[2]}})
	mapped(t, less)
	sameShares(t, "after one was taken out", sharesOf(t, p), sharesOf(t, less))
	sameCoverage(t, "after one was taken out", summedCoverage(t, p), askedCoverage(t, less))
}
