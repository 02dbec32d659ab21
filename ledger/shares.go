package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
)

// Mapping says what the shares in a ledger were made from. They are current as long as it is equal.
type Mapping struct {
	Rules   string   // hash of the rules, reference tables and decisions
	Sources string   // hash of the ids and readings mapped
	Files   []string // under shares/, by name
}

// WriteTable writes rows as <dir>/<name>.parquet under the ledger ("shares", "ref"), whole or not at all.
func WriteTable[T any](l *Ledger, dir, name string, rows []T) error {
	return WriteParquet(filepath.Join(l.dir, dir, name+".parquet"), rows)
}

// WriteParquet writes rows to a file, whole or not at all, and makes its folder where there is none.
func WriteParquet[T any](path string, rows []T) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	err = writeRows(f, rows)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}

func writeRows[T any](f *os.File, rows []T) error {
	w := parquet.NewGenericWriter[T](f, writerOptions()...)
	for from := 0; from < len(rows); from += rowGroupRows {
		if _, err := w.Write(rows[from:min(len(rows), from+rowGroupRows)]); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return w.Close()
}

// ReadTable calls visit with the rows of a Parquet file that WriteTable or a source wrote, some at a time.
// The slice is reused between calls.
func ReadTable[T any](path string, visit func([]T) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := parquet.NewGenericReader[T](f)
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

// Mapping is what the ledger's shares were made from; the zero value where there are none.
func (l *Ledger) Mapping() Mapping {
	var m Mapping
	if err := readJSON(filepath.Join(l.dir, "shares", "mapping.json"), &m); err != nil {
		return Mapping{}
	}
	return m
}

// BeginMapping marks the shares as not current, so that a run cut short is noticed.
func (l *Ledger) BeginMapping() error {
	err := os.Remove(filepath.Join(l.dir, "shares", "mapping.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// EndMapping marks the shares as made from m.
func (l *Ledger) EndMapping(m Mapping) error {
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(l.dir, "shares", "mapping.json"), append(b, '\n'))
}

// Shares is the path of a shares file of this name, "" where there is none.
func (l *Ledger) Shares(name string) string { return l.existing("shares", name) }

// Ref is the path of a reference table of this name, "" where there is none.
func (l *Ledger) Ref(name string) string { return l.existing("ref", name) }

func (l *Ledger) existing(dir, name string) string {
	path := filepath.Join(l.dir, dir, name+".parquet")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}
