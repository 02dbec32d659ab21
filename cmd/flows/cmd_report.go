package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"flows"
	"flows/report"
	"flows/workspace"

	"github.com/spf13/cobra"
)

// filters are the flags of every command that asks about a part of the ledger.
type filters struct {
	places, years, departments, functions []string
	attribution, geography, spread        string
	framework                             string
	observedOnly                          bool
	top                                   int
}

func (f *filters) flags(a *app, c *cobra.Command) {
	c.Flags().StringArrayVar(&f.places, "place", nil, "a place's name or GSS code, or a group such as pfpp; several by comma (default: those of flows.yaml, else everywhere)")
	c.Flags().StringSliceVar(&f.years, "year", nil, "financial year, as 2014-15; several by comma (default: those of flows.yaml, else all)")
	c.Flags().StringArrayVar(&f.departments, "department", nil, "payer or payer group containing this text; may be given several times")
	c.Flags().StringSliceVar(&f.functions, "function", nil, "COFOG division or group, as 09 or 09.5")
	c.Flags().StringVar(&f.attribution, "attribution", "", "recipient (where the payee is), in (where it is spent) or for (whom it serves); default: that of flows.yaml, else in")
	c.Flags().StringVar(&f.framework, "framework", "", "of reports about outcomes: a file of outcomes/ or a built-in framework ('flows outcomes' lists them); default: the workspace's own")
	c.Flags().StringVar(&f.geography, "geography", "", "restate to the boundaries of a year (its 1 April), as 2019, or of today; as-paid keeps each payment's own (default: that of flows.yaml, else as-paid)")
	c.Flags().StringVar(&f.spread, "spread", "", "spread money of wider areas over the places by a key: population, deprived-population, or NAME of keys/NAME.csv")
	c.Flags().BoolVar(&f.observedOnly, "observed-only", false, "leave out what was apportioned or modelled; it stays as a residual row")
	_ = c.RegisterFlagCompletionFunc("place", a.completePlaces)
	_ = c.RegisterFlagCompletionFunc("spread", a.completeKeys)
	_ = c.RegisterFlagCompletionFunc("geography", cobra.FixedCompletions([]string{"today", flows.AsPaid}, cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("framework", a.completeFrameworks)
	_ = c.RegisterFlagCompletionFunc("attribution", cobra.FixedCompletions([]string{"recipient", "in", "for"}, cobra.ShellCompDirectiveNoFileComp))
}

func (f *filters) query() flows.Query {
	return flows.Query{Places: f.places, Years: f.years, Departments: f.departments, Functions: f.functions,
		Attribution: f.attribution, Geography: f.geography, Spread: f.spread, Framework: f.framework, ObservedOnly: f.observedOnly, Top: f.top}
}

// completePlaces completes names of places and groups, the workspace's own among them. Behind a comma the
// next name is completed.
func (a *app) completePlaces(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	complete := flows.CompletePlaces
	if p, err := a.open(); err == nil {
		defer p.Close()
		complete = p.CompletePlaces
	}
	before, last := "", typed
	if i := strings.LastIndex(typed, ","); i >= 0 {
		before, last = typed[:i+1], typed[i+1:]
	}
	names := complete(last)
	for i := range names {
		names[i] = before + names[i]
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeKeys completes the names of keys to spread by, the workspace's own among them.
func (a *app) completeKeys(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	if p, err := a.open(); err == nil {
		defer p.Close()
		return p.KeyNames(), cobra.ShellCompDirectiveNoFileComp
	}
	return workspace.BuiltInKeys(), cobra.ShellCompDirectiveNoFileComp
}

// completeReports completes names of reports.
func completeReports(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	names := slices.DeleteFunc(flows.ReportNames(), func(name string) bool { return !strings.HasPrefix(name, typed) })
	return names, cobra.ShellCompDirectiveNoFileComp
}

func newReport(a *app) *cobra.Command {
	var o output
	var f filters
	var list bool
	c := &cobra.Command{
		Use:   "report NAME",
		Short: "Make a report: headline, functions, overlap, compare …",
		Long: `Make one report over the ledger. Rows that could not be placed or classified are rows too:
rows including residuals add up to the total, and the header says what was counted.
'flows report --list' prints every report with its columns.

Csv and json are contracts: amounts in pounds with two decimals, shares as fractions.`,
		Example: `  flows report headline --place Norfolk --year 2014-15
  flows report overlap --place Norfolk
  flows report compare --place pfpp --format csv
  flows report functions --place E10000020 -o functions.xlsx`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeReports,
		RunE: func(c *cobra.Command, args []string) error {
			if list {
				return a.print(&o, flows.ReportList())
			}
			if len(args) == 0 {
				return fmt.Errorf("which report? one of %s", strings.Join(flows.ReportNames(), ", "))
			}
			return a.withTable(c.Context(), args[0], f.query(), func(t *report.Table) error { return a.print(&o, t) })
		},
	}
	o.flags(c)
	f.flags(a, c)
	c.Flags().BoolVar(&list, "list", false, "list the reports")
	c.Flags().IntVar(&f.top, "top", 0, "only the first so many rows; the rest is one row")
	return c
}

// withTable makes a report of the workspace and hands it on.
func (a *app) withTable(ctx context.Context, name string, q flows.Query, use func(*report.Table) error) error {
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.Close()
	t, err := p.Report(ctx, name, q)
	if err != nil {
		return err
	}
	return use(t)
}

func newSay(a *app) *cobra.Command {
	var f filters
	c := &cobra.Command{
		Use:   "say NAME",
		Short: "A report as a sentence: headline, overlap, control, award-sizes, alignment",
		Long: `Print the sentence of a report with the figures filled in, as the place-based spending reviews
wrote them. Figures in sentences are rounded once; the report has them whole.`,
		Example: `  flows say headline --place Norfolk --year 2014-15
  flows say overlap --place Norfolk`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: flows.SentenceNames(),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.open()
			if err != nil {
				return err
			}
			defer p.Close()
			lines, err := p.Say(c.Context(), args[0], f.query())
			if err != nil {
				return err
			}
			for _, l := range lines {
				fmt.Fprintln(a.out, oneLine(l))
			}
			return nil
		},
	}
	f.flags(a, c)
	c.Flags().IntVar(&f.top, "top", 0, "only the first so many sentences")
	return c
}

func newMap(a *app) *cobra.Command {
	var o output
	var noModel bool
	c := &cobra.Command{
		Use:   "map",
		Short: "Attribute payees to places and purposes to functions; print the coverage",
		Long: `Judge each distinct wording in the ledger once: which place the payee is, in three attributions
(recipient, in, for), and which function the purpose serves. Every conclusion names its rule.
Coverage is printed in rows and pounds, with the largest wordings that were not placed or not
classified. Reports map by themselves when the ledger has changed.`,
		Example: `  flows map
  flows map --format csv -o coverage.csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := a.open()
			if err != nil {
				return err
			}
			defer p.Close()
			if noModel {
				p.NoModel()
			}
			tables, err := p.Coverage(c.Context())
			if err != nil {
				return err
			}
			return a.print(&o, tables...)
		},
	}
	o.flags(c)
	c.Flags().BoolVar(&noModel, "no-model", false, "rules only: what only the text model could classify stays unclassified")
	return c
}

func newExplain(a *app) *cobra.Command {
	var f filters
	var row []string
	c := &cobra.Command{
		Use:   "explain ENTRY | report NAME --row VALUE… | CODE",
		Short: "From a figure to the spreadsheet cells and the rules behind it",
		Long: `With the id of an entry (the first column of 'flows report flows', or file.csv:row), print where it
stands, what the publisher wrote in each cell, and each rule that placed and classified it. Of a row
of a file that is no entry, it says what became of it and why.
With report NAME --row VALUE, print the entries behind one row of a report, the largest first:
VALUE is what stands in the row's first column, or column=value.
With the code of an error, print what it means, an example, why, and what to do.`,
		Example: `  flows explain 3fa9c17722e0b1aa-1-118-6
  flows explain april.csv:118
  flows explain report overlap --place Norfolk --row 09.5
  flows explain FL0204`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] != "report" || len(args) == 2 && args[0] == "report" {
				return nil
			}
			return fmt.Errorf("expected an entry's id, or: explain report NAME --row VALUE")
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			switch {
			case len(args) == 0:
				return append([]string{"report"}, flows.ErrorCodes()...), cobra.ShellCompDirectiveNoFileComp
			case len(args) == 1 && args[0] == "report":
				return completeReports(c, args, typed)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			if flows.IsErrorCode(args[0]) {
				return explainCode(a, args[0])
			}
			p, err := a.open()
			if err != nil {
				return err
			}
			defer p.Close()
			var text string
			if len(args) == 2 {
				text, err = p.ExplainRow(c.Context(), args[1], f.query(), row)
			} else {
				text, err = p.Explain(c.Context(), args[0])
			}
			if err != nil {
				return err
			}
			fmt.Fprint(a.out, manyLines(text))
			return nil
		},
	}
	f.flags(a, c)
	c.Flags().StringArrayVar(&row, "row", nil, "the row: the value in its first column, or column=value; may be given several times")
	c.Flags().IntVar(&f.top, "top", 20, "how many entries")
	return c
}
