package sheet

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
)

// biffWorksheet is the kind of a substream, as its BOF record says.
const biffWorksheet = 0x0010

// biffFacts is what a first, quick walk over a sheet's records tells: all but the cells' values.
type biffFacts struct {
	ordered  bool           // rows of cells never go back
	perRow   []int32        // cells per row, from 0; only if not ordered
	hidden   map[int32]bool // records of hidden rows
	cols     []Span         // hidden columns
	merged   []Merge
	comments int
	filter   bool // a filter hides rows
	pivots   int  // pivot tables
	queries  int  // tables that a query of outside data has filled
}

// scan walks a sheet's records from its BOF to its EOF. A stream that ends early is told when the
// cells are read.
func (k *biffBook) scan(e biffSheetEntry) (*biffFacts, error) {
	s, err := k.startSheet(e)
	if err != nil {
		return nil, err
	}
	f := &biffFacts{ordered: true}
	last := -1
	err = walkBIFF(s, func() error {
		if row, n := biffCellRow(s); n > 0 {
			f.ordered = f.ordered && row >= last
			last = row
			return nil
		}
		f.note(s)
		return nil
	})
	if err == nil || err == errBIFFCut {
		err = k.countRows(e, f)
	}
	if err != nil && err != errBIFFCut {
		return nil, k.refuse(e.name, codeDamaged, "a sheet that cannot be read to its end", err)
	}
	return f, nil
}

// countRows counts the cells of each row of a sheet whose cells are not in order.
func (k *biffBook) countRows(e biffSheetEntry, f *biffFacts) error {
	if f.ordered {
		return nil
	}
	s, err := k.startSheet(e)
	if err != nil {
		return err
	}
	f.perRow = make([]int32, 1<<16)
	return walkBIFF(s, func() error {
		row, n := biffCellRow(s)
		f.perRow[row] += int32(n)
		return nil
	})
}

// startSheet moves to the first record of a sheet.
func (k *biffBook) startSheet(e biffSheetEntry) (*biffRecords, error) {
	s := newBIFFRecords(k.r, e.offset, k.key)
	if err := s.next(); err != nil || s.id != recBOF {
		return nil, k.refuse(e.name, codeDamaged, fmt.Sprintf("the sheet does not begin at byte %d, where the workbook says", e.offset), err)
	}
	return s, nil
}

// walkBIFF calls visit for each record of a substream whose BOF has been read, but not for those of
// charts within it. It returns errBIFFCut where the stream ends before the substream does.
func walkBIFF(s *biffRecords, visit func() error) error {
	for depth := 1; ; {
		switch err := s.next(); {
		case err == io.EOF:
			return errBIFFCut
		case err != nil:
			return err
		}
		switch {
		case s.id == recBOF:
			depth++
		case s.id == recEOF:
			if depth--; depth == 0 {
				return nil
			}
		case depth == 1:
			if err := visit(); err != nil {
				return err
			}
		}
	}
}

// biffCellRow gives the row (from 0) of a record that holds cells with values, and how many.
func biffCellRow(s *biffRecords) (row, n int) {
	switch s.id {
	case recLabelSST, recNumber, recRK, recLabel, recRString, recBoolErr, recFormula, recFormulaBIFF3, recFormulaBIFF4:
		n = 1
	case recMulRK:
		n = (len(s.b) - 6) / 6
	}
	if n <= 0 || len(s.b) < 6 {
		return 0, 0
	}
	return int(binary.LittleEndian.Uint16(s.b)), n
}

// note keeps what records that hold no cells say.
func (f *biffFacts) note(s *biffRecords) {
	b := s.b
	switch s.id {
	case recRow:
		if len(b) >= 14 && b[12]&0x20 != 0 {
			if f.hidden == nil {
				f.hidden = map[int32]bool{}
			}
			f.hidden[int32(binary.LittleEndian.Uint16(b))+1] = true
		}
	case recColInfo:
		if len(b) >= 10 && b[8]&1 != 0 {
			first, last := int32(binary.LittleEndian.Uint16(b)), int32(binary.LittleEndian.Uint16(b[2:]))
			f.cols = append(f.cols, Span{first + 1, min(last+1, 256)})
		}
	case recMergedCells:
		f.merge(b)
	case recNote:
		f.comments++
	case recFilterMode:
		f.filter = true
	case recPivot:
		f.pivots++
	case recQuery:
		f.queries++
	}
}

// merge reads merged ranges.
func (f *biffFacts) merge(b []byte) {
	if len(b) < 2 {
		return
	}
	n := int(binary.LittleEndian.Uint16(b))
	for b = b[2:]; n > 0 && len(b) >= 8; b, n = b[8:], n-1 {
		at := func(i int) int32 { return int32(binary.LittleEndian.Uint16(b[i:])) + 1 }
		f.merged = append(f.merged, Merge{Row1: at(0), Row2: at(2), Col1: at(4), Col2: at(6)})
	}
}

// hiddenRows lists the records of hidden rows in order.
func (f *biffFacts) hiddenRows() []int32 { return slices.Sorted(maps.Keys(f.hidden)) }

// notes puts into words what a reader of the table should know.
func (f *biffFacts) notes() []string {
	var notes []string
	if f.comments > 0 {
		notes = append(notes, count(f.comments, "comment")+", not read")
	}
	if f.filter {
		notes = append(notes, fmt.Sprintf("a filter hides rows: %d rows are hidden", len(f.hidden)))
	}
	if f.pivots > 0 {
		notes = append(notes, count(f.pivots, "pivot table")+", cells read as last saved")
	}
	if f.queries > 0 {
		notes = append(notes, count(f.queries, "query")+" of outside data, cells read as last saved")
	}
	return notes
}
