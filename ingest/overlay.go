package ingest

import (
	"context"
	"slices"

	"flows/ingest/sheet"
)

// Overlay gives cells that stand for those of a file while it is read: what a person has corrected. The
// file stays as it is, and so does every other cell.
type Overlay map[At]Correction

// At is a row of a sheet.
type At struct {
	Sheet  string
	Record int32
}

// Correction is the corrected cells of one row, by column from 0.
type Correction map[int]sheet.Cell

// rows reads a sheet with the overlay's cells in their places.
func (q *sequence) rows(ctx context.Context, visit func(*sheet.Batch) error) error {
	over := q.r.over
	if len(over) == 0 {
		return q.sheet.Rows(ctx, visit)
	}
	return q.sheet.Rows(ctx, func(b *sheet.Batch) error {
		for i := range b.Rows {
			if c := over[At{q.sheet.Name, b.Rows[i].Record}]; c != nil {
				b.Rows[i].Cells = c.on(b.Rows[i].Cells)
			}
		}
		return visit(b)
	})
}

// on is a copy of cells with the corrections in their places.
func (c Correction) on(cells []sheet.Cell) []sheet.Cell {
	cells = slices.Clone(cells)
	for col, x := range c {
		for len(cells) <= col {
			cells = append(cells, sheet.Cell{})
		}
		cells[col] = x
	}
	return cells
}
