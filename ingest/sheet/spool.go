package sheet

import (
	"context"
	"encoding/binary"
	"os"
	"time"
	"unsafe"
)

// rowSpool keeps rows that can be read from their file only all at once: the sheets of an ods follow
// one another in one packed stream, and what columns a json has is known at its end. They stay in
// memory, in a compact form, or go to a temporary file if they are many.
//
//	row     = tag, repeats, cells, cell …      tag: 1, +2 if hidden
//	blanks  = tag, rows                        tag: 0, +2 if hidden
//	cell    = kind, format, length, text       or Blank, cells
//
// Numbers are varints.
type rowSpool struct {
	path     string // of what is read, for errors
	keep     int    // bytes that may stay in memory
	inMemory int
	file     *tempFile
	blocks   []spoolBlock // of the sheet being written
	cur      []byte
}

// spoolBlock is a run of whole rows.
type spoolBlock struct {
	mem []byte // nil if it is in the file
	at  int64
	n   int
}

const (
	spoolBlockSize = 128 << 10
	spoolInMemory  = 32 << 20
)

// spoolRow is one row being written.
type spoolRow struct {
	buf    []byte
	cells  int // up to the last with content
	blanks int // after it
}

func (r *spoolRow) reset() { r.buf, r.cells, r.blanks = r.buf[:0], 0, 0 }

// skip leaves n cells blank.
func (r *spoolRow) skip(n int) { r.blanks += n }

// cell adds a cell with content.
func (r *spoolRow) cell(kind Kind, format uint16, text []byte) {
	if r.blanks > 0 {
		r.buf = append(r.buf, byte(Blank))
		r.buf = binary.AppendUvarint(r.buf, uint64(r.blanks))
		r.cells += r.blanks
		r.blanks = 0
	}
	r.buf = append(r.buf, byte(kind))
	r.buf = binary.AppendUvarint(r.buf, uint64(format))
	r.buf = binary.AppendUvarint(r.buf, uint64(len(text)))
	r.buf = append(r.buf, text...)
	r.cells++
}

func rowTag(tag byte, hidden bool) byte {
	if hidden {
		tag |= 2
	}
	return tag
}

// write adds the row, n times over.
func (s *rowSpool) write(r *spoolRow, n int, hidden bool) error {
	if r.cells == 0 {
		s.cur = append(s.cur, rowTag(0, hidden))
		s.cur = binary.AppendUvarint(s.cur, uint64(n))
		return s.full()
	}
	s.cur = append(s.cur, rowTag(1, hidden))
	s.cur = binary.AppendUvarint(s.cur, uint64(n))
	s.cur = binary.AppendUvarint(s.cur, uint64(r.cells))
	s.cur = append(s.cur, r.buf...)
	return s.full()
}

func (s *rowSpool) full() error {
	if len(s.cur) < spoolBlockSize {
		return nil
	}
	return s.seal()
}

// seal ends a block.
func (s *rowSpool) seal() error {
	b := spoolBlock{n: len(s.cur)}
	if s.inMemory+b.n <= s.keep {
		b.mem = s.cur
		s.inMemory += b.n
		s.cur = nil
		s.blocks = append(s.blocks, b)
		return nil
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "flows-*")
		if err != nil {
			return err
		}
		s.file = &tempFile{File: f}
	}
	b.at = s.file.size
	if _, err := s.file.WriteAt(s.cur, b.at); err != nil {
		return err
	}
	s.file.size += int64(b.n)
	s.cur = s.cur[:0]
	s.blocks = append(s.blocks, b)
	return nil
}

// take ends the rows of a sheet and gives them.
func (s *rowSpool) take() (spooledRows, error) {
	var err error
	if len(s.cur) > 0 {
		err = s.seal()
	}
	rows := spooledRows{spool: s, blocks: s.blocks}
	s.blocks = nil
	return rows, err
}

// close removes the temporary file.
func (s *rowSpool) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// spooledRows is the rows of one sheet; many may read them at once.
type spooledRows struct {
	spool  *rowSpool
	blocks []spoolBlock
	err    error // what ended the rows early, if anything did
}

// give gives the rows to visit, from record on, and returns what ended them early. The reading of the file began then.
func (r spooledRows) give(ctx context.Context, lim Limits, began time.Time, record int32, visit func(*Batch) error) error {
	out := newRowBatcher(watched(ctx, r.spool.path, lim, began, visit))
	for _, b := range r.blocks {
		text, err := r.load(b)
		if err != nil {
			return asRefusal(r.spool.path, err)
		}
		if record, err = giveBlock(out, text, record); err != nil {
			return err
		}
	}
	if err := out.flush(); err != nil {
		return err
	}
	return r.err
}

// load gives a block as a string, of which the cells are parts.
func (r spooledRows) load(b spoolBlock) (string, error) {
	mem := b.mem
	if mem == nil {
		mem = make([]byte, b.n)
		if _, err := r.spool.file.ReadAt(mem, b.at); err != nil {
			return "", err
		}
	}
	return unsafe.String(unsafe.SliceData(mem), len(mem)), nil // mem is never written again
}

// giveBlock decodes the rows of a block, the first of which is record, and says which would be next.
func giveBlock(out *rowBatcher, text string, record int32) (int32, error) {
	d := spoolDecoder(text)
	for len(d) > 0 {
		tag := d.byte()
		n := int32(d.number())
		if tag&1 == 0 {
			if tag&2 != 0 {
				for i := range n {
					out.addHidden(record + i)
				}
			}
			record += n
			continue
		}
		cells := d.number()
		row := d
		for range n {
			d = row
			out.beginRow(record, tag&2 != 0)
			for col := 0; col < cells; {
				col += d.cell(out, col)
			}
			if err := out.endRow(); err != nil {
				return record, err
			}
			record++
		}
	}
	return record, nil
}

// spoolDecoder is what is left of a block.
type spoolDecoder string

func (d *spoolDecoder) byte() byte {
	b := (*d)[0]
	*d = (*d)[1:]
	return b
}

func (d *spoolDecoder) number() int {
	n, shift := 0, 0
	for {
		b := d.byte()
		n |= int(b&0x7F) << shift
		if b < 0x80 {
			return n
		}
		shift += 7
	}
}

// cell gives the next cell, or run of blank cells, to out; it returns how many cells that were.
func (d *spoolDecoder) cell(out *rowBatcher, col int) int {
	kind := Kind(d.byte())
	if kind == Blank {
		return d.number()
	}
	format := uint16(d.number())
	n := d.number()
	out.put(col, Cell{Text: string((*d)[:n]), Kind: kind, Format: format})
	*d = (*d)[n:]
	return 1
}
