package sheet

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// odsReader reads the parts of an ods.
type odsReader struct {
	x      *xmlReader
	lim    Limits
	began  time.Time
	path   string
	book   *Book
	rows   []*spooledRows // by sheet
	spool  rowSpool
	styles odsStyles
	slow   bool // take no short cuts: for tests, which compare

	packed   int64 // bytes of the file
	repeated int64 // bytes of cells given again, beyond their first place

	// Of the sheet at hand.
	sheet    *Sheet
	record   int // rows so far
	cols     []odsCols
	col      int // columns so far, in the head of the sheet
	comments int
	filtered int
	rowStyle []byte

	// Of the row and cell at hand.
	row   spoolRow
	at    int // cells so far
	cell  odsCell
	value []byte // of the cell, as its tag states it
	text  []byte // of the cell, as it shows it
	gap   bool   // white space was seen after the text so far
	plain []byte // text without entities
}

// odsCols is a run of columns with one default style.
type odsCols struct {
	last  int // from 0
	style string
}

func newODSReader(path string, lim Limits) *odsReader {
	r := &odsReader{lim: lim, began: time.Now(), path: path, book: &Book{Path: path, Format: "ods"}}
	r.spool.path, r.spool.keep = path, spoolInMemory
	r.styles.init()
	return r
}

// fail makes err what ends the last sheet that was begun.
func (r *odsReader) fail(err error) {
	last := len(r.rows) - 1
	refusal := odsRefusal(r.path, err)
	if ref, ok := refusal.(*Refusal); ok {
		ref.Sheet = r.book.Sheets[last].Name
	}
	r.rows[last].err = refusal
}

// table reads one sheet. A sheet that breaks off is one of the book all the same.
func (r *odsReader) table() error {
	name := string(appendText(nil, attrLocal(r.x.attrs, "name")))
	sh := &Sheet{Name: name, Index: len(r.book.Sheets), Formats: r.styles.codes}
	if r.styles.hidesTable(attrLocal(r.x.attrs, "style-name")) {
		sh.Visibility = Hidden
	}
	r.sheet, r.record, r.cols, r.col, r.comments, r.filtered = sh, 0, nil, 0, 0, 0
	err := r.rowsOf(r.x.depth(), false)
	rows, sealed := r.spool.take()
	if err == nil {
		err = sealed
	}
	sh.Formats = r.styles.codes
	if r.comments > 0 {
		sh.Notes = append(sh.Notes, count(r.comments, "comment")+", not read")
	}
	if r.filtered > 0 {
		sh.Notes = append(sh.Notes, fmt.Sprintf("a filter hides rows: %d rows are hidden", r.filtered))
	}
	sh.read = func(ctx context.Context, visit func(*Batch) error) error {
		return rows.give(ctx, r.lim, r.began, 1, visit)
	}
	r.book.Sheets = append(r.book.Sheets, sh)
	r.rows = append(r.rows, &rows)
	return err
}

// rowsOf reads what is in a table, or in a group of its rows or columns, at the given depth.
func (r *odsReader) rowsOf(depth int, hidden bool) error {
	for {
		name, ok, err := r.x.child(depth)
		if err != nil || !ok {
			return err
		}
		switch string(name) {
		case "table-row":
			err = r.tableRow(hidden)
		case "table-column":
			err = r.tableColumn(hidden)
		case "table-rows", "table-header-rows", "table-columns", "table-header-columns":
			err = r.rowsOf(depth+1, hidden)
		case "table-row-group", "table-column-group":
			shut := string(attrLocal(r.x.attrs, "display")) == "false"
			err = r.rowsOf(depth+1, hidden || shut)
		case "table-source":
			r.sheet.Notes = append(r.sheet.Notes, "linked to another file: values are those last saved")
		}
		if err != nil {
			return err
		}
	}
}

// tableColumn reads a run of columns: hidden, and in what style their cells are by default.
func (r *odsReader) tableColumn(hidden bool) error {
	n, err := r.repeats(attrLocal(r.x.attrs, "number-columns-repeated"))
	if err != nil {
		return err
	}
	first := r.col
	r.col += n
	r.cols = append(r.cols, odsCols{r.col - 1, string(attrLocal(r.x.attrs, "default-cell-style-name"))})
	if v := attrLocal(r.x.attrs, "visibility"); hidden || string(v) == "collapse" || string(v) == "filter" {
		r.hideColumns(first+1, r.col)
	}
	return nil
}

func (r *odsReader) hideColumns(first, last int) {
	spans := r.sheet.HiddenCols
	if k := len(spans) - 1; k >= 0 && int(spans[k].Last)+1 == first {
		spans[k].Last = int32(last)
		return
	}
	r.sheet.HiddenCols = append(spans, Span{int32(first), int32(last)})
}

// repeats reads how often a row, column or cell stands.
func (r *odsReader) repeats(v []byte) (int, error) {
	if v == nil {
		return 1, nil
	}
	n, ok := digits(v)
	if !ok {
		return 0, malformed("a repetition of %.20q", v)
	}
	return max(n, 1), nil
}

// odsLastRow is more rows than any program makes.
const odsLastRow = 1 << 24

// tableRow reads one row, which may stand for many.
func (r *odsReader) tableRow(hidden bool) error {
	attrs := r.x.attrs
	n, err := r.repeats(attrLocal(attrs, "number-rows-repeated"))
	if err != nil {
		return err
	}
	switch string(attrLocal(attrs, "visibility")) {
	case "filter":
		r.filtered += n
		hidden = true
	case "collapse":
		hidden = true
	}
	r.rowStyle = append(r.rowStyle[:0], attrLocal(attrs, "default-cell-style-name")...)
	r.row.reset()
	r.at = 0
	if err := r.cells(r.x.depth()); err != nil {
		return err
	}
	if r.row.cells > 0 {
		if r.record+n > odsLastRow {
			return damaged("content in row %d, which no spreadsheet has", r.record+n)
		}
		if err := r.allow(n-1, len(r.row.buf)); err != nil {
			return err
		}
	}
	n = min(n, odsLastRow-min(r.record, odsLastRow))
	r.record += n
	return r.spool.write(&r.row, n, hidden)
}

// allow counts what stands in the file once and in the sheet again and again, in bytes. A few bytes
// must not become a sheet that takes hours.
func (r *odsReader) allow(times, size int) error {
	r.repeated += int64(times) * int64(size)
	if r.repeated > 4*ratioFrom && r.repeated/r.lim.Ratio > r.packed {
		return &limitError{"Ratio", r.lim.Ratio, "the repetition of rows and cells"}
	}
	return nil
}

// attrLocal finds an attribute by its name without prefix; nil if there is none.
func attrLocal(attrs []byte, name string) []byte {
	for bytes.Contains(attrs, []byte(name)) {
		a, rest, ok := nextAttr(attrs)
		if !ok {
			return nil
		}
		if string(a.name) == name {
			return a.value
		}
		attrs = rest
	}
	return nil
}
