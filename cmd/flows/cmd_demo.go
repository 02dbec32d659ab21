package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"flows"
	"flows/report"

	"github.com/spf13/cobra"
)

func newDemo(a *app) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "demo",
		Short: "The main job on the files of an invented county",
		Long: `Make a small workspace of the invented county of Larkshire, read its eleven messy files, map
them, print the headline, function and overlap reports and what serves the county's plan, and write them as pages. One file is
a published fact over real councils: the partnership grants of the East of England, 2009-10.
A demo that is there already is made anew; any other folder is left alone.`,
		Example: `  flows demo
  cd flows-demo && flows report organisations`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runDemo(c.Context(), a, dir) },
	}
	c.Flags().StringVar(&dir, "dir", "flows-demo", "the folder to make")
	return c
}

func runDemo(ctx context.Context, a *app, dir string) error {
	if err := flows.WriteDemo(dir); err != nil {
		if errors.Is(err, flows.ErrNotDemo) {
			return withCode(exitRefused, "%w", err)
		}
		return err
	}
	p, err := flows.Open(dir, openDuck)
	if err != nil {
		return err
	}
	defer p.Close()
	fmt.Fprintf(a.out, "1. Reading %s\n\n", filepath.Join(dir, "files"))
	sum, err := p.Ingest(ctx, flows.IngestOptions{Names: p.SourceNames(), Done: func(r flows.FileResult) { printFile(a.out, r) }})
	if err != nil {
		return err
	}
	printCopies(a.out, sum.Copies)
	fmt.Fprintf(a.out, "%s\n\n2. Larkshire in 2010-11\n\n", ingestSummary(sum, false))
	if err := demoReports(ctx, a, p, dir); err != nil {
		return err
	}
	fmt.Fprintf(a.out, `
5. What to try next

  cd %s
  flows say overlap                                   the famous sentence, with these figures
  flows report organisations                          who spends here
  flows say alignment                                 what serves no outcome of the county's plan
  flows report programmes-selected                    which programmes serve the plan, and who decided; also
                                                      theory-of-change, alignment, stakeholders, join-up, deep-dive
  flows explain report functions --row 09             from a figure to the cells behind it
  flows problems                                      what could not be read, and what to do
  flows ingest YOUR-FILES && flows report headline --place YOUR-PLACE --year 2014-15
`, dir)
	return nil
}

// demoReports prints three reports on Larkshire, what serves its plan and the published fact, and writes them as pages.
func demoReports(ctx context.Context, a *app, p *flows.Project, dir string) error {
	var tables []*report.Table
	for _, name := range []string{"headline", "functions", "overlap"} {
		t, err := p.Report(ctx, name, flows.Query{})
		if err != nil {
			return err
		}
		tables = append(tables, t)
	}
	east, err := p.Report(ctx, "edges", flows.Query{Places: []string{"east-of-england-upper-tier"}, Years: []string{"2009-10"}, Departments: []string{"Improvement East"}})
	if err != nil {
		return err
	}
	tables = append(tables, east)
	plan, err := p.Report(ctx, "outcomes", flows.Query{})
	if err != nil {
		return err
	}
	tables = append(tables, plan)
	opt := report.Options{Width: a.width, Colour: a.colour}
	if opt.Width == 0 {
		opt.Width = 120
	}
	if err := report.RenderAll(a.out, tables[:3], "text", opt); err != nil {
		return err
	}
	fmt.Fprint(a.out, "\n3. What serves the county's plan (outcomes/larkshire-plan.yaml)\n\n")
	if err := report.Render(a.out, plan, "text", opt); err != nil {
		return err
	}
	fmt.Fprint(a.out, "\n4. A published fact: £1.19m from Improvement East to the partnerships of the East of England, 2009-10\n\n")
	if err := report.Render(a.out, east, "text", opt); err != nil {
		return err
	}
	pages := filepath.Join(dir, "pages")
	if err := os.MkdirAll(pages, 0o755); err != nil {
		return err
	}
	for _, ext := range []string{".html", ".xlsx"} {
		if err := a.printQuietly(&output{file: filepath.Join(pages, "larkshire"+ext)}, tables...); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.out, "\nThe same as pages: %s and %s\n", filepath.Join(pages, "larkshire.html"), filepath.Join(pages, "larkshire.xlsx"))
	return nil
}
