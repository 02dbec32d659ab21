package sheet

import "sync"

// csvBatch is a batch with the memory its cells stand in.
type csvBatch struct {
	Batch
	cells  []Cell
	starts []int32 // of each row in cells
}

// csvBatchRows is the greatest number of rows in a batch.
const csvBatchRows = 4096

// csvBatches is memory for batches, given back by Batch.Release; it holds nothing that is read.
var csvBatches = sync.Pool{New: func() any { return new(csvBatch) }}

// renew begins a batch.
func (s *scanner) renew() {
	b := csvBatches.Get().(*csvBatch)
	b.Rows, b.starts = b.Rows[:0], b.starts[:0]
	s.cur, s.cells, s.cellsAt = b, b.cells[:0], 0
}

// endBatch gives the rows of the current batch their cells and puts the batch with the others.
func (s *scanner) endBatch() {
	b := s.cur
	b.cells = s.cells[:s.cellsAt]
	end := int32(len(b.cells))
	for i := len(b.Rows) - 1; i >= 0; i-- {
		start := b.starts[i]
		b.Rows[i].Cells = b.cells[start:end:end]
		end = start
	}
	b.release = func() {
		b.release = nil
		csvBatches.Put(b)
	}
	s.cur, s.cells = nil, nil
	s.batches = append(s.batches, b)
}

// drop gives the batches' memory back unread.
func (s *scanner) drop() {
	for _, b := range s.batches {
		b.Release()
	}
	s.batches = nil
}
