package ingest

import (
	"fmt"

	"flows/ingest/table"
	"flows/ledger"
)

// A workbook often holds one statement several times: net current expenditure on one sheet, capital
// charges on the next, and their sum on a third. The third is recognised by arithmetic, and is a total
// like any other: it is not loaded.

// statement is what is kept of a statement that was read.
type statement struct {
	sheet string
	sums  map[string]ledger.Pence // of the loaded columns, by name
	slack ledger.Pence            // what rounding may make of a column's sum
}

// statementOf keeps the sums of a finished statement.
func statementOf(t *tableState) statement {
	s := statement{sheet: t.table.Sheet, sums: map[string]ledger.Pence{}}
	for _, x := range t.table.Series {
		if x.Status == table.Load.String() {
			s.sums[x.Name] += x.Sum
		}
	}
	s.slack = ledger.Pence(t.table.Unit) * ledger.Pence(1+t.table.Fates[ledger.Loaded]/2)
	return s
}

// sumOfOthers says of which two earlier statements a statement is the sum, column by column; "" if of none.
func (r *reader) sumOfOthers(s statement) string {
	for i := range r.done {
		for j := i + 1; j < len(r.done); j++ {
			if s.isSum(r.done[i], r.done[j]) {
				return fmt.Sprintf("the sheets %q and %q", r.done[i].sheet, r.done[j].sheet)
			}
		}
	}
	return ""
}

// isSum says whether each column is the sum of those of a and b, three columns at least being none of
// the two alone.
func (s statement) isSum(a, b statement) bool {
	both := 0
	for name, p := range s.sums {
		d := p - a.sums[name] - b.sums[name]
		if d > s.slack || -d > s.slack {
			return false
		}
		if a.sums[name] != 0 && b.sums[name] != 0 {
			both++
		}
	}
	return both >= 3
}

// sumsOn opens the reason why a sum of others is not loaded.
const sumsOn = "its figures are the sums of those on "

// noteStatement compares a finished statement with those before it.
func (q *sequence) noteStatement(t *tableState) {
	if !t.plan.layout.Statement {
		return
	}
	if t.plan.layout.Account {
		q.noteWhole(t)
	}
	if t.plan.layout.Account && !t.plan.layout.Across {
		q.noteAccount(t)
		return
	}
	s := statementOf(t)
	if of := q.r.sumOfOthers(s); of != "" {
		c := q.r.known[t.place]
		c.sumOf = sumsOn + of
		q.r.known[t.place], q.r.again = c, true
		return
	}
	q.r.done = append(q.r.done, s)
	why := ""
	switch {
	case t.plan.layout.Income:
		why = "a title says that its figures are income, which is no spending"
	case t.plan.layout.Charges:
		why = "a title says that its figures are capital charges, which are for the use of assets and no spending"
	default:
		return
	}
	c := q.r.known[t.place]
	c.sumOf = why
	q.r.known[t.place], q.r.again = c, true
}
