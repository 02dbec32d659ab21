package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// jsonTable makes rows of records.
type jsonTable struct {
	b    *jsonBook
	name string
	grid bool // rows are lists: no headings
	rows int

	columns map[string]int // by path
	names   []string       // by column
	filled  []int          // by column: the row that last had a value in it

	// Of the record at hand.
	path  []byte
	next  int // the column that probably comes next
	cells []jsonCell
	text  []byte
	twice int // values that came twice in their record

	key []byte
	row spoolRow
}

// jsonCell is a value of the record at hand: text[from:to].
type jsonCell struct {
	col, from, to int
	kind          Kind
}

func (b *jsonBook) table(name string) *jsonTable {
	return &jsonTable{b: b, name: name, columns: map[string]int{}}
}

// jsonLoose is the column of values that are in a list of records and are none.
const jsonLoose = "value"

// record reads one value as a row.
func (t *jsonTable) record() error {
	c, err := t.b.j.next()
	if err != nil {
		return err
	}
	t.begin()
	switch {
	case c == '{' && !t.grid:
		err = t.fields()
	case c == '[' && t.grid:
		err = t.b.j.list(func(n int) error { return t.gridCell(n) })
	case t.grid:
		err = t.gridCell(0)
	default:
		err = t.value(jsonLoose)
	}
	if err != nil {
		return err
	}
	return t.endRow()
}

// begin begins a row.
func (t *jsonTable) begin() {
	t.cells, t.text, t.path, t.next = t.cells[:0], t.text[:0], t.path[:0], 0
}

// line reads a list that stands among values one after another: a row, or some records.
func (t *jsonTable) line() error {
	t.begin()
	records := false
	err := t.b.j.list(func(n int) error {
		c, err := t.b.j.next()
		if err != nil {
			return err
		}
		if n == 0 {
			records = c == '{' && !t.grid
			t.grid = t.grid || !records && t.rows == 0
		}
		if records {
			return t.record()
		}
		return t.gridCell(n)
	})
	if err != nil || records {
		return err
	}
	return t.endRow()
}

// fields reads an object; t.path is the path to it, with a "/" at its end unless it is empty.
func (t *jsonTable) fields() error {
	base := len(t.path)
	err := t.b.j.object(t.key, func(name []byte) error {
		t.path = append(t.path[:base], name...)
		return t.field()
	})
	t.path = t.path[:base]
	return err
}

// field reads the value at t.path.
func (t *jsonTable) field() error {
	c, err := t.b.j.next()
	switch {
	case err != nil:
		return err
	case c == '{':
		t.path = append(t.path, '/')
		return t.fields()
	case c == '[':
		return t.elements()
	}
	return t.plain()
}

// value reads a value of the column of that name, whatever it is.
func (t *jsonTable) value(name string) error {
	t.path = append(t.path[:0], name...)
	return t.field()
}

// plain reads a string, number or word as a cell of the column t.path.
func (t *jsonTable) plain() error {
	from := len(t.text)
	kind, err := t.scalar()
	if err != nil {
		return err
	}
	return t.put(kind, from)
}

// scalar appends a string, number or word to t.text.
func (t *jsonTable) scalar() (Kind, error) {
	c, err := t.b.j.next()
	if err != nil {
		return Blank, err
	}
	if c == '"' {
		t.text, err = t.b.j.str(t.text)
		return Text, err
	}
	var kind Kind
	t.text, kind, err = t.b.j.bare(t.text)
	return kind, err
}

// elements reads a list in a record: records, each with columns of its own, or else one cell.
func (t *jsonTable) elements() error {
	base, from := len(t.path), len(t.text)
	kind, records, count := Blank, false, 0
	err := t.b.j.list(func(n int) error {
		c, err := t.b.j.next()
		if err != nil {
			return err
		}
		if n == 0 {
			records = c == '{'
		}
		switch {
		case records:
			t.path = strconv.AppendInt(append(t.path[:base], '/'), int64(n), 10)
			return t.field()
		case n == 0 && c != '[':
			kind, err = t.scalar()
			count = 1
			return err
		case count == 1:
			t.requote(from, kind)
		}
		kind = Text
		if count++; n == 0 {
			t.text = append(t.text, '[')
			count = 2
		} else {
			t.text = append(t.text, ',')
		}
		t.text, err = t.b.j.raw(t.text)
		return err
	})
	t.path = t.path[:base]
	if records || err != nil {
		return err
	}
	if count > 1 {
		t.text = append(t.text, ']')
	}
	return t.put(kind, from)
}

// requote makes the value at the end of t.text, from on, the first of a list.
func (t *jsonTable) requote(from int, kind Kind) {
	first := bytes.Clone(t.text[from:])
	t.text = append(t.text[:from], '[')
	switch kind {
	case Text:
		t.text = appendQuoted(t.text, first)
	case Blank:
		t.text = append(t.text, "null"...)
	case Bool:
		t.text = append(t.text, bytes.ToLower(first)...)
	default:
		t.text = append(t.text, first...)
	}
}

// gridCell reads a value as the cell of column n.
func (t *jsonTable) gridCell(n int) error {
	if n >= t.b.lim.Columns {
		return t.tooWide()
	}
	from := len(t.text)
	c, err := t.b.j.next()
	kind := Text
	switch {
	case err != nil:
	case c == '{' || c == '[':
		t.text, err = t.b.j.raw(t.text)
	default:
		kind, err = t.scalar()
	}
	t.cells = append(t.cells, jsonCell{n, from, len(t.text), kind})
	return err
}

func (t *jsonTable) tooWide() error {
	return &limitError{"Columns", int64(t.b.lim.Columns), "a record of more columns"}
}

// put makes t.text[from:] the cell of the column t.path.
func (t *jsonTable) put(kind Kind, from int) error {
	col := t.next
	if col >= len(t.names) || t.names[col] != string(t.path) {
		var known bool
		if col, known = t.columns[string(t.path)]; !known {
			if col = len(t.names); col >= t.b.lim.Columns {
				return t.tooWide()
			}
			name := string(t.path)
			t.columns[name] = col
			t.names, t.filled = append(t.names, name), append(t.filled, 0)
		}
	}
	t.next = col + 1
	if t.filled[col] == t.rows+1 {
		t.twice++
	}
	t.filled[col] = t.rows + 1
	t.cells = append(t.cells, jsonCell{col, from, len(t.text), kind})
	return nil
}

// endRow writes the row of the record at hand.
func (t *jsonTable) endRow() error {
	if !slices.IsSortedFunc(t.cells, byColumn) {
		slices.SortStableFunc(t.cells, byColumn)
	}
	t.row.reset()
	at := 0
	for i, c := range t.cells {
		if c.kind == Blank || c.from == c.to || i+1 < len(t.cells) && t.cells[i+1].col == c.col {
			continue // of two values of one column, the later counts
		}
		t.row.skip(c.col - at)
		t.row.cell(c.kind, 0, t.text[c.from:c.to])
		at = c.col + 1
	}
	if t.rows++; t.rows%1024 == 0 && t.b.lim.Time > 0 && time.Since(t.b.began) > t.b.lim.Time {
		return &limitError{"Time", int64(t.b.lim.Time / time.Second), "the time taken by the file, in seconds,"}
	}
	return t.b.spool.write(&t.row, 1, false)
}

func byColumn(a, b jsonCell) int { return a.col - b.col }

// headings is the row of the columns' names.
func (t *jsonTable) headings() []spoolBlock {
	if t.grid || len(t.names) == 0 {
		return nil
	}
	var head spoolRow
	for _, name := range t.names {
		if name == "" {
			head.skip(1)
			continue
		}
		head.cell(Text, 0, []byte(name))
	}
	s := rowSpool{keep: spoolInMemory}
	if s.write(&head, 1, false) != nil {
		return nil
	}
	rows, _ := s.take()
	return rows.blocks
}

func (t *jsonTable) notes() []string {
	if t.twice == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d values come twice in their record: the later one counts", t.twice)}
}
