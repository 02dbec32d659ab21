package flows

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"flows/ingest"
	"flows/ledger"
	"flows/privacy"
)

// fixSink takes of a file that is read with its corrections only the corrected rows.
type fixSink struct {
	want     map[ingest.At]*fixWork
	batches  map[ingest.At][]*ledger.Batch
	problems map[ingest.At][]ledger.Problem
	rows     map[ingest.At]RowFate
}

// Restart forgets what came so far.
func (k *fixSink) Restart() { *k = fixSink{want: k.want} }

// Batch keeps the entries of corrected rows.
func (k *fixSink) Batch(b *ledger.Batch) error {
	if b.N == 0 {
		return nil
	}
	name := b.Text[ledger.ColSheet].At(0)
	keep := map[ingest.At][]int{}
	for i := range b.N {
		if at := (ingest.At{Sheet: name, Record: b.Row[i]}); k.want[at] != nil {
			keep[at] = append(keep[at], i)
		}
	}
	for at, list := range keep {
		if k.batches == nil {
			k.batches = map[ingest.At][]*ledger.Batch{}
		}
		k.batches[at] = append(k.batches[at], b.Pick(list))
	}
	return nil
}

// Problem keeps the problems of corrected rows.
func (k *fixSink) Problem(p ledger.Problem) error {
	at := ingest.At{Sheet: p.Sheet, Record: p.Row}
	if k.want[at] == nil || p.Col == 0 {
		return nil
	}
	if k.problems == nil {
		k.problems = map[ingest.At][]ledger.Problem{}
	}
	k.problems[at] = append(k.problems[at], p)
	return nil
}

// problem is what is told of a row: of a loaded one what could not be read beside the amount, else why it
// is not loaded. What names private persons is not told here.
func (k *fixSink) problem(at ingest.At, loaded bool) ledger.Problem {
	for _, p := range k.problems[at] {
		if ingest.Quarantines(p.Code) || loaded && !slices.Contains(privacy.Codes(), p.Code) {
			return p
		}
	}
	return ledger.Problem{}
}

// Table does nothing: the rows beside the corrected ones are in the ledger as they are.
func (k *fixSink) Table(ledger.Table) error { return nil }

// Row keeps the fate of each corrected row.
func (k *fixSink) Row(r ingest.RowFate) {
	at := ingest.At{Sheet: r.Sheet, Record: r.Record}
	if k.want[at] == nil {
		return
	}
	if k.rows == nil {
		k.rows = map[ingest.At]RowFate{}
	}
	k.rows[at] = RowFate{Sheet: r.Sheet, Row: r.Record, Fate: r.Fate.String(), Why: r.Why, Entries: r.Entries, Sum: r.Sum}
}

// commit makes the corrected rows a source of their own, with a table for each table that they correct.
func (f *fixRun) commit() error {
	w, err := f.p.Ledger.Begin()
	if err != nil {
		return err
	}
	var fixes []ledger.Fix
	n := int32(0)
	for _, x := range f.fixed {
		for _, list := range x.byTable() {
			n++
			more, err := f.table(w, x, list, n)
			if err != nil {
				w.Abort()
				return err
			}
			fixes = append(fixes, more...)
		}
	}
	old := f.p.Ledger.Source(f.sum[:16])
	names := []ledger.Named{{Path: f.in.Path, Container: f.sum}}
	if old != nil {
		names = old.Names
	}
	sum := f.id()
	staged, err := w.Finish(ledger.Source{ID: ledger.ID(sum), SHA256: f.sum, Bytes: f.in.Size, Reading: f.reading(fixes), Format: "corrections", Names: names, Fixes: fixes})
	if err != nil {
		return err
	}
	if err := f.p.Ledger.Commit([]*ledger.Staged{staged}); err != nil {
		return fmt.Errorf("could not write to the ledger: %w", err)
	}
	return nil
}

// reading names what the sheet was applied to.
func (f *fixRun) reading(fixes []ledger.Fix) string {
	var h ledger.Hasher
	h.Reset()
	for _, x := range fixes {
		h.Add(x.Source)
		h.Add(x.Reading)
	}
	return fmt.Sprintf("corrections-%016x", uint64(h.Sum()))
}

// byTable are the loaded rows by the table they correct, in order.
func (x *fixed) byTable() [][]ingest.At {
	byTable := map[int32][]ingest.At{}
	for at, w := range x.lines {
		if x.sink.rows[at].Fate == ledger.Loaded.String() {
			byTable[w.table.N] = append(byTable[w.table.N], at)
		}
	}
	var lists [][]ingest.At
	for _, n := range slices.Sorted(maps.Keys(byTable)) {
		slices.SortFunc(byTable[n], func(a, b ingest.At) int { return cmp.Compare(a.Record, b.Record) })
		lists = append(lists, byTable[n])
	}
	return lists
}

// table writes the corrected rows of one table as table n.
func (f *fixRun) table(w *ledger.SourceWriter, x *fixed, list []ingest.At, n int32) ([]ledger.Fix, error) {
	of := x.lines[list[0]].table
	t := ledger.Table{N: n, File: of.File, Sheet: of.File, Status: ingest.OK, HeaderRow: of.HeaderRow, Headings: of.Headings, Fields: of.Fields, Unit: of.Unit,
		DateOrder: of.DateOrder, First: ledger.NoDate, Last: ledger.NoDate}
	if of.Sheet != "" {
		t.Sheet += fixDot + of.Sheet
	}
	t.Reasons = []string{fmt.Sprintf("corrections of %s of %s, table %d", counted(len(list), "row"), t.Sheet, of.N)}
	var fixes []ledger.Fix
	for _, at := range list {
		work := x.lines[at]
		for _, b := range x.sink.batches[at] {
			b.Table = n
			for i := range b.N {
				t.Entries++
				t.Sum += b.Amount[i]
			}
			for _, d := range b.Date {
				if d != ledger.NoDate && (t.First == ledger.NoDate || d < t.First) {
					t.First = d
				}
				t.Last = max(t.Last, d)
			}
			if err := w.Batch(b); err != nil {
				return nil, err
			}
		}
		for _, p := range x.sink.problems[at] {
			p.Table = n
			if err := w.Problem(p); err != nil {
				return nil, err
			}
		}
		t.Fates[ledger.Loaded]++
		fixes = append(fixes, ledger.Fix{Source: x.source.ID, Reading: x.source.Reading, Table: of.N, Row: at.Record, As: n, By: work.line.by, On: work.line.on, Cells: work.fixedCells()})
	}
	return fixes, w.Table(t)
}
