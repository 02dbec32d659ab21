package ingest

import (
	"fmt"

	"flows/ingest/table"
	"flows/ledger"
)

// accountSum is what is kept of an account that was read.
type accountSum struct {
	sum   ledger.Pence
	total bool // by its name it is the sum of others
}

// judgeAccount decides about a row of an account: a line whose words say total is one, a row without a
// code breaks the line above down, and what stands below the total of the whole is no part of it.
func (t *tableState) judgeAccount(s *suspect) verdict {
	if s.label != table.NoLabel || !s.ref || t.known.whole != 0 && s.record > t.known.whole {
		return total
	}
	return payment
}

// stateAccount compares a total line of an account with the rows above it, but for rounding.
func (t *tableState) stateAccount(s *suspect, m *stated) {
	if s.label == table.NoLabel || t.known.whole != 0 && s.record > t.known.whole {
		m.matches, m.part = false, false
		return
	}
	if t.rounds(s.amount-t.sums.all.sum, t.sums.all.n*int64(s.n)) {
		t.sections++
		m.whole = t.known.whole == s.record
		if t.sections > 1 && s.amount != 0 {
			t.wholeAt = s.record
		}
	} else if t.rounds(s.amount-t.sums.since.sum, t.sums.since.n*int64(s.n)) {
		t.sections++
	}
}

// rounds says whether a difference can come from rounding so many figures and their sum.
func (t *tableState) rounds(d ledger.Pence, n int64) bool {
	slack := ledger.Pence(t.table.Unit/2) * ledger.Pence(n+1)
	return n > 0 && d <= slack && -d <= slack
}

// noteWhole learns from a finished account where the total of the whole stands, where rows follow it.
func (q *sequence) noteWhole(t *tableState) {
	c := q.r.known[t.place]
	if t.wholeAt != 0 && c.whole == 0 && t.afterWhole() {
		c.whole = t.wholeAt
		q.r.known[t.place], q.r.again = c, true
	}
}

// noteAccount learns whether a finished account is that of a whole country or class of councils, which is the sum of
// the accounts before it.
func (q *sequence) noteAccount(t *tableState) {
	c := q.r.known[t.place]
	name := t.plan.layout.Payer
	if table.Total(name) == table.NoLabel && !country(name) {
		q.r.accounts = append(q.r.accounts, accountSum{sum: t.table.Sum})
		return
	}
	c.sumOf = sumsOn + q.r.sumOfAccounts(t.table.Sum, ledger.Pence(t.table.Unit))
	q.r.known[t.place], q.r.again = c, true
}

// afterWhole says whether a row was loaded below the total of the whole.
func (t *tableState) afterWhole() bool {
	for _, m := range t.totals {
		if m.record == t.wholeAt {
			return t.table.Sum != m.all
		}
	}
	return false
}

// sumOfAccounts says of which accounts one that is called a total is the sum: those since the last such,
// or all; and by how much it is not.
func (r *reader) sumOfAccounts(sum, unit ledger.Pence) string {
	var since, all ledger.Pence
	n := 0
	for _, a := range r.accounts {
		if a.total {
			since = 0
			continue
		}
		n++
		since, all = since+a.sum, all+a.sum
	}
	r.accounts = append(r.accounts, accountSum{total: true})
	const words = "sheets of other bodies, as its name says"
	slack := unit * ledger.Pence(n)
	switch near := func(d ledger.Pence) bool { return d <= slack && -d <= slack }; {
	case n == 0:
		return words + "; none of them is in this file"
	case near(sum - since), near(sum - all):
		return words + ", and they add up to it"
	case since == 0:
		return fmt.Sprintf("%s; they add up to %v more", words, all-sum)
	}
	return fmt.Sprintf("%s; they add up to %v more", words, since-sum)
}
