package ingest

import (
	"context"
	"sync/atomic"

	"flows/ingest/cell"
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
		err = q.sheet.Rows(ctx, func(b *sheet.Batch) error { return q.push(&work{batch: b}) })
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
	todo := make(chan *work)
	line := make(chan *work, 2*q.r.jobs)
	g.Go(func() (err error) {
		defer sheet.Caught(&err)
		defer close(line)
		defer close(todo)
		return q.sheet.Rows(ctx, func(b *sheet.Batch) error {
			w := &work{batch: b, plan: q.plan.Load(), done: make(chan struct{})}
			for _, to := range [...]chan *work{line, todo} {
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
			for w := range todo {
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

// search looks for headings in the rows held, as long as there are enough of them; last says that
// no more will come.
func (q *sequence) search(last bool) error {
	for q.state == searching && len(q.look) > 0 && (last || len(q.look) >= table.Lookahead) {
		l := table.Find(q.look, q.hints())
		switch {
		case l.Last == 0:
			q.skip(l, last)
		case q.isSum(l), l.None != "", q.isHidden(l):
			q.none, q.state = l, counting
			q.countRows(q.look)
			q.releaseHeld()
		default:
			if err := q.begin(l); err != nil {
				return err
			}
		}
	}
	return nil
}

// isSum says whether the table is known to be the sum of others, and makes it one without flows then.
func (q *sequence) isSum(l *table.Layout) bool {
	c := q.r.known[place{q.index, l.Last}]
	if c.sumOf == "" {
		return false
	}
	l.None = "its figures are the sums of those on the sheets " + c.sumOf
	l.Reasons = append(l.Reasons, l.None)
	return true
}

// isHidden says whether the table stands on a hidden sheet beside visible ones with flows, and makes
// it one that is told of and not loaded then.
func (q *sequence) isHidden(l *table.Layout) bool {
	if q.sheet.Visibility == sheet.Visible {
		q.r.flows++
		return false
	}
	if q.r.flows == 0 {
		l.Reasons = append(l.Reasons, "the sheet is hidden, and no visible one holds flows")
		return false
	}
	l.None, l.Doubt = "the sheet is hidden, and visible ones hold flows: it is not loaded", true
	l.Reasons = append(l.Reasons, l.None)
	return true
}

// skip counts rows among which there is no heading. The last rows are looked at again with those
// that follow, so that a heading is not missed for lying across.
func (q *sequence) skip(l *table.Layout, last bool) {
	n := len(q.look)
	if !last {
		n = table.Lookahead / 2
	}
	q.units(q.look[:n])
	countFates(q.look[:n], &q.front)
	q.look = append(q.look[:0:0], q.look[n:]...)
	if q.none == nil || l.Doubt && !q.none.Doubt {
		q.none = l
	}
	if q.searched += n; q.searched >= searchRows && !last {
		q.state = counting
		q.countRows(q.look)
		q.look = nil
	}
	if len(q.look) == 0 {
		q.releaseHeld()
	}
}

// units takes note of the unit that a sheet of text states, for the sheets behind it.
func (q *sequence) units(rows []sheet.Row) {
	for i := range rows {
		for c := range rows[i].Cells {
			if u := table.StatedUnit(rows[i].Cells[c].Text); u != 0 && q.r.unit == 0 {
				q.r.unit = u
			}
		}
	}
}

func (q *sequence) releaseHeld() {
	for _, b := range q.held {
		if b != nil {
			b.Release()
		}
	}
	q.held, q.look = nil, nil
}

// hints is what Find is told from outside.
func (q *sequence) hints() table.Hints {
	return table.Hints{Path: q.r.book.Path, Sheet: q.sheet.Name, Unit: q.r.unit, Decided: func(record int32) (order *cell.Order, comma *bool) {
		c, ok := q.r.known[place{q.index, record}]
		if !ok {
			return nil, nil
		}
		if c.ordered {
			order = &c.order
		}
		if c.decimals {
			comma = &c.comma
		}
		return order, comma
	}}
}

// begin opens the table of a layout and gives it the rows that are held.
func (q *sequence) begin(l *table.Layout) error {
	q.r.tables++
	q.found++
	p := newPlan(l, q.r.book, q.sheet, q.r.tables)
	q.table = newTable(p, place{q.index, l.Last}, q.r.book.Charset, q.r.book.Delimiter)
	body := 0
	for body < len(q.look) && q.look[body].Record <= l.Last {
		if q.look[body].Record >= l.First {
			q.table.table.Fates[ledger.Heading]++
		} else {
			countFates(q.look[body:body+1], &q.table.table.Fates)
		}
		body++
	}
	for f := range q.front {
		q.table.table.Fates[f] += q.front[f]
		q.front[f] = 0
	}
	rows := q.look[body:]
	held := q.held
	q.look, q.held, q.none, q.state = nil, nil, nil, reading
	q.plan.Store(p)
	part := normalise(p, rows)
	if part.rows < len(rows) {
		q.held = held // the rows left are looked at again
		return q.took(part, nil, rows)
	}
	if err := q.took(part, nil, rows); err != nil {
		return err
	}
	q.held = held
	q.releaseHeld()
	return nil
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
		return q.close()
	}
	if q.found > 0 && q.none == nil && q.front == ([ledger.Fates]int64{}) {
		return nil
	}
	return q.empty()
}

// empty reports a sheet, or the rest of one, in which there is no table of flows.
func (q *sequence) empty() error {
	q.r.tables++
	t := ledger.Table{
		N: q.r.tables, File: q.r.book.Path, Sheet: q.sheet.Name, Status: NoFlows, First: ledger.NoDate, Last: ledger.NoDate,
		Charset: q.r.book.Charset, Delimiter: q.r.book.Delimiter, Reasons: []string{"there is nothing in it"},
	}
	if q.none != nil {
		t.HeaderRow = q.none.Last
		t.Reasons = append([]string(nil), q.none.Reasons...)
		if len(t.Reasons) == 0 {
			t.Reasons = []string{q.none.None}
		}
		describe(&t, q.none)
	}
	for f := range t.Fates {
		t.Fates[f] = q.front[f] + q.counted[f]
	}
	if q.none != nil && q.none.Doubt {
		code := codeDoubt
		if q.none.Last == 0 {
			code = codeNoTable
		}
		s := tableState{table: t}
		if err := q.r.sink.Problem(s.tableProblem(code, t.HeaderRow, q.none.None, 0)); err != nil {
			return err
		}
	}
	return q.r.sink.Table(t)
}

// countRows counts the rows of a sheet that holds no flows.
func (q *sequence) countRows(rows []sheet.Row) {
	for i := range rows {
		if l := q.none; l != nil && l.Last > 0 && rows[i].Record >= l.First && rows[i].Record <= l.Last {
			q.counted[ledger.Heading]++
			continue
		}
		if l := q.none; l != nil && l.Amount() != nil && q.sheet.Visibility == sheet.Visible && rows[i].Record > l.Last && hasFigure(&rows[i], l) {
			q.counted[ledger.Total]++ // of a table that is the sum of others
			continue
		}
		countFates(rows[i:i+1], &q.counted)
	}
}

// hasFigure says whether a row holds an amount in a column of amounts.
func hasFigure(r *sheet.Row, l *table.Layout) bool {
	for _, s := range l.Series {
		if _, reason := cell.Money(text(r, s.Col), s.Unit, s.Decimal); reason == cell.Read {
			return true
		}
	}
	return false
}

// countFates counts rows that are blank or notes.
func countFates(rows []sheet.Row, fates *[ledger.Fates]int64) {
	for i := range rows {
		if empty(&rows[i]) {
			fates[ledger.BlankRow]++
		} else {
			fates[ledger.Note]++
		}
	}
}
