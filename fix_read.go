package flows

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// fixLine is a line of a sheet of corrections, as it stands.
type fixLine struct {
	where      string // in the sheet, for messages
	source     string
	table, row int32
	by         string
	on         ledger.Date
	onText     string
	cells      map[int]fixCell // by column of the original, from 0
	bad        string          // why it is no line that can be used
}

// fixCell is a cell of a line, as it is shown and as the sheet holds it.
type fixCell struct {
	shown string
	cell  sheet.Cell
}

// fixHead says in which columns of a sheet of corrections what stands.
type fixHead struct {
	source, table, row, by, on int
	own                        map[int]int // column of the sheet → column of the original
}

// readFixes reads all lines of a sheet of corrections.
func readFixes(ctx context.Context, in *sheet.Input, lim sheet.Limits) ([]fixLine, error) {
	book, err := sheet.Open(in, lim)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	var lines []fixLine
	heads := 0
	for _, s := range book.Sheets {
		var head *fixHead
		err := s.Rows(ctx, func(b *sheet.Batch) error {
			defer b.Release()
			for i := range b.Rows {
				r := &b.Rows[i]
				if h := fixHeading(r); h != nil {
					head = h
					heads++
				} else if head != nil {
					if l, ok := head.line(r, s); ok {
						lines = append(lines, l)
					}
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if heads == 0 {
		return nil, fmt.Errorf("%s is no sheet of corrections: no row has the headings source, table, row, corrected by and corrected on; 'flows problems --export fix.xlsx' makes one", in.Path)
	}
	return lines, nil
}

// fixHeading reads a row as the heading of corrections; nil where it is none.
func fixHeading(r *sheet.Row) *fixHead {
	h := &fixHead{source: -1, table: -1, row: -1, by: -1, on: -1, own: map[int]int{}}
	for i := range r.Cells {
		text := strings.TrimPrefix(flat(r.Cells[i].Text), "'")
		switch strings.ToLower(text) {
		case fixSource:
			h.source = i
		case fixTable:
			h.table = i
		case fixRow:
			h.row = i
		case fixBy:
			h.by = i
		case fixOn:
			h.on = i
		default:
			letters, _, _ := strings.Cut(text, fixDot)
			if n := columnNumber(letters); n > 0 && letters == text || n > 0 && strings.HasPrefix(text, letters+fixDot) {
				h.own[i] = n - 1
			}
		}
	}
	if h.source < 0 || h.table < 0 || h.row < 0 || h.by < 0 || h.on < 0 {
		return nil
	}
	return h
}

// columnNumber is the column that letters name, from 1: AB is 28. 0 where they name none.
func columnNumber(s string) int {
	n := 0
	for _, r := range s {
		if r < 'A' || r > 'Z' || len(s) > 3 {
			return 0
		}
		n = 26*n + int(r-'A') + 1
	}
	return n
}

// line reads one row; false where it is blank.
func (h *fixHead) line(r *sheet.Row, s *sheet.Sheet) (fixLine, bool) {
	at := func(i int) sheet.Cell {
		if i < len(r.Cells) {
			return r.Cells[i]
		}
		return sheet.Cell{}
	}
	filled := false
	for i := range r.Cells {
		filled = filled || cell.Trim(r.Cells[i].Text) != ""
	}
	l := fixLine{where: fmt.Sprintf("row %d", r.Record), source: cell.Trim(at(h.source).Text), by: flat(at(h.by).Text), cells: map[int]fixCell{}}
	if s.Name != "" {
		l.where = fmt.Sprintf("%s, row %d", s.Name, r.Record)
	}
	for _, n := range []struct {
		to *int32
		at int
	}{{&l.table, h.table}, {&l.row, h.row}} {
		v, err := strconv.ParseFloat(strings.ReplaceAll(cell.Trim(at(n.at).Text), ",", ""), 64)
		if err != nil || v != float64(int32(v)) || v < 1 {
			l.bad = fmt.Sprintf("%q is no number of a table or row", at(n.at).Text)
			continue
		}
		*n.to = int32(v)
	}
	on := at(h.on)
	l.onText, l.on = cell.Trim(sheet.Display(on, s)), ledger.NoDate
	switch d, reason := cell.Date(on.Text, cell.DMY); {
	case on.Kind == sheet.Date || on.Kind == sheet.Number:
		if d, reason := cell.Serial(on.Text, s.Date1904); reason == cell.Read {
			l.on = d
		} else if d, reason := cell.Date(on.Text, cell.YMD); reason == cell.Read {
			l.on = d
		}
	case reason == cell.Read:
		l.on = d
	}
	for i, col := range h.own {
		l.cells[col] = fixCell{strings.Clone(sheet.Display(at(i), s)), sheet.Cell{Text: strings.Clone(at(i).Text), Kind: at(i).Kind}}
	}
	return l, filled
}

// changes are the cells of a line that a person has changed, against those that were shown.
func (l *fixLine) changes(shown []string) map[int]fixCell {
	changed := map[int]fixCell{}
	for col, c := range l.cells {
		was := ""
		if col < len(shown) {
			was = shown[col]
		}
		if plainText(c.shown) != plainText(was) && plainText(c.cell.Text) != plainText(was) {
			if c.cell.Kind == sheet.Text {
				if rest, quoted := strings.CutPrefix(c.cell.Text, "'"); quoted && isFormula(rest) {
					c.cell.Text, c.shown = rest, rest
				}
			}
			changed[col] = c
		}
	}
	return changed
}

// plainText is a text without what programs change when they save a sheet: white space and what cannot be
// seen, and the apostrophe that keeps a text from being a formula.
func plainText(s string) string {
	if strings.HasPrefix(s, "'") && isFormula(s[1:]) {
		s = s[1:]
	}
	return flat(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s))
}
