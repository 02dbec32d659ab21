package sheet

import "fmt"

// A batch is given on when it has this many rows or cells.
const (
	batchRows  = 1024
	batchCells = 64 << 10
)

// lastSheetRow is the last row a worksheet can have.
const lastSheetRow = 1 << 20

// rowBatcher collects the rows of a sheet and gives them on in batches, in order and without gaps. Rows
// may come out of order within a batch. Blank rows are kept back until a row with content follows.
type rowBatcher struct {
	visit    func(*Batch) error
	visitErr error
	free     chan *rowMemory

	mem     *rowMemory
	rows    []Row
	slab    []Cell // cells of the rows so far, and of the row at hand from start on
	start   int
	cells   int // in earlier slabs
	content int32
	blanks  []blankRows // hidden ones, seen after the last row with content

	record int32 // of the row at hand
	hidden bool
}

// blankRows is a run of blank rows that are all hidden.
type blankRows struct{ first, last int32 }

// rowMemory is what a batch holds that is used again after its Release.
type rowMemory struct {
	rows  []Row
	slabs [][]Cell
	used  int
}

func newRowBatcher(visit func(*Batch) error) *rowBatcher {
	b := &rowBatcher{visit: visit, free: make(chan *rowMemory, 16)}
	b.renew()
	return b
}

// renew begins an empty batch.
func (b *rowBatcher) renew() {
	select {
	case b.mem = <-b.free:
		b.mem.used = 0
	default:
		b.mem = &rowMemory{}
	}
	b.rows = b.mem.rows[:0]
	b.cells = 0
	b.slab, b.start = nil, 0
	b.nextSlab(0)
}

// nextSlab goes on to cells with room for more than the row at hand, which it takes along.
func (b *rowBatcher) nextSlab(room int) {
	row := b.slab[b.start:]
	b.cells += b.start
	if b.mem.used == len(b.mem.slabs) {
		const smallest = 256
		size := max(smallest, 2*cap(b.slab), 2*(len(row)+room))
		b.mem.slabs = append(b.mem.slabs, make([]Cell, 0, min(size, max(batchCells/4, 2*(len(row)+room)))))
	} else if cap(b.mem.slabs[b.mem.used]) < len(row)+room+1 {
		b.mem.slabs[b.mem.used] = make([]Cell, 0, 2*(len(row)+room))
	}
	b.slab = append(b.mem.slabs[b.mem.used][:0], row...)
	b.mem.used++
	b.start = 0
}

func (b *rowBatcher) beginRow(record int32, hidden bool) {
	b.record, b.hidden = record, hidden
}

// put sets the cell in the column, from 0; it says whether that cell had been set to something else. A
// blank cell beyond the others takes no place until one with content follows.
func (b *rowBatcher) put(col int, c Cell) (again bool) {
	at := b.start + col
	if c.Kind == Blank && at >= len(b.slab) {
		return false
	}
	if at >= cap(b.slab) {
		b.nextSlab(col + 1)
		at = col
	}
	if at < len(b.slab) {
		again = b.slab[at].Kind != Blank && b.slab[at] != c
		b.slab[at] = c
		return again
	}
	for len(b.slab) < at {
		b.slab = append(b.slab, Cell{})
	}
	b.slab = append(b.slab, c)
	return false
}

// endRow ends the row at hand. Blank cells at its end are dropped.
func (b *rowBatcher) endRow() error {
	row := b.slab[b.start:]
	for len(row) > 0 && row[len(row)-1].Kind == Blank {
		row = row[:len(row)-1]
	}
	if len(row) == 0 {
		b.slab = b.slab[:b.start]
		if b.hidden {
			b.addHidden(b.record)
		}
		return nil
	}
	if b.record <= b.content {
		return b.placeRow(row)
	}
	if b.content+1 < b.record {
		if err := b.fillGap(row); err != nil {
			return err
		}
	}
	n := b.start + len(row)
	b.rows = append(b.rows, Row{Record: b.record, Line: b.record, Hidden: b.hidden, Cells: b.slab[b.start:n:n]})
	b.slab, b.start = b.slab[:n], n
	b.content = b.record
	return b.flushFull()
}

func (b *rowBatcher) flushFull() error {
	if len(b.rows) < batchRows && b.cells+b.start < batchCells {
		return nil
	}
	return b.flush()
}

// addHidden remembers a blank row that is hidden, in case content follows.
func (b *rowBatcher) addHidden(record int32) {
	if n := len(b.blanks); n > 0 && b.blanks[n-1].last+1 == record {
		b.blanks[n-1].last = record
		return
	}
	b.blanks = append(b.blanks, blankRows{record, record})
}

// fillGap gives the blank rows before the row at hand, whose cells it keeps.
func (b *rowBatcher) fillGap(row []Cell) error {
	for record := b.content + 1; record < b.record; record++ {
		b.rows = append(b.rows, Row{Record: record, Line: record, Hidden: b.hiddenBlank(record)})
		if len(b.rows) < 4*batchRows {
			continue
		}
		kept := append([]Cell(nil), row...)
		b.content = record
		if err := b.flush(); err != nil {
			return err
		}
		b.slab = b.slab[:0]
		for i, c := range kept {
			b.put(i, c)
		}
		row = b.slab
	}
	return nil
}

// hiddenBlank reports whether a blank row was marked as hidden. It is asked in ascending order.
func (b *rowBatcher) hiddenBlank(record int32) bool {
	for len(b.blanks) > 0 && b.blanks[0].last < record {
		b.blanks = b.blanks[1:]
	}
	return len(b.blanks) > 0 && b.blanks[0].first <= record
}

// placeRow puts a row that comes late where it belongs, if that was given as blank in this batch.
func (b *rowBatcher) placeRow(row []Cell) error {
	at := int(b.record) - 1
	if len(b.rows) > 0 {
		at = int(b.record - b.rows[0].Record)
	}
	if at < 0 || at >= len(b.rows) {
		return &formError{codeRowOrder, fmt.Sprintf("row %d comes after row %d", b.record, b.content)}
	}
	if b.rows[at].Cells != nil {
		return &formError{codeRowOrder, fmt.Sprintf("row %d comes twice", b.record)}
	}
	n := b.start + len(row)
	b.rows[at] = Row{Record: b.record, Line: b.record, Hidden: b.hidden, Cells: b.slab[b.start:n:n]}
	b.slab, b.start = b.slab[:n], n
	return nil
}

// flush gives the batch on and begins another.
func (b *rowBatcher) flush() error {
	if len(b.rows) == 0 {
		return nil
	}
	mem, free := b.mem, b.free
	mem.rows = b.rows
	batch := &Batch{Rows: b.rows}
	batch.release = func() {
		batch.release = nil
		select {
		case free <- mem:
		default:
		}
	}
	b.renew()
	b.visitErr = b.visit(batch)
	return b.visitErr
}
