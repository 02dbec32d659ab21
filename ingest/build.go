package ingest

import (
	"flows/ingest/sheet"
	"flows/ledger"
)

// build makes the entries of the picks, column by column.
func build(p *plan, rows []sheet.Row, out *part) *ledger.Batch {
	n := len(out.picks)
	b := &ledger.Batch{N: n, Table: p.table}
	if n == 0 {
		return b
	}
	x := builder{plan: p, rows: rows, picks: out.picks, part: out, b: b}
	b.Row, b.Col, b.Amount = make([]int32, n), make([]int32, n), make([]ledger.Pence, n)
	for i := range out.picks {
		k := &out.picks[i]
		b.Row[i], b.Col[i], b.Amount[i] = rows[k.row].Record, int32(p.load[k.load].col+1), k.amount
	}
	for c := range b.Text {
		x.text(ledger.TextColumn(c))
	}
	x.payers()
	x.times()
	if p.layout.Wide {
		x.unpivot()
	}
	if p.layout.Account {
		x.sections()
	}
	x.extras()
	x.keys()
	return b
}

// builder fills one batch.
type builder struct {
	*plan
	rows  []sheet.Row
	picks []pick
	part  *part
	b     *ledger.Batch
}

// row is the row of entry i.
func (x *builder) row(i int) *sheet.Row { return &x.rows[x.picks[i].row] }

// text fills one text column: from its column, or the same for all.
func (x *builder) text(c ledger.TextColumn) {
	col := x.from[c]
	if col < 0 {
		x.b.Text[c].Same = x.same[c]
		return
	}
	each := make([]string, len(x.picks))
	for i := range each {
		if r := x.row(i); col < len(r.Cells) {
			if s := r.Cells[col].Text; !isBlank(s) {
				each[i] = s
			}
		}
		if each[i] == "" {
			each[i] = x.fill[c]
		}
	}
	x.b.Text[c].Each = each
	switch c {
	case ledger.ColCurrency:
		for i := range each {
			each[i] = "GBP" // others are quarantined
		}
	case ledger.ColCapital, ledger.ColBudgetType:
		for i := range each {
			each[i] = closed(c, each[i])
		}
	}
}

// payers fills rows that name no payer: with the one that all rows name that name any, else with the
// department's name.
func (x *builder) payers() {
	payer, group := x.b.Text[ledger.ColPayer].Each, x.b.Text[ledger.ColPayerGroup].Each
	for i := range payer {
		if payer[i] != "" {
			continue
		}
		if payer[i] = x.layout.Payer; payer[i] == "" && group != nil {
			payer[i] = group[i]
		}
	}
}

// periodYear is the year of the table's own period; 0 where no title or name states one.
func (x *builder) periodYear() ledger.Year {
	if x.layout.Period == "" {
		return 0
	}
	return x.layout.Span.Year()
}

// unpivot gives the entries of a wide table what their column's heading says: a year, or what the
// money is for.
func (x *builder) unpivot() {
	if x.layout.Across {
		x.bodies()
		return
	}
	purpose, period := make([]string, len(x.picks)), make([]string, len(x.picks))
	var items []string // of the columns under a service
	for i := range x.picks {
		s := &x.layout.Series[x.load[x.picks[i].load].series]
		if s.Year != 0 {
			x.b.Year[i] = s.Year
		}
		period[i] = s.Period
		if purpose[i] = s.Name; s.Period != "" {
			purpose[i] = ""
		}
		if s.Item != "" {
			if items == nil {
				items = make([]string, len(x.picks))
			}
			purpose[i], items[i] = s.Group, s.Item
		}
		x.b.Col[i] = int32(s.Col + 1)
	}
	if x.layout.Statement {
		x.b.Text[ledger.ColPurpose].Each = purpose
		if items != nil {
			x.b.Text[ledger.ColExpenseType] = ledger.Text{Each: items}
		}
		return
	}
	x.b.Text[ledger.ColPeriod].Each = period
}

// bodies gives the entries of a statement with bodies across the body of their column as payer.
func (x *builder) bodies() {
	payers := make([]string, len(x.picks))
	for i := range payers {
		payers[i] = x.layout.Series[x.load[x.picks[i].load].series].Name
	}
	x.b.Text[ledger.ColPayer] = ledger.Text{Each: payers}
}

// sections gives the entries of an account the section that they stand in.
func (x *builder) sections() {
	area := make([]string, len(x.picks))
	for i := range area {
		area[i] = x.layout.Section(x.b.Row[i])
	}
	x.b.Text[ledger.ColExpenseArea] = ledger.Text{Each: area}
}

// extras keeps the columns that have no field, by position, blank ones at the end left out. The
// entries of one row share them.
func (x *builder) extras() {
	if len(x.extra) == 0 && !x.beyond() {
		return
	}
	ends, total := make([]int32, len(x.picks)), 0
	for i := range x.picks {
		if i > 0 && x.picks[i].row == x.picks[i-1].row {
			ends[i] = ends[i-1]
			continue
		}
		ends[i] = x.lastExtra(x.row(i))
		total += int(ends[i])
	}
	if total == 0 {
		return
	}
	store := make([]string, 0, total)
	x.b.Extra = make([][]string, len(x.picks))
	for i := range x.picks {
		if i > 0 && x.picks[i].row == x.picks[i-1].row {
			x.b.Extra[i] = x.b.Extra[i-1]
			continue
		}
		r, from := x.row(i), len(store)
		for k := range int(ends[i]) {
			s := text(r, x.extraColumn(k))
			if isBlank(s) {
				s = ""
			}
			store = append(store, s)
		}
		x.b.Extra[i] = store[from:len(store):len(store)]
	}
}

// extraColumn is the column of the k-th extra: those of the layout without a field, then those beyond it.
func (x *builder) extraColumn(k int) int {
	if k < len(x.extra) {
		return x.extra[k]
	}
	return x.width + k - len(x.extra)
}

// lastExtra is how many extras a row has up to the last that is not blank.
func (x *builder) lastExtra(r *sheet.Row) int32 {
	if !x.layout.Wide {
		for col := len(r.Cells) - 1; col >= x.width; col-- {
			if !isBlank(r.Cells[col].Text) {
				return int32(len(x.extra) + col - x.width + 1)
			}
		}
	}
	for k := len(x.extra) - 1; k >= 0; k-- {
		if !blankAt(r, x.extra[k]) {
			return int32(k + 1)
		}
	}
	return 0
}

// beyond says whether a row has cells beyond the columns of the layout.
func (x *builder) beyond() bool {
	if x.layout.Wide {
		return false
	}
	for i := range x.picks {
		if r := x.row(i); len(r.Cells) > x.width {
			return true
		}
	}
	return false
}

// keys hashes the wordings that mapping judges.
func (x *builder) keys() {
	b, n := x.b, len(x.picks)
	b.PayerKey, b.PlaceKey, b.PurposeKey = make([]int64, n), make([]int64, n), make([]int64, n)
	var h ledger.Hasher
	var payer ledger.PayerWording
	for i := 0; i < n; i++ {
		p, g := b.Text[ledger.ColPayer].At(i), b.Text[ledger.ColPayerGroup].At(i)
		if i == 0 || p != payer.Payer || g != payer.PayerGroup {
			payer.Payer, payer.PayerGroup = p, g
			payer.SetKey(&h)
		}
		b.PayerKey[i] = payer.Key
		kind := b.Text[ledger.ColPayeeKind].At(i)
		place := ledger.PlaceWording{
			Payer: p, PayerGroup: g, PayeeKind: kind, Payee: b.Text[ledger.ColPayee].At(i), PayeeRef: b.Text[ledger.ColPayeeRef].At(i),
			PayeePostcode: b.Text[ledger.ColPayeePostcode].At(i), PlaceStated: b.Text[ledger.ColPlaceStated].At(i),
			PlaceStatedFor: b.Text[ledger.ColPlaceStatedFor].At(i), Year: b.Year[i],
		}
		place.SetKey(&h)
		b.PlaceKey[i] = place.Key
		purpose := ledger.PurposeWording{
			Payer: p, PayerGroup: g, PayeeKind: kind, Programme: b.Text[ledger.ColProgramme].At(i), Title: b.Text[ledger.ColTitle].At(i),
			Purpose: b.Text[ledger.ColPurpose].At(i), ExpenseType: b.Text[ledger.ColExpenseType].At(i),
			ExpenseArea: b.Text[ledger.ColExpenseArea].At(i), Description: b.Text[ledger.ColDescription].At(i),
			FunctionStated: b.Text[ledger.ColFunctionStated].At(i),
		}
		purpose.SetKey(&h)
		b.PurposeKey[i] = purpose.Key
	}
}
