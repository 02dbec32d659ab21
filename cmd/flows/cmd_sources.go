package main

import (
	"fmt"
	"slices"

	"flows"
	"flows/privacy"
	"flows/report"

	"github.com/spf13/cobra"
)

func newSources(a *app) *cobra.Command {
	var o output
	var by string
	var rows rowsOptions
	c := &cobra.Command{
		Use:   "sources [FILE|ID]",
		Short: "What is in the ledger: every table, the fate of its rows, its sums",
		Long: `List every table found, also of files that hold none. Status says how it was read (ok,
no-flows, refused); counted says whether its entries count in totals (yes, or copy-of ID
where another file says the same). Rows are the sum of the fates: loaded, quarantined,
total, heading, note, blank, repeat. The difference is the file's own total less the sum.

With --rows every physical row of FILE is listed with its fate and the reason. The original is read
again: where --from says, where flows.yaml lists sources, or under its name here or in the workspace.
Where it is gone or has changed, that is told, and the rows are those that the ledger kept. As text,
rows that follow each other with one fate are one line; every other format has a line for each row.
FILE may be an archive, a member of it (pack.zip/april.csv) or a source's id; --sheet takes one sheet.`,
		Example: `  flows sources
  flows sources april.xlsx --rows --sheet Payments
  flows sources --format csv > sources.csv
  flows sources --by series --format csv`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.open()
			if err != nil {
				return err
			}
			if rows.wanted {
				return rows.print(c.Context(), a, p, &o, args)
			}
			if rows.sheet != "" || len(rows.from) > 0 {
				return fmt.Errorf("--sheet and --from go with --rows")
			}
			file := ""
			if len(args) > 0 {
				file = args[0]
			}
			var t *report.Table
			switch by {
			case "table":
				t = p.Sources(file)
			case "series":
				t = p.Series(file)
			default:
				return fmt.Errorf("--by %s: expected table or series", by)
			}
			if file != "" && len(t.Rows) == 0 {
				return fmt.Errorf("no source %q in the ledger; 'flows sources' lists them", file)
			}
			return a.print(&o, t)
		},
	}
	o.flags(c)
	c.Flags().StringVar(&by, "by", "table", "one line per table or per amount series")
	c.Flags().BoolVar(&rows.wanted, "rows", false, "every row of FILE with its fate and the reason")
	c.Flags().StringVar(&rows.sheet, "sheet", "", "with --rows: only this sheet")
	c.Flags().StringArrayVar(&rows.from, "from", nil, "with --rows: a file, folder or pattern where the original is")
	_ = c.RegisterFlagCompletionFunc("by", cobra.FixedCompletions([]string{"table", "series"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func newProblems(a *app) *cobra.Command {
	var o output
	var f flows.ProblemFilter
	var groups, each bool
	var fail, export string
	var from []string
	c := &cobra.Command{
		Use:   "problems [FILE|ID]",
		Short: "What could not be read, the most pounds at risk first",
		Long: `Count what could not be read by its code, with the pounds at risk. With --each, of one FILE or one
--code, list it: where it stands, what was found, what was expected, what to do. It is in no total,
and nothing is lost. Every other format than text lists. 'flows explain FL0204' says what a code means.

--export writes the quarantined rows with all their cells into a workbook or csv, to be corrected and
applied with 'flows ingest --fix'.

The codes FL0301 to FL0306 are of rows that are loaded and name private persons or hold their
numbers: they count in every total, and no page shows their names. The amount is the row's.
Decide about a payee in decisions/privacy.csv, and it is no longer listed.`,
		Example: `  flows problems
  flows problems --each --limit 20
  flows problems --export fix.xlsx
  flows problems spend-april.csv --format csv`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			fails, err := failures(fail, "any", "privacy")
			if err != nil {
				return err
			}
			p, err := a.open()
			if err != nil {
				return err
			}
			if len(args) > 0 {
				f.File = args[0]
			}
			if f.File != "" && len(p.Sources(f.File).Rows) == 0 {
				return fmt.Errorf("no source %q in the ledger; 'flows sources' lists them", f.File)
			}
			defer p.Close()
			if export != "" {
				return exportFixes(c.Context(), a, p, f, export, from)
			}
			list, err := p.AllProblems(c.Context(), f)
			if err != nil {
				return err
			}
			format, err := o.pick()
			if err != nil {
				return err
			}
			t := flows.ProblemsTable(list)
			if one := f.File != "" || f.Code != "" || f.Limit > 0; groups || format == "text" && !each && !one {
				t = flows.ProblemGroups(list)
			}
			if err := a.print(&o, t); err != nil {
				return err
			}
			private := 0
			for _, one := range list {
				if slices.Contains(privacy.Codes(), one.Code) {
					private++
				}
			}
			return fails.check(map[string]int64{"any": int64(len(list)), "privacy": int64(private)})
		},
	}
	o.flags(c)
	c.Flags().StringVar(&f.Code, "code", "", "only this code, for example FL0204")
	c.Flags().IntVar(&f.Limit, "limit", 0, "only the first so many")
	c.Flags().BoolVar(&groups, "by-code", false, "one line per code, also of one file and in other formats than text")
	c.Flags().BoolVar(&each, "each", false, "one line per problem")
	c.Flags().StringVar(&export, "export", "", "write the quarantined rows to this .xlsx or .csv, to be corrected")
	c.Flags().StringArrayVar(&from, "from", nil, "with --export: a file, folder or pattern where the originals are")
	c.MarkFlagsMutuallyExclusive("by-code", "each")
	c.Flags().StringVar(&fail, "fail-on", "", "exit 1 on: any, privacy (comma-separated)")
	return c
}
