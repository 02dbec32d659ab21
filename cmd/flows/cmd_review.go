package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"flows"
	"flows/ledger"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
)

// reviewOptions are the flags of review.
type reviewOptions struct {
	filters
	out         output
	apply       string
	who, when   string
	dryRun, yes bool
}

// ofReports are filters that have no meaning for what is open.
var ofReports = []string{"geography", "spread", "observed-only", "framework"}

func newReview(a *app) *cobra.Command {
	var o reviewOptions
	c := &cobra.Command{
		Use:   "review -o FILE.xlsx | --apply FILE",
		Short: "Write what is undecided as a workbook to fill in, and read the decisions back",
		Long: `Write a workbook of what is undecided, most pounds at risk first: payees that are not placed, with
candidates and reasons; purposes that are not classified or only by the text model, with its
suggestions; and spellings of payees that may be one organisation, or may not. Fill in the coloured
columns of the rows that you can decide.

With --apply the filled-in workbook comes back as lines of decisions/places.csv, functions.csv and
payees.csv, which hold for every file from then on; 'flows explain' names them. What
the decisions would move is printed first, in rows and pounds, and is exactly what 'flows map' and
the reports then move by. A row without who, when or why, a place or function that there is not,
or a contradiction is an error that names the cell, and nothing is written.

With --place the workbook holds payees that may be there, by a candidate or by who pays them, and
purposes of money placed there, and asks nothing about organisations.`,
		Example: `  flows review -o review.xlsx
  flows review --place Norfolk --year 2014-15 --top 50 -o review.xlsx
  flows review --apply review.xlsx --dry-run
  flows review --apply review.xlsx --who 'A. Analyst' --when 2026-04-01 --yes`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, name := range ofReports {
				if c.Flags().Changed(name) {
					return fmt.Errorf("--%s is for reports: a review is of what is open as it was paid", name)
				}
			}
			if o.apply == "" {
				return a.writeReview(c.Context(), &o)
			}
			return a.applyReview(c, &o)
		},
	}
	o.filters.flags(a, c)
	for _, name := range ofReports {
		_ = c.Flags().MarkHidden(name)
	}
	c.Flags().IntVar(&o.top, "top", 200, "so many rows on each sheet; 0 is all")
	c.Flags().StringVar(&o.out.format, "format", "", "of what --apply prints: text, csv, json, markdown (default: text)")
	c.Flags().BoolVar(&o.out.json, "json", false, "the same as --format json")
	c.Flags().StringVarP(&o.out.file, "output", "o", "", "write the workbook here; with --apply, write what it prints here")
	c.Flags().StringVar(&o.apply, "apply", "", "a workbook that was filled in")
	c.Flags().StringVar(&o.who, "who", "", "who decides, in rows that do not say it")
	c.Flags().StringVar(&o.when, "when", "", "the day of the decisions, in rows that do not say it, as 2026-04-01")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "print what the decisions would move, write nothing")
	c.Flags().BoolVar(&o.yes, "yes", false, "write without asking")
	return c
}

// writeReview writes the workbook, whole or not at all.
func (a *app) writeReview(ctx context.Context, o *reviewOptions) error {
	if o.out.file == "" {
		return fmt.Errorf("the review is a workbook: say where to with -o review.xlsx, or give one back with --apply; see 'flows review --help'")
	}
	if ext := strings.ToLower(filepath.Ext(o.out.file)); ext != ".xlsx" {
		return fmt.Errorf("-o %s: a review is a workbook; end the name in .xlsx", o.out.file)
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.Close()
	var b bytes.Buffer
	done, err := p.WriteReview(ctx, o.query(), &b)
	if err != nil {
		return err
	}
	if o.dryRun {
		fmt.Fprintf(a.err, "%s; dry run, nothing was written\n", reviewWords(done))
		return nil
	}
	if err := keepBytes(o.out.file, b.Bytes()); err != nil {
		return err
	}
	more := ""
	if n := done.MorePayees + done.MorePurposes + done.MoreOrganisations; n > 0 {
		more = fmt.Sprintf("; %s more are open (--top 0 writes all)", thousands(int64(n)))
	}
	fmt.Fprintf(a.err, "wrote %s: %s%s\nnext: fill in the coloured columns, then 'flows review --apply %s'\n", o.out.file, reviewWords(done), more, o.out.file)
	return nil
}

// reviewWords says what a review holds.
func reviewWords(done flows.Reviewed) string {
	s := counted(int64(done.Payees), "payee") + " and " + counted(int64(done.Purposes), "purpose")
	if n := done.Organisations; n > 0 {
		s = counted(int64(done.Payees), "payee") + ", " + counted(int64(done.Purposes), "purpose") + " and " + counted(int64(n), "question") + " about organisations"
	}
	return s
}

// keepBytes writes a file, whole or not at all.
func keepBytes(path string, content []byte) error {
	tmp := path + ".tmp"
	err := os.WriteFile(tmp, content, 0o644)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("could not write %s: %w", path, err)
	}
	return nil
}

// applyReview prints what the decisions move, asks, and writes them.
func (a *app) applyReview(c *cobra.Command, o *reviewOptions) error {
	for _, name := range []string{"place", "year", "department", "function", "top"} {
		if c.Flags().Changed(name) {
			return fmt.Errorf("--%s narrows what is written with -o; --apply takes every row of the workbook", name)
		}
	}
	or := flows.ReviewDefaults{Who: strings.TrimSpace(o.who), When: ledger.NoDate}
	if o.when != "" {
		day, err := parseDay(o.when)
		if err != nil {
			return fmt.Errorf("--when: %w", err)
		}
		or.When = day
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.Close()
	d, err := p.ReadReview(c.Context(), o.apply, or)
	if err != nil {
		return err
	}
	moves, err := p.Preview(c.Context(), d, flows.Query{Attribution: o.attribution})
	if err != nil {
		return err
	}
	if err := a.print(&o.out, moves); err != nil {
		return err
	}
	return a.confirm(d, o)
}

// confirm writes the decisions where that is wanted.
func (a *app) confirm(d *flows.Decided, o *reviewOptions) error {
	n := int64(d.Places + d.Functions + d.Organisations)
	if d.Already > 0 {
		fmt.Fprintf(a.err, "%s of %s stand so in decisions/ already and are passed over\n", counted(int64(d.Already), "decision"), o.apply)
	}
	switch {
	case n == 0 && d.Already > 0:
		fmt.Fprintf(a.err, "nothing else is decided in it; nothing was written\n")
		return nil
	case n == 0:
		fmt.Fprintf(a.err, "%s holds no decision; nothing was written\n", o.apply)
		return nil
	case o.dryRun:
		fmt.Fprintf(a.err, "%s; dry run, nothing was written\n", counted(n, "decision"))
		return nil
	case !o.yes && !a.asks():
		return withCode(exitRefused, "%s not written, because nobody can be asked here; add --yes to write, or --dry-run only to look", counted(n, "decision"))
	case !o.yes:
		fmt.Fprintf(a.err, "write %s to %s? [y/N] ", counted(n, "decision"), strings.Join(d.Files, " and "))
		line, _ := bufio.NewReader(a.in).ReadString('\n')
		if answer := strings.ToLower(strings.TrimSpace(line)); answer != "y" && answer != "yes" {
			return withCode(exitRefused, "nothing was written")
		}
	}
	if err := d.Write(); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "wrote %s to %s; 'flows map' and every report follow them from now on\n", counted(n, "decision"), strings.Join(d.Files, " and "))
	return nil
}

// asks says whether somebody can answer a question.
func (a *app) asks() bool {
	f, ok := a.in.(*os.File)
	return ok && a.tty && isatty.IsTerminal(f.Fd())
}
