package ingest

import (
	"context"
	"sync/atomic"

	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"

	"golang.org/x/sync/errgroup"
)

// searchRows is how far down a sheet a heading is looked for, in steps of table.Lookahead.
const searchRows = 2000

// sequence takes the rows of one sheet in order. It is searching for a heading, reading a table, or,
// where a sheet holds nothing, counting.
type sequence struct {
	r     *reader
	sheet *sheet.Sheet
	index int
	state state
	plan  atomic.Pointer[plan] // of the table that is being read

	look     []sheet.Row         // searching: rows not yet given to Find
	held     []*sheet.Batch      // the batches that they lie in
	searched int                 // rows looked at in vain
	front    [ledger.Fates]int64 // of rows above the heading
	none     *table.Layout       // counting: why
	counted  [ledger.Fates]int64 // counting
	table    *tableState         // reading
	found    int                 // tables found
	above    sums                // of these: all, and the last
	atRisk   ledger.Pence        // counting: in rows of a table that is refused
	hidden   int64               // rows of the sheet
	hidden1  int32               // the record of the first of them
}

type state uint8

const (
	searching state = iota
	reading
	counting
)

func newSequence(r *reader, s *sheet.Sheet, index int) *sequence {
	return &sequence{r: r, sheet: s, index: index}
}

// work is one batch on its way: normalised by a worker if a plan was known when it was sent.
type work struct {
	batch *sheet.Batch
	plan  *plan
	part  *part
	done  chan struct{}
}

func (w *work) run() {
	if w.plan != nil {
		w.part = normalise(w.plan, w.batch.Rows)
	}
}

// run reads the sheet to its end.
func (q *sequence) run(ctx context.Context) error {
	var err error
	if q.r.jobs <= 1 {
		err = q.rows(ctx, func(b *sheet.Batch) error { return q.push(&work{batch: b}) })
	} else {
		err = q.parallel(ctx)
	}
	if err != nil {
		return err
	}
	return q.end()
}

// parallel reads on one goroutine, normalises on several and takes the parts in order.
func (q *sequence) parallel(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	unread := make(chan *work)
	line := make(chan *work, 2*q.r.jobs)
	g.Go(func() (err error) {
		defer sheet.Caught(&err)
		defer close(line)
		defer close(unread)
		return q.rows(ctx, func(b *sheet.Batch) error {
			w := &work{batch: b, plan: q.plan.Load(), done: make(chan struct{})}
			for _, to := range [...]chan *work{line, unread} {
				select {
				case to <- w:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	})
	for range q.r.jobs {
		g.Go(func() (err error) {
			defer sheet.Caught(&err)
			for w := range unread {
				w.run()
				close(w.done)
			}
			return nil
		})
	}
	g.Go(func() (err error) {
		defer sheet.Caught(&err)
		for w := range line {
			select {
			case <-w.done:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := q.push(w); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

// push takes the next batch.
func (q *sequence) push(w *work) error {
	q.countHidden(w.batch.Rows)
	switch q.state {
	case searching:
		q.hold(w.batch, w.batch.Rows)
		return q.search(false)
	case counting:
		q.countRows(w.batch.Rows)
		w.batch.Release()
		return nil
	}
	if w.plan != q.plan.Load() || w.part == nil {
		w.part = normalise(q.plan.Load(), w.batch.Rows)
	}
	return q.took(w.part, w.batch, w.batch.Rows)
}

// hold keeps rows for the search of a heading.
func (q *sequence) hold(b *sheet.Batch, rows []sheet.Row) {
	q.held = append(q.held, b)
	q.look = append(q.look, rows...)
}

// took adds a part of rows to the table. Where another heading stands in them, the table ends there
// and the search begins with the rows left.
func (q *sequence) took(p *part, b *sheet.Batch, rows []sheet.Row) error {
	if err := q.table.take(p, q.r.sink); err != nil {
		return err
	}
	if p.rows == len(rows) {
		if b != nil {
			b.Release()
		}
		return nil
	}
	if err := q.close(); err != nil {
		return err
	}
	q.state = searching
	q.look, q.searched = append(q.look[:0:0], rows[p.rows:]...), 0
	if b != nil {
		q.held = append(q.held, b)
	}
	return q.search(false)
}

func (q *sequence) releaseHeld() {
	for _, b := range q.held {
		if b != nil {
			b.Release()
		}
	}
	q.held, q.look = nil, nil
}

// close ends the table that is being read.
func (q *sequence) close() error {
	t := q.table
	q.table = nil
	q.plan.Store(nil)
	if err := t.finish(q.r.sink); err != nil {
		return err
	}
	q.noteStatement(t)
	if n := t.table.Entries; n > 0 && !t.plan.layout.Wide {
		q.above.since = flow{}
		q.above.flow(flow{n, t.table.Sum})
	}
	if _, again := q.r.known[t.place]; again {
		return nil
	}
	if c, ok := t.contradicted(); ok {
		q.r.known[t.place], q.r.again = c, true
	}
	return nil
}

// end closes what is open at the end of the sheet. Every sheet has a table, be it one without flows.
func (q *sequence) end() error {
	for q.state == searching && len(q.look) > 0 {
		if err := q.search(true); err != nil {
			return err
		}
	}
	if q.table != nil {
		q.table.table.Notes = q.aside()
		return q.close()
	}
	if q.found > 0 && q.none == nil && q.front == ([ledger.Fates]int64{}) {
		return nil
	}
	return q.empty()
}
