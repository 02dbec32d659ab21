package ingest

import (
	"fmt"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// The codes of problems that reading the rows of a table can have.
const (
	codeNoTable    = "FL0201" // rows of amounts without a heading
	codeNoAmount   = "FL0202" // a line that names a payee and has no amount
	codeError      = "FL0203" // a spreadsheet's error value for an amount
	codeText       = "FL0204" // text for an amount
	codeCurrency   = "FL0205" // another currency
	codeDollar     = "FL0206" // amounts behind a bare dollar sign, read as pounds
	codeMalformed  = "FL0207" // digits that do not fit together
	codeTooLarge   = "FL0208" // an amount beyond all bounds
	codeDate       = "FL0209" // a date that is none
	codeImpossible = "FL0210" // a date that is in no calendar
	codeControl    = "FL0211" // the file's own total differs from its rows
	codeOrders     = "FL0213" // dates of one column in two orders
	codeDateMoney  = "FL0214" // a date or percentage for an amount
	codeDoubt      = "FL0215" // a table that may hold flows and is not read
	codeNearMiss   = "FL0216" // a table whose layout is almost that of a recipe
	codeRecipe     = "FL0217" // a table whose recipe cannot be followed
)

// codeWords say for each code what was expected and what to do.
var codeWords = map[string][2]string{
	codeNoTable:    {"a heading that names the columns", "write a recipe ('flows inspect FILE --save') and name the columns in it"},
	codeNoAmount:   {"an amount of money", "ask the publisher for the amount and correct the row ('flows problems --export' writes it out); if it is a note, leave it"},
	codeError:      {"an amount of money", "the spreadsheet has lost the value: ask the publisher for it and correct the row ('flows problems --export' writes it out)"},
	codeText:       {"an amount of money", "correct the row ('flows problems --export' writes it out); if the whole column is wrong, write a recipe ('flows inspect FILE --save') that says which one is the amount"},
	codeCurrency:   {"an amount in pounds", "amounts are never converted here: convert it yourself and correct the row ('flows problems --export' writes it out), its currency too"},
	codeDollar:     {"pounds", "they are read as pounds, because nothing else in the table speaks of dollars; check with the publisher"},
	codeMalformed:  {"digits in groups of three with at most one sign", "correct the row ('flows problems --export' writes it out)"},
	codeTooLarge:   {"an amount below a hundred trillion pounds", "correct the row ('flows problems --export' writes it out); if the unit is wrong, correct it in a recipe ('flows inspect FILE --save')"},
	codeDate:       {"a date", "the line is loaded without a date, in the year of the file's own period if it states one; ask the publisher"},
	codeImpossible: {"a day from 1900 to 2100", "the line is loaded without a date, in the year of the file's own period if it states one; ask the publisher"},
	codeControl:    {"rows that add up to the file's own total", "'flows sources FILE --rows' shows what became of each row; ask the publisher if all of them are right"},
	codeOrders:     {"one order of day and month in the column", "a date that can be one day only is that day; the others follow most dates, or the period of the file; check them"},
	codeDoubt:      {"a table whose columns are clear", "look at the sheet; if it holds payments, write a recipe ('flows inspect FILE --save') and name its columns and their unit"},
	codeNearMiss:   {"a layout with a recipe, or one that is like none", "if it is the same column, add its heading to the column's also: in the recipe; if not, 'flows inspect FILE --save' writes a recipe for this layout; then ingest again"},
	codeRecipe:     {"the columns to hold what the recipe says", "correct the recipe, or delete it and let 'flows inspect FILE --save' write it anew; then ingest again"},
	codeDateMoney:  {"an amount of money", "the cell's number format hides or replaces the amount: correct the row ('flows problems --export' writes it out)"},
}

// Quarantines says whether a problem with this code, standing on a row without an entry, has quarantined it.
func Quarantines(code string) bool {
	switch code {
	case codeNoAmount, codeError, codeText, codeCurrency, codeMalformed, codeTooLarge, codeDateMoney:
		return true
	}
	return false
}

// Expected is what was expected where a problem with this code stands; "" for a code that is not of rows.
func Expected(code string) string { return codeWords[code][0] }

// amountCode is the code for an amount that was not read.
func amountCode(r cell.Reason) string {
	switch r {
	case cell.ErrorValue:
		return codeError
	case cell.Foreign:
		return codeCurrency
	case cell.Malformed:
		return codeMalformed
	case cell.TooLarge:
		return codeTooLarge
	case cell.DateLike, cell.Percent:
		return codeDateMoney
	case cell.None, cell.Withheld:
		return codeNoAmount
	}
	return codeText
}

// quarantine gives a row the fate quarantined, with its problem.
func (c *classifier) quarantine(r *sheet.Row, code string, col int, atRisk ledger.Pence) {
	c.fates[ledger.Quarantined]++
	c.notPaid += atRisk
	c.problem(r, code, col, atRisk)
}

// cellProblem reports one unreadable amount of a row that has readable ones too.
func (c *classifier) cellProblem(r *sheet.Row, why cell.Reason, col int) {
	c.problem(r, amountCode(why), col, 0)
}

// problem reports one cell of a row.
func (c *classifier) problem(r *sheet.Row, code string, col int, atRisk ledger.Pence) {
	w := codeWords[code]
	c.problems = append(c.problems, ledger.Problem{
		File: c.same[ledger.ColFile], Sheet: c.same[ledger.ColSheet], Table: c.table, Row: r.Record, Col: int32(col + 1), Code: code,
		Got: clip(text(r, col), 200), Want: w[0], Hint: w[1], Raw: raw(r), AtRisk: atRisk,
	})
}

// raw is a row as found, its cells divided by bars.
func raw(r *sheet.Row) string {
	var b strings.Builder
	for i := range r.Cells {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(r.Cells[i].Text)
		if b.Len() > 2000 {
			break
		}
	}
	return clip(strings.TrimRight(b.String(), " |"), 2000)
}

// clip is a copy of s, cut at n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return strings.Clone(s)
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// tableProblem is a problem of a table as a whole.
func (t *tableState) tableProblem(code string, row int32, got string, atRisk ledger.Pence) ledger.Problem {
	w := codeWords[code]
	return ledger.Problem{File: t.table.File, Sheet: t.table.Sheet, Table: t.table.N, Row: row, Code: code, Got: got, Want: w[0], Hint: w[1], AtRisk: atRisk}
}

// plural is "1 row", "5 rows".
func plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
