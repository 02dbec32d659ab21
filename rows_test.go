package flows

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
)

// wrongRows is a file with a row of every fate, two of them quarantined.
const wrongRows = `Merrow District Council,,,
Payments over £500,,,
,,,
Date,Supplier,Reference,Amount
01/04/2021,Acme Ltd,a1,100.00
02/04/2021,Bolt plc,a2,#REF!
32/04/2021,Carr & Sons,a3,50.25
Date,Supplier,Reference,Amount
03/04/2021,Dune Ltd,a4,to follow
04/04/2021,Elm Ltd,a5,-0.25
,,,
Total,,,150.00
The end,,,
`

// saved writes files below a folder; a name that ends in .zip is made of the files named below it.
func saved(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// zipOf packs texts.
func zipOf(t testing.TB, files ...string) string {
	t.Helper()
	var b strings.Builder
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rowsOf lists the rows of a source.
func rowsOf(t testing.TB, p *Project, opt RowsOptions) (rows []RowFate, notes []string) {
	t.Helper()
	notes, err := p.Rows(context.Background(), opt, func(r RowFate) error { rows = append(rows, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return rows, notes
}

// fatesAgree holds rows to the counts and sums of the ledger's tables.
func fatesAgree(t testing.TB, p *Project, rows []RowFate) {
	t.Helper()
	type key struct {
		source string
		table  int32
	}
	fates, sums := map[key]map[string]int64{}, map[key]ledger.Pence{}
	for _, r := range rows {
		k := key{r.Source, r.Table}
		if fates[k] == nil {
			fates[k] = map[string]int64{}
		}
		fates[k][r.Fate]++
		sums[k] += r.Sum
	}
	for k, got := range fates {
		for i := range p.Ledger.Source(k.source).Tables {
			x := &p.Ledger.Source(k.source).Tables[i]
			if x.N != k.table {
				continue
			}
			for f := range ledger.Fates {
				if got[f.String()] != x.Fates[f] {
					t.Errorf("%s table %d: %d rows are %s, the ledger counts %d", x.File, x.N, got[f.String()], f, x.Fates[f])
				}
			}
			if sums[k] != x.Sum {
				t.Errorf("%s table %d: the rows come to %v, the ledger's sum is %v", x.File, x.N, sums[k], x.Sum)
			}
		}
	}
}

// Row by row, fates agree with the counts of the ledger: with the originals, by whatever name they are
// asked for, and without them.
func TestRowsAgreeWithTheLedger(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := filepath.Join(dir, "files")
	pack := zipOf(t, "may.csv", strings.ReplaceAll(wrongRows, "/04/", "/05/"), "deep/june.csv", "Supplier,Amount\nAcme Ltd,5\nBolt,6\n")
	saved(t, files, map[string]string{"april.csv": wrongRows, "pack.zip": pack, "notes.csv": "only,some\nwords,here\n"})
	p := emptyProject(t, dir)
	defer p.Close()
	ingested(t, p, IngestOptions{Names: []string{files}})
	from := []string{files}
	for what, n := range map[string]int{"april.csv": 13, "pack.zip": 16, "pack.zip/may.csv": 13, "deep/june.csv": 3, "notes.csv": 2, filepath.Join(files, "pack.zip"): 16} {
		rows, notes := rowsOf(t, p, RowsOptions{Source: what, From: from})
		if len(rows) != n || len(notes) > 0 {
			t.Errorf("%s: %d rows, not %d; %v", what, len(rows), n, notes)
		}
		fatesAgree(t, p, rows)
	}
	rows, _ := rowsOf(t, p, RowsOptions{Source: "april.csv", From: from})
	var got []string
	for _, r := range rows {
		got = append(got, r.Fate+" "+r.Code)
	}
	if want := "note |note |blank |heading |loaded |quarantined FL0203|loaded FL0210|repeat |quarantined FL0204|loaded |blank |total |note "; strings.Join(got, "|") != want {
		t.Errorf("fates\n%s, want\n%s", strings.Join(got, "|"), want)
	}
	loaded := numbered(rows)
	saved(t, files, map[string]string{"april.csv": wrongRows + "one more,,,\n"})
	for _, gone := range []string{"the bytes of april.csv are no longer those that were read", "the original is not there any more"} {
		rows, notes := rowsOf(t, p, RowsOptions{Source: "april.csv", From: from})
		if len(notes) != 1 || !strings.Contains(notes[0], gone) || !strings.HasSuffix(notes[0], "these are the rows that the ledger kept") {
			t.Errorf("%q is not said: %v", gone, notes)
		}
		fatesAgree(t, p, rows)
		if now := numbered(rows); strings.Join(now, " ") != strings.Join(loaded, " ") {
			t.Errorf("without the original the rows are %v, were %v", now, loaded)
		}
		if err := os.Remove(filepath.Join(files, "april.csv")); err != nil {
			break
		}
	}
}

// numbered are the rows that the ledger knows by number without the file.
func numbered(rows []RowFate) (list []string) {
	for _, r := range rows {
		if f := r.Fate; r.Row > 0 && (f == "loaded" || f == "quarantined" || f == "heading") {
			list = append(list, f+columnLetters(r.Row)+r.Code)
		}
	}
	return list
}
