package ingest

import (
	"fmt"
	"slices"

	"flows/ingest/cell"
	"flows/ingest/table"
	"flows/ledger"
)

// tableState is a table while its rows arrive.
type tableState struct {
	plan     *plan
	rows     *tracer
	place    place
	table    ledger.Table
	sums     sums
	sections int      // of an account: total lines that equal the rows above
	wholeAt  int32    // of an account: the last of them that equals all rows above
	whole    bool     // of a statement: the line of the whole has come, what follows are breakdowns of it
	stated   []flow   // of that line, by series beside the loaded ones
	above    sums     // the tables above it on the sheet: all, and the last
	lead     *suspect // an amount alone in the first row: a payment, unless it is the sum of all that follow
	known    choice   // from an earlier reading
	totals   []stated
	open     []openSuspect // undecided: totals if no entry follows
	queue    []*part       // parts that wait for a decision, in order
	load     []flow
	beside   []flow
	votes    votes
	tells    tells
	problems []ledger.Problem // of the table as a whole
	heads    Heads            // of the reader
}

// openSuspect is a suspect that waits for what follows it.
type openSuspect struct {
	part *part
	at   int
}

// take adds a part: it decides about its suspects in order, and hands on what is decided.
func (t *tableState) take(p *part, sink Sink) error {
	t.queue = append(t.queue, p)
	var done flow
	for i := range p.suspects {
		s := &p.suspects[i]
		t.follow(s.before.minus(done))
		done = s.before
		switch t.judge(s) {
		case payment:
			t.follow(flow{1, s.amount})
			t.pay(p, s)
		case total:
			t.state(s)
			t.drop(p, s)
		case undecided:
			t.open = append(t.open, openSuspect{p, i})
		}
	}
	t.follow(p.flow.minus(done))
	return t.hand(sink)
}

// follow counts entries; what was undecided before them is an entry too.
func (t *tableState) follow(f flow) {
	if f.n == 0 {
		return
	}
	for _, o := range t.open {
		s := &o.part.suspects[o.at]
		t.sums.flow(flow{1, s.amount})
		t.pay(o.part, s)
	}
	t.open = t.open[:0]
	t.sums.flow(f)
}

// pay makes a suspect an entry.
func (t *tableState) pay(p *part, s *suspect) {
	p.open--
	p.settle(s, ledger.Loaded)
	p.fates[ledger.Loaded]++
	if !s.who && !s.ref && !t.plan.layout.Wide {
		p.tells.noPayee++
	}
	if s.who && (s.ref || s.on && t.plan.ref < 0) {
		p.tells.named++
	}
}

// drop makes a suspect a total.
func (t *tableState) drop(p *part, s *suspect) {
	p.open--
	p.settle(s, ledger.Total)
	p.drops = true
	p.totals = append(p.totals, s.record)
	p.fates[ledger.Total]++
	for i := s.first; i < s.first+s.n; i++ {
		k := &p.picks[i]
		k.drop = true
		p.loads[k.load].n--
		p.loads[k.load].sum -= k.amount
	}
	for k, f := range s.besides {
		p.besides[k] = p.besides[k].minus(f)
	}
}

// forgive takes back what was wrong with rows that turned out to be totals: they need no date, and what
// cannot be read in them is missing from no sum.
func (p *part) forgive() {
	if len(p.totals) == 0 || len(p.problems) == 0 {
		return
	}
	p.problems = slices.DeleteFunc(p.problems, func(x ledger.Problem) bool { return slices.Contains(p.totals, x.Row) })
}

// hand passes the parts on that are decided.
func (t *tableState) hand(sink Sink) error {
	for len(t.queue) > 0 && t.queue[0].open == 0 {
		p := t.queue[0]
		t.queue[0] = nil
		t.queue = t.queue[1:]
		if err := t.count(p, sink); err != nil {
			return err
		}
	}
	return nil
}

// count adds a decided part to the table and sends it off.
func (t *tableState) count(p *part, sink Sink) error {
	for f, n := range p.fates {
		t.table.Fates[f] += n
	}
	for k := range p.loads {
		t.load[k].n += p.loads[k].n
		t.load[k].sum += p.loads[k].sum
	}
	for k := range p.besides {
		t.beside[k].n += p.besides[k].n
		t.beside[k].sum += p.besides[k].sum
	}
	t.table.SumQuarantined += p.notPaid
	t.votes.add(p.votes)
	t.tells.add(p.tells)
	t.heads.add(p.heads)
	if p.drops {
		compact(p.batch, p.picks)
	}
	p.forgive()
	for i := range p.problems {
		if err := sink.Problem(p.problems[i]); err != nil {
			return err
		}
	}
	t.rows.part(p)
	if p.batch.N == 0 {
		return nil
	}
	t.tells.noPayer += unpaid(p.batch)
	for _, d := range p.batch.Date {
		if d != ledger.NoDate && (t.table.First == ledger.NoDate || d < t.table.First) {
			t.table.First = d
		}
		t.table.Last = max(t.table.Last, d)
	}
	return sink.Batch(p.batch)
}

// unpaid is how many entries of a batch say nothing of who paid.
func unpaid(b *ledger.Batch) (n int64) {
	payer, group := &b.Text[ledger.ColPayer], &b.Text[ledger.ColPayerGroup]
	if payer.Each == nil && payer.Same != "" || group.Each == nil && group.Same != "" {
		return 0
	}
	for i := range b.N {
		if payer.At(i) == "" && group.At(i) == "" {
			n++
		}
	}
	return n
}

// finish closes the table: what is undecided is a total, sums and controls are settled.
func (t *tableState) finish(sink Sink) error {
	for _, o := range t.open {
		s := &o.part.suspects[o.at]
		t.state(s)
		t.drop(o.part, s)
	}
	t.open = nil
	if err := t.hand(sink); err != nil {
		return err
	}
	for k := range t.load {
		t.table.Entries += t.load[k].n
		t.table.Sum += t.load[k].sum
	}
	t.series()
	t.setControl()
	t.tell()
	for _, p := range t.problems {
		if err := sink.Problem(p); err != nil {
			return err
		}
	}
	return sink.Table(t.table)
}

// series lists the columns of amounts with their sums.
func (t *tableState) series() {
	l := t.plan.layout
	list := make([]ledger.Series, len(l.Series))
	for i, s := range l.Series {
		list[i] = ledger.Series{Name: s.Name, Col: int32(s.Col + 1), Status: s.Status.String(), Why: s.Why}
	}
	for k, m := range t.plan.load {
		list[m.series].Entries, list[m.series].Sum = t.load[k].n, t.load[k].sum
	}
	for k, m := range t.plan.beside {
		x := &list[m.series]
		x.Entries, x.Sum = t.beside[k].n, t.beside[k].sum
		if t.stated != nil && t.stated[k].n > 0 && l.Series[m.series].Status == table.IsTotal && t.stated[k].sum != x.Sum {
			x.Why += fmt.Sprintf("; the line of the whole states it, its rows add up to %v", x.Sum)
			x.Sum = t.stated[k].sum
		}
	}
	t.table.Series = list
}

// tell puts into words what holds for the table as a whole.
func (t *tableState) tell() {
	add := func(s string) { t.table.Reasons = append(t.table.Reasons, s) }
	if t.table.Fates[ledger.Loaded] == 0 && t.table.Status == OK {
		t.table.Status = NoFlows
		why := "the heading is there and no payments under it"
		if t.table.Fates[ledger.Quarantined] > 0 {
			why = "the heading is there, and no payment under it can be read"
		}
		add(why)
	}
	if n := t.tells.rounded; n > 0 {
		add(plural(n, "amount") + " with fractions of a penny, rounded half away from zero")
	}
	if n := t.tells.swapped; n > 0 {
		got := fmt.Sprintf("%s with day and month the other way round, so as to lie in %s", plural(n, "date"), t.plan.layout.Period)
		t.problems = append(t.problems, t.tableProblem(codeOrders, 0, got, 0))
	}
	if n := t.tells.hidden; n > 0 {
		add(plural(n, "hidden row") + " with amounts, read like the others")
	}
	if t.repeatsSum() && t.isNamed() {
		add("its one amount is the sum of a table above it, and loaded all the same: its row is that of a payment")
	}
	if n := t.tells.noPayee; n > 0 {
		add(plural(n, "row") + " without payee and reference, loaded as payments")
	}
	if d := t.plan.layout.Differs; d != "" {
		t.table.Notes = append(t.table.Notes, d)
	}
	if n := t.tells.noPayer; n > 0 && n == t.table.Entries {
		t.table.Notes = append(t.table.Notes, "nothing says who paid: 'payer:' in a recipe does ('flows inspect FILE --save')")
	} else if n > 0 {
		t.table.Notes = append(t.table.Notes, fmt.Sprintf("%d of its entries do not say who paid: 'payer:' in a recipe does ('flows inspect FILE --save')", n))
	}
	if d := t.tells.dollars; d.n > 0 {
		got := fmt.Sprintf("%s behind a dollar sign, from record %d on", plural(d.n, "amount"), t.tells.dollar1)
		t.problems = append(t.problems, t.tableProblem(codeDollar, t.tells.dollar1, got, d.sum))
	}
	v := t.votes.orders
	if o, by := t.plan.layout.Order, t.plan.layout.By; v[o] > 0 || by != nil && by.Order != nil {
		for other := cell.DMY; other < cell.Orders; other++ {
			if other != o && v[other] > 0 {
				got := fmt.Sprintf("%d dates can only be %v, %d only %v", v[o], o, v[other], other)
				t.problems = append(t.problems, t.tableProblem(codeOrders, 0, got, 0))
			}
		}
	}
}

// contradicted says what the whole table votes for where it is not what was assumed.
func (t *tableState) contradicted() (choice, bool) {
	c := choice{order: t.plan.layout.Order}
	v := t.votes.orders
	for o := cell.DMY; o < cell.Orders; o++ {
		if v[o] > v[c.order] {
			c.order, c.ordered = o, true
		}
	}
	if a := t.plan.layout.Amount(); a != nil && a.Decimal == cell.Point && t.votes.comma > t.votes.point {
		c.comma, c.decimals = true, true
	} else if a != nil && a.Decimal == cell.Comma && t.votes.point > t.votes.comma {
		c.comma, c.decimals = false, true
	}
	mixed := v[cell.DMY] > 0 && v[cell.MDY] > 0
	c.byPeriod = t.votes.swaps > 0 && (mixed || t.votes.swaps >= 3 && t.votes.swaps > t.votes.stays)
	c.lead = t.lead != nil && !t.known.lead && t.table.Fates[ledger.Loaded] > 2 && t.table.Sum == 2*t.lead.amount
	c.onlySum = t.repeatsSum() && !t.isNamed()
	return c, c.ordered || c.decimals || c.byPeriod || c.lead || c.onlySum
}

// newTable opens a table under a layout that holds flows.
func newTable(p *plan, at place, charset, delimiter string) *tableState {
	l := p.layout
	t := &tableState{plan: p, place: at, load: make([]flow, len(p.load)), beside: make([]flow, len(p.beside))}
	t.table = ledger.Table{
		N: p.table, File: p.same[ledger.ColFile], Sheet: p.same[ledger.ColSheet], Status: OK, HeaderRow: l.Last,
		First: ledger.NoDate, Last: ledger.NoDate, Charset: charset, Delimiter: delimiter, Reasons: append([]string(nil), l.Reasons...),
	}
	if a := l.Amount(); a != nil {
		t.table.Unit = a.Unit
	}
	if p.date >= 0 || p.start >= 0 || p.end >= 0 {
		t.table.DateOrder = l.Order.String()
	}
	describe(&t.table, l)
	return t
}

// describe lists the columns of a layout on a table.
func describe(t *ledger.Table, l *table.Layout) {
	for i := range l.Columns {
		t.Headings = append(t.Headings, l.Columns[i].Heading)
		f := l.Columns[i].Field
		name := f.String()
		if f == table.Known || f == table.VATAmount || f == table.Measure || f == table.NotFlow {
			name = ""
		}
		t.Fields = append(t.Fields, name)
	}
	for _, s := range l.Series {
		if l.Wide && s.Status != table.Load {
			t.Fields[s.Col] = s.Status.String() // kept in the series, not in the extra columns
		}
	}
}
