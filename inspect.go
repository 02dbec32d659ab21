package flows

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"flows/ingest/sheet"
	"flows/report"
)

// eachFile opens every file and archive member that names name, in order. shown is its path as the user
// would write it; a file that cannot be opened comes with its error.
func eachFile(names []string, stdin io.Reader, visit func(shown string, in *sheet.Input, book *sheet.Book, err error) error) error {
	for _, name := range names {
		inputs, err := sheet.Find([]string{name}, stdin)
		if err != nil {
			return err
		}
		for _, in := range inputs {
			err := sheet.Expand(in, sheet.DefaultLimits(), func(member *sheet.Input) error {
				book, err := sheet.Open(member, sheet.DefaultLimits())
				if err == nil {
					defer book.Close()
				}
				return visit(shownAs(name, member.Path), member, book, err)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// shownAs puts what the user named before the path inside it.
func shownAs(name, inner string) string {
	if name == "-" {
		return inner
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return path.Join(filepath.ToSlash(name), inner)
	}
	return path.Join(path.Dir(filepath.ToSlash(name)), inner)
}

// Dump writes files as JSON lines, one per sheet, hidden ones too: {"workbook", "sheet", "cells"}, the cells
// as a person would see them, row by row. A csv has no sheet. A file that cannot be read is
// {"workbook", "error"}; so is the rest of one that breaks off.
func Dump(ctx context.Context, names []string, stdin io.Reader, out io.Writer) error {
	w := bufio.NewWriterSize(out, 1<<16)
	err := eachFile(names, stdin, func(shown string, _ *sheet.Input, book *sheet.Book, err error) error {
		if err != nil {
			return dumpError(w, shown, "", err)
		}
		if len(book.Sheets) == 0 {
			return dumpError(w, shown, "", errors.New("there is no sheet in it"))
		}
		for _, s := range book.Sheets {
			if err := dumpSheet(ctx, w, shown, s); err != nil {
				return err
			}
		}
		return nil
	})
	if e := w.Flush(); err == nil {
		err = e
	}
	return err
}

func dumpError(w *bufio.Writer, workbook, name string, err error) error {
	line := map[string]string{"workbook": workbook, "error": err.Error()}
	if name != "" {
		line["sheet"] = name
	}
	return writeLine(w, line)
}

func writeLine(w *bufio.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// dumpSheet writes one sheet as it is read, so that memory does not grow with it. What is read before a
// sheet breaks off is written, and then the reason on a line of its own.
func dumpSheet(ctx context.Context, w *bufio.Writer, workbook string, s *sheet.Sheet) error {
	w.WriteString(`{"workbook": ` + quoted(workbook))
	if s.Name != "" {
		w.WriteString(`, "sheet": ` + quoted(s.Name))
	}
	w.WriteString(`, "cells": [`)
	n := 0
	err := s.Rows(ctx, func(b *sheet.Batch) error {
		defer b.Release()
		for i := range b.Rows {
			if n++; n > 1 {
				w.WriteString(", ")
			}
			w.WriteByte('[')
			for k, c := range b.Rows[i].Cells {
				if k > 0 {
					w.WriteString(", ")
				}
				w.WriteString(quoted(sheet.Display(c, s)))
			}
			if err := w.WriteByte(']'); err != nil {
				return err
			}
		}
		return nil
	})
	if _, e := w.WriteString("]}\n"); e != nil {
		return e
	}
	if refusal := (*sheet.Refusal)(nil); errors.As(err, &refusal) {
		return dumpError(w, workbook, s.Name, err)
	}
	return err
}

func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // a string cannot fail to encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func visibilityWords() map[sheet.Visibility]string {
	return map[sheet.Visibility]string{sheet.Visible: "visible", sheet.Hidden: "hidden", sheet.VeryHidden: "very hidden"}
}

// SheetList lists the sheets of files with their visibility and the size of the file, without reading rows
// where the format allows it.
func SheetList(names []string, stdin io.Reader) (*report.Table, error) {
	t := &report.Table{Name: "sheets", Title: "Sheets", Plain: true, Columns: []report.Column{
		text("file"), text("format"), text("sheet"), text("visibility"), count("bytes"), text("note"),
	}}
	visibility := visibilityWords()
	err := eachFile(names, stdin, func(shown string, in *sheet.Input, book *sheet.Book, err error) error {
		row := func(format, name, seen, note string) {
			t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{shown, format, name, seen, in.Size, note}})
		}
		if err != nil {
			row("", "", "", err.Error())
			return nil
		}
		for _, s := range book.Sheets {
			row(book.Format, s.Name, visibility[s.Visibility], strings.Join(book.Notes, "; "))
		}
		return nil
	})
	return t, err
}
