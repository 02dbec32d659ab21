// Package sheet turns a file, whatever its format, into a stream of rows of text exactly as found.
//
//	file ── recognise by content ── book ── sheets ── batches of rows ── cells
//
// A cell is its text as the file stores it, its kind, and its number format where the file has one.
// Nothing is interpreted here: "£1,200" stays text, 42005 with a date format stays "42005" of kind
// Date. Formats are recognised by content, never by name. Hidden sheets, rows and columns are read
// and marked. One format is one file of code per concern.
package sheet

import "context"

// Kind is what the file says a cell is. A csv says only Text or Blank.
type Kind uint8

// The kinds of cells.
const (
	Blank  Kind = iota // nothing, or an empty string
	Text               // text
	Number             // a number, in the file's own digits ("1234.5", "1E-3")
	Date               // a number or ISO date that the file marks as a date: a serial, or "2016-04-01[T…]"
	Bool               // "TRUE" or "FALSE"
	Error              // "#REF!", "#N/A" …
)

// Cell is one cell. Text never changes and may be kept; it can pin its batch's buffer in memory,
// so what is kept for long is cloned.
type Cell struct {
	Text   string
	Kind   Kind
	Format uint16 // index into Sheet.Formats; 0 is General
}

// Row is one physical row.
type Row struct {
	Record int32 // from 1: the record of a csv (a quoted line break starts none), the row of a sheet
	Line   int32 // from 1: the line of a csv on which it starts; Record elsewhere
	Hidden bool
	Cells  []Cell // short where the file's row is short; blank cells between are present
}

// Batch is some consecutive rows. After Release its Cells slices are reused; its texts are not.
type Batch struct {
	Rows    []Row
	release func()
}

// Release gives the batch's memory back. The rows must not be used after it.
func (b *Batch) Release() {
	if b.release != nil {
		b.release()
	}
}

// Visibility of a sheet.
type Visibility uint8

// A very hidden sheet can be shown only by a program, not by a person.
const (
	Visible Visibility = iota
	Hidden
	VeryHidden
)

// Sheet is one sheet of a book, or the one table of a csv, whose Name is "".
type Sheet struct {
	Name       string
	Index      int // from 0
	Visibility Visibility
	Formats    []string // number format codes; Formats[0] is "General". Known from the first batch on
	Date1904   bool
	HiddenCols []Span   // known once the sheet has been read
	Merged     []Merge  // likewise
	Notes      []string // what else was seen: filters, comments, links; known once read

	read func(ctx context.Context, visit func(*Batch) error) error
}

// Span is a run of columns or rows, from 1, both inclusive.
type Span struct{ First, Last int32 }

// Merge is a merged range, from 1, all inclusive.
type Merge struct{ Row1, Col1, Row2, Col2 int32 }

// Rows calls visit with the sheet's rows in order, batch by batch. Blank rows that the file stores or
// skips are given too, up to the last row with content, so that Record counts physical rows.
// visit's error ends the reading and is returned. It may be called again for a second reading.
func (s *Sheet) Rows(ctx context.Context, visit func(*Batch) error) error { return s.read(ctx, visit) }

// Book is one file read as sheets.
type Book struct {
	Path      string // relative to what the user named; zip members after a "/"
	Format    string // csv, xlsx, xls, ods, json
	Charset   string // of a csv: utf-8, windows-1252, utf-16le …
	Delimiter string // of a csv: "," ";" "\t" "|"
	Sheets    []*Sheet
	Notes     []string // external links, macros, pivot caches …
	close     func() error
}

// Close releases the file.
func (b *Book) Close() error {
	if b.close == nil {
		return nil
	}
	return b.close()
}
