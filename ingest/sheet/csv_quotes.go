package sheet

import "bytes"

// What an odd quote means is decided by the file's own evidence: how many cells its records have.
//
//	a,"b,c",d            regular: fast reads it
//	a,"two               a record over several lines, unless its lines are complete records each:
//	lines",d             then the quotes are strays and part of the text
//	a,"5" pipe",b        a quote inside a cell, closed before the delimiter
//	a,"b" c,d            text after the closing quote, kept
//	a,"b,d               a quote that nothing closes is text: it never swallows the rows below
//
// Nothing here depends on where the text at hand ends: if that might change the decision, more text is
// asked for.

// csvReading is one way to take a record.
type csvReading struct {
	pieces []csvPiece
	end    int   // after its line end
	lines  int32 // that it covers
	odd    int   // quotes inside that are neither doubled nor at a cell's edge
	open   bool  // a quote was not closed
	short  bool  // … because the text at hand ends
	long   bool  // … within as much as a record may be long
	first  bool  // the manner: text may follow a closing quote
}

// csvPiece is a cell: [from,to), then [after,tail). Quotes are doubled in the first part if it was quoted.
type csvPiece struct {
	from, to, after, tail int
	quoted                bool
}

// manner is how quotes are taken.
type manner struct {
	over  bool // a cell may run over line ends
	first bool // the first single quote closes; otherwise only one before a delimiter or line end does
}

// oddLines is the number of lines over which an odd cell may run.
const oddLines = 32

// slow reads the record at rowAt, which has odd quotes or several lines. It gives false if that needs
// more text.
func (s *scanner) slow() bool {
	if s.err != nil {
		return false
	}
	best, note := s.line1(s.rowAt), ""
	if s.quotes != perLine {
		over := s.take(s.rowAt, manner{over: true})
		if over.short {
			return false
		}
		if best, note = s.judge(best, over); s.err != nil {
			return false
		}
	}
	if note != "" {
		s.notes = append(s.notes, csvNote{s.line, note})
	}
	for _, p := range best.pieces {
		s.cells = append(s.cells, s.pieceCell(p))
	}
	s.endRow(best.end, best.lines)
	return s.err == nil
}

// judge chooses between the record's first line alone and the record over several lines.
func (s *scanner) judge(one, over csvReading) (csvReading, string) {
	switch {
	case over.lines == 1 && !over.open && over.odd == 0:
		return over, ""
	case over.long && one.open && !s.vouched(len(one.pieces)):
		s.fail(&limitError{"CellSize", int64(s.lim.CellSize), "a quoted cell that does not end"})
		return one, ""
	case over.open || over.lines == 1 || s.strays(one, over):
		return one, s.oddity(one)
	case over.odd > 0:
		return over, "a quote inside a quoted cell of several lines, read as text"
	}
	return over, ""
}

// oddity says what is odd about the quotes of a line that was read as a record of its own.
func (s *scanner) oddity(one csvReading) string {
	switch {
	case !one.open && one.first:
		return "text after a closing quote, kept"
	case !one.open:
		return "a quote inside a quoted cell, read as text"
	case bytes.Count(s.text[s.rowAt:one.end], []byte{'"'})%2 == 0:
		return "quotes around a part of a cell, read as text"
	}
	return "a quote that does not close on its line, read as text"
}

// strays tells whether a record over several lines comes of stray quotes.
func (s *scanner) strays(one, over csvReading) bool {
	if s.quotes == trusted {
		return over.odd > 0
	}
	width := len(one.pieces)
	first := width > 1 && s.vouched(width)
	if over.odd > 0 {
		return first || len(over.pieces) != s.usual
	}
	same, vouched, rest := true, 0, 0
	for p := one.end; p < over.end; rest++ {
		r := s.line1(p)
		same = same && len(r.pieces) == width
		if n := len(r.pieces); n > 1 && s.vouched(n) {
			vouched++
		}
		p = r.end
	}
	// So many delimiters stand in the right place on each line by chance only if they are few.
	chance := (width-1)*(rest+1) < 8
	if s.vouched(len(over.pieces)) {
		return !chance && first && vouched == rest
	}
	return first && vouched > 0 || 2*vouched > rest || same && !chance
}

// line1 reads the line at p as a record of its own.
func (s *scanner) line1(p int) csvReading {
	last := s.take(p, manner{})
	if !last.open && last.odd == 0 {
		return last
	}
	first := s.take(p, manner{first: true})
	switch n := len(first.pieces); {
	case !s.vouched(len(last.pieces)):
		return first
	case last.open && !first.open && n < len(last.pieces) && s.vouched(n):
		return first // a delimiter stands inside the quotes
	}
	return last
}

// take reads the record at p in a manner.
func (s *scanner) take(p int, m manner) csvReading {
	r := csvReading{lines: 1, first: m.first}
	limit := len(s.text)
	if m.over {
		limit = min(limit, p+4*s.lim.CellSize)
	} else {
		limit = s.lineEnd(p)
	}
	for from := p; ; {
		one := csvPiece{from: from}
		if open := s.opens(from); open > 0 && open <= limit {
			if to := s.closing(open, limit, m, &r); to >= 0 {
				one = csvPiece{from: open, to: to, after: s.skipPadding(to + 1), quoted: true}
			} else if r.open = true; m.over {
				capped := r.odd > 0 && r.lines > oddLines
				r.short = !capped && limit == len(s.text) && !s.final
				r.long = !capped && limit < len(s.text)
				return r
			}
		}
		if one.quoted {
			one.tail = s.cellEnd(one.after)
		} else {
			one.to = s.cellEnd(from)
			one.after, one.tail = one.to, one.to
		}
		r.pieces = append(r.pieces, one)
		if one.tail == len(s.text) || s.text[one.tail] != s.delim {
			r.end = s.afterLine(one.tail)
			return r
		}
		if from = one.tail + 1; from > limit {
			r.open, r.long = true, true
			return r
		}
	}
}

// closing is the place of the quote that closes the cell whose text begins at p, or -1. It counts the
// lines and odd quotes passed.
func (s *scanner) closing(p, limit int, m manner, r *csvReading) int {
	for ; p < limit; p++ {
		switch c := s.text[p]; {
		case c == '"' && p+1 < limit && s.text[p+1] == '"':
			p++
		case c == '"' && (m.first || s.closes(p) || s.onlyBlanks(p+1)):
			if m.first && !s.closes(p) {
				r.odd++
			}
			return p
		case c == '"':
			r.odd++
		case c == '\n' || c == '\r' && s.endsLine(p) && s.afterLine(p) == p+1:
			r.lines++
		}
		if r.odd > 0 && r.lines > oddLines {
			return -1
		}
	}
	return -1
}

// onlyBlanks tells whether nothing but blanks stands between p and the next delimiter or line end.
func (s *scanner) onlyBlanks(p int) bool {
	return len(bytes.TrimLeft(s.text[p:s.cellEnd(p)], " \t")) == 0
}

// lineEnd is the place of the line end of the line at p.
func (s *scanner) lineEnd(p int) int {
	for ; p < len(s.text); p++ {
		if c := s.text[p]; c == '\n' || c == '\r' && s.endsLine(p) {
			return p
		}
	}
	return p
}

// pieceCell makes the cell of a piece.
func (s *scanner) pieceCell(p csvPiece) Cell {
	doubled := p.quoted && bytes.Contains(s.text[p.from:p.to], []byte(`""`))
	if p.after >= p.tail {
		return s.cell(p.from, p.to, doubled)
	}
	room := s.sideRoom(p.tail - p.from)
	at := len(room)
	if doubled {
		room = appendUndoubled(room, s.text[p.from:p.to])
	} else {
		room = append(room, s.text[p.from:p.to]...)
	}
	s.side = append(room, s.text[p.after:p.tail]...)
	return Cell{Text: sideString(s.side[at:]), Kind: Text}
}
