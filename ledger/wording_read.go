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

// ReadWordings appends the wordings of a file to list. It reads column by column: a ledger has a file of
// them for each source, most of them small, and reading rows costs ten times as much.
func ReadWordings(list []Wording, path string) ([]Wording, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return list, err
	}
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return list, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	for _, group := range f.RowGroups() {
		from := len(list)
		list = append(list, make([]Wording, group.NumRows())...)
		for i, chunk := range group.ColumnChunks() {
			name := f.Schema().Columns()[i][0]
			if err := readColumn(list[from:], name, chunk); err != nil {
				return list, fmt.Errorf("%s, column %s: %w", filepath.Base(path), name, err)
			}
		}
	}
	return list, nil
}

// readColumn fills one field of the wordings of a row group.
func readColumn(rows []Wording, name string, chunk parquet.ColumnChunk) error {
	set, ok := wordingColumns[name]
	if !ok {
		return nil // a column of a later version
	}
	pages := chunk.Pages()
	defer pages.Close()
	values := make([]parquet.Value, 1024)
	at := 0
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		for r := page.Values(); ; {
			n, err := r.ReadValues(values)
			if at+n > len(rows) {
				return errors.New("more values than rows")
			}
			for i := range n {
				set(&rows[at+i], values[i])
			}
			at += n
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
		}
		parquet.Release(page)
	}
	if at != len(rows) {
		return fmt.Errorf("%d values for %d rows", at, len(rows))
	}
	return nil
}

// wordingColumns are the columns of a wordings file.
var wordingColumns = map[string]func(*Wording, parquet.Value){
	"kind":   func(w *Wording, v parquet.Value) { w.Kind = kindNamed(v.ByteArray()) },
	"key":    func(w *Wording, v parquet.Value) { w.Key = v.Int64() },
	"table":  func(w *Wording, v parquet.Value) { w.Table = v.Int32() },
	"year":   func(w *Wording, v parquet.Value) { w.Year = Year(v.Int32()) },
	"text":   func(w *Wording, v parquet.Value) { w.Text = string(v.ByteArray()) },
	"rows":   func(w *Wording, v parquet.Value) { w.Rows = v.Int64() },
	"amount": func(w *Wording, v parquet.Value) { w.Amount = Pence(v.Int64()) },
}

// kindNamed is the kind without a copy of its name for each wording.
func kindNamed(b []byte) string {
	for _, k := range [...]string{KindPayer, KindPlace, KindPurpose} {
		if string(b) == k {
			return k
		}
	}
	return string(b)
}
