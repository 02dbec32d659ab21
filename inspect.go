package flows

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
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

// SheetList lists the sheets of files with their visibility and the size of the file, without reading rows
// where the format allows it.
func SheetList(names []string, stdin io.Reader) (*report.Table, error) {
	t := &report.Table{Name: "sheets", Title: "Sheets", Plain: true, Columns: []report.Column{
		text("file"), text("format"), text("sheet"), text("visibility"), count("bytes"), text("note"),
	}}
	visibility := map[sheet.Visibility]string{sheet.Visible: "visible", sheet.Hidden: "hidden", sheet.VeryHidden: "very hidden"}
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

// inspection collects what ingest would do with one file.
type inspection struct {
	tables   []ledger.Table
	problems int
}

// Restart forgets what came so far.
func (i *inspection) Restart() { *i = inspection{} }

// Batch takes entries; they are counted on their table.
func (i *inspection) Batch(*ledger.Batch) error { return nil }

// Problem counts a problem.
func (i *inspection) Problem(ledger.Problem) error { i.problems++; return nil }

// Table keeps a table.
func (i *inspection) Table(t ledger.Table) error { i.tables = append(i.tables, t); return nil }

// Inspect says, for each sheet of files, which table was found and why, the field of each column, the unit
// and the order of dates, and what would be loaded and what not. Nothing is kept.
func Inspect(ctx context.Context, names []string, stdin io.Reader, out io.Writer) error {
	return eachFile(names, stdin, func(shown string, in *sheet.Input, book *sheet.Book, _ error) error {
		found := &inspection{}

		outcome, err := ingest.Read(ctx, in, ingest.Options{Jobs: 1, Limits: sheet.DefaultLimits()}, found)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n", shown)
		if outcome.Format != "" {
			fmt.Fprintf(out, "  format     %s\n", outcome.Format)
		}
		for _, n := range outcome.Notes {
			fmt.Fprintf(out, "  note       %s\n", n)
		}
		for i := range found.tables {
			inspectTable(out, &found.tables[i])
		}
		if found.problems > 0 {
			fmt.Fprintf(out, "  problems   %d\n", found.problems)
		}
		return nil
	})
}

// inspectTable prints one table.
func inspectTable(out io.Writer, t *ledger.Table) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(out, "    %-10s %s\n", name, fmt.Sprintf(format, args...))
	}
	name := t.Sheet
	if name == "" {
		name = "(no sheet)"
	}
	fmt.Fprintf(out, "  table %d · %s: %s\n", t.N, name, t.Status)
	for _, r := range t.Reasons {
		line("because", "%s", r)
	}
	if t.HeaderRow == 0 {
		return
	}
	line("heading", "record %d", t.HeaderRow)
	if t.Charset != "" {
		line("text", "%s, delimiter %q", t.Charset, t.Delimiter)
	}
	if t.Unit > 0 {
		line("unit", "%s", report.Pounds(ledger.Pence(t.Unit)))
	}
	if t.DateOrder != "" {
		line("dates", "%s", t.DateOrder)
	}
	for i, h := range t.Headings {
		field := "kept beside, under its heading"
		if i < len(t.Fields) && t.Fields[i] != "" {
			field = t.Fields[i]
		}
		line("column "+columnLetters(int32(i+1)), "%s → %s", flat(h), field)
	}
	for _, s := range t.Series {
		line("series", "%s: %s, %d entries, %s; %s", flat(s.Name), s.Status, s.Entries, sterling(s.Sum), s.Why)
	}
	line("rows", "%d loaded, %d quarantined, %d totals, %d headings, %d notes, %d blank, %d repeated headings; sum %s",
		t.Fates[ledger.Loaded], t.Fates[ledger.Quarantined], t.Fates[ledger.Total], t.Fates[ledger.Heading], t.Fates[ledger.Note],
		t.Fates[ledger.BlankRow], t.Fates[ledger.RepeatHeading], sterling(t.Sum))
	if t.HasControl {
		line("its total", "%s, difference %s", sterling(t.Control), sterling(t.Control-t.Sum))
	}
}
