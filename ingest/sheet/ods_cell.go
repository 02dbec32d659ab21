package sheet

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// odsCell is what the tag of a cell says.
type odsCell struct {
	kind    odsKind
	format  uint16
	formula bool
	stated  bool // the tag states the value: it is in odsReader.value
	again   int  // how many columns it stands for
}

// odsKind is the type of value a cell has.
type odsKind uint8

const (
	odsNone odsKind = iota // text, if there is any
	odsText
	odsNumber
	odsDate
	odsTime
	odsBool
	odsError
)

// cells reads the cells of a row. Cells under a merged one are covered, yet may hold what was there
// before the merge; that is read as in the other formats.
func (r *odsReader) cells(depth int) error {
	for {
		if err := r.usualCells(); err != nil {
			return err
		}
		name, ok, err := r.x.child(depth)
		if err != nil || !ok {
			return err
		}
		if n := string(name); n != "table-cell" && n != "covered-table-cell" {
			continue
		}
		if err := r.tableCell(); err != nil {
			return err
		}
	}
}

// tableCell reads one cell, which may stand for many.
func (r *odsReader) tableCell() error {
	if err := r.cellTag(); err != nil {
		return err
	}
	r.text = r.text[:0]
	if err := r.content(r.x.depth()); err != nil {
		return err
	}
	kind, text := r.outcome()
	if len(text) == 0 {
		r.row.skip(r.cell.again)
		r.at += r.cell.again
		return nil
	}
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\ufffd"))
	}
	r.at += r.cell.again
	if kind == Text || kind == Error {
		r.cell.format = 0
	}
	switch {
	case len(text) > r.lim.CellSize:
		return &limitError{"CellSize", int64(r.lim.CellSize), "the text of cell " + cellName(int32(r.record+1), r.at-1)}
	case r.at > r.lim.Columns:
		return &limitError{"Columns", int64(r.lim.Columns), "column " + strconv.Itoa(r.at)}
	}
	for range r.cell.again {
		r.row.cell(kind, r.cell.format, text)
	}
	return r.allow(r.cell.again-1, len(text)+3)
}

// cellTag reads the attributes of a cell.
func (r *odsReader) cellTag() error {
	c := odsCell{again: 1}
	r.value = r.value[:0]
	var style []byte
	width, height := 1, 1
	for attrs := r.x.attrs; ; {
		a, rest, ok := nextAttr(attrs)
		if !ok {
			break
		}
		attrs = rest
		var err error
		switch string(a.name) {
		case "value-type": // twice: of the standard, and of LibreOffice, which adds "error"
			c.kind = max(c.kind, odsKindOf(a.value))
		case "value", "date-value", "time-value", "boolean-value", "string-value":
			r.value = appendText(r.value[:0], a.value)
			c.stated = true
		case "style-name":
			style = a.value
		case "formula":
			c.formula = true
		case "number-columns-repeated":
			c.again, err = r.repeats(a.value)
		case "number-columns-spanned":
			width, err = r.repeats(a.value)
		case "number-rows-spanned":
			height, err = r.repeats(a.value)
		}
		if err != nil {
			return err
		}
	}
	if width > 1 || height > 1 {
		row, col := int32(r.record+1), int32(r.at+1)
		r.sheet.Merged = append(r.sheet.Merged, Merge{row, col, row + int32(height) - 1, col + int32(width) - 1})
	}
	if c.kind > odsText {
		c.format = r.styles.format(r.styleOf(style))
	}
	r.cell = c
	return nil
}

// odsKindOf reads the attribute value-type. What is not known is shown as text.
func odsKindOf(v []byte) odsKind {
	switch string(v) {
	case "float", "percentage", "currency":
		return odsNumber
	case "date":
		return odsDate
	case "time":
		return odsTime
	case "boolean":
		return odsBool
	case "string":
		return odsText
	case "error":
		return odsError
	}
	return odsNone
}

// styleOf is the name of a cell's style: its own, or that of its row, or that of its column.
func (r *odsReader) styleOf(own []byte) []byte {
	switch {
	case len(own) > 0:
		return own
	case len(r.rowStyle) > 0:
		return r.rowStyle
	}
	for _, c := range r.cols {
		if r.at <= c.last {
			return []byte(c.style)
		}
	}
	return nil
}

// outcome is the kind and text that a cell is given with; a blank one has no text.
func (r *odsReader) outcome() (Kind, []byte) {
	value := bytes.TrimSpace(r.value)
	switch r.cell.kind {
	case odsText:
		if r.cell.stated {
			return Text, r.value
		}
	case odsNumber:
		switch {
		case r.cell.formula && odsErrorText(r.text):
			return Error, r.text // a formula that failed may state the value 0
		case isNumber(value):
			return Number, value
		}
	case odsDate:
		if len(value) > 0 {
			return Date, value
		}
	case odsTime:
		if days, ok := odsDuration(value); ok {
			r.value = appendFloat(r.value[:0], days)
			return Date, r.value
		}
	case odsBool:
		switch string(value) {
		case "true":
			return Bool, []byte("TRUE")
		case "false":
			return Bool, []byte("FALSE")
		}
	case odsError:
		return Error, r.text
	}
	return Text, r.text
}

// odsErrorText tells whether a cell shows an error. LibreOffice gives some errors a number: "Err:502".
func odsErrorText(b []byte) bool {
	switch string(b) {
	case "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!":
		return true
	}
	n, ok := bytes.CutPrefix(b, []byte("Err:"))
	_, number := digits(n)
	return ok && number
}

// odsDuration reads a time like PT12H30M05.5S as days, which is how the other formats store times.
func odsDuration(b []byte) (days float64, ok bool) {
	b, negative := bytes.CutPrefix(b, []byte("-"))
	b, ok = bytes.CutPrefix(b, []byte("P"))
	seconds, clock := 0.0, false
	for len(b) > 0 && ok {
		if b[0] == 'T' && !clock {
			clock, b = true, b[1:]
			continue
		}
		n := bytes.IndexAny(b, "DHMS")
		if n <= 0 || (b[n] == 'D') == clock {
			return 0, false
		}
		f, err := strconv.ParseFloat(string(b[:n]), 64)
		seconds += f * map[byte]float64{'D': 86400, 'H': 3600, 'M': 60, 'S': 1}[b[n]]
		ok = err == nil
		b = b[n+1:]
	}
	if negative {
		seconds = -seconds
	}
	return seconds / 86400, ok
}
