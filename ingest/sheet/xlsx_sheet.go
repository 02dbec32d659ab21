package sheet

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// sheetReader reads the rows of one worksheet.
type sheetReader struct {
	x     *xmlReader
	sheet *Sheet
	lim   Limits
	texts []string // shared strings
	style []cellStyle
	rows  *rowBatcher
	arena arena

	record  int32  // of the row at hand
	digits  []byte // the same in digits
	rowTail []byte // see keepRowTail
	hidden  bool
	began   bool // whether the batch knows of the row
	col     int  // of the next cell without a reference, from 0
	scratch []byte
	slow    bool // without short cuts
	seen    sheetCounts
}

// sheetCounts is what a sheet's notes tell.
type sheetCounts struct {
	lost, twice int    // cells that name a missing shared string; that come twice
	firstLost   string // where the first of each is
	firstTwice  string
	hiddenRows  int
	filters     []string
}

// read reads the whole part. Rows are given as they come; what follows the rows goes to the Sheet.
func (r *sheetReader) read() error {
	root, ok, err := r.x.child(0)
	if err != nil || !ok || string(root) != "worksheet" {
		return orMalformed(err, "no worksheet")
	}
	for {
		name, ok, err := r.x.child(1)
		if err != nil {
			return err
		}
		if !ok {
			return r.atEnd()
		}
		if err := r.element(string(name)); err != nil {
			return err
		}
	}
}

// giveUp gives the rows that are whole, and adds to the error which was the last.
func (r *sheetReader) giveUp(err error) error {
	last := r.rows.content
	if err := r.rows.flush(); err != nil {
		return err
	}
	if last > 0 {
		err = fmt.Errorf("%w; the rows up to %d were read", err, last)
	}
	return err
}

// element reads one of the parts of a worksheet.
func (r *sheetReader) element(name string) error {
	switch name {
	case "sheetData":
		return r.sheetData()
	case "cols":
		return eachOf(r.x, "col", r.column)
	case "mergeCells":
		return eachOf(r.x, "mergeCell", func(attrs []byte) {
			if m, ok := parseRange(attrOf(attrs, "ref")); ok {
				r.sheet.Merged = append(r.sheet.Merged, m)
			}
		})
	case "autoFilter":
		ref, columns := attrText(r.x.attrs, "ref"), 0
		err := eachOf(r.x, "filterColumn", func([]byte) { columns++ })
		if columns > 0 {
			r.seen.filters = append(r.seen.filters, ref)
		}
		return err
	}
	return nil
}

// atEnd gives the last batch and reads nothing more.
func (r *sheetReader) atEnd() error {
	if t, err := r.x.next(); err != nil || t == tokStart {
		return orMalformed(err, "something after the end of the worksheet")
	}
	return nil
}

// column notes columns that are hidden, or have no width.
func (r *sheetReader) column(attrs []byte) {
	first, ok1 := digits(attrOf(attrs, "min"))
	last, ok2 := digits(attrOf(attrs, "max"))
	if !ok1 || !ok2 || first < 1 || last < first {
		return
	}
	width := string(attrOf(attrs, "width"))
	if !isTrue(attrOf(attrs, "hidden")) && width != "0" {
		return
	}
	hidden := &r.sheet.HiddenCols
	if n := len(*hidden); n > 0 && (*hidden)[n-1].Last+1 == int32(first) {
		(*hidden)[n-1].Last = int32(last)
		return
	}
	*hidden = append(*hidden, Span{int32(first), int32(last)})
}

// sheetData reads the rows.
func (r *sheetReader) sheetData() error {
	depth := r.x.depth()
	for {
		name, ok, err := r.x.child(depth)
		if err != nil {
			return err
		}
		if !ok {
			return r.rows.flush()
		}
		if string(name) != "row" {
			continue
		}
		if err := r.row(); err != nil {
			return err
		}
	}
}

// row reads the row just opened, and past its end.
func (r *sheetReader) row() error {
	if err := r.beginRow(r.x.attrs); err != nil {
		return err
	}
	depth := r.x.depth()
	for {
		if r.x.depth() == depth { // not inside a child that is none of ours
			if err := r.usualCells(); err != nil {
				return err
			}
		}
		name, ok, err := r.x.child(depth)
		if err != nil {
			return err
		}
		if !ok {
			return r.endRow()
		}
		if string(name) != "c" {
			continue
		}
		if err := r.cell(); err != nil {
			return err
		}
	}
}

// beginRow takes a row's number and whether it is hidden from its attributes. A row without a number is
// the next one, unless its first cell says otherwise.
func (r *sheetReader) beginRow(attrs []byte) error {
	r.keepRowTail(attrs)
	last := r.record
	r.record, r.hidden, r.began, r.col = 0, false, false, 0
	for {
		a, rest, ok := nextAttr(attrs)
		if !ok {
			break
		}
		attrs = rest
		switch {
		case a.prefixed:
		case string(a.name) == "r":
			n, ok := digits(a.value)
			if !ok || n < 1 || n > lastSheetRow {
				return malformed("a row with the number %.20q", a.value)
			}
			r.record = int32(n)
		case string(a.name) == "hidden":
			r.hidden = r.hidden || isTrue(a.value)
		case string(a.name) == "ht":
			r.hidden = r.hidden || string(a.value) == "0"
		}
	}
	if r.hidden {
		r.seen.hiddenRows++
	}
	if r.record == 0 {
		r.record = last + 1
		return nil
	}
	r.startRow()
	return nil
}

// startRow makes the row's number final.
func (r *sheetReader) startRow() {
	r.began = true
	r.digits = strconv.AppendInt(r.digits[:0], int64(r.record), 10)
	r.rows.beginRow(r.record, r.hidden)
}

func (r *sheetReader) endRow() error {
	if !r.began {
		r.startRow()
	}
	return r.rows.endRow()
}

// put gives a cell to the row.
func (r *sheetReader) put(col int, c Cell) {
	if r.rows.put(col, c) {
		if r.seen.twice++; r.seen.twice == 1 {
			r.seen.firstTwice = cellName(r.record, col)
		}
	}
	r.col = col + 1
}

// parseRange reads A1:C3, or A1 alone; the corners may be in any order.
func parseRange(ref []byte) (Merge, bool) {
	from, to, two := bytes.Cut(ref, []byte(":"))
	if !two {
		to = from
	}
	col1, row1, ok1 := parseRef(from)
	col2, row2, ok2 := parseRef(to)
	return Merge{
		Row1: min(row1, row2), Col1: int32(min(col1, col2) + 1),
		Row2: max(row1, row2), Col2: int32(max(col1, col2) + 1),
	}, ok1 && ok2
}

// parseRef reads a reference like BC12 or $BC$12: the column from 0, the row from 1.
func parseRef(ref []byte) (col int, row int32, ok bool) {
	i := 0
	for ; i < len(ref); i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			if ref[i] == '$' && i == 0 {
				continue
			}
			break
		}
		col = col*26 + int(c-'A') + 1
		if col > 1<<20 {
			return 0, 0, false
		}
	}
	if i < len(ref) && ref[i] == '$' {
		i++
	}
	n, ok := digits(ref[i:])
	return col - 1, int32(n), ok && col > 0 && n > 0
}

// cellName writes a reference: row from 1, column from 0.
func cellName(row int32, col int) string {
	var letters []byte
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		letters = append([]byte{byte('A' + (n-1)%26)}, letters...)
	}
	return fmt.Sprintf("%s%d", letters, row)
}

// notes puts into words what was seen.
func (c *sheetCounts) notes() []string {
	var notes []string
	add := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if len(c.filters) > 0 {
		add("a filter on %s hides rows: %s hidden", strings.Join(c.filters, ", "), are(c.hiddenRows, "row"))
	}
	if c.lost > 0 {
		add("%s a shared string that the file does not hold, the first at %s: read as errors", does(c.lost, "cell", "name"), c.firstLost)
	}
	if c.twice > 0 {
		add("%s twice, the first at %s: the later counts", does(c.twice, "cell", "come"), c.firstTwice)
	}
	return notes
}
