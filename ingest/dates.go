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
		if x.b.Year[i] = lastYear; lastYear == 0 && x.b.Start != nil {
			x.b.Year[i] = x.b.Start[i].Year()
		}
	}
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
	order := x.layout.Order
	main := col == x.date
	var last string
	lastDate, lastReason, lastVote := ledger.NoDate, cell.None, cell.Ballot(0)
	for i := range out {
		r := x.row(i)
		if col >= len(r.Cells) || r.Cells[col].Kind == sheet.Blank {
			out[i] = ledger.NoDate
			continue
		}
		c := &r.Cells[col]
		if c.Kind != sheet.Text {
			out[i], lastReason = x.typed(c)
			last = ""
		} else {
			if c.Text != last || i == 0 {
				last = c.Text
				lastDate, lastReason = cell.Date(last, order)
				lastVote = cell.Vote(last)
			}
			out[i] = lastDate
			if main {
				x.part.votes.order(lastVote)
			}
		}
		if main && lastReason != cell.Read && lastReason != cell.None && (i == 0 || x.picks[i].row != x.picks[i-1].row) {
			x.badDate(r, col, lastReason)
		}
	}
	return out
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

// order counts the vote of one date.
func (v *votes) order(b cell.Ballot) {
	for o := cell.DMY; o < cell.Orders; o++ {
		if b == 1<<o {
			v.orders[o]++
		}
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
	c := classifier{x.plan, x.part}
	c.problem(r, code, col, 0)
}
