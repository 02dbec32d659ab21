package ledger

import (
	"io"

	"github.com/parquet-go/parquet-go"
)

// wordingRows closes a row group of wordings: what is open is held in memory.
const wordingRows = 64 << 10

// wordingWriter writes files of wordings column by column.
type wordingWriter struct {
	w      *parquet.GenericWriter[Wording]
	leaf   [7]int // of the columns in the order of Wording's fields
	values []parquet.Value
	rows   int  // in the open row group
	begun  bool // row groups were written of a file that is not closed
}

func wordingParquet(out io.Writer) *parquet.GenericWriter[Wording] {
	return parquet.NewGenericWriter[Wording](out, append(writerOptions(), parquet.SkipPageBounds("text"))...)
}

func newWordingWriter(out io.Writer) *wordingWriter {
	w := &wordingWriter{
		w:      wordingParquet(out),
		values: make([]parquet.Value, encodeStep),
	}
	for i, name := range [...]string{"kind", "key", "table", "year", "text", "rows", "amount"} {
		w.leaf[i] = leafOf(w.w.Schema(), name)
	}
	return w
}

func (w *wordingWriter) reset(out io.Writer) {
	if w.begun {
		w.w = wordingParquet(out)
	} else {
		renew(w.w, out)
	}
	w.rows, w.begun = 0, false
}

func (w *wordingWriter) close() error {
	err := w.w.Close()
	w.begun = err != nil
	return err
}

// write writes the wordings of a kind that a table holds, in the order of their first rows.
func (w *wordingWriter) write(name string, x *page, table int32) error {
	kind, number := textValue(name), parquet.Int32Value(table)
	for i, value := range [...]func(i int) parquet.Value{
		func(int) parquet.Value { return kind },
		func(i int) parquet.Value { return parquet.Int64Value(x.list[i].key) },
		func(int) parquet.Value { return number },
		func(i int) parquet.Value { return parquet.Int32Value(int32(x.list[i].year)) },
		func(i int) parquet.Value { return parquet.ByteArrayValue(x.textOf(i)) },
		func(i int) parquet.Value { return parquet.Int64Value(x.list[i].rows) },
		func(i int) parquet.Value { return parquet.Int64Value(int64(x.list[i].amount)) },
	} {
		if err := w.column(w.leaf[i], len(x.list), value); err != nil {
			return err
		}
	}
	if w.rows += len(x.list); w.rows < wordingRows {
		return nil
	}
	w.rows, w.begun = 0, true
	return w.w.Flush()
}

func (w *wordingWriter) column(leaf, n int, value func(i int) parquet.Value) error {
	to := w.w.ColumnWriters()[leaf]
	for from := 0; from < n; from += len(w.values) {
		some := w.values[:min(len(w.values), n-from)]
		for i := range some {
			some[i] = value(from + i)
		}
		if _, err := to.WriteRowValues(some); err != nil {
			return err
		}
	}
	return nil
}
