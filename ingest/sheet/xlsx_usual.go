package sheet

import (
	"bytes"
	"encoding/binary"
)

// The beginnings and ends of tags as eight bytes, compared at once.
var (
	cellHead  = binary.LittleEndian.Uint64([]byte("<c r=\"\x00\x00"))
	valueTail = binary.LittleEndian.Uint64([]byte("</v></c>"))
)

const sixBytes = 1<<48 - 1

// longestHead is longer than <c r="XFD1048576" s="65535" t="inlineStr"> and what tells its content.
const longestHead = 72

// usualCells takes cells of the forms that nearly all programs write, as far as the window holds them:
//
//	<c r="B7" s="3" t="s"><v>12</v></c>   <c r="C7" s="4"/>
//	<c r="D7"><f>B7*2</f><v>24</v></c>    <c r="E7" t="inlineStr"><is><t>text</t></is></c>
//
// What it leaves is read by cell, with the same result.
func (r *sheetReader) usualCells() (err error) {
	if r.slow || !r.began || r.x.empty {
		return nil
	}
	buf, pos := r.x.buf, r.x.pos
	for pos+longestHead <= len(buf) && err == nil {
		n := r.usualCell(buf[pos:])
		if n == 0 {
			if n, err = r.usualTurn(buf[pos:]); n == 0 {
				break
			}
		}
		pos += n
	}
	r.x.pos = pos
	return err
}

// keepRowTail remembers what follows the number in the tag of the row just opened. Most rows of a sheet
// have the same there, so the next is recognised by comparing.
func (r *sheetReader) keepRowTail(attrs []byte) {
	r.rowTail = r.rowTail[:0]
	rest, ok := bytes.CutPrefix(attrs, []byte(` r="`))
	if !ok || r.x.empty || string(r.x.name) != "row" {
		return
	}
	rest = bytes.TrimLeft(rest, "0123456789")
	r.rowTail = append(append(r.rowTail, rest...), '>')
}

// usualTurn takes </row><row r="8" …> where the new row's tag is like the last one's but for the
// number, and says how long that is; 0 if it is not there.
func (r *sheetReader) usualTurn(b []byte) (int, error) {
	const turn = `</row><row r="`
	if len(r.rowTail) == 0 || len(b) < len(turn)+8+len(r.rowTail) || string(b[:len(turn)]) != turn {
		return 0, nil
	}
	number, length := usualNumber(b[len(turn):])
	n := len(turn) + length
	if number < 1 || number > lastSheetRow || string(b[n:n+len(r.rowTail)]) != string(r.rowTail) {
		return 0, nil
	}
	if err := r.rows.endRow(); err != nil {
		return 0, err
	}
	r.record, r.col = int32(number), 0
	r.digits = append(r.digits[:0], b[len(turn):n]...)
	r.rows.beginRow(r.record, r.hidden)
	if r.hidden {
		r.seen.hiddenRows++
	}
	return n + len(r.rowTail), nil
}

// usualHead is what a cell's tag says.
type usualHead struct {
	col   int
	style cellStyle
	kind  byte // 's' shared, 'n' number, 't' formula's text, 'i' inline, 'b' boolean, 'e' error
	empty bool
}

// usualCell takes one cell from the beginning of b and says how long it is; 0 if it is not usual. b is
// longer than any head.
func (r *sheetReader) usualCell(b []byte) int {
	head, n := r.usualTag(b)
	if n == 0 {
		return 0
	}
	if head.empty {
		r.put(head.col, Cell{Format: head.style.format})
		return n
	}
	if b[n] == '<' && b[n+1] == 'f' {
		f := skipFormula(b[n:])
		if f == 0 || n+f+longestHead > len(b) {
			return 0
		}
		n += f
	}
	if head.kind == 'i' {
		return r.usualInline(head, b, n)
	}
	if b[n] != '<' || b[n+1] != 'v' || b[n+2] != '>' {
		return 0
	}
	n += len("<v>")
	if head.kind == 's' {
		return r.usualShared(head, b, n)
	}
	return r.usualValue(head, b, n)
}

// usualTag reads <c r="B7" s="3" t="s"> or <c r="B7" s="3"/>.
func (r *sheetReader) usualTag(b []byte) (head usualHead, n int) {
	if binary.LittleEndian.Uint64(b)&sixBytes != cellHead {
		return head, 0
	}
	n = 6
	col := 0
	for ; n < 9 && b[n] >= 'A' && b[n] <= 'Z'; n++ {
		col = col*26 + int(b[n]-'A') + 1
	}
	for _, d := range r.digits {
		if b[n] != d {
			return head, 0
		}
		n++
	}
	if b[n] != '"' || col == 0 || col > r.lim.Columns {
		return head, 0
	}
	n++
	head.col, head.style, head.kind = col-1, r.style[0], 'n'
	if b[n] == ' ' && b[n+1] == 's' && b[n+2] == '=' && b[n+3] == '"' {
		style, length := usualNumber(b[n+4:])
		n += 4 + length
		if b[n] != '"' || style >= len(r.style) {
			return head, 0
		}
		head.style = r.style[style]
		n++
	}
	if b[n] == ' ' {
		if b[n+1] != 't' || b[n+2] != '=' || b[n+3] != '"' {
			return head, 0
		}
		var length int
		head.kind, length = usualType(b[n+4:])
		n += 4 + length
	}
	switch {
	case b[n] == '>' && head.kind != 0:
		return head, n + 1
	case b[n] == '/' && b[n+1] == '>' && head.kind != 0:
		head.empty = true
		return head, n + 2
	}
	return head, 0
}

// usualNumber reads a number of up to seven digits. Without digits it is 0.
func usualNumber(b []byte) (n, length int) {
	for ; length < 7 && b[length] >= '0' && b[length] <= '9'; length++ {
		n = n*10 + int(b[length]-'0')
	}
	return n, length
}

// usualType reads the type of a cell up to the quote; kind 0 for those that are rare.
func usualType(b []byte) (kind byte, length int) {
	switch {
	case b[1] == '"' && (b[0] == 's' || b[0] == 'n' || b[0] == 'b' || b[0] == 'e'):
		return b[0], 2
	case bytes.HasPrefix(b, []byte(`str"`)):
		return 't', 4
	case bytes.HasPrefix(b, []byte(`inlineStr"`)):
		return 'i', 10
	}
	return 0, 0
}

// skipFormula gives the length of <f …>…</f> or <f …/> at the beginning of b; 0 if it is not whole or
// holds other markup.
func skipFormula(b []byte) int {
	if b[2] != '>' && b[2] != ' ' && b[2] != '/' {
		return 0
	}
	end := bytes.IndexByte(b, '>')
	if end < 0 || bytes.IndexByte(b[1:end], '<') >= 0 {
		return 0
	}
	if bytes.Count(b[:end], []byte(`"`))&1 != 0 || bytes.IndexByte(b[:end], '\'') >= 0 {
		return 0
	}
	if b[end-1] == '/' {
		return end + 1
	}
	n := bytes.IndexByte(b[end:], '<')
	if n < 0 || !bytes.HasPrefix(b[end+n:], []byte("</f>")) {
		return 0
	}
	return end + n + len("</f>")
}

// usualShared takes the number of a shared string and the end of the cell.
func (r *sheetReader) usualShared(head usualHead, b []byte, n int) int {
	number, from := 0, n
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		number = number*10 + int(b[n]-'0')
		n++
	}
	if n == from || n-from > 9 || number >= len(r.texts) || !endsCell(b, n) {
		return 0
	}
	c := Cell{Text: r.texts[number], Kind: Text, Format: head.style.format}
	if c.Text == "" {
		c.Kind = Blank
	}
	r.put(head.col, c)
	return n + len("</v></c>")
}

func endsCell(b []byte, n int) bool {
	return n+8 <= len(b) && binary.LittleEndian.Uint64(b[n:]) == valueTail
}

// usualValue takes a number, a formula's text, a boolean or an error, and the end of the cell.
func (r *sheetReader) usualValue(head usualHead, b []byte, n int) int {
	length := numberLen(b[n:])
	if head.kind != 'n' {
		length = bytes.IndexByte(b[n:], '<')
	}
	if length <= 0 || length > r.lim.CellSize || !endsCell(b, n+length) {
		return 0
	}
	text := b[n : n+length]
	c := Cell{Format: head.style.format, Kind: Number}
	switch head.kind {
	case 'n':
		if head.style.date {
			c.Kind = Date
		}
		c.Text = r.arena.put(text)
	case 'b':
		if c.Kind, c.Text = boolean(text); c.Kind != Bool {
			return 0
		}
	default:
		if !isPlain(text) {
			return 0
		}
		c.Kind = Text
		if head.kind == 'e' {
			c.Kind = Error
		}
		c.Text = r.arena.put(text)
	}
	r.put(head.col, c)
	return n + length + len("</v></c>")
}

// numberLen is the length of the usual number at the beginning of b, up to a "<": digits with a sign,
// a point and an exponent. 0 if it is anything else.
func numberLen(b []byte) int {
	i := 0
	if b[0] == '-' {
		i = 1
	}
	from := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == from || i == len(b) {
		return 0
	}
	if b[i] == '<' {
		return i
	}
	end := bytes.IndexByte(b[i:], '<')
	if end < 0 || isSpace(b[i+end-1]) || !isNumber(b[:i+end]) {
		return 0
	}
	return i + end
}

// usualInline takes <is><t>text</t></is></c> from n on.
func (r *sheetReader) usualInline(head usualHead, b []byte, n int) int {
	const open, space, tail = "<is><t>", `<is><t xml:space="preserve">`, "</t></is></c>"
	switch {
	case bytes.HasPrefix(b[n:], []byte(open)):
		n += len(open)
	case bytes.HasPrefix(b[n:], []byte(space)):
		n += len(space)
	default:
		return 0
	}
	length := bytes.IndexByte(b[n:], '<')
	if length <= 0 || length > r.lim.CellSize || !bytes.HasPrefix(b[n+length:], []byte(tail)) {
		return 0
	}
	text := b[n : n+length]
	if !isPlain(text) {
		return 0
	}
	r.put(head.col, Cell{Text: r.arena.put(text), Kind: Text, Format: head.style.format})
	return n + length + len(tail)
}
