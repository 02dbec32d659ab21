package ingest

import (
	"fmt"

	"flows/ingest/table"
	"flows/ledger"
)

// Totals. A row with an amount is a total, and no entry, where
//
//  1. a text in it holds nothing but words of totals ("Grand total:"), and it names little else, or
//     has no date where other rows have one, or is the sum of the two or more rows above;
//  2. a text in it begins or ends with "total", it names little else, and its amount is the sum of
//     the rows above; or it stands without date and reference where other rows have them;
//  3. it names neither payee nor reference and little else, and its amount is the sum of the two or
//     more rows above;
//  4. it is the only one of its table, names no payee with a reference, or with a date where there is no
//     column of references, and is the sum of the table above it on the sheet, or of all of them;
//  5. it has no date where other rows have one, or holds one text where they hold three, names little
//     else, and its amount is the sum of all of the three or more rows above: its word for a total is
//     none we know ("Overall", "Cyfanswm");
//  6. it is the last amount of the table and there is nothing else in the row; or it is the first one,
//     there is nothing else in the row, and it is the sum of all that follow.
//
// "The rows above" are all of the table, or those since the last total. Any other row is an entry:
// a payment without payee is a payment, and a supplier called "Total Gas" is a supplier.

// verdict is what becomes of a suspect.
type verdict uint8

const (
	payment verdict = iota
	total
	undecided // a total if no entry follows it
)

// sums are what totals are compared with.
type sums struct {
	all   flow // rows loaded so far
	since flow // of these, since the last total
}

func (s *sums) flow(f flow) {
	s.all.n, s.all.sum = s.all.n+f.n, s.all.sum+f.sum
	s.since.n, s.since.sum = s.since.n+f.n, s.since.sum+f.sum
}

// equals says whether an amount is the sum of at least n rows above.
func (s *sums) equals(p ledger.Pence, n int64) bool {
	return s.all.n >= n && p == s.all.sum || s.since.n >= n && p == s.since.sum
}

// judge decides about a suspect by the sums of the rows above it, and says why it is a total.
func (t *tableState) judge(s *suspect) verdict {
	switch s.forced {
	case markTotal:
		if s.why = whyRecipe; t.known.onlySum {
			s.why = whyTables
		}
		return total
	case markPayment:
		return payment
	}
	switch adds := t.sums.equals(s.amount, 1); {
	case t.plan.layout.Statement && t.whole:
		s.why = whyWhole
	case adds:
		s.why = whyAdds
	case s.label != table.NoLabel || s.country:
		s.why = whyWords
	case t.plan.layout.Statement:
		s.why = whyAdds // but for what rounding makes
	}
	if t.plan.layout.Statement {
		return t.judgeStatement(s)
	}
	poor := 2*s.filled <= t.plan.layout.Typical
	dated, referenced := t.plan.date >= 0, t.plan.ref >= 0
	switch {
	case s.label == table.Strong && !(s.on && s.ref) && (poor || s.filled <= 1 || dated && !s.on || t.sums.equals(s.amount, 2)):
		return total
	case s.label != table.NoLabel && poor && t.sums.equals(s.amount, 1):
		return total
	case s.label != table.NoLabel && poor && dated && referenced && !s.on && !s.ref:
		return total
	case s.amount != 0 && t.plan.bare(s) && t.sums.all.n >= 3 && s.amount == t.sums.all.sum:
		return total
	case s.who || s.ref:
		return payment
	case s.amount != 0 && poor && t.sums.equals(s.amount, 2):
		return total
	case s.filled == 0 && t.plan.layout.Typical >= 2 && t.sums.all.n > 0:
		return undecided
	case s.filled == 0 && t.plan.layout.Typical >= 2 && t.lead == nil:
		if t.lead = s; t.known.lead {
			return total
		}
	}
	return payment
}

// bare says whether a row says so much less than others that it may be a total under an unknown name.
func (p *plan) bare(s *suspect) bool {
	typical := p.layout.Typical
	return 2*s.filled <= typical && (p.date >= 0 && !s.on || s.filled <= 1 && typical >= 3)
}

// judgeStatement decides about a row of a statement. A whole country, a label of a total and a row
// that is the sum of all above it are totals; once the line of the whole has come, so are all rows
// below it, which break it down by class or region.
func (t *tableState) judgeStatement(s *suspect) verdict {
	if t.plan.layout.Account {
		return t.judgeAccount(s)
	}
	if t.whole {
		return total
	}
	rounding := ledger.Pence(t.plan.layout.Amount().Unit/2) * ledger.Pence(int64(s.n)*t.sums.all.n)
	diff := s.amount - t.sums.all.sum
	adds := t.sums.all.n >= 2 && s.amount != 0 && diff <= rounding && -diff <= rounding && 1000*diff <= s.amount && -1000*diff <= s.amount
	if s.country || adds {
		t.whole = t.sums.all.n >= 2 && (s.country || s.all) // a body's own row may be what those above come to
		return total
	}
	if s.label == table.Strong || s.label == table.Weak && !s.ref {
		return total
	}
	return payment
}

// stated is a total that the file states.
type stated struct {
	record  int32
	amount  ledger.Pence
	all     ledger.Pence // the sum of the rows above it
	matches bool         // it equals them, or those since the last total
	part    bool         // it equals those since the last total, and these are not all
	whole   bool         // of a statement: the line of the whole
}

// state records a total.
func (t *tableState) state(s *suspect) {
	m := stated{record: s.record, amount: s.amount, all: t.sums.all.sum, matches: t.sums.equals(s.amount, 1)}
	m.part = m.matches && s.amount != t.sums.all.sum
	if m.whole = t.whole && t.stated == nil; m.whole {
		t.stated = s.besides
		if t.stated == nil {
			t.stated = []flow{}
		}
	}
	if t.plan.layout.Account {
		t.stateAccount(s, &m)
	}
	t.totals = append(t.totals, m)
	t.sums.since = flow{}
}

// control is the file's own total of the table: the last that equals all rows of the table, or all
// rows above it; else subtotals that add up to them; else the last one.
func (t *tableState) control() (c stated, ok bool) {
	if len(t.totals) == 0 {
		return stated{}, false
	}
	for _, m := range t.totals {
		if m.whole {
			return m, true
		}
	}
	var parts ledger.Pence
	for i := len(t.totals) - 1; i >= 0; i-- {
		if m := t.totals[i]; m.amount == t.table.Sum {
			return m, true
		} else if m.part || m.matches {
			parts += m.amount
		}
	}
	if parts == t.table.Sum {
		return stated{amount: parts, record: t.totals[len(t.totals)-1].record}, true
	}
	return t.totals[len(t.totals)-1], true
}

// repeatsSum says whether the one amount of the table is the sum of two or more above it: of the table before it
// on the sheet, or of all of them.
func (t *tableState) repeatsSum() bool {
	return t.table.Entries == 1 && !t.plan.layout.Wide && t.table.Sum != 0 && t.above.equals(t.table.Sum, 2)
}

// isNamed says whether the one row of the table is that of a payment: it names a payee, and a reference or,
// where there is no column of these, a day; or a payee where only two amounts make up the sum, as five hundred twice make a thousand.
func (t *tableState) isNamed() bool {
	return t.tells.named > 0 || t.tells.noPayee == 0 && !t.above.equals(t.table.Sum, 3)
}

// setControl compares the table's own total with its rows.
func (t *tableState) setControl() {
	if t.known.onlySum {
		t.table.Reasons = append(t.table.Reasons, "its one amount is the sum of a table above it")
		return
	}
	c, ok := t.control()
	if !ok {
		return
	}
	t.table.Control, t.table.HasControl = c.amount, true
	if c.amount == t.table.Sum {
		t.table.Reasons = append(t.table.Reasons, fmt.Sprintf("the file's own total in record %d equals the rows", c.record))
		return
	}
	if d := c.amount - t.table.Sum; 2*max(d, -d) <= ledger.Pence(t.tells.rounded)+1 || t.plan.layout.Account && t.rounds(d, t.sums.all.n*int64(len(t.plan.load))) {
		t.table.Reasons = append(t.table.Reasons, fmt.Sprintf("the file's own total in record %d equals the rows but for rounding", c.record))
		return
	}
	t.problems = append(t.problems, t.differs(c))
	t.table.Reasons = append(t.table.Reasons, fmt.Sprintf("the file's own total in record %d is %v, the rows add up to %v", c.record, c.amount, t.table.Sum))
}
