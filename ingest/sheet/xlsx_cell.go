package sheet

import (
	"bytes"
	"fmt"
)

// lostString is the text of a cell whose shared string is missing.
const lostString = "#REF!"

// cell reads the cell just opened, in whatever form the file gives it, and past its end.
func (r *sheetReader) cell() error {
	col, kind, style, err := r.cellAttrs()
	if err != nil {
		return err
	}
	value, inline, found, err := r.cellContent(kind)
	if err != nil {
		return err
	}
	c := Cell{Format: style.format}
	switch {
	case inline || kind == "inlineStr" || kind == "str":
		c.Kind, c.Text = Text, r.arena.put(unescape(value))
	case !found:
		// the element gives a format only
	case kind == "s":
		c.Kind, c.Text = r.shared(value, col)
	case kind == "b":
		c.Kind, c.Text = boolean(value)
	case kind == "e":
		c.Kind, c.Text = Error, r.arena.put(value)
	case kind == "d":
		c.Kind, c.Text = Date, r.arena.put(value)
	case !isNumber(value):
		c.Kind, c.Text = Text, r.arena.put(unescape(value))
	case style.date:
		c.Kind, c.Text = Date, r.arena.put(value)
	default:
		c.Kind, c.Text = Number, r.arena.put(value)
	}
	if c.Text == "" {
		c.Kind = Blank
	}
	r.put(col, c)
	return nil
}

// cellAttrs takes column, type and style from the attributes of a cell, and gives the row its number
// where only the cell says it.
func (r *sheetReader) cellAttrs() (col int, kind string, style cellStyle, err error) {
	col = r.col
	style = r.style[0]
	attrs := r.x.attrs
	for {
		a, rest, ok := nextAttr(attrs)
		if !ok {
			break
		}
		attrs = rest
		if a.prefixed || len(a.name) != 1 {
			continue
		}
		switch a.name[0] {
		case 'r':
			if col, err = r.refColumn(a.value); err != nil {
				return col, "", style, err
			}
		case 't':
			kind = cellType(a.value)
		case 's':
			if n, ok := digits(a.value); ok && n < len(r.style) {
				style = r.style[n]
			}
		}
	}
	if !r.began {
		r.startRow()
	}
	if col >= r.lim.Columns {
		return col, "", style, &limitError{"Columns", int64(r.lim.Columns), fmt.Sprintf("column %d of row %d", col+1, r.record)}
	}
	return col, kind, style, nil
}

// cellType gives known types without copying them.
func cellType(t []byte) string {
	for _, known := range [...]string{"s", "n", "str", "inlineStr", "b", "e", "d"} {
		if string(t) == known {
			return known
		}
	}
	return "n"
}

// refColumn reads a cell's reference. Where the row has no number of its own, it takes the cell's.
func (r *sheetReader) refColumn(ref []byte) (int, error) {
	col, row, ok := parseRef(ref)
	if !ok {
		return 0, malformed("a cell with the reference %.20q", ref)
	}
	if !r.began && row <= lastSheetRow {
		r.record = row
		r.startRow()
	}
	if row != r.record {
		return 0, malformed("a cell %.20q in row %d", ref, r.record)
	}
	return col, nil
}

// cellContent reads to the cell's end. The value is that of <v>, or the text of <is> in cells of the
// type inlineStr and in those without a value; it holds until the next cell.
func (r *sheetReader) cellContent(kind string) (value []byte, inline, found bool, err error) {
	depth := r.x.depth()
	for {
		name, ok, err := r.x.child(depth)
		if err != nil || !ok {
			return value, inline, found, err
		}
		switch {
		case string(name) == "v" && !(inline && kind == "inlineStr"):
			value, err = r.x.textOf(r.scratch[:0])
			r.scratch, found, inline = value, len(value) > 0, false
		case string(name) == "is" && (!found || kind == "inlineStr"):
			value, err = r.x.richText(r.scratch[:0])
			r.scratch, inline = value, true
		}
		if err != nil {
			return nil, false, false, err
		}
	}
}

// shared looks a shared string up.
func (r *sheetReader) shared(number []byte, col int) (Kind, string) {
	n, ok := digits(bytes.TrimSpace(number))
	if ok && n < len(r.texts) {
		return Text, r.texts[n]
	}
	if r.seen.lost++; r.seen.lost == 1 {
		r.seen.firstLost = cellName(r.record, col)
	}
	return Error, lostString
}

func boolean(value []byte) (Kind, string) {
	switch string(bytes.TrimSpace(value)) {
	case "1", "true", "TRUE":
		return Bool, "TRUE"
	case "0", "false", "FALSE":
		return Bool, "FALSE"
	}
	return Text, string(value)
}

// isNumber reports whether b is a decimal number: sign, digits with a point, exponent. Blanks around
// it are allowed.
func isNumber(b []byte) bool {
	b = bytes.TrimSpace(b)
	i := 0
	digitRun := func() bool {
		from := i
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		return i > from
	}
	sign := func() {
		if i < len(b) && (b[i] == '-' || b[i] == '+') {
			i++
		}
	}
	sign()
	whole := digitRun()
	if i < len(b) && b[i] == '.' {
		i++
		whole = digitRun() || whole
	}
	if whole && i < len(b) && b[i]|0x20 == 'e' {
		i++
		sign()
		whole = digitRun()
	}
	return whole && i == len(b)
}
