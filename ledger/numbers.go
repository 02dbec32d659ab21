package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
)

// ReadNumbers calls visit for each row group of a Parquet file with its columns of these names, which hold whole
// numbers, one slice a column. It reads no other column. The slices are reused between calls.
func ReadNumbers(path string, visit func(columns [][]int64) error, names ...string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	leaves := map[string]int{}
	for i, column := range f.Schema().Columns() {
		leaves[column[0]] = i
	}
	columns := make([][]int64, len(names))
	for _, group := range f.RowGroups() {
		for i, name := range names {
			leaf, ok := leaves[name]
			if !ok {
				return fmt.Errorf("%s has no column %s", filepath.Base(path), name)
			}
			if columns[i], err = readNumbers(columns[i][:0], group.ColumnChunks()[leaf]); err != nil {
				return fmt.Errorf("%s, column %s: %w", filepath.Base(path), name, err)
			}
			if int64(len(columns[i])) != group.NumRows() {
				return fmt.Errorf("%s, column %s: %d values for %d rows", filepath.Base(path), name, len(columns[i]), group.NumRows())
			}
		}
		if err := visit(columns); err != nil {
			return err
		}
	}
	return nil
}

// readNumbers appends the values of a column.
func readNumbers(list []int64, chunk parquet.ColumnChunk) ([]int64, error) {
	pages := chunk.Pages()
	defer pages.Close()
	values := make([]parquet.Value, 1024)
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return list, err
		}
		for r := page.Values(); ; {
			n, err := r.ReadValues(values)
			for _, v := range values[:n] {
				switch v.Kind() {
				case parquet.Int32:
					list = append(list, int64(v.Int32()))
				case parquet.Int64:
					list = append(list, v.Int64())
				default:
					return list, fmt.Errorf("found a %s, expected a whole number", v.Kind())
				}
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return list, err
			}
		}
		parquet.Release(page)
	}
}
