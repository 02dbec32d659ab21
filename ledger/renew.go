package ledger

import (
	"io"

	"github.com/parquet-go/parquet-go"
)

// renew makes a writer that was closed ready for a new file. Reset would blank the names of the columns
// that stand in a row group's metadata, and with them the writer's own (parquet-go 0.32 shares them):
// they are put out of its reach before.
func renew[T any](w *parquet.GenericWriter[T], out io.Writer) {
	if f := w.File(); f != nil {
		groups := f.Metadata().RowGroups
		for i := range groups {
			for j := range groups[i].Columns {
				groups[i].Columns[j].MetaData.PathInSchema = nil
			}
		}
	}
	w.Reset(out)
}
