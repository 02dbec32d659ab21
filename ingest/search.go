package ingest

import (
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
)

// search looks for headings in the rows held, as long as there are enough of them; last says that
// no more will come.
func (q *sequence) search(last bool) error {
	for q.state == searching && len(q.look) > 0 && (last || len(q.look) >= table.Lookahead) {
		l := corrections(q.look)
		if l == nil {
			l = table.Find(q.look, q.hints())
		}
		q.r.heads.add(l.Heads)
		l.ByPeriod = q.r.known[place{q.index, l.Last}].byPeriod
		switch {
		case l.Last == 0 && l.None != "":
			q.skip(l, last)
		case l.None != "", q.isSum(l), q.isHidden(l):
			q.none, q.state = l, counting
			q.tellLayout(l)
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
	l.None = c.sumOf
	l.Reasons = append(l.Reasons, l.None)
	return true
}

// corrections is the layout of a sheet of corrections that flows wrote, nil where the rows are none: they are
// rows of other files, and would count twice if they were read as what they look like.
func corrections(rows []sheet.Row) *table.Layout {
	for i := range rows {
		if !slices.ContainsFunc(rows[i].Cells, tellsOfCorrection) {
			continue
		}
		found := 0
		for k := range rows[i].Cells {
			switch table.Fold(rows[i].Cells[k].Text) {
			case "source", "table", "row", "corrected by", "corrected on":
				found++
			}
		}
		if at := rows[i].Record; found >= 5 {
			why := "a sheet of corrections, which 'flows ingest --fix' applies"
			return &table.Layout{First: at, Last: at, None: why, Doubt: true, Reasons: []string{why}}
		}
	}
	return nil
}

// tellsOfCorrection is a quick look: no cell of a sheet without corrections is folded for them.
func tellsOfCorrection(c sheet.Cell) bool {
	const begin = "corrected"
	s := strings.TrimSpace(c.Text)
	return len(s) > len(begin) && len(s) <= 2*len(begin) && strings.EqualFold(s[:len(begin)], begin)
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
	if l.Doubt {
		q.tellLayout(l)
	}
	if !l.Figures {
		q.units(q.look[:n]) // what it says of figures beside it is about those
	}
	q.countFates(q.look[:n], &q.front, q.r.tables+1, outsideWhys())
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

// hints is what Find is told from outside.
func (q *sequence) hints() table.Hints {
	return table.Hints{Path: q.r.book.Path, Sheet: q.sheet.Name, Unit: q.r.unit, Recipes: q.r.rules.Recipes, Prefer: q.r.rules.Prefer, Publisher: q.r.rules.Publisher, Decided: func(record int32) (order *cell.Order, comma *bool) {
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
	q.tellLayout(l)
	p := newPlan(l, q.r.book, q.sheet, q.r.tables)
	at := place{q.index, l.Last}
	known := q.r.known[at]
	p.tellRows, p.onlySum = q.r.rows != nil, known.onlySum
	q.table = newTable(p, at, q.r.book.Charset, q.r.book.Delimiter)
	q.table.known, q.table.heads, q.table.rows, q.table.above = known, q.r.heads, q.r.rows, q.above
	if l.Above || q.none != nil && q.none.Doubt && q.none.Last == 0 && !q.none.Figures {
		q.table.problems = append(q.table.problems, q.table.tableProblem(codeNoTable, l.First, "rows of dates and amounts above it, which are not read", 0))
	}
	body := 0
	for body < len(q.look) && q.look[body].Record <= l.Last {
		before := q.table.table.Fates
		if q.look[body].Record >= l.First {
			q.table.table.Fates[ledger.Heading]++
		} else {
			countFate(&q.look[body], &q.table.table.Fates)
		}
		q.r.rows.row(p.table, q.sheet.Name, &q.look[body], &before, &q.table.table.Fates, aboveWhys())
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
