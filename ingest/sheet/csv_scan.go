package sheet

import (
	"encoding/binary"
	"fmt"
	"unsafe"
)

// scanner cuts text into records and cells. Well-formed text goes through fast alone, eight bytes at a
// time; a record with anything odd about its quotes goes to slow, which weighs what it may mean.
//
// Record and Line of its rows count from 1 at the text's beginning.
type scanner struct {
	*dialect
	lim     Limits
	text    []byte
	str     string // the same bytes
	final   bool   // the text ends where the file ends
	marks   uint64 // the delimiter in every lane
	cells   []Cell
	cur     *csvBatch
	batches []*csvBatch
	rowAt   int // where the current record begins in the text
	cellsAt int // … and in cells
	record  int32
	line    int32
	side    []byte // texts that do not stand in the file as they are: quotes undoubled
	notes   []csvNote
	err     error
	errLine int32 // on which err came up
}

// csvNote is something recovered, on a line from 1 at the text's beginning.
type csvNote struct {
	line int32
	what string
}

func newScanner(d *dialect, lim Limits) *scanner {
	return &scanner{dialect: d, lim: lim, marks: ones8 * uint64(d.delim)}
}

// scan cuts text, which must not change afterwards, into s.batches, and gives how much of it was
// consumed: all, unless its last record may go on beyond it. Unless final, text ends with a line end.
func (s *scanner) scan(text []byte, final bool) int {
	s.text, s.final = text, final
	s.str = unsafe.String(unsafe.SliceData(text), len(text)) // sound because text never changes again
	s.batches, s.notes, s.err = nil, nil, nil
	s.record, s.line, s.rowAt = 1, 1, 0
	s.renew()
	for s.rowAt < len(text) && s.err == nil {
		if s.fast() {
			break
		}
		if !s.slow() {
			break
		}
	}
	s.endBatch()
	return s.rowAt
}

// fast reads records from rowAt on. It gives false where a record needs slow.
func (s *scanner) fast() (done bool) {
	text, str, delim, cells := s.text, s.str, s.delim, s.cells
	for from := s.rowAt; from < len(text) || len(cells) > s.cellsAt; {
		var end int
		if from < len(text) && text[from] <= '"' && s.opens(from) > 0 {
			var cell Cell
			var regular bool
			if cell, end, regular = s.quoted(from); !regular {
				s.cells = cells[:s.cellsAt]
				return false
			}
			cells = append(cells, cell)
		} else if end = s.cellEnd(from); end > from {
			cells = append(cells, Cell{Text: str[from:end], Kind: Text})
		} else if len(cells) > s.cellsAt || end < len(text) && text[end] == delim {
			cells = append(cells, Cell{})
		}
		if end < len(text) && text[end] == delim {
			from = end + 1
			continue
		}
		from = s.afterLine(end)
		s.cells = cells
		if s.endRow(from, 1); s.err != nil {
			return false
		}
		cells = s.cells
	}
	s.cells = cells
	return true
}

// cellEnd is where an unquoted cell ends that goes on at p: at a delimiter, a line end or the text's end.
func (s *scanner) cellEnd(p int) int {
	text, marks := s.text, s.marks
	for p+8 <= len(text) {
		w := binary.LittleEndian.Uint64(text[p:])
		m := (zeroLanes(w^marks) | controlLanes(w))
		if m == 0 {
			p += 8
			continue
		}
		p += lane(m)
		if c := text[p]; c == s.delim || c == '\n' || c == '\r' && s.endsLine(p) {
			return p
		}
		p++
	}
	for ; p < len(text); p++ {
		if c := text[p]; c == s.delim || c == '\n' || c == '\r' && s.endsLine(p) {
			return p
		}
	}
	return p
}

// endsLine tells whether the CR at p ends a line.
func (s *scanner) endsLine(p int) bool {
	return s.bareCR || p+1 == len(s.text) || s.text[p+1] == '\n'
}

// afterLine is the place after the line end that stands at p.
func (s *scanner) afterLine(p int) int {
	switch {
	case p >= len(s.text):
		return p
	case s.text[p] == '\r' && p+1 < len(s.text) && s.text[p+1] == '\n':
		return p + 2
	}
	return p + 1
}

// opens is the place after the quote that opens a cell at p, or 0. In a padded dialect the quote may
// follow blanks.
func (s *scanner) opens(p int) int {
	for s.padded && p < len(s.text) && s.text[p] == ' ' {
		p++
	}
	if p < len(s.text) && s.text[p] == '"' && s.delim != '"' {
		return p + 1
	}
	return 0
}

// quoted reads the quoted cell at p and gives where it ends, at a delimiter or line end. It is regular
// if it closes there, on its own line.
func (s *scanner) quoted(p int) (cell Cell, end int, regular bool) {
	text := s.text
	from, doubled := s.opens(p), false
	for p = from; ; p++ {
		if p = s.quoteOrControl(p); p == len(text) {
			return cell, p, false
		}
		switch c := text[p]; {
		case c == '\n' || c == '\r' && s.endsLine(p):
			return cell, p, false
		case c != '"':
		case p+1 < len(text) && text[p+1] == '"':
			doubled = true
			p++
		case !s.closes(p):
			return cell, p, false
		default:
			return s.cell(from, p, doubled), s.skipPadding(p + 1), true
		}
	}
}

// quoteOrControl is the place of the next quote or control character from p on.
func (s *scanner) quoteOrControl(p int) int {
	text := s.text
	for p+8 <= len(text) {
		w := binary.LittleEndian.Uint64(text[p:])
		if m := zeroLanes(w^ones8*'"') | controlLanes(w); m != 0 {
			return p + lane(m)
		}
		p += 8
	}
	for p < len(text) && text[p] != '"' && text[p] >= 0x10 {
		p++
	}
	return p
}

// closes tells whether the quote at p stands before a delimiter, a line end or the text's end.
func (s *scanner) closes(p int) bool {
	if p = s.skipPadding(p + 1); p == len(s.text) {
		return true
	}
	c := s.text[p]
	return c == s.delim || c == '\n' || c == '\r' && s.endsLine(p)
}

// skipPadding is the place of the first byte from p on that is not a blank that a padded dialect allows
// after a quote.
func (s *scanner) skipPadding(p int) int {
	for s.padded && p < len(s.text) && s.text[p] == ' ' {
		p++
	}
	return p
}

// cell makes the cell of the text from up to to, in which quotes may be doubled.
func (s *scanner) cell(from, to int, doubled bool) Cell {
	switch {
	case from == to:
		return Cell{}
	case !doubled:
		return Cell{Text: s.str[from:to], Kind: Text}
	}
	room := s.sideRoom(to - from)
	at := len(room)
	room = appendUndoubled(room, s.text[from:to])
	s.side = room
	return Cell{Text: sideString(room[at:]), Kind: Text}
}

// sideRoom is side with room for n more bytes. What stands in side is never moved or written again.
func (s *scanner) sideRoom(n int) []byte {
	if cap(s.side)-len(s.side) < n {
		s.side = make([]byte, 0, max(4096, n))
	}
	return s.side
}

// sideString is b, which must not change afterwards, as a string.
func sideString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// appendUndoubled appends text with each two quotes in a row made one.
func appendUndoubled(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		dst = append(dst, text[i])
		if text[i] == '"' && i+1 < len(text) && text[i+1] == '"' {
			i++
		}
	}
	return dst
}

// endRow makes the cells since the last row a row that covers so many lines; the next begins at next.
func (s *scanner) endRow(next int, lines int32) {
	if next-s.rowAt > s.lim.CellSize || len(s.cells)-s.cellsAt > s.lim.Columns {
		s.checkRow()
	}
	if s.record < 0 || s.line < 0 {
		s.fail(&limitError{"FileSize", s.lim.FileSize, "a text of more than two billion lines"})
	}
	b := s.cur
	b.Rows = append(b.Rows, Row{Record: s.record, Line: s.line})
	b.starts = append(b.starts, int32(s.cellsAt))
	s.record++
	s.line += lines
	s.rowAt, s.cellsAt = next, len(s.cells)
	if len(b.Rows) == csvBatchRows {
		s.endBatch()
		s.renew()
	}
}

// checkRow holds the current row against the limits.
func (s *scanner) checkRow() {
	row := s.cells[s.cellsAt:]
	if len(row) > s.lim.Columns {
		s.fail(&limitError{"Columns", int64(s.lim.Columns), fmt.Sprintf("a row of %d cells", len(row))})
	}
	for i := range row {
		if n := len(row[i].Text); n > s.lim.CellSize {
			s.fail(&limitError{"CellSize", int64(s.lim.CellSize), fmt.Sprintf("a cell of %d bytes", n)})
		}
	}
}

// fail ends the scan with an error on the current line.
func (s *scanner) fail(err error) { s.err, s.errLine = err, s.line }

// scanSep scans text whose first line is "sep=": that line is a row of one cell.
func (s *scanner) scanSep(text []byte, final bool) int {
	sep := min(s.sep, len(text))
	end := sep
	for end > 0 && (text[end-1] == '\n' || text[end-1] == '\r') {
		end--
	}
	used := s.scan(text[sep:], final)
	b := &csvBatch{Batch: Batch{Rows: []Row{{Record: 1, Line: 1, Cells: []Cell{{Text: string(text[:end]), Kind: Text}}}}}}
	for _, later := range s.batches {
		for i := range later.Rows {
			later.Rows[i].Record++
			later.Rows[i].Line++
		}
	}
	for i := range s.notes {
		s.notes[i].line++
	}
	s.record++
	s.line++
	s.batches = append([]*csvBatch{b}, s.batches...)
	return sep + used
}
