package ingest_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
)

const gallery = "../testdata/gallery"

// traced is a sink that keeps fates of rows too.
type traced struct {
	taken
	rows []ingest.RowFate
}

func (s *traced) Restart()             { s.taken.Restart(); s.rows = nil }
func (s *traced) Row(r ingest.RowFate) { s.rows = append(s.rows, r) }

// TestGallery reads each sheet of the gallery and compares what became of each row with what was
// written down by hand.
func TestGallery(t *testing.T) {
	for _, dir := range galleryDirs(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			want, got := expectedLines(t, filepath.Join(dir, "expected.csv")), readLines(t, galleryFile(t, dir))
			for i := 0; i < max(len(want), len(got)); i++ {
				if at(want, i) != at(got, i) {
					t.Errorf("line %d:\n  want %s\n  got  %s", i+1, at(want, i), at(got, i))
				}
			}
		})
	}
}

// galleryDirs are the folders of the gallery.
func galleryDirs(t testing.TB) (dirs []string) {
	t.Helper()
	lists, err := filepath.Glob(gallery + "/*/expected.csv")
	if err != nil || len(lists) < 150 {
		t.Fatalf("%d shapes, %v", len(lists), err)
	}
	for _, list := range lists {
		dirs = append(dirs, filepath.Dir(list))
	}
	return dirs
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "nothing"
}

// galleryFile is the file beside expected.csv.
func galleryFile(t testing.TB, dir string) string {
	t.Helper()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if n.Name() != "expected.csv" {
			return filepath.Join(dir, n.Name())
		}
	}
	t.Fatalf("%s: no file", dir)
	return ""
}

// expectedLines are the records of expected.csv as lines, their order being that of readLines.
func expectedLines(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range records[1:] {
		lines = append(lines, galleryLine(r[0], r[1], r[2], r[3], r[4], r[5]))
	}
	slices.Sort(lines)
	return lines
}

func galleryLine(sheet, row, fate, amounts, payee, code string) string {
	return fmt.Sprintf("%s row %4s: %s %s %q %s", sheet, row, fate, amounts, payee, code)
}

// readLines reads a file and says what became of its rows. Payees are told where expected.csv can: a
// table that has a column of them.
func readLines(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	file := filepath.Base(name)
	err = sheet.Expand(sheet.BytesInput(file, text), sheet.DefaultLimits(), func(in *sheet.Input) error {
		s := &traced{}
		if _, err := ingest.Read(context.Background(), in, ingest.Options{Jobs: 1, Limits: sheet.DefaultLimits()}, s); err != nil {
			return err
		}
		lines = append(lines, s.lines(strings.TrimPrefix(strings.TrimPrefix(in.Path, file), "/"))...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// lines says what became of the rows of one file or member.
func (s *traced) lines(member string) []string {
	type place struct {
		table, row int32
	}
	amounts, payees := map[place][]string{}, map[place]string{}
	for _, e := range s.entries {
		p := place{e.table, e.row}
		amounts[p], payees[p] = append(amounts[p], e.amount.String()), e.payee
	}
	var lines []string
	for _, r := range s.rows {
		p := place{r.Table, r.Record}
		name := member
		if r.Sheet != "" {
			name = strings.TrimPrefix(member+" · "+r.Sheet, " · ")
		}
		lines = append(lines, galleryLine(name, fmt.Sprint(r.Record), r.Fate.String(), strings.Join(amounts[p], ";"), payees[p], r.Code))
	}
	for _, x := range s.problems {
		onRow := slices.ContainsFunc(s.rows, func(r ingest.RowFate) bool { return r.Table == x.Table && r.Record == x.Row && r.Code == x.Code })
		if !onRow {
			fate := "problem"
			if slices.ContainsFunc(s.tables, func(y ledger.Table) bool { return y.Status == ingest.Refused }) {
				fate = "refused"
			}
			lines = append(lines, galleryLine("", "0", fate, "", "", x.Code))
		}
	}
	return lines
}
