package ingest

import (
	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
)

// empty reports a sheet, or the rest of one, in which there is no table of flows.
func (q *sequence) empty() error {
	q.r.tables++
	t := ledger.Table{
		N: q.r.tables, File: q.r.book.Path, Sheet: q.sheet.Name, Status: NoFlows, First: ledger.NoDate, Last: ledger.NoDate,
		Charset: q.r.book.Charset, Delimiter: q.r.book.Delimiter, Reasons: []string{"there is nothing in it"},
	}
	if q.none != nil {
		t.HeaderRow = q.none.Last
		t.Reasons = append([]string(nil), q.none.Reasons...)
		if len(t.Reasons) == 0 {
			t.Reasons = []string{q.none.None}
		}
		describe(&t, q.none)
	}
	t.Notes = q.aside()
	for f := range t.Fates {
		t.Fates[f] = q.front[f] + q.counted[f]
	}
	if code := q.doubt(); code != "" {
		if q.none.Refusal != table.NotRefused {
			t.Status, t.SumQuarantined = Refused, q.atRisk
		}
		s := tableState{table: t}
		p := s.tableProblem(code, t.HeaderRow, q.none.None, q.atRisk)
		if code == codeDoubt && q.none.Unstated {
			p.Want, p.Hint = wantUnit, hintUnit
		} else if code == codeDoubt && q.none.Register {
			p.Want, p.Hint = wantFlows, hintContracts
		} else if code == codeDoubt && q.none.Account {
			p.Want = wantAccount
		}
		if err := q.r.sink.Problem(p); err != nil {
			return err
		}
	}
	return q.r.sink.Table(t)
}

// What is said where a unit is all that is wanting, and of a statement whose columns its own lines tell.
const (
	wantUnit      = "figures whose unit is stated, in a heading or a title"
	hintUnit      = "if you know the unit, 'flows inspect FILE --save' writes a recipe for the layout: write the unit at unit: in it, and ingest again"
	wantFlows     = "payments, awards or a statement"
	hintContracts = "nothing, as a rule: what is paid under the contracts stands in the lists of payments; to load it all the same, 'flows inspect FILE --save' writes a recipe: give the column the field amount, and set record: award, stage: committed and load: yes"
	wantAccount   = "a statement that adds up as its lines of formulas say"
)

// doubt is the code of the problem of a sheet from which nothing is loaded; "" where it has none.
func (q *sequence) doubt() string {
	switch {
	case q.none == nil:
		return ""
	case q.none.Refusal == table.NearMiss:
		return codeNearMiss
	case q.none.Refusal == table.Impossible:
		return codeRecipe
	case q.none.Doubt && q.none.Last == 0 && !q.none.Figures:
		return codeNoTable
	case q.none.Doubt:
		return codeDoubt
	}
	return ""
}

// countRows counts the rows of a sheet that holds no flows.
func (q *sequence) countRows(rows []sheet.Row) {
	for i := range rows {
		before := q.counted
		q.countRow(&rows[i])
		q.r.rows.row(q.r.tables+1, q.sheet.Name, &rows[i], &before, &q.counted, q.countingWhys())
	}
}

func (q *sequence) countRow(r *sheet.Row) {
	if l := q.none; l != nil && l.Last > 0 && r.Record >= l.First && r.Record <= l.Last {
		q.counted[ledger.Heading]++
		return
	}
	if l := q.none; l != nil && l.Refusal != table.NotRefused && r.Record > l.Last && hasFigure(r, l) {
		q.refuseRow(r)
		return
	}
	if l := q.none; l != nil && l.Amount() != nil && q.sheet.Visibility == sheet.Visible && r.Record > l.Last && hasFigure(r, l) {
		q.counted[ledger.Total]++ // of a table that is the sum of others
		return
	}
	countFate(r, &q.counted)
}

// hasFigure says whether a row holds an amount in a column of amounts.
func hasFigure(r *sheet.Row, l *table.Layout) bool {
	for _, s := range l.Series {
		if _, reason := cell.Money(text(r, s.Col), s.Unit, s.Decimal); reason == cell.Read {
			return true
		}
	}
	return false
}

// countFates counts rows that are blank or notes.
func (q *sequence) countFates(rows []sheet.Row, fates *[ledger.Fates]int64, table int32, why [ledger.Fates]string) {
	for i := range rows {
		before := *fates
		countFate(&rows[i], fates)
		q.r.rows.row(table, q.sheet.Name, &rows[i], &before, fates, why)
	}
}

// countFate counts a row that is blank or a note.
func countFate(r *sheet.Row, fates *[ledger.Fates]int64) {
	if empty(r) {
		fates[ledger.BlankRow]++
	} else {
		fates[ledger.Note]++
	}
}
