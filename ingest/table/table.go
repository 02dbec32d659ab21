// Package table finds the table on a sheet: where its heading is, what each column holds, which
// column is the money, and which lines are totals. It is pure: rows in, a Layout out.
//
//	title lines                       → Titles (a unit, a body, a period may stand in them)
//	heading, one to three lines       → Columns, each with its Field and why
//	body                              → entries
//	totals, notes, the heading again  → recognised by Total, IsHeading
//
// Headings are looked up in headings.csv, which lists what publishers really write; what is not
// listed is matched by a stated tolerance for misspellings, and otherwise kept as an extra column.
// Every conclusion is told in words: Layout.Reasons, Column.Why, Series.Why.
package table

import (
	"flows/ingest/cell"
	"flows/ledger"
)

// Lookahead is how many rows Find is given to look at: the result is a function of these alone.
const Lookahead = 200

// Field says what a column holds.
type Field uint8

// The fields. Those up to FunctionStated are columns of an entry.
const (
	Extra Field = iota // a column that we have no name for: kept with its heading
	Amount
	Date
	Start
	End
	Period
	Payer
	PayerGroup
	Payee
	PayeeRef
	PayeePostcode
	PayeeKind
	Programme
	SchemeRef
	Title
	Purpose
	ExpenseType
	ExpenseArea
	Description
	Reference
	AwardRef
	Currency
	BudgetType
	Route
	Capital
	PlaceStated
	PlaceStatedFor
	FunctionStated
	VATAmount // tax that stands beside an amount
	Measure   // what the figures count: jobs, homes, kilometres
	NotFlow   // a sign that the table is no list of payments: salaries, parking places, land
	Known     // a heading that publishers use and no entry needs: kept as an extra
	Fields    // how many there are
)

var fieldNames = [Fields]string{
	"", "amount", "date", "start", "end", "period", "payer", "payer_group", "payee", "payee_ref", "payee_postcode", "payee_kind",
	"programme", "scheme_ref", "title", "purpose", "expense_type", "expense_area", "description", "reference", "award_ref", "currency",
	"budget_type", "route", "capital", "place_stated", "place_stated_for", "function_stated", "vat_amount", "measure", "not_flow", "known",
}

// String is the field's name, "" for Extra.
func (f Field) String() string { return fieldNames[min(f, Fields-1)] }

// Column is one column of a table.
type Column struct {
	Heading string // as found, the lines of a heading joined by " · "
	Field   Field
	Why     string // how the field was found, "" for an extra column
}

// Status of an amount series.
type Status uint8

// The statuses under which a series is listed.
const (
	Load    Status = iota // its amounts are entries
	IsTotal               // it is the sum of others
	Skipped               // it stands beside the one chosen
)

// String is "ok", "total" or "skipped".
func (s Status) String() string { return [...]string{"ok", "total", "skipped"}[min(s, Skipped)] }

// Series is one column of amounts.
type Series struct {
	Col     int    // index of the column, from 0
	Name    string // its heading
	Status  Status
	Unit    int64  // pence in one of its units; 0: nothing says it
	UnitWhy string // who says so; "": nobody, and pounds are taken for granted
	Decimal cell.Decimal
	VAT     string      // net | gross | ""
	Negate  bool        // what is written with a minus is a payment
	Group   string      // of a wide table: the heading above several columns
	Item    string      // where the same columns stand under each group: the heading under it; Name is both
	Year    ledger.Year // of a wide table: where the heading names one
	Period  string      // the period in the heading, as written
	Why     string
}

// Layout is what Find found.
type Layout struct {
	First, Last int32     // records of the heading's first and last line; 0 where there is none
	Columns     []Column  // by position
	Series      []Series  // the columns of amounts, left to right; none: the table holds no flows
	Wide        bool      // several series are loaded: each row is unpivoted
	Statement   bool      // of these: a body per row, a service per column
	Account     bool      // of statements: that of one body, a service per row
	Across      bool      // an account with a body per column, whose heading is the payer
	Income      bool      // of these: a title says that its figures are income
	Capital     bool      // of statements: a title says that it is of capital
	Charges     bool      // of statements: a title says that its figures are charges for the use of assets
	Sections    []Section // of an account: the headings inside it, in order
	Titles      []string  // what stands above the heading
	Above       bool      // most of it looks like payments
	Order       cell.Order
	OrderWhy    string
	ByPeriod    bool   // of the two days that a date can be, the one in Span is meant
	Record      string // payment | award | statement
	Stage       string // paid | awarded | outturn …
	Payer       string // of all rows, where no column says it
	PayerWhy    string
	Period      string // of all rows: from a title or the file's name
	Span        cell.Span
	Typical     int      // cells filled in a usual row, amounts apart
	Score       int      // of the heading: see score
	None        string   // why the table holds no flows; "" where it does
	Doubt       bool     // it may hold some all the same: a person should look
	Figures     bool     // of these: there is no heading, and figures whose unit is stated
	Register    bool     // of these: it is a register of contracts
	Unstated    bool     // all that keeps it from being read is that nothing says in what unit it counts
	Would       []Series // the columns of amounts of an account or wide table that is not read, as far as they are known
	Measure     string   // of a statement: the title that says what its figures are
	Reasons     []string // why it was read so
	Refusal     Refusal  // why a table that holds amounts is not read; None says it in words
	Recipe      string   // of the layout, or in a near miss of the one that is almost it
	By          *Recipe  // by which it is read; nil: by none
	Differs     string   // from the recipe's layout in nothing that the recipe speaks of, in words; "" where it does not
	Heads       Heads    // among which it was looked for
	Shift       int      // the body stands so many columns to the right of its heading
	Standing    []string // of a body that does: the headings as they stand

	recipes *Recipes // another table begins where the heading of one stands
}

// Find returns the column that holds a field, -1 if there is none.
func (l *Layout) Find(f Field) int {
	for i := range l.Columns {
		if l.Columns[i].Field == f {
			return i
		}
	}
	return -1
}

// Amount is the first series that is loaded; nil if there is none.
func (l *Layout) Amount() *Series {
	for i := range l.Series {
		if l.Series[i].Status == Load {
			return &l.Series[i]
		}
	}
	return nil
}
