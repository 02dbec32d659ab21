package flows

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"flows/ledger"
)

// askedCoverage is the coverage of entries, as the engine adds it up.
func askedCoverage(t *testing.T, p *Project) (c coverage) {
	t.Helper()
	a := &asked{Query: Query{Places: []string{Everywhere}, Years: []string{AllYears}}}
	err := p.resolve(context.Background(), a)
	if err == nil {
		c, err = p.coverageAsked(context.Background(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sameCoverage wants two coverages to say the same.
func sameCoverage(t *testing.T, what string, got, want coverage) {
	t.Helper()
	if !slices.Equal(got.Steps, want.Steps) || !slices.Equal(got.Payees, want.Payees) || !slices.Equal(got.Purposes, want.Purposes) {
		t.Errorf("%s:\n%+v\nwant:\n%+v", what, got, want)
	}
}

// summedCoverage is the coverage that a map prints.
func summedCoverage(t *testing.T, p *Project) coverage {
	t.Helper()
	a := &asked{Query: Query{Places: []string{Everywhere}, Years: []string{AllYears}}}
	err := p.resolve(context.Background(), a)
	var c coverage
	if err == nil {
		c, err = p.coverageSums(context.Background(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What is added up from wordings is what the engine adds up from entries: of the demo, with copies and awards,
// and where payees are private persons for some purposes and not for others.
func TestReachOfWordingsIsThatOfEntries(t *testing.T) {
	t.Parallel()
	awarded := leaking(t, "")
	file := filepath.Join(t.TempDir(), "awards.csv")
	awards := "Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Name,Funding Org:Name\n" +
		"360G-1,A play,GBP,440,2014-06-01,Margaret Smithson,Merrow Office\n360G-2,A play,GBP,45,2014-06-01,Marram Harbour Trust,Merrow Office\n"
	if err := os.WriteFile(file, []byte(awards), 0o644); err != nil {
		t.Fatal(err)
	}
	ingested(t, awarded, IngestOptions{Names: []string{file}})
	for name, p := range map[string]*Project{"demo": demo(t, t.TempDir()), "private": leaking(t, withhold), "awarded": awarded} {
		got := summedCoverage(t, p)
		sameCoverage(t, name, got, askedCoverage(t, p))
		if r, err := p.reached(context.Background(), "in"); err != nil || r == nil || len(r.steps) < 3 {
			t.Errorf("%s: wordings were not added up: %+v %v", name, r, err)
		}
	}
}

// A wording that is split among steps is asked of the engine, for what each step gets hangs on every entry.
func TestReachOfWordingsSplitAmongSteps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := demo(t, dir)
	whole := summedCoverage(t, p)
	path := p.Ledger.Shares(ledger.DimPlaceIn)
	var shares []ledger.Share
	if err := eachRow(path, func(s *ledger.Share) { shares = append(shares, *s) }); err != nil {
		t.Fatal(err)
	}
	for i := range shares {
		if s := shares[i]; s.Code != "" && s.Lo == 0 && s.Hi == ledger.Whole {
			rest := s
			shares[i].Hi, rest.Lo, rest.Code = 333_333_333, 333_333_333, ""
			shares = slices.Insert(shares, i+1, rest)
			break
		}
	}
	if err := ledger.WriteTable(p.Ledger, "shares", ledger.DimPlaceIn, shares); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "cache")); err != nil {
		t.Fatal(err)
	}
	q := opened(t, dir)
	got := summedCoverage(t, q)
	sameCoverage(t, "split", got, askedCoverage(t, q))
	if slices.Equal(got.Steps, whole.Steps) {
		t.Error("a third of a wording was placed, and no step moved")
	}
}

// What is kept of a reach opens no engine, and is added up again where the files are spoilt.
func TestReachIsKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	demo(t, dir)
	reach := func() (pages string) {
		p, err := Open(dir, func(context.Context, []string, string) (Engine, error) {
			return nil, errors.New("an engine was opened")
		})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		tables, err := p.Coverage(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			pages += rendered(t, table, "csv")
		}
		return pages
	}
	first := reach()
	kept, sums := filepath.Join(dir, "cache", coverageFile), filepath.Join(dir, "cache", reachFile)
	if !there(kept) || !there(sums) {
		t.Fatal("nothing is kept")
	}
	if again := reach(); again != first {
		t.Errorf("kept:\n%s\nadded up:\n%s", again, first)
	}
	for _, spoilt := range []string{"", "{", `{"Key": 1}`, `{"Key": "x"}`} {
		for _, path := range []string{kept, sums} {
			if err := os.WriteFile(path, []byte(spoilt), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if again := reach(); again != first {
			t.Errorf("after %q:\n%s", spoilt, again)
		}
	}
}
