// Package ingest turns one file into entries of the ledger.
//
//	sheet ── batches of rows ──▶ table.Find (the first rows) ──▶ a Layout
//	                                                              │
//	rows ──▶ normalise (a pure function of plan and rows, on several cores) ──▶ parts
//	parts ──▶ sequence (in order: totals, further tables, sums) ──▶ Sink
//
// Every physical row has one fate, and the fates of a table partition its rows. What cannot be read
// becomes a problem and stops nothing. The outcome is a function of the file's bytes and its path:
// neither the number of jobs nor where a batch ends changes it.
package ingest

import (
	"context"
	"errors"
	"fmt"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
)

// Options say how to read. Only Rules and an overlay change what is read.
type Options struct {
	Jobs    int // batches normalised at once; 0 and 1 read on the caller's goroutine
	Limits  sheet.Limits
	Rules   Rules
	Overlay Overlay    // nil where the file is read as it is
	Layout  func(Seen) // called with each layout that is found, in order, and again where the file is read again; nil: not
}

// Seen is a layout on a sheet of a book.
type Seen struct {
	Book   *sheet.Book
	Sheet  *sheet.Sheet
	Layout *table.Layout
	Rows   []sheet.Row // some from above the heading on; they are used again after the call
}

// Width is the number of columns that the rows fill where there is no heading that says it; else 0.
func (s *Seen) Width() int {
	if s.Layout.Last > 0 {
		return 0
	}
	return table.Width(s.Rows)
}

// Sink takes what was read, in order, from one goroutine. The batches and problems of a table come
// before the table itself. A batch belongs to the sink.
type Sink interface {
	Restart() // throw away all that came so far: the file is read a second time, with more knowledge
	Batch(*ledger.Batch) error
	Problem(ledger.Problem) error
	Table(ledger.Table) error
}

// Outcome is what is known of a file beside its tables.
type Outcome struct {
	Format string // csv, xlsx, xls, ods, json; "" for a file that cannot be read
	Notes  []string
	Heads  Heads // by which Reading knows the recipes that concern the file
}

// Statuses of a table.
const (
	OK      = "ok"
	NoFlows = "no-flows"
	Refused = "refused"
)

// Read reads all tables of all sheets of a file into the sink. What the file holds is never an
// error: a file or sheet that cannot be read is a table with the status refused and a problem, also
// where it made this program fail. An error is the sink's, the context's or the machine's.
func Read(ctx context.Context, in *sheet.Input, opt Options, sink Sink) (Outcome, error) {
	out, err := read(ctx, in, opt, sink)
	if crash := (*sheet.Crash)(nil); errors.As(err, &crash) {
		sink.Restart()
		return Outcome{}, refuse(crash.Refusal(in.Path), in.Path, "", 1, sink)
	}
	return out, err
}

func read(ctx context.Context, in *sheet.Input, opt Options, sink Sink) (out Outcome, err error) {
	defer sheet.Caught(&err)
	book, err := sheet.Open(in, opt.Limits)
	if err != nil {
		return Outcome{}, refuse(err, in.Path, "", 1, sink)
	}
	defer book.Close()
	out = Outcome{Format: book.Format, Notes: book.Notes, Heads: Heads{}}
	r := &reader{book: book, jobs: opt.Jobs, rules: opt.Rules, layout: opt.Layout, heads: out.Heads, sink: sink, rows: newTracer(sink), over: opt.Overlay,
		known: map[place]choice{}, broken: map[int]*sheet.Refusal{}}
	for {
		if err := r.sheets(ctx); err != nil {
			return out, err
		}
		if !r.again {
			return out, r.nothing()
		}
		r.again, r.tables, r.flows, r.unit, r.done, r.accounts = false, 0, 0, 0, nil, nil
		sink.Restart()
	}
}

// place is where a table begins: the sheet, and the record of its heading.
type place struct {
	sheet  int
	record int32
}

// choice is what a whole table voted for, against what its first rows let assume.
type choice struct {
	order    cell.Order
	comma    bool
	ordered  bool   // order is decided
	decimals bool   // comma is decided
	lead     bool   // its first amount, alone in its row, is the total of all that follow
	byPeriod bool   // dates that can be two days are those in the table's period
	whole    int32  // of an account: the record of the total of the whole; 0 where there is none
	onlySum  bool   // its only amount is the sum of the tables above it on the sheet: a total
	sumOf    string // the sheets of which the table is the sum: it is not loaded; "" for all others
}

// reader reads a book, a second time where the first reading has taught something.
type reader struct {
	book     *sheet.Book
	jobs     int
	sink     Sink
	rows     *tracer
	over     Overlay
	rules    Rules
	layout   func(Seen)
	heads    Heads
	tables   int32
	unit     int64                  // that a sheet without flows has stated, in pence
	known    map[place]choice       // what whole tables voted for
	flows    int                    // tables of flows on visible sheets so far
	done     []statement            // the statements read so far
	accounts []accountSum           // the accounts read so far
	broken   map[int]*sheet.Refusal // sheets that cannot be read to their end
	again    bool
}

// sheets reads the sheets one after the other, visible ones first: what a hidden sheet holds is
// loaded only where no visible one holds flows, since it is often what a visible one was made from.
func (r *reader) sheets(ctx context.Context) error {
	for _, hidden := range [...]bool{false, true} {
		for i, s := range r.book.Sheets {
			if (s.Visibility != sheet.Visible) != hidden {
				continue
			}
			if err := r.sheet(ctx, i, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// nothing reports a book that has no sheet at all.
func (r *reader) nothing() error {
	if len(r.book.Sheets) > 0 {
		return nil
	}
	return r.sink.Table(ledger.Table{N: 1, File: r.book.Path, Status: NoFlows, First: ledger.NoDate, Last: ledger.NoDate, Reasons: []string{"there is no sheet in it"}})
}

// sheet reads one sheet. One that turns out to be unreadable is refused in a second reading of the
// book, so that nothing of it stays.
func (r *reader) sheet(ctx context.Context, i int, s *sheet.Sheet) error {
	if refusal := r.broken[i]; refusal != nil {
		r.tables++
		return refuse(refusal, r.book.Path, s.Name, r.tables, r.sink)
	}
	err := newSequence(r, s, i).run(ctx)
	if refusal := (*sheet.Refusal)(nil); errors.As(err, &refusal) {
		r.broken[i], r.again = refusal, true
		return nil
	}
	return err
}

// refuse reports a file or sheet that cannot be read; an error that is no refusal is handed back.
func refuse(err error, path, name string, n int32, sink Sink) error {
	var r *sheet.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if name == "" {
		name = r.Sheet
	}
	p := ledger.Problem{File: path, Sheet: name, Table: n, Code: r.Code, Got: r.Found, Want: r.Want, Hint: r.Hint}
	if err := sink.Problem(p); err != nil {
		return err
	}
	return sink.Table(ledger.Table{
		N: n, File: path, Sheet: name, Status: Refused, First: ledger.NoDate, Last: ledger.NoDate,
		Reasons: []string{refusalWords(r)},
	})
}

// refusalWords is a refusal without the path, which stands beside it.
func refusalWords(r *sheet.Refusal) string {
	s := r.Found
	if r.Hint != "" {
		s = fmt.Sprintf("%s; %s", s, r.Hint)
	}
	return s
}
