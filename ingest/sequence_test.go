package ingest

import (
	"fmt"
	"strings"
	"testing"

	"flows/ingest/sheet"
	"flows/ledger"
	"pgregory.net/rapid"
)

// log is a sink that writes all it is given into one text, entries one by one.
type log struct {
	strings.Builder
	fates []string
}

func (l *log) Restart() { l.Reset(); l.fates = nil }
func (l *log) Batch(b *ledger.Batch) error {
	for i := range b.N {
		fmt.Fprintf(l, "%d %d %d %v %v %v", b.Table, b.Row[i], b.Col[i], b.Amount[i], b.Year[i], b.PlaceKey[i])
		for c := range b.Text {
			l.WriteString("|" + b.Text[c].At(i))
		}
		if b.Extra != nil && len(b.Extra[i]) > 0 {
			fmt.Fprintf(l, "%q", b.Extra[i])
		}
		l.WriteByte('\n')
	}
	return nil
}
func (l *log) Problem(p ledger.Problem) error { fmt.Fprintln(l, p); return nil }
func (l *log) Table(t ledger.Table) error     { fmt.Fprintln(l, t); return nil }
func (l *log) Row(r RowFate)                  { l.fates = append(l.fates, fmt.Sprint(r)) }

// The outcome does not depend on where the batches of rows end.
func TestBatchesDoNotMatter(t *testing.T) {
	line := rapid.SampledFrom([]string{
		"Supplier|Date|Transaction number|Amount", "Department|Entity|Payment date|Supplier|Value", "Acme Ltd|01/04/2012|17|100.00", "Acme Ltd|01/04/2012|17|100.00",
		"Bolt plc|25/04/2012|18|-5.50|more", "||| 94.50", "|||100.00", "Total|||194.50", "Grand total|||", "", "Invented|Agency|01/04/2012|Acme|5", "A note", "Acme Ltd|x|17|#REF!",
	})
	rapid.Check(t, func(t *rapid.T) {
		var rows []sheet.Row
		for i := range rapid.IntRange(1, 500).Draw(t, "rows") {
			r := sheet.Row{Record: int32(i + 1)}
			for _, c := range strings.Split(line.Draw(t, "line"), "|") {
				r.Cells = append(r.Cells, sheet.Cell{Text: c, Kind: sheet.Text})
			}
			rows = append(rows, r)
		}
		whole := outcome(t, [][]sheet.Row{rows})
		var cut [][]sheet.Row
		for rest := rows; len(rest) > 0; {
			n := rapid.IntRange(1, min(len(rest), 300)).Draw(t, "batch")
			cut = append(cut, rest[:n])
			rest = rest[n:]
		}
		if got := outcome(t, cut); got != whole {
			t.Fatalf("in batches:\n%s\nin one:\n%s", got, whole)
		}
	})
}

// outcome reads rows as a sheet that comes in the batches given.
func outcome(t *rapid.T, batches [][]sheet.Row) string {
	l := &log{}
	r := &reader{book: &sheet.Book{Path: "a.csv"}, sink: l, rows: newTracer(l), known: map[place]choice{}, heads: Heads{}}
	q := newSequence(r, &sheet.Sheet{}, 0)
	n := 0
	for _, rows := range batches {
		n += len(rows)
		if err := q.push(&work{batch: &sheet.Batch{Rows: rows}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := q.end(); err != nil {
		t.Fatal(err)
	}
	return l.String() + strings.Join(l.fates, "\n") + r.heads.String()
}
