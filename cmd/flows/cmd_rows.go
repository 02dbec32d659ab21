package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"

	"flows"
	"flows/report"
)

// rowsOptions are the flags of 'sources --rows'.
type rowsOptions struct {
	wanted bool
	sheet  string
	from   []string
}

// print lists the rows of a source. As csv they are written as they come, however many there are.
func (o *rowsOptions) print(ctx context.Context, a *app, p *flows.Project, out *output, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("--rows: whose? name a file or an id; 'flows sources' lists them")
	}
	opt := flows.RowsOptions{Source: args[0], Sheet: o.sheet, From: o.from}
	format, err := out.pick()
	if err != nil {
		return err
	}
	var notes []string
	if format == "csv" {
		err = a.stream(out.file, func(w io.Writer) (err error) { notes, err = rowsCSV(ctx, w, p, opt); return err })
	} else {
		notes, err = o.pages(ctx, a, p, out, opt, format == "text")
	}
	a.notes(notes)
	return err
}

// fewNotes is how many notes are told before the rest are only counted.
const fewNotes = 5

// notes tells what concerns single files.
func (a *app) notes(list []string) {
	for i, n := range list {
		if i == fewNotes && len(list) > fewNotes+1 {
			fmt.Fprintf(a.err, "… and so for %d more\n", len(list)-fewNotes)
			return
		}
		fmt.Fprintln(a.err, oneLine(n))
	}
}

// rowsCSV writes a line for each row.
func rowsCSV(ctx context.Context, w io.Writer, p *flows.Project, opt flows.RowsOptions) ([]string, error) {
	lines := csv.NewWriter(w)
	var head []string
	for _, c := range flows.RowsTable(nil).Columns {
		head = append(head, c.Name)
	}
	if err := lines.Write(head); err != nil {
		return nil, err
	}
	number := func(n int64, known bool) string {
		if !known {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	notes, err := p.Rows(ctx, opt, func(r flows.RowFate) error {
		return lines.Write([]string{r.Source, r.File, r.Sheet, number(int64(r.Table), true), number(int64(r.Row), r.Row > 0), r.Fate, r.Code, r.Why,
			number(r.Entries, true), number(int64(r.Sum), r.Entries > 0), r.Text})
	})
	lines.Flush()
	if err == nil {
		err = lines.Error()
	}
	return notes, err
}

// pages prints rows as one listing, or as text as one page for each table.
func (o *rowsOptions) pages(ctx context.Context, a *app, p *flows.Project, out *output, opt flows.RowsOptions, text bool) ([]string, error) {
	var all []flows.RowFate
	var runs flows.Runs
	var last flows.RowFate
	var pages []*report.Table
	turn := func() {
		if t := runs.Table(); t != nil {
			pages = append(pages, t)
		}
	}
	notes, err := p.Rows(ctx, opt, func(r flows.RowFate) error {
		if !text {
			all = append(all, r)
			return nil
		}
		if last.Source != r.Source || last.Table != r.Table {
			turn()
		}
		last = r
		runs.Add(r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if turn(); !text {
		pages = append(pages, flows.RowsTable(all))
	}
	if len(pages) == 0 {
		return append(notes, opt.Source+": there are no rows to list"), nil
	}
	return notes, a.print(out, pages...)
}

// stream writes to standard output, or to a file that is whole or not there.
func (a *app) stream(file string, write func(io.Writer) error) error {
	if file == "" {
		return write(a.out)
	}
	tmp := file + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return fmt.Errorf("could not write %s: %w", file, err)
	}
	err = write(f)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(tmp, file)
	}
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("could not write %s: %w", file, err)
	}
	fmt.Fprintf(a.err, "wrote %s\n", file)
	return nil
}
