package query

import (
	"fmt"
	"reflect"
	"strings"

	"flows/ledger"
)

// Kind is the type of a column.
type Kind uint8

// The kinds of columns and the Go type in which a result holds them.
const (
	Text  Kind = iota // string
	Int16             // int64
	Int32             // int64
	Int64             // int64
	Bool              // bool
	Date              // ledger.Date; NULL, and nil, where there is none
	Texts             // a list of strings; tables only
)

// Column is one column of a table or of a report.
type Column struct {
	Name string
	Kind Kind
}

// Table is a table that Parquet files are attached as. Where Partition is not empty, a column of
// that name is not in the files but in their folders: …/source=3fa9c1/….parquet.
type Table struct {
	Name      string
	Columns   []Column // as in the files, without the partition
	Partition string
}

// Uncounted is a row of the table uncounted: the entries of this table of this source do not count,
// because they are a copy or were superseded. What has no row here counts.
type Uncounted struct {
	Source string `parquet:"source,dict"`
	Table  int32  `parquet:"table"`
	Why    string `parquet:"why,dict"` // copy-of ID | release-of ID | no (where it was decided)
}

// Renamed is a row of the table renamed: which organisation a payee is, where the sums in Files.Money were
// kept when it was another.
type Renamed struct {
	Key  int64  `parquet:"place_key"`
	Body string `parquet:"body"`
	Kind string `parquet:"body_kind,dict"`
}

// Place is a row of the table places: an area code that belongs to one of the places asked for. A
// place has one row per code. No rows at all means that every pound is asked for, placed or not.
type Place struct {
	Place    string `parquet:"place,dict"`
	Code     string `parquet:"code,dict"`
	Relation string `parquet:"relation,dict"` // Inside | Partly
}

// How the area of a code lies to a place. With ObservedOnly a flow inside it can be beyond it for another
// reason: its evidence, ledger.Apportioned or ledger.Modelled.
const (
	Inside = "inside" // wholly
	Partly = "partly" // a residual row of its own in every report
	Wider  = "wider"  // around it, such as its nation; asked for with a key to spread by, and a residual row too
)

// Move is a row of the table moves: of the money that stands at Code in a year, the part [Lo, Hi) of every
// piece stands at To instead. The moves of one code and year tile [0, ledger.Whole); what has none stays.
type Move struct {
	Code     string `parquet:"code,dict"`
	Year     int16  `parquet:"year"`
	Lo       int32  `parquet:"lo"`
	Hi       int32  `parquet:"hi"`
	To       string `parquet:"to_code,dict"`
	From     string `parquet:"from_code,dict"` // the area that the last step divided: Code, or what it was restated to
	How      string `parquet:"how,dict"`       // Restated, Unrestated, Spread or Elsewhere
	Basis    string `parquet:"basis,dict"`     // whose figure the part rests on
	Evidence string `parquet:"evidence,dict"`  // ledger.Apportioned where it was divided; "" leaves the place's own
}

// How money is moved. Unrestated and Elsewhere are residual rows of every report, under these words.
const (
	Restated   = "restated"           // to an area of the boundaries asked for
	Unrestated = "cannot be restated" // no published figure divides its area; it stays there
	Spread     = "spread"             // the part of a wider area's money that a key gives to a place
	Elsewhere  = "elsewhere"          // the rest of it
)

// Option is a row of the table options: what was asked for beside values of columns.
type Option struct {
	Name string `parquet:"name,dict"`
}

// ObservedOnly is the option by which money that was apportioned or modelled stands apart, in residual
// rows of its own; the total stays.
const ObservedOnly = "observed-only"

// tableOf is the table whose columns are the parquet tags of a row type.
func tableOf[T any](name, partition string) Table {
	t := Table{Name: name, Partition: partition}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		tag, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		t.Columns = append(t.Columns, Column{tag, kindOf(f)})
	}
	return t
}

func kindOf(f reflect.StructField) Kind {
	t := f.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == reflect.TypeFor[ledger.Date]() {
		return Date
	}
	switch t.Kind() {
	case reflect.String:
		return Text
	case reflect.Int16:
		return Int16
	case reflect.Int32:
		return Int32
	case reflect.Int64:
		return Int64
	case reflect.Bool:
		return Bool
	case reflect.Slice:
		return Texts
	}
	panic(fmt.Sprintf("query: no column type for %s %s", f.Name, f.Type))
}
