package ledger

import (
	"io"
	"runtime"
	"sync/atomic"

	"github.com/klauspost/compress/s2"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/snappy"
)

// The writer's settings are part of the format: equal entries give equal bytes.
const (
	rowGroupRows  = 128 << 10
	pageRows      = 8 << 10   // a divisor of rowGroupRows
	pageText      = 96 << 10  // bytes of text that close a page early
	pageBuffer    = 512 << 10 // never full before one of the two above
	dictMaxBytes  = 192 << 10
	encodeStep    = 1024     // values handed to a column at a time
	spreadRows    = 512      // batches from this size on are encoded by several goroutines
	gatherAtMost  = 32 << 10 // a power of two
	writerName    = "flows"
	writerVersion = "1"
)

// quickSnappy is Snappy without the search for longer matches: a third of the time for a tenth more bytes.
type quickSnappy struct{ snappy.Codec }

// Encode compresses src into dst's memory where it fits.
func (*quickSnappy) Encode(dst, src []byte) ([]byte, error) {
	return s2.EncodeSnappy(dst[:cap(dst)], src), nil
}

func writerOptions() []parquet.WriterOption {
	return []parquet.WriterOption{
		parquet.Compression(&quickSnappy{}),
		parquet.CreatedBy(writerName, writerVersion, ""),
		parquet.PageBufferSize(pageBuffer),
		parquet.DictionaryMaxBytes(dictMaxBytes),
		parquet.MaxRowsPerRowGroup(1 << 30), // row groups are cut by us, at fixed row counts
		parquet.DataPageStatistics(false),
	}
}

// encoder writes batches of entries column by column, without building rows. Columns know nothing of each
// other, so goroutines share them out as they come: who wrote a column leaves no trace in its bytes.
type encoder struct {
	w     *parquet.GenericWriter[Entry]
	cols  []column
	lanes [][]parquet.Value // a buffer for each goroutine
	rows  int               // in the open row group
	begun bool              // row groups were written of a file that is not closed
}

// newWriter makes a writer of entries.
func newWriter(out io.Writer) *parquet.GenericWriter[Entry] {
	options := writerOptions()
	for _, name := range textNames {
		options = append(options, parquet.SkipPageBounds(name)) // nobody asks for a range of texts
	}
	return parquet.NewGenericWriter[Entry](out, options...)
}

func newEncoder(out io.Writer) *encoder {
	e := &encoder{w: newWriter(out)}
	e.cols = columnsOf(e.w.Schema())
	e.lanes = make([][]parquet.Value, min(4, runtime.GOMAXPROCS(0)))
	for i := range e.lanes {
		e.lanes[i] = make([]parquet.Value, encodeStep)
	}
	e.attach()
	return e
}

// attach points the columns at their writers.
func (e *encoder) attach() {
	writers := e.w.ColumnWriters()
	for i := range e.cols {
		e.cols[i].w, e.cols[i].rows, e.cols[i].open = writers[e.cols[i].leaf], 0, 0
	}
	e.rows = 0
}

// reset makes the encoder write a new file; its buffers are kept, unless the last file was given up after
// some of it was written.
func (e *encoder) reset(out io.Writer) {
	if e.begun {
		e.w = newWriter(out)
	} else {
		renew(e.w, out)
	}
	e.begun = false
	e.attach()
}

func (e *encoder) close() error {
	err := e.w.Close()
	e.begun = err != nil
	return err
}

// write encodes a batch, and meanwhile does what else is to be done with it. Pages and row groups are cut
// by what the rows hold and how many they are, never by where a batch ends: equal entries give equal bytes.
func (e *encoder) write(b *Batch, beside ...func() error) error {
	for from := 0; from < b.N; {
		to := min(b.N, from+rowGroupRows-e.rows)
		if err := e.some(b, from, to, beside); err != nil {
			return err
		}
		e.rows += to - from
		from, beside = to, nil
		if e.rows == rowGroupRows {
			e.rows, e.begun = 0, true
			if err := e.w.Flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// some encodes rows [from, to), all of one row group.
func (e *encoder) some(b *Batch, from, to int, beside []func() error) error {
	var next atomic.Int32
	lanes := len(e.lanes)
	if to-from < spreadRows {
		lanes = 1
	}
	return together(lanes, func(lane int) error {
		for {
			i := int(next.Add(1)) - 1
			var err error
			switch {
			case i < len(beside): // first what takes longest
				err = beside[i]()
			case i < len(beside)+len(e.cols):
				err = e.cols[i-len(beside)].write(e.lanes[lane], b, from, to)
			default:
				return nil
			}
			if err != nil {
				return err
			}
		}
	})
}
