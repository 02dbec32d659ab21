package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"flows"

	"github.com/spf13/cobra"
)

// fixOptions are the flags of ingest that concern corrections.
type fixOptions struct {
	fix, undo string
	from      []string
}

func (o *fixOptions) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.fix, "fix", "", "apply this sheet of corrections, made by 'flows problems --export' and filled in")
	c.Flags().StringVar(&o.undo, "undo-fix", "", "take this sheet of corrections out of the ledger again, by its name or id")
	c.Flags().StringArrayVar(&o.from, "from", nil, "with --fix: a file, folder or pattern where the originals are")
	c.MarkFlagsMutuallyExclusive("fix", "undo-fix")
}

// wanted says whether ingest is asked about corrections.
func (o *fixOptions) wanted() bool { return o.fix != "" || o.undo != "" }

// run applies a sheet of corrections, or takes one back.
func (o *fixOptions) run(ctx context.Context, a *app, names []string, dry bool) error {
	if len(names) > 0 {
		return fmt.Errorf("--fix and --undo-fix read no other files; leave out %s", names[0])
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.Close()
	if o.undo != "" {
		if dry {
			return fmt.Errorf("--undo-fix has no --dry-run: the sheet can be applied again")
		}
		path, rows, err := p.Unfix(o.undo)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s: taken back; %s quarantined as before\n", oneLine(path), counted(int64(rows), "row")+" "+isAre(rows))
		return nil
	}
	r, err := p.Fix(ctx, flows.FixOptions{Name: o.fix, From: o.from, DryRun: dry})
	if errors.Is(err, flows.ErrFixRefused) {
		return withCode(exitRefused, "%w", err)
	}
	if err != nil {
		return err
	}
	printFix(a.out, r)
	return nil
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// printFix tells what became of each row that was changed, and of the sheet.
func printFix(w io.Writer, r *flows.FixResult) {
	if r.Known {
		fmt.Fprintf(w, "%s: applied before; nothing was changed\n", oneLine(r.Path))
		return
	}
	for _, x := range r.Fixed {
		name := x.File
		if x.Sheet != "" {
			name += " · " + x.Sheet
		}
		line := fmt.Sprintf("%s row %d: %s loaded, %s; by %s on %s; %s", name, x.Row, entries(int64(x.Entries)), pounds(x.Sum), x.By, x.On, x.Changes)
		if x.Note != "" {
			line += "; still " + x.Note
		}
		fmt.Fprintln(w, oneLine(line))
	}
	for _, s := range r.Wrong {
		fmt.Fprintln(w, oneLine(s))
	}
	parts := []string{fmt.Sprintf("%s corrected, %s", counted(int64(len(r.Fixed)), "row"), pounds(r.Sum))}
	for _, x := range []struct {
		n    int
		what string
	}{{len(r.Wrong), "changed and not loaded"}, {r.Unchanged, "left as it was"}, {r.Before, "corrected before"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.what))
		}
	}
	line := oneLine(r.Path) + ": " + strings.Join(parts, "; ")
	if r.DryRun {
		line += "; dry run, nothing was kept"
	}
	fmt.Fprintln(w, line)
}

// exportFixes writes the sheet of corrections.
func exportFixes(ctx context.Context, a *app, p *flows.Project, f flows.ProblemFilter, file string, from []string) error {
	ext := strings.ToLower(filepath.Ext(file))
	if ext != ".xlsx" && ext != ".csv" {
		return fmt.Errorf("--export %s: a sheet of corrections ends in .xlsx or .csv", file)
	}
	x, err := p.ExportFixes(ctx, f, from)
	if err != nil {
		return err
	}
	if x.Rows == 0 && x.Gone > 0 {
		return fmt.Errorf("%s to correct and no original to take their cells from, so nothing was written: %s", counted(int64(x.Gone), "row"), x.Notes[0])
	}
	a.notes(x.Notes)
	if x.Rows == 0 {
		fmt.Fprintln(a.err, "there are no quarantined rows to correct; nothing was written")
		return nil
	}
	if ext == ".csv" {
		err = a.stream(file, func(w io.Writer) error { return flows.WriteFixCSV(w, x.Tables) })
	} else if err = writeFile(file, "xlsx", x.Tables); err == nil {
		fmt.Fprintf(a.err, "wrote %s\n", file)
	}
	if err == nil {
		fmt.Fprintf(a.err, "%s to correct; fill it in, then: flows ingest --fix %s\n", counted(int64(x.Rows), "row"), file)
	}
	return err
}
