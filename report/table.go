// Package report renders finished tables: text, csv, json, markdown, xlsx, html.
//
// A Table is all that a renderer sees. It does not know where figures come from.
package report

// Kind of a column says how its values are written.
type Kind uint8

// The kinds of columns. A cell's value is of the Go type given, or nil where it is not known.
const (
	Text     Kind = iota // string
	Count                // int64
	Money                // ledger.Pence
	Fraction             // Ratio: six decimals in csv and json, a percentage on pages
	YearKind             // ledger.Year
	DateKind             // ledger.Date
	Bool                 // bool
	Code                 // string that never becomes a number: GSS and COFOG codes, flow ids
	Measure              // int64 or ledger.Pence, row by row: what the row's measure is
	InPence              // int64: whole pence in csv and json, an amount on pages; the name ends in _pence
)

// Ratio is a fraction as two integers; it is divided in the renderer only. Den 0 prints empty.
type Ratio struct{ Num, Den int64 }

// Column of a table.
type Column struct {
	Name  string // the contract in csv and json
	Title string // on pages; "" uses Name with spaces
	Kind  Kind
	Note  string // "not computed", "not supplied", "does not add up: …"; "" is none
}

// Level of a row.
type Level string

// The levels, under the names that csv prints in row_kind.
const (
	Body     Level = "body"
	Subtotal Level = "subtotal"
	Total    Level = "total"
	Residual Level = "residual"
)

// Row of a table: one value per column.
type Row struct {
	Level  Level
	Values []any
}

// Table is a finished table.
type Table struct {
	Name    string   // the report's name
	Plain   bool     // a listing, not a report: machine formats print no row_kind
	Title   string   // one line
	Header  []Pair   // scope, places, years, price basis, records, view, attribution, sources, coverage
	Columns []Column // without row_kind, which every machine format puts first
	Rows    []Row
	Notes   []string // under the table
}

// Pair is one line of the header block.
type Pair struct{ Name, Value string }
