package main

import (
	"fmt"

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
no-flows, refused); counted says whether its entries count in totals (yes, copy-of ID where
another file says the same, or release-of ID where it has more of the same statement). Rows are
the sum of the fates: loaded, quarantined, total, heading, note, blank, repeat. The difference is
the file's own total less the sum.

Which file counts is yours to decide: a line of decisions/sources.csv (file, sheet, counts, who,
when, why) says yes or no of a file, or of one sheet of it, and goes before the rules. What counts by
decision is nobody's copy or release; its own copies and other releases do not count.

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
