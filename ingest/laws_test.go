package ingest_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
	"pgregory.net/rapid"
)

// ledgers are csv files of the shapes that publishers make, for the laws below.
func ledgers() *rapid.Generator[string] {
	amount := rapid.SampledFrom([]string{"100.00", "-5.50", "£1,200.00", "(17.00)", "", "-", "#REF!", "n/a", "12,34", "0", "1e3", "100.00", "7", "Amount", "1.234,00"})
	date := rapid.SampledFrom([]string{"01/04/2012", "25/04/2012", "04/25/2012", "", "Apr-12", "2012-04-01", "never"})
	who := rapid.SampledFrom([]string{"Acme Ltd", "Bolt plc", "", "Total", "Grand total", "TOTAL GAS", "Supplier", "Roads total"})
	ref := rapid.SampledFrom([]string{"17", "18", "", "Ref", "Total"})
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(0, 3).Draw(t, "titles") {
			b.WriteString(rapid.SampledFrom([]string{"A title,,,\n", ",,,\n", "April 2012,,,\n"}).Draw(t, "title"))
		}
		b.WriteString("Supplier,Date,Transaction number,Amount\n")
		for range rapid.IntRange(0, 40).Draw(t, "rows") {
			switch rapid.IntRange(0, 30).Draw(t, "kind") {
			case 0:
				b.WriteString(",,,\n")
			case 1:
				b.WriteString("Supplier,Date,Transaction number,Amount\n")
			case 2:
				b.WriteString("Entity,Payment date,Supplier,Value\n")
			case 3:
				b.WriteString(",,," + strconv.Quote(amount.Draw(t, "alone")) + "\n")
			default:
				fmt.Fprintf(&b, "%s,%s,%s,%q\n", who.Draw(t, "who"), date.Draw(t, "date"), ref.Draw(t, "ref"), amount.Draw(t, "amount"))
			}
		}
		return b.String()
	})
}

// The laws of reading: every row has one fate, sums are those of the entries, loaded rows have
// entries, quarantined ones problems, and the number of jobs changes nothing.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := ledgers().Draw(t, "file")
		s := &taken{}
		in := sheet.BytesInput("a.csv", []byte(text))
		if _, err := ingest.Read(context.Background(), in, ingest.Options{Jobs: 1, Limits: sheet.DefaultLimits()}, s); err != nil {
			t.Fatal(err)
		}
		checkLaws(t, s, int64(strings.Count(text, "\n")))
		checkRows(t, s)
		p := &taken{}
		if _, err := ingest.Read(context.Background(), in, ingest.Options{Jobs: 3, Limits: sheet.DefaultLimits()}, struct{ ingest.Sink }{p}); err != nil {
			t.Fatal(err)
		}
		s.rows = nil // of which the other is not told
		if fmt.Sprint(*s) != fmt.Sprint(*p) {
			t.Fatalf("with three jobs:\n%v\nwith one:\n%v", *p, *s)
		}
	})
}

// failer is a test of either kind.
type failer interface {
	Fatalf(format string, args ...any)
}

func checkLaws(t failer, s *taken, lines int64) {
	var rows int64
	sums, n := map[int32]ledger.Pence{}, map[int32]int64{}
	seen := map[int32]int64{}
	for _, e := range s.entries {
		sums[e.table] += e.amount
		n[e.table]++
		seen[e.row]++
	}
	for _, x := range s.tables {
		rows += x.Rows()
		if x.Sum != sums[x.N] || x.Entries != n[x.N] || x.Fates[ledger.Loaded] != n[x.N] {
			t.Fatalf("table %d: sum %v of %d entries, given %v of %d; fates %v", x.N, x.Sum, x.Entries, sums[x.N], n[x.N], x.Fates)
		}
		q := int64(0)
		for _, p := range s.problems {
			if p.Table == x.N && p.Row > 0 && p.Col > 0 && p.Code != "FL0209" && p.Code != "FL0210" {
				q++
			}
		}
		if q != x.Fates[ledger.Quarantined] {
			t.Fatalf("table %d: %d rows quarantined, %d problems", x.N, x.Fates[ledger.Quarantined], q)
		}
	}
	if rows > lines || lines-rows > 3 { // blank lines at the end of a file are no rows
		t.Fatalf("%d rows of %d lines", rows, lines)
	}
	for row, k := range seen {
		if k != 1 {
			t.Fatalf("row %d was loaded %d times", row, k)
		}
	}
}

// checkRows holds the fates that are told row by row to the counts of the tables, the entries and the problems.
func checkRows(t failer, s *taken) {
	fates := map[int32]*[ledger.Fates]int64{}
	entries, sums := map[[2]int32]int64{}, map[[2]int32]ledger.Pence{}
	for _, e := range s.entries {
		at := [2]int32{e.table, e.row}
		entries[at]++
		sums[at] += e.amount
	}
	problems := map[[2]int32]bool{}
	for _, p := range s.problems {
		problems[[2]int32{p.Table, p.Row}] = true
	}
	last := map[int32]int32{}
	for _, r := range s.rows {
		if fates[r.Table] == nil {
			fates[r.Table] = &[ledger.Fates]int64{}
		}
		fates[r.Table][r.Fate]++
		at := [2]int32{r.Table, r.Record}
		if r.Record <= last[r.Table] {
			t.Fatalf("row %d of table %d comes after row %d", r.Record, r.Table, last[r.Table])
		}
		last[r.Table] = r.Record
		if r.Entries != entries[at] || r.Sum != sums[at] || (r.Fate == ledger.Loaded) != (r.Entries > 0) {
			t.Fatalf("row %+v has %d entries of %v", r, entries[at], sums[at])
		}
		if r.Fate == ledger.Quarantined && (r.Code == "" || !problems[at]) || r.Fate != ledger.Loaded && r.Why == "" {
			t.Fatalf("row %+v has no reason", r)
		}
	}
	for _, x := range s.tables {
		if got := fates[x.N]; got == nil && x.Rows() > 0 || got != nil && *got != x.Fates {
			t.Fatalf("table %d: fates %v, row by row %v", x.N, x.Fates, got)
		}
	}
}

// Whatever a file holds, the laws hold of it.
func FuzzRead(f *testing.F) {
	for _, dir := range galleryDirs(f) {
		if text, err := os.ReadFile(galleryFile(f, dir)); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte(strings.ReplaceAll(outturn, "|", ",")))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := &taken{}
		in := sheet.BytesInput("2012-13/a.csv", text)
		if _, err := ingest.Read(context.Background(), in, ingest.Options{Limits: sheet.DefaultLimits()}, s); err != nil {
			t.Fatal(err)
		}
		if len(s.tables) == 0 {
			t.Fatal("no table")
		}
		for _, x := range s.tables {
			if x.Status == ingest.Refused && strings.Contains(strings.Join(x.Reasons, " "), "flows itself failed") {
				t.Fatal(x.Reasons)
			}
			var sum ledger.Pence
			for _, e := range s.entries {
				if e.table == x.N {
					sum += e.amount
				}
			}
			if sum != x.Sum || (x.Status == ingest.OK) != (x.Fates[ledger.Loaded] > 0) {
				t.Fatalf("%+v gives %v", x, sum)
			}
		}
	})
}

// A changed byte never changes a sum without changing an entry, a total or a problem.
func TestAChangedByteIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := ledgers().Draw(t, "file")
		a := &taken{}
		b := &taken{}
		other := []byte(text)
		other[rapid.IntRange(0, len(other)-1).Draw(t, "at")] = rapid.SampledFrom([]byte("0179.,-(£aT \n")).Draw(t, "byte")
		for s, in := range map[*taken]*sheet.Input{a: sheet.BytesInput("a.csv", []byte(text)), b: sheet.BytesInput("a.csv", other)} {
			if _, err := ingest.Read(context.Background(), in, ingest.Options{Limits: sheet.DefaultLimits()}, s); err != nil {
				t.Fatal(err)
			}
		}
		if sum(a) != sum(b) && fmt.Sprint(a.entries) == fmt.Sprint(b.entries) && fmt.Sprint(a.problems) == fmt.Sprint(b.problems) {
			t.Fatalf("sums %v and %v with the same entries and problems", sum(a), sum(b))
		}
	})
}

func sum(s *taken) (p ledger.Pence) {
	for _, t := range s.tables {
		p += t.Sum
	}
	return p
}
