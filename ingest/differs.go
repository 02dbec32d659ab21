package ingest

import (
	"fmt"

	"flows/ledger"
)

// differs is the problem of a total that the rows do not add up to, and says what to do about it: that depends on
// what kind of table it stands in, and on what became of the rows.
func (t *tableState) differs(c stated) ledger.Problem {
	l, open := t.plan.layout, t.table.Fates[ledger.Quarantined]
	got := fmt.Sprintf("a total of %v over rows of %v", c.amount, t.table.Sum)
	hint := ""
	switch {
	case l.Account:
		got = fmt.Sprintf("a total of %v over lines of %v", c.amount, t.table.Sum)
		hint = "its lines are loaded as they stand, the totals among them apart, which 'flows sources FILE --rows' shows; the return itself may not add up"
	case l.Statement && c.whole:
		got = fmt.Sprintf("a line of the whole of %v over bodies' rows of %v", c.amount, t.table.Sum)
		hint = "such a line often holds estimates for bodies that sent no return, as the notes under the table may say; it is not loaded, the bodies' own figures are"
		if open > 0 {
			got += fmt.Sprintf("; %s without figures", plural(open, "row"))
		}
	case open > 0:
		hint = fmt.Sprintf("%s quarantined and in neither sum: correct what can be corrected ('flows problems --export' writes it out), then compare again", areOf(open))
	case small(c.amount, t.table.Sum):
		hint = "it is much smaller than the rows, and may be the total of some of them alone; all of them are loaded; look at the rows above it"
	}
	p := t.tableProblem(codeControl, c.record, got, c.amount-t.table.Sum)
	if hint != "" {
		p.Hint = hint
	}
	return p
}

// small says whether a total is less than half of what the rows add up to.
func small(total, rows ledger.Pence) bool {
	return rows > 0 && total >= 0 && 2*total < rows
}

// areOf is "1 row is" or "5 rows are".
func areOf(n int64) string {
	if n == 1 {
		return "1 row is"
	}
	return fmt.Sprintf("%d rows are", n)
}
