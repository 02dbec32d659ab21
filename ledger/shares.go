package ledger

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
)

// WriteTable writes rows as <dir>/<name>.parquet under the ledger ("shares", "ref"), whole or not at all.
func WriteTable[T any](l *Ledger, dir, name string, rows []T) error {
	return WriteParquet(filepath.Join(l.dir, dir, name+".parquet"), rows)
}

// WriteParquet writes rows to a file, whole or not at all, and makes its folder where there is none.
func WriteParquet[T any](path string, rows []T) error {
	w, err := beginRows[T](path)
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := w.Write(rows); err != nil {
		return err
	}
	return w.Close()
}

// RowsWriter writes a Parquet file of rows as they come, whole or not at all.
type RowsWriter[T any] struct {
	path string
	f    *os.File // nil once it is closed
	w    *parquet.GenericWriter[T]
	rows int // written into the open row group
	held []T // not written yet: pages end where enough rows were written at once
}

// BeginTable begins <dir>/<name>.parquet under the ledger. Equal rows give equal bytes, in whatever parts
// they come. Abort is due in any case.
func BeginTable[T any](l *Ledger, dir, name string) (*RowsWriter[T], error) {
	return beginRows[T](filepath.Join(l.dir, dir, name+".parquet"))
}

func beginRows[T any](path string) (*RowsWriter[T], error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	f, err := CreateBeside(path)
	if err != nil {
		return nil, err
	}
	return &RowsWriter[T]{path: path, f: f, w: parquet.NewGenericWriter[T](f, writerOptions()...)}, nil
}

// Write adds rows.
func (w *RowsWriter[T]) Write(rows []T) error {
	for len(rows) > 0 {
		n := min(len(rows), pageRows-len(w.held))
		w.held = append(w.held, rows[:n]...)
		rows = rows[n:]
		if len(w.held) == pageRows {
			if err := w.release(); err != nil {
				return w.named(err)
			}
		}
	}
	return nil
}

// release writes the rows held.
func (w *RowsWriter[T]) release() error {
	if _, err := w.w.Write(w.held); err != nil {
		return err
	}
	w.rows += len(w.held)
	clear(w.held)
	w.held = w.held[:0]
	if w.rows < rowGroupRows {
		return nil
	}
	w.rows = 0
	return w.w.Flush()
}

// Close ends the file and puts it in its place.
func (w *RowsWriter[T]) Close() error {
	err := w.release()
	if e := w.w.Close(); err == nil {
		err = e
	}
	if e := w.f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(w.f.Name(), w.path)
	}
	if err != nil {
		os.Remove(w.f.Name())
	}
	w.f = nil
	return w.named(err)
}

// Abort removes what was written, unless the file was closed.
func (w *RowsWriter[T]) Abort() {
	if w.f != nil {
		w.f.Close()
		os.Remove(w.f.Name())
		w.f = nil
	}
}

func (w *RowsWriter[T]) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", filepath.Base(w.path), err)
}

// ReadTable calls visit with the rows of a Parquet file that WriteTable or a source wrote, some at a time.
// The slice is reused between calls.
func ReadTable[T any](path string, visit func([]T) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	file, err := parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	r := parquet.NewGenericReader[T](file)
	defer r.Close()
	rows := make([]T, 4096)
	for {
		n, err := r.Read(rows)
		if n > 0 {
			if e := visit(rows[:n]); e != nil {
				return e
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
	}
}

// Ref is the path of a reference table of this name, "" where there is none.
func (l *Ledger) Ref(name string) string { return l.existing("ref", name) }

func (l *Ledger) existing(dir, name string) string {
	path := filepath.Join(l.dir, dir, name+".parquet")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}
