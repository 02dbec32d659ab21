package main

import (
	"fmt"
	"io"

	"flows/mapping"

	"github.com/spf13/cobra"
)

func newFunctionShow(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show CODE",
		Short: "What belongs under a COFOG code, what does not, and the lines that map to it",
		Example: `  flows functions show 09.5
  flows functions show 10`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			page, ok := mapping.COFOG().Show(args[0])
			if !ok {
				return fmt.Errorf("no COFOG code %q; 'flows functions' lists them", args[0])
			}
			printFunction(cleaned{a.out}, page)
			return nil
		},
	}
}

func printFunction(w io.Writer, p mapping.FunctionPage) {
	fmt.Fprintf(w, "%s %s (%s)\n", p.Code, p.Name, p.Level)
	line := func(label, format string, args ...any) {
		fmt.Fprintf(w, "  %-16s %s\n", label, fmt.Sprintf(format, args...))
	}
	for _, f := range p.Within {
		line("within", "%s %s", f.Code, f.Name)
	}
	if p.Belongs != "" {
		line("belongs", "%s", p.Belongs)
	}
	if p.Not != "" {
		line("does not", "%s", p.Not)
	}
	if p.Reminder != "" {
		line("catch-all", "%s", p.Reminder)
	}
	for _, f := range p.Parts {
		line("holds", "%s %s", f.Code, f.Name)
	}
	for _, l := range p.HMT {
		line("HM Treasury", "%s %s", l.Code, l.Name)
	}
	for _, l := range p.Outturn {
		line("outturn line", "%s %s %s", l.Form, l.Line, l.Name)
	}
	if p.Level == "group" && len(p.HMT) == 0 {
		line("HM Treasury", "no sub-function has its home here")
	}
	if p.Level == "group" && len(p.Outturn) == 0 {
		line("outturn line", "no line has its home here")
	}
}
