package ingest

import (
	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// times fills dates and years. A year comes from the date, else from the row's period, else from
// the period that a title or the file's name states.
func (x *builder) times() {
	n := len(x.picks)
	x.b.Date = x.dates(x.date)
	x.b.Start = x.dates(x.start)
	x.b.End = x.dates(x.end)
	x.b.Year = make([]ledger.Year, n)
	periods := x.b.Text[ledger.ColPeriod].Each
	last, lastYear := "", x.periodYear()
	for i := range x.b.Year {
		switch {
		case x.b.Date != nil && x.b.Date[i] != ledger.NoDate:
			x.b.Year[i] = x.b.Date[i].Year()
			continue
		case x.date >= 0 && x.month(i):
			continue
		case periods != nil && periods[i] != last:
			last = periods[i]
			span, _ := cell.ParseSpan(last)
			if lastYear = span.Year(); last == "" {
				lastYear = x.periodYear()
			}
		}
		x.b.Year[i] = lastYear
		if x.b.Start != nil && x.b.Start[i] != ledger.NoDate && (lastYear == 0 || periods == nil && x.asAt()) {
			x.b.Year[i] = x.b.Start[i].Year()
		}
	}
}

// asAt says whether the table's own period is one day: the day as at which it was made, which says less of
// when its rows are than their own start does.
func (x *builder) asAt() bool {
	return x.layout.Period != "" && x.layout.Span.First == x.layout.Span.Last
}

// month takes a month or year that stands where the date should for the row's period.
func (x *builder) month(i int) bool {
	s := text(x.row(i), x.date)
	if isBlank(s) {
		return false
	}
	span, r := cell.ParseSpan(s)
	if r != cell.Read || span.Year() == 0 {
		return false
	}
	x.b.Year[i] = span.Year()
	p := &x.b.Text[ledger.ColPeriod]
	if p.Each == nil {
		p.Each = make([]string, len(x.picks))
		for k := range p.Each {
			p.Each[k] = p.Same
		}
	}
	p.Each[i] = s
	return true
}

// dates reads a column of dates; nil if there is no column.
func (x *builder) dates(col int) []ledger.Date {
	if col < 0 {
		return nil
	}
	out := make([]ledger.Date, len(x.picks))
	main := col == x.date
	var last string
	var seen dateText
	for i := range out {
		r := x.row(i)
		if i > 0 && x.picks[i].row == x.picks[i-1].row {
			out[i] = out[i-1]
			continue
		}
		if col >= len(r.Cells) || r.Cells[col].Kind == sheet.Blank {
			out[i] = ledger.NoDate
			continue
		}
		c := &r.Cells[col]
		if c.Kind != sheet.Text {
			d, reason := x.typed(c)
			seen, last = dateText{date: d, reason: reason}, ""
		} else if c.Text != last || i == 0 {
			last = c.Text
			seen = x.read(last)
		}
		out[i] = seen.date
		if x.date < 0 {
			x.part.votes.order(&seen)
		}
		if !main {
			continue
		}
		x.part.votes.date(&seen)
		if seen.swapped {
			x.part.tells.swapped++
		}
		if seen.reason != cell.Read && seen.reason != cell.None {
			x.badDate(r, col, seen.reason)
		}
	}
	return out
}

// dateText is what one text of a date was read as.
type dateText struct {
	date       ledger.Date
	reason     cell.Reason
	vote       cell.Ballot
	stay, swap bool // by the column's order it lies in the table's period and the other way round not, or the reverse
	swapped    bool // it was read the other way round
}

// read reads a text by the column's order. A text that can be a date in one order only is read in
// that order; where the column's is not among several, day or month comes first. Of one that can be two days, one of them in the period of the table, that one is taken
// where the table as a whole was found to mix its orders.
func (x *builder) read(s string) dateText {
	order := x.layout.Order
	t := dateText{vote: cell.Vote(s)}
	if only, ok := t.vote.Only(); ok {
		order = only
	} else if only, ok := (t.vote &^ (1 << cell.YMD)).Only(); ok && !t.vote.Has(order) {
		order, t.vote = only, 1<<only // 29/12/14 is not of 2029 because the column has months first
	}
	t.date, t.reason = cell.Date(s, order)
	if t.vote == cell.All || !t.vote.Has(cell.DMY) || !t.vote.Has(cell.MDY) || order == cell.YMD || !x.layout.Span.Known() || x.layout.Span.Last-x.layout.Span.First > 92 {
		return t
	}
	other, _ := cell.Date(s, cell.MDY-order)
	in, out := x.layout.Span.Has(t.date), x.layout.Span.Has(other)
	t.stay, t.swap = in && !out, out && !in
	if t.swap && x.layout.ByPeriod {
		t.date, t.swapped = other, true
	}
	return t
}

// typed reads a date that the file itself marks as a number or a date.
func (x *builder) typed(c *sheet.Cell) (ledger.Date, cell.Reason) {
	switch c.Kind {
	case sheet.Date:
		if d, r := cell.Date(c.Text, cell.YMD); r == cell.Read && len(c.Text) >= 10 {
			return d, r
		}
		return cell.Serial(c.Text, x.from1904)
	case sheet.Number:
		if d, r := cell.Date(c.Text, cell.YMD); r == cell.Read && len(c.Text) == 8 {
			return d, r
		}
		return cell.Serial(c.Text, x.from1904)
	}
	return ledger.NoDate, cell.Words
}

// date counts the vote of one date.
func (v *votes) date(t *dateText) {
	v.order(t)
	if t.stay {
		v.stays++
	} else if t.swap {
		v.swaps++
	}
}

// order counts what one date says of the order of day and month.
func (v *votes) order(t *dateText) {
	if o, ok := t.vote.Only(); ok {
		v.orders[o]++
	}
}

// badDate reports a date that was not read; the entry is loaded without.
func (x *builder) badDate(r *sheet.Row, col int, why cell.Reason) {
	code := codeDate
	if why == cell.Impossible {
		code = codeImpossible
	}
	if why == cell.Partial || why == cell.Withheld {
		return
	}
	c := classifier{plan: x.plan, part: x.part}
	c.problem(r, code, col, 0)
}
