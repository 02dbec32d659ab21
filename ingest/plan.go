package ingest

import (
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
)

// plan is a layout made ready for normalising rows: which column goes where. It is never changed,
// so that many workers share it.
type plan struct {
	layout *table.Layout
	table  int32
	width  int                        // columns of the layout
	from   [ledger.TextColumns]int    // the column of each text; -1: none
	same   [ledger.TextColumns]string // the text of all rows, where there is no column
	load   []money                    // the columns of amounts that are loaded
	beside []money                    // the others, which are only added up
	extra  []int                      // columns without a field, in order

	payer, group, who, ref, date, start, end, period, currency int // columns; -1: none. who names the payee, else what the money is for

	looks    []look // columns in which persons are looked for
	labels   []int  // columns in which the label of a total may stand
	from1904 bool
	tellRows bool // the fate of each row is told
	onlySum  bool // its only amount is a total of the tables above it
	sterling bool // a bare "$" stands for pounds: nothing in the table speaks of dollars

	marks []mark                     // by which a recipe gives rows their fate
	fill  [ledger.TextColumns]string // of cells that are blank, where a recipe says so
}

// money is one column of amounts.
type money struct {
	col    int
	series int // index in Layout.Series
}

// texts are the fields that go into a text column as they are.
var texts = map[table.Field]ledger.TextColumn{
	table.Payer: ledger.ColPayer, table.PayerGroup: ledger.ColPayerGroup, table.Payee: ledger.ColPayee, table.PayeeRef: ledger.ColPayeeRef,
	table.PayeePostcode: ledger.ColPayeePostcode, table.PayeeKind: ledger.ColPayeeKind, table.Programme: ledger.ColProgramme,
	table.SchemeRef: ledger.ColSchemeRef, table.Title: ledger.ColTitle, table.Purpose: ledger.ColPurpose, table.ExpenseType: ledger.ColExpenseType,
	table.ExpenseArea: ledger.ColExpenseArea, table.Description: ledger.ColDescription, table.Reference: ledger.ColReference,
	table.AwardRef: ledger.ColAwardRef, table.Period: ledger.ColPeriod, table.Currency: ledger.ColCurrency, table.BudgetType: ledger.ColBudgetType,
	table.Route: ledger.ColRoute, table.Capital: ledger.ColCapital, table.PlaceStated: ledger.ColPlaceStated,
	table.PlaceStatedFor: ledger.ColPlaceStatedFor, table.FunctionStated: ledger.ColFunctionStated,
}

// newPlan makes a layout ready for the rows of one sheet.
func newPlan(l *table.Layout, b *sheet.Book, s *sheet.Sheet, n int32) *plan {
	p := &plan{
		layout: l, table: n, width: len(l.Columns), from1904: s.Date1904, sterling: true,
		payer: l.Find(table.Payer), group: l.Find(table.PayerGroup), who: who(l),
		ref: l.Find(table.Reference), date: l.Find(table.Date), start: l.Find(table.Start), end: l.Find(table.End),
		period: l.Find(table.Period), currency: l.Find(table.Currency),
	}
	if p.ref < 0 {
		p.ref = l.Find(table.AwardRef)
	}
	p.columns()
	p.constants(b, s)
	p.looks = p.looked()
	p.recipe()
	for i := range l.Series {
		m := money{l.Series[i].Col, i}
		if l.Series[i].Status == table.Load {
			p.load = append(p.load, m)
		} else {
			p.beside = append(p.beside, m)
		}
		if dollars(l.Series[i].Name) {
			p.sterling = false
		}
	}
	return p
}

// who is the column that names the payee or, where there is none, what the money is for.
func who(l *table.Layout) int {
	if l.Wide {
		return max(l.Find(table.Payer), l.Find(table.PayerGroup))
	}
	for _, f := range [...]table.Field{table.Payee, table.PayeeRef, table.Title, table.Programme, table.Description, table.Purpose, table.ExpenseType, table.ExpenseArea} {
		if i := l.Find(f); i >= 0 {
			return i
		}
	}
	return -1
}

// columns lays down which column each text comes from.
func (p *plan) columns() {
	for i := range p.from {
		p.from[i] = -1
	}
	for i := range p.layout.Columns {
		f := p.layout.Columns[i].Field
		if c, ok := texts[f]; ok {
			p.from[c] = i
		}
		switch f {
		case table.Extra, table.Known, table.VATAmount, table.Measure, table.NotFlow:
			if !p.counts(i) && !(p.layout.Wide && p.figures(i)) {
				p.extra = append(p.extra, i)
			}
		}
		switch f {
		case table.Amount, table.PayeePostcode:
		default:
			if !p.figures(i) {
				p.labels = append(p.labels, i)
			}
		}
	}
	if p.payer < 0 && p.group >= 0 {
		p.payer = p.group
		p.from[ledger.ColPayer] = p.group
	}
}

// counts says whether a column is one of amounts that are loaded.
func (p *plan) counts(col int) bool {
	for i := range p.layout.Series {
		if s := &p.layout.Series[i]; s.Col == col && s.Status == table.Load {
			return true
		}
	}
	return false
}

// figures says whether a column is one of amounts, loaded or not.
func (p *plan) figures(col int) bool {
	for i := range p.layout.Series {
		if p.layout.Series[i].Col == col {
			return true
		}
	}
	return false
}

// constants are the texts that are the same in all rows.
func (p *plan) constants(b *sheet.Book, s *sheet.Sheet) {
	l := p.layout
	p.same[ledger.ColFile], p.same[ledger.ColSheet] = b.Path, s.Name
	p.same[ledger.ColRecord], p.same[ledger.ColStage] = l.Record, l.Stage
	p.same[ledger.ColPayer] = l.Payer
	p.same[ledger.ColTitle] = l.Measure
	p.same[ledger.ColPeriod] = l.Period
	p.same[ledger.ColCurrency] = "GBP"
	if l.Capital {
		p.same[ledger.ColCapital] = "capital"
	}
	if a := l.Amount(); a != nil {
		p.same[ledger.ColVAT] = a.VAT
	}
}

// dollars says whether a heading speaks of dollars.
func dollars(heading string) bool {
	for _, w := range [...]string{"usd", "dollar", "dollars"} {
		if containsWord(table.Fold(heading), w) {
			return true
		}
	}
	return false
}

func containsWord(s, w string) bool {
	for i := 0; i+len(w) <= len(s); i++ {
		if s[i:i+len(w)] == w && (i == 0 || s[i-1] == ' ') && (i+len(w) == len(s) || s[i+len(w)] == ' ') {
			return true
		}
	}
	return false
}
