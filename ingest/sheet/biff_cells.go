package sheet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// biffCells turns the records of a sheet into cells.
type biffCells struct {
	k      *biffBook
	e      biffSheetEntry
	s      *biffRecords
	shared []string
	put    func(row, col int, c Cell) error
	seen   sheetCounts // what else is to be told
	arena  textArena
	buf    []byte

	waiting  bool // a formula whose text the next STRING record gives
	row, col int  // of that formula
	style    cellStyle
}

// run reads all cells of the sheet in the order of the file.
func (r *biffCells) run() error {
	s, err := r.k.startSheet(r.e)
	if err != nil {
		return err
	}
	r.s, r.waiting = s, false
	if r.shared, err = r.k.shared(); err != nil {
		return r.k.refuse(r.e.name, codeDamaged, "shared texts that cannot be read", err)
	}
	err = walkBIFF(s, r.record)
	if errors.Is(err, errBIFFCut) {
		return r.k.refuse(r.e.name, codeDamaged, "a sheet that ends early: the file is cut short", err)
	}
	return err
}

// record reads one record, if it holds cells.
func (r *biffCells) record() error {
	b := r.s.b
	if r.s.id == recString {
		return r.formulaText()
	}
	if len(b) < 6 {
		return nil
	}
	row, col := int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint16(b[2:]))
	switch r.s.id {
	case recMulRK:
		return r.mulRK(row, col, b)
	case recLabelSST, recNumber, recRK, recLabel, recRString, recBoolErr, recFormula, recFormulaBIFF3, recFormulaBIFF4:
	default:
		return nil
	}
	r.waiting = false
	if col >= r.k.lim.Columns {
		return &limitError{"Columns", int64(r.k.lim.Columns), "column " + strconv.Itoa(col+1)}
	}
	style := r.k.style(int(binary.LittleEndian.Uint16(b[4:])))
	c, err := r.value(row, col, style, b)
	if err != nil || c.Kind == Blank {
		return err
	}
	return r.put(row, col, c)
}

// value is the cell of a record that holds one.
func (r *biffCells) value(row, col int, style cellStyle, b []byte) (Cell, error) {
	switch id := r.s.id; {
	case id == recLabelSST && len(b) >= 10:
		n := binary.LittleEndian.Uint32(b[6:])
		if int64(n) >= int64(len(r.shared)) {
			if r.seen.lost++; r.seen.lost == 1 {
				r.seen.firstLost = cellName(int32(row+1), col)
			}
			return Cell{Text: lostString, Kind: Error}, nil
		}
		return r.text(r.shared[n], style)
	case id == recNumber && len(b) >= 14:
		return r.float(littleFloat(b[6:]), style), nil
	case id == recRK && len(b) >= 10:
		return r.rk(binary.LittleEndian.Uint32(b[6:]), style), nil
	case (id == recLabel || id == recRString) && len(b) >= 8:
		r.buf = r.k.text(newBIFFCursor(r.s, 6), r.buf[:0], false)
		return r.text(r.arena.keep(r.buf), style)
	case id == recBoolErr && len(b) >= 8:
		return boolErrCell(b[6], b[7] != 0, style), nil
	case len(b) >= 14: // a formula
		return r.formula(row, col, style, b[6:14]), nil
	}
	return Cell{}, damaged("the record of cell %s is cut short", cellName(int32(row+1), col))
}

// text is the cell of a text; an empty one is blank.
func (r *biffCells) text(s string, style cellStyle) (Cell, error) {
	switch {
	case s == "":
		return Cell{}, nil
	case len(s) > r.k.lim.CellSize:
		return Cell{}, &limitError{"CellSize", int64(r.k.lim.CellSize), fmt.Sprintf("a cell of %d bytes", len(s))}
	}
	return Cell{Text: s, Kind: Text, Format: style.format}, nil
}

func boolErrCell(v byte, isErr bool, style cellStyle) Cell {
	switch {
	case isErr:
		return Cell{Text: biffErrorText(v), Kind: Error, Format: style.format}
	case v != 0:
		return Cell{Text: "TRUE", Kind: Bool, Format: style.format}
	}
	return Cell{Text: "FALSE", Kind: Bool, Format: style.format}
}

// number is the cell of the digits in r.buf.
func (r *biffCells) number(style cellStyle) Cell {
	c := Cell{Text: r.arena.keep(r.buf), Kind: Number, Format: style.format}
	if style.date {
		c.Kind = Date
	}
	return c
}

// float is the cell of a number; what is none ("not a number") is an error, as Excel shows it.
func (r *biffCells) float(f float64, style cellStyle) Cell {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Cell{Text: "#NUM!", Kind: Error, Format: style.format}
	}
	r.buf = appendFloat(r.buf[:0], f)
	return r.number(style)
}

func (r *biffCells) rk(v uint32, style cellStyle) Cell {
	r.buf = appendRK(r.buf[:0], v)
	return r.number(style)
}

// mulRK gives the cells of a record that holds several in a row.
func (r *biffCells) mulRK(row, col int, b []byte) error {
	r.waiting = false
	for b = b[4:]; len(b) >= 8; b, col = b[6:], col+1 { // the last two bytes repeat the last column
		if col >= r.k.lim.Columns {
			return &limitError{"Columns", int64(r.k.lim.Columns), "column " + strconv.Itoa(col+1)}
		}
		style := r.k.style(int(binary.LittleEndian.Uint16(b)))
		if err := r.put(row, col, r.rk(binary.LittleEndian.Uint32(b[2:]), style)); err != nil {
			return err
		}
	}
	return nil
}

// formula is the cell of a formula's last result. A text stands in a record of its own, later.
func (r *biffCells) formula(row, col int, style cellStyle, v []byte) Cell {
	if v[6] != 0xFF || v[7] != 0xFF {
		return r.float(littleFloat(v), style)
	}
	switch v[0] {
	case 0:
		r.waiting, r.row, r.col, r.style = true, row, col, style
	case 1:
		return boolErrCell(v[2], false, style)
	case 2:
		return boolErrCell(v[2], true, style)
	}
	return Cell{} // 3 is an empty text
}

// formulaText gives the cell of the formula before, whose text this record is.
func (r *biffCells) formulaText() error {
	if !r.waiting {
		return nil
	}
	r.waiting = false
	r.buf = r.k.text(newBIFFCursor(r.s, 0), r.buf[:0], false)
	c, err := r.text(r.arena.keep(r.buf), r.style)
	if err != nil || c.Kind == Blank {
		return err
	}
	return r.put(r.row, r.col, c)
}
