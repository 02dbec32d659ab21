package sheet

import (
	"bytes"
	"unicode/utf8"
)

// The usual forms of cells, as programs write nearly all of them:
//
//	<table:table-cell table:style-name="ce1" office:value-type="float" office:value="12.5" calcext:value-type="float"><text:p>12.50</text:p></table:table-cell>
//	<table:table-cell table:number-columns-repeated="3"/>
//
// They are taken straight from the window; anything else about a cell leaves it to the general way,
// which gives the same.
const (
	usualBegins = "<table:table-cell"
	usualText   = "<text:p>"
	usualEnds   = "</text:p></table:table-cell>"
)

// usualCells takes cells as long as they have a usual form and the window holds them whole.
func (r *odsReader) usualCells() error {
	if r.x.empty || r.slow {
		return nil
	}
	for {
		n, err := r.usualCell(r.x.buf[r.x.pos:])
		if n == 0 || err != nil {
			return err
		}
		r.x.pos += n
	}
}

// usualCell takes one cell from the beginning of b and says how long it was; 0 if it is not usual.
func (r *odsReader) usualCell(b []byte) (int, error) {
	if !hasPrefix(b, usualBegins) {
		return 0, nil
	}
	c := odsCell{again: 1}
	value, at, err := r.usualTag(b, len(usualBegins), &c)
	if at == 0 || err != nil {
		return 0, err
	}
	if b[at] == '/' {
		if at+1 >= len(b) || b[at+1] != '>' || c.kind != odsNone {
			return 0, nil
		}
		r.row.skip(c.again)
		r.at += c.again
		return at + 2, nil
	}
	if at++; !hasPrefix(b[at:], usualText) {
		return 0, nil
	}
	at += len(usualText)
	text := b[at:]
	n := bytes.IndexByte(text, '<')
	if n < 0 || !hasPrefix(text[n:], usualEnds) {
		return 0, nil
	}
	text = text[:n]
	r.cell = c
	if !r.usualValue(value, text) {
		return 0, nil
	}
	return at + n + len(usualEnds), nil
}

// usualTag reads the attributes of a cell from b[at:] on. It returns where the tag ends, 0 if there is
// something unusual in it.
func (r *odsReader) usualTag(b []byte, at int, c *odsCell) (value []byte, end int, err error) {
	var style []byte
	for at < len(b) && b[at] == ' ' {
		at++
		eq := bytes.IndexByte(b[at:min(len(b), at+64)], '=')
		if eq < 0 || at+eq+2 >= len(b) || b[at+eq+1] != '"' {
			return nil, 0, nil
		}
		name := b[at : at+eq]
		at += eq + 2
		n := bytes.IndexByte(b[at:], '"')
		if n < 0 {
			return nil, 0, nil
		}
		v := b[at : at+n]
		at += n + 1
		switch string(name) {
		case "office:value-type", "calcext:value-type":
			c.kind = max(c.kind, odsKindOf(v))
		case "office:value", "office:date-value":
			value = v
		case "table:style-name":
			style = v
		case "table:number-columns-repeated":
			if c.again, err = r.repeats(v); err != nil {
				return nil, 0, err
			}
		default:
			return nil, 0, nil
		}
	}
	if at >= len(b) || b[at] != '>' && b[at] != '/' {
		return nil, 0, nil
	}
	if c.kind > odsText {
		c.format = r.styles.format(r.styleOf(style))
	}
	return value, at, nil
}

// usualValue gives a cell on; false if there is something unusual in it, and nothing was given.
func (r *odsReader) usualValue(value, text []byte) bool {
	kind := Text
	switch r.cell.kind {
	case odsNumber:
		kind = Number
		if !isNumber(value) || value[0] <= ' ' || value[len(value)-1] <= ' ' {
			return false
		}
	case odsDate:
		kind = Date
		if len(value) == 0 || bytes.IndexByte(value, '&') >= 0 || value[0] <= ' ' || value[len(value)-1] <= ' ' {
			return false
		}
	case odsText, odsNone:
		if value != nil {
			return false
		}
		if bytes.IndexByte(text, '&') >= 0 {
			r.plain = appendText(r.plain[:0], text)
			text = r.plain
		}
		if !usualWords(text) {
			return false
		}
		value = text
	default:
		return false
	}
	if len(value) > r.lim.CellSize || r.at+1 > r.lim.Columns || r.cell.again != 1 {
		return false
	}
	r.at++
	r.row.cell(kind, r.cell.format, value)
	return true
}

// usualWords tells whether a text is given as it stands: no white space but single blanks, valid UTF-8.
func usualWords(b []byte) bool {
	last := byte(' ')
	var high byte
	for _, c := range b {
		if c < ' ' || c == ' ' && last == ' ' {
			return false
		}
		high |= c
		last = c
	}
	return len(b) > 0 && (high < 0x80 || utf8.Valid(b))
}

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}
