package sheet

import (
	"context"
	"errors"
	"slices"
	"time"
)

// biffRows puts the cells of a sheet into rows.
type biffRows struct {
	*rowBatcher
	hidden []int32 // records of hidden rows, ascending, that have not been passed
}

// readSheet reads a sheet twice: quickly for what is hidden, merged and out of order, then for cells.
func (k *biffBook) readSheet(ctx context.Context, sh *Sheet, e biffSheetEntry, visit func(*Batch) error) error {
	facts, err := k.scan(e)
	if err != nil {
		return err
	}
	sh.HiddenCols, sh.Merged = facts.cols, facts.merged
	out := &biffRows{rowBatcher: newRowBatcher(watched(ctx, k.path, k.lim, k.began, visit)), hidden: facts.hiddenRows()}
	r := &biffCells{k: k, e: e}
	if facts.ordered {
		err = out.inOrder(r)
	} else {
		err = out.sorted(r, facts.perRow)
	}
	sh.Notes = append(facts.notes(), r.seen.notes()...)
	if out.visitErr != nil {
		return out.visitErr
	}
	if last := out.flush(); last != nil {
		return last
	}
	return k.asRefusal(e.name, err)
}

// watched is visit, after a look at whether the reading of the file at path, which began then, should go on.
func watched(ctx context.Context, path string, lim Limits, began time.Time, visit func(*Batch) error) func(*Batch) error {
	return func(b *Batch) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if lim.Time > 0 && time.Since(began) > lim.Time {
			return asRefusal(path, &limitError{"Time", int64(lim.Time / time.Second), "the time taken by the file, in seconds,"})
		}
		return visit(b)
	}
}

// begin starts a row (from 0). Hidden rows without cells that lie before it are passed on the way.
func (o *biffRows) begin(row int) error {
	record := int32(row + 1)
	for len(o.hidden) > 0 && o.hidden[0] < record {
		o.beginRow(o.hidden[0], true)
		o.hidden = o.hidden[1:]
		if err := o.endRow(); err != nil {
			return err
		}
	}
	hide := len(o.hidden) > 0 && o.hidden[0] == record
	if hide {
		o.hidden = o.hidden[1:]
	}
	o.beginRow(record, hide)
	return nil
}

// inOrder gives the rows of a sheet whose cells stand row by row in the file.
func (o *biffRows) inOrder(r *biffCells) error {
	current := -1
	end := func() error {
		if current < 0 {
			return nil
		}
		return o.endRow()
	}
	r.put = func(row, col int, c Cell) error {
		if row != current {
			if err := end(); err != nil {
				return err
			}
			if err := o.begin(row); err != nil {
				return err
			}
			current = row
		}
		o.place(r, row, col, c)
		return nil
	}
	err := r.run()
	if last := end(); last != nil {
		return last
	}
	return err
}

// place puts a cell into the current row, and counts those that were there before.
func (o *biffRows) place(r *biffCells, row, col int, c Cell) {
	if !o.put(col, c) {
		return
	}
	if r.seen.twice++; r.seen.twice == 1 {
		r.seen.firstTwice = cellName(int32(row+1), col)
	}
}

// placedCell is a cell with its place, for sheets whose cells are not in order.
type placedCell struct {
	row, col int
	Cell
}

// biffBand is how many cells are sorted in memory at once.
const biffBand = 1 << 20

// sorted gives the rows of a sheet whose cells stand in any order: in bands of rows, each by one
// reading of the sheet, so that memory does not grow with the sheet.
func (o *biffRows) sorted(r *biffCells, perRow []int32) error {
	var torn error
	for from := 0; from < len(perRow); {
		to, n := from, 0
		for to < len(perRow) && (n == 0 || n+int(perRow[to]) <= biffBand) {
			n += int(perRow[to])
			to++
		}
		cells := make([]placedCell, 0, n)
		r.put = func(row, col int, c Cell) error {
			if row >= from && row < to {
				cells = append(cells, placedCell{row, col, c})
			}
			return nil
		}
		if torn = r.run(); torn != nil && !errors.Is(torn, errBIFFCut) {
			return torn
		}
		slices.SortStableFunc(cells, func(a, b placedCell) int { return a.row - b.row })
		if err := o.give(r, cells); err != nil {
			return err
		}
		from = to
	}
	return torn
}

// give makes rows of sorted cells.
func (o *biffRows) give(r *biffCells, cells []placedCell) error {
	for i, c := range cells {
		if i == 0 || cells[i-1].row != c.row {
			if err := o.begin(c.row); err != nil {
				return err
			}
		}
		o.place(r, c.row, c.col, c.Cell)
		if i+1 == len(cells) || cells[i+1].row != c.row {
			if err := o.endRow(); err != nil {
				return err
			}
		}
	}
	return nil
}
