package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"flows"
	"flows/privacy"
	"flows/report"

	"github.com/spf13/cobra"
)

// problemsOptions are the flags of problems.
type problemsOptions struct {
	out          output
	filter       flows.ProblemFilter
	groups, each bool
	fail, export string
	from         []string
}

func newProblems(a *app) *cobra.Command {
	var o problemsOptions
	c := &cobra.Command{
		Use:   "problems [FILE|ID]",
		Short: "What could not be read, the most pounds at risk first",
		Long: `Count what could not be read by its code, with the pounds at risk. With --each, of one FILE or one
--code, tell each: where it stands, what was found, what was expected, what to do. It is in no total,
and nothing is lost. Other formats than text list each. 'flows explain FL0204' says what a code means.

--export writes the quarantined rows with all their cells into a workbook or csv, to be corrected and
applied with 'flows ingest --fix'. Prefer the workbook: a spreadsheet program that saves a csv may write
dates and numbers in another way than it read them, which then look like corrections.

The codes FL0301 to FL0306 are of rows that are loaded and name private persons or hold their
numbers: they count in every total, and no page shows their names. The amount is the row's.
Decide about a payee in decisions/privacy.csv, and it is no longer listed.`,
		Example: `  flows problems
  flows problems --each --limit 20
  flows problems --export fix.xlsx
  flows problems spend-april.csv --format csv`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.filter.File = args[0]
			}
			return o.run(c.Context(), a)
		},
	}
	o.out.flags(c)
	c.Flags().StringVar(&o.filter.Code, "code", "", "only this code, for example FL0204")
	c.Flags().IntVar(&o.filter.Limit, "limit", 0, "only the first so many")
	c.Flags().BoolVar(&o.groups, "by-code", false, "one line per code, also of one file and in other formats than text")
	c.Flags().BoolVar(&o.each, "each", false, "each problem in full")
	c.Flags().StringVar(&o.export, "export", "", "write the quarantined rows to this .xlsx or .csv, to be corrected")
	c.Flags().StringArrayVar(&o.from, "from", nil, "with --export: a file, folder or pattern where the originals are")
	c.Flags().StringVar(&o.fail, "fail-on", "", "exit 1 on: any, privacy (comma-separated)")
	c.MarkFlagsMutuallyExclusive("by-code", "each")
	_ = c.RegisterFlagCompletionFunc("code", cobra.FixedCompletions(flows.ErrorCodes(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// run lists or exports problems.
func (o *problemsOptions) run(ctx context.Context, a *app) error {
	fails, err := failures(o.fail, "any", "privacy")
	if err != nil {
		return err
	}
	if o.filter.Code != "" {
		if _, err := flows.ErrorPage(o.filter.Code); err != nil {
			return fmt.Errorf("--code: %w", err)
		}
	}
	if len(o.from) > 0 && o.export == "" {
		return fmt.Errorf("--from goes with --export")
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.Close()
	if f := o.filter.File; f != "" && len(p.Sources(f).Rows) == 0 {
		return fmt.Errorf("no source %q in the ledger; 'flows sources' lists them", f)
	}
	if o.export != "" {
		return exportFixes(ctx, a, p, o.filter, o.export, o.from)
	}
	list, err := p.AllProblems(ctx, o.filter)
	if err != nil {
		return err
	}
	if err := o.print(a, p, list); err != nil {
		return err
	}
	private := 0
	for _, one := range list {
		if slices.Contains(privacy.Codes(), one.Code) {
			private++
		}
	}
	return fails.check(map[string]int64{"any": int64(len(list)), "privacy": int64(private)})
}

// print lists problems: as text by code, or each in full where some are asked for; else as a table.
func (o *problemsOptions) print(a *app, p *flows.Project, list []flows.Problem) error {
	format, err := o.out.pick()
	if err != nil {
		return err
	}
	some := o.each || o.filter.File != "" || o.filter.Code != "" || o.filter.Limit > 0
	var t *report.Table
	switch {
	case o.groups || format == "text" && !some:
		t = flows.ProblemGroups(list)
	case format == "text" && len(list) > 0:
		return a.stream(o.out.file, func(w io.Writer) error {
			for i, x := range list {
				if i > 0 {
					fmt.Fprintln(w)
				}
				if _, err := io.WriteString(w, inWindow(manyLines(p.Diagnose(x)), a.width)); err != nil {
					return err
				}
			}
			return nil
		})
	default:
		t = flows.ProblemsTable(list)
	}
	return a.print(&o.out, t)
}

// diagnosisIndent is where the values of a diagnosis begin.
const diagnosisIndent = 13

// inWindow breaks the lines of a diagnosis that are longer than the window; 0 is no window.
func inWindow(text string, width int) string {
	if width <= 2*diagnosisIndent {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		for {
			line = strings.TrimSuffix(line, "\n")
			letters := []rune(line)
			if len(letters) <= width {
				break
			}
			head := string(letters[:width])
			if at := strings.LastIndexByte(head, ' '); at > diagnosisIndent {
				head = head[:at]
			}
			b.WriteString(strings.TrimRight(head, " ") + "\n")
			line = strings.Repeat(" ", diagnosisIndent) + strings.TrimLeft(line[len(head):], " ")
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// explainCode prints the page of a code.
func explainCode(a *app, code string) error {
	text, err := flows.ErrorPage(code)
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.out, text)
	return err
}
