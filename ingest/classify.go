package ingest

import (
	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
)

// part is what normalise made of some consecutive rows of one table.
type part struct {
	rows     int                 // rows taken; fewer than given where the heading of another table stands at rows[rows]
	fates    [ledger.Fates]int64 // of the rows whose fate is certain
	picks    []pick              // amounts that are entries, or may be
	suspects []suspect           // rows with an amount that may be totals, in order
	problems []ledger.Problem
	batch    *ledger.Batch // an entry for each pick

	flow    flow   // of the rows that are loaded for certain
	loads   []flow // by loaded series, suspects included
	besides []flow // by the other series
	notPaid ledger.Pence
	votes   votes
	tells   tells
	heads   table.Heads // of rows that may be the heading of another table
	open    int         // suspects not yet decided
	drops   bool        // some picks have turned out to be totals
	totals  []int32     // the records of these

	traced []RowFate // of all rows, where somebody wants to know
}

// pick is one amount: the row, counted in the part, the column of amounts, and whether it is dropped.
type pick struct {
	row    int32
	load   int16
	drop   bool
	amount ledger.Pence
}

// flow is a number of rows or entries and their sum.
type flow struct {
	n   int64
	sum ledger.Pence
}

func (f *flow) add(p ledger.Pence) { f.n++; f.sum += p }

// minus takes what was counted before away.
func (f flow) minus(g flow) flow { return flow{f.n - g.n, f.sum - g.sum} }

// suspect is a row with an amount that may be a total: it bears the label of one, names neither
// payee nor reference, or says hardly anything.
type suspect struct {
	record       int32
	first, n     int          // its picks
	amount       ledger.Pence // of all of them
	before       flow         // of the certain rows before it, in its part
	label        table.Label
	filled       int  // cells beside the amounts
	who, ref, on bool // it names a payee, a reference, a date
	country      bool // of a statement: the body is a whole country
	all          bool // of a statement: it names no body, or says total where the body should be
	forced       fateMark
	besides      []flow
	why          string // it is a total
	traced       int    // index in part.traced
}

// votes count the texts of a table that tell how its dates and decimals are written.
type votes struct {
	orders       [cell.Orders]int64 // dates that only one order allows
	point, comma int64              // amounts that only one convention allows
	stays, swaps int64              // dates that can be two days: the one of the order lies in the table's period and the other does not, or the reverse
}

func (v *votes) add(w votes) {
	for o := range v.orders {
		v.orders[o] += w.orders[o]
	}
	v.stays += w.stays
	v.swaps += w.swaps
	v.point += w.point
	v.comma += w.comma
}

// tells counts what is told of a table as a whole rather than row by row.
type tells struct {
	rounded int64 // amounts with fractions of a penny
	dollars flow  // amounts behind a bare dollar sign
	dollar1 int32 // the record of the first of them
	swapped int64 // dates read so that they lie in the table's period
	hidden  int64 // hidden rows with an amount
	noPayee int64 // loaded rows without payee and reference
	named   int64 // loaded rows that name a payee and a reference, or a payee and a day where there is no column of references
	noPayer int64 // entries of which nothing says who paid
}

func (t *tells) add(u tells) {
	if t.dollars.n == 0 {
		t.dollar1 = u.dollar1
	}
	t.rounded += u.rounded
	t.dollars.n += u.dollars.n
	t.dollars.sum += u.dollars.sum
	t.noPayee += u.noPayee
	t.named += u.named
	t.noPayer += u.noPayer
	t.hidden += u.hidden
	t.swapped += u.swapped
}

// classifier walks over the rows of one part.
type classifier struct {
	*plan
	*part
	mark fateMark // of the row at hand, by the recipe
}

// normalise gives each row its fate and makes entries of those that are loaded. It is a function of
// the plan and the rows alone.
func normalise(p *plan, rows []sheet.Row) *part {
	c := classifier{plan: p, part: &part{
		picks: make([]pick, 0, len(rows)*len(p.load)), loads: make([]flow, len(p.load)), besides: make([]flow, len(p.beside)),
	}}
	for c.rows < len(rows) {
		before, suspects, picks := c.fates, len(c.suspects), len(c.picks)
		if !c.row(&rows[c.rows], int32(c.rows)) {
			break
		}
		if c.tellRows {
			c.trace(&rows[c.rows], &before, suspects, picks)
		}
		c.rows++
	}
	c.personal(rows)
	c.batch = build(p, rows, c.part)
	return c.part
}

// row decides about one row; false where another table begins with it.
func (c *classifier) row(r *sheet.Row, at int32) bool {
	if c.mark = c.marked(r); c.mark == markNote {
		c.fates[ledger.Note]++
		return true
	}
	if c.mark == unmarked && table.Numbering(r) {
		c.fates[ledger.Heading]++
		return true
	}
	first := len(c.picks)
	worst, worstCol := cell.None, -1
	var sum ledger.Pence
	for k := range c.load {
		m := c.load[k]
		a, reason := c.amount(r, m)
		if reason != cell.Read {
			if worst == cell.None || worst == cell.Withheld {
				worst, worstCol = reason, m.col
			}
			continue
		}
		if a.Rounded {
			c.tells.rounded++
		}
		if a.Dollar && !c.dollar(r, a.Pence) {
			worst, worstCol = cell.Foreign, m.col
			continue
		}
		c.picks = append(c.picks, pick{row: at, load: int16(k), amount: a.Pence})
		sum += a.Pence
	}
	switch {
	case len(c.picks) == first:
		return c.without(r, worst, worstCol)
	case c.currency >= 0 && foreignCurrency(text(r, c.currency)):
		c.picks = c.picks[:first]
		c.quarantine(r, codeCurrency, c.currency, sum)
		return true
	case worst != cell.None && worst != cell.Withheld:
		c.cellProblem(r, worst, worstCol)
	}
	c.with(r, first, sum)
	return true
}

// with takes a row that has an amount: certain, or suspected of being a total.
func (c *classifier) with(r *sheet.Row, first int, sum ledger.Pence) {
	if c.mark == unmarked && c.unfilled(r, first) {
		c.picks = c.picks[:first]
		c.fates[ledger.Note]++
		return
	}
	for _, p := range c.picks[first:] {
		c.loads[p.load].add(p.amount)
	}
	if c.onlySum && c.mark == unmarked {
		c.mark = markTotal
	}
	if r.Hidden {
		c.tells.hidden++
	}
	others := c.others(r)
	who, ref, on := !blankAt(r, c.who), c.coded(r), !blankAt(r, c.date)
	if !who || !ref || !on || c.mark != unmarked {
		s := suspect{record: r.Record, first: first, n: len(c.picks) - first, amount: sum, before: c.flow, who: who, ref: ref, on: on, besides: others, forced: c.mark}
		s.label, s.filled = c.look(r)
		s.country = c.layout.Statement && country(text(r, c.who))
		s.all = c.layout.Statement && (!who || table.Total(text(r, c.who)) != table.NoLabel)
		if s.label != table.NoLabel || !who && !ref || c.layout.Statement || c.mark != unmarked || c.bare(&s) {
			c.suspects = append(c.suspects, s)
			c.open++
			return
		}
	}
	c.fates[ledger.Loaded]++
	c.flow.add(sum)
	if who && (ref || on && c.ref < 0) {
		c.tells.named++
	}
}

// coded says whether a row has a reference, which in an account is the code of its line.
func (c *classifier) coded(r *sheet.Row) bool {
	return !blankAt(r, c.ref) && !(c.layout.Account && table.Missing(text(r, c.ref)))
}

// others adds up the columns that are not loaded; they are handed back for rows that turn out to be
// totals, and nil where there are none.
func (c *classifier) others(r *sheet.Row) []flow {
	if len(c.beside) == 0 {
		return nil
	}
	row := make([]flow, len(c.beside))
	for k, m := range c.beside {
		if a, reason := c.amount(r, m); reason == cell.Read {
			c.besides[k].add(a.Pence)
			row[k].add(a.Pence)
		}
	}
	return row
}

// look is the strongest label of a total among a row's texts, and how many cells are filled beside
// the amounts.
func (c *classifier) look(r *sheet.Row) (label table.Label, filled int) {
	for _, i := range c.labels {
		if t := text(r, i); t != "" && !isBlank(t) {
			filled++
			label = max(label, table.Total(t))
		}
	}
	return label, filled
}

// without takes a row that has no amount.
func (c *classifier) without(r *sheet.Row, why cell.Reason, col int) bool {
	if empty(r) {
		c.fates[ledger.BlankRow]++
		return true
	}
	if c.mark == markTotal {
		c.fates[ledger.Note]++
		return true
	}
	c.headings(r)
	if why == cell.None || why == cell.Words || why == cell.Withheld || why == cell.Malformed {
		switch heading, repeat := c.layout.IsHeading(r); {
		case repeat:
			c.fates[ledger.RepeatHeading]++
			return true
		case heading:
			return false
		}
	}
	if c.layout.Account {
		c.fates[ledger.Note]++ // a heading inside it, or figures beside the column that is loaded
		return true
	}
	label, filled := c.look(r)
	who := !blankAt(r, c.who)
	switch why {
	case cell.None, cell.Withheld:
		if who && label == table.NoLabel && 2*filled >= c.layout.Typical && filled >= 2 {
			c.quarantine(r, codeNoAmount, col, 0)
			return true
		}
	case cell.Words:
		if who && filled >= 2 {
			c.quarantine(r, codeText, col, 0)
			return true
		}
	default:
		if filled >= 1 {
			c.quarantine(r, amountCode(why), col, 0)
			return true
		}
	}
	c.fates[ledger.Note]++
	return true
}
