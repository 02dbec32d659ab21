package sheet

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

// Books whose rows come from records, from a spool in memory and from one in a file stop alike: at a
// visitor's error, which is returned as it is, and when their context ends.
func TestReadersStop(t *testing.T) {
	var w biffWriter
	for row := range 5000 {
		w.rec(recNumber, cellAt(row, 0, 0), float64(row))
	}
	books := map[string]*Book{
		"xls":  xlsOf(t, testBook(biff8, nil, testSheet{name: "S", records: w.Bytes()})),
		"ods":  odsOf(t, "", odsTable(`table:name="S"`, strings.Repeat(odsRow(odsWord("a")), 5000))),
		"json": jsonOf(t, "["+strings.Repeat(`{"a": 1},`, 5000)+`{"a": 2}]`),
	}
	for name, book := range books {
		t.Run(name, func(t *testing.T) {
			own := errors.New("enough")
			batches := 0
			err := book.Sheets[0].Rows(t.Context(), func(b *Batch) error {
				batches++
				return own
			})
			if err != own || batches != 1 {
				t.Errorf("error %v after %d batches", err, batches)
			}
			ctx, cancel := context.WithCancel(t.Context())
			err = book.Sheets[0].Rows(ctx, func(b *Batch) error {
				cancel()
				return nil
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v after the context ended", err)
			}
		})
	}
}

func TestSpoolFileIsRemoved(t *testing.T) {
	s := rowSpool{}
	var row spoolRow
	row.cell(Text, 0, []byte("a"))
	if err := s.write(&row, 1, false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.take(); err != nil {
		t.Fatal(err)
	}
	name := s.file.Name()
	if info, err := os.Stat(name); err != nil || info.Size() == 0 {
		t.Fatalf("nothing in the file (%v)", err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); !os.IsNotExist(err) {
		t.Errorf("the file is there after close (%v)", err)
	}
}
