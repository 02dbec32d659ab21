package main

import (
	"fmt"
	"slices"

	"flows"
	"flows/mapping"

	"github.com/spf13/cobra"
)

func newCheck(a *app) *cobra.Command {
	var o output
	var fail string
	var all bool
	c := &cobra.Command{
		Use:   "check",
		Short: "What is wrong with rules, tables, decisions and sources",
		Long: `Look at what figures rest on and list what is wrong, with file and line:

  stale          the shares are not those of today's rules, decisions and files
  source         a source that flows.yaml lists is not there
  reference      a reference table of the program fails its check
  unknown        a file names an area, programme, organisation or outcome that is not there
  contradictory  two rules or decisions say different things of the same
  unreachable    wherever a rule's wording stands, another rule wins
  duplicate      a wording stands twice
  unused         a rule or decision decided nothing in this ledger

The rules are those of functions, control, nature and prevention, the program's and the workspace's; of
the workspace also outcomes/, themes/, recipes/, keys/, programmes.csv, roles.csv and the decisions on places,
payees and privacy. What is read with every command (flows.yaml, places/, areas.csv) is refused there where it
is wrong. The program's rules are made for every ledger, so those unused in this one are only counted; --all
lists them. Nothing is changed. Exit 1 where --fail-on names a kind that was found.`,
		Example: `  flows check
  flows check --fail-on any
  flows check --all --format csv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			fails, err := failures(fail, append([]string{"any"}, flows.FindingKinds()...)...)
			if err != nil {
				return err
			}
			p, err := a.open()
			if err != nil {
				return err
			}
			defer p.Close()
			list, err := p.Check(c.Context())
			if err != nil {
				return err
			}
			hidden := 0
			if !all {
				n := len(list)
				list = slices.DeleteFunc(list, func(f flows.Finding) bool { return f.Kind == mapping.RuleUnused && !f.Own })
				hidden = n - len(list)
			}
			if err := a.print(&o, flows.FindingsTable(list)); err != nil {
				return err
			}
			found := map[string]int64{"any": int64(len(list))}
			for _, f := range list {
				found[f.Kind]++
			}
			if err := fails.check(found); err != nil {
				return err
			}
			a.sayFindings(len(list), hidden)
			return nil
		},
	}
	o.flags(c)
	c.Flags().StringVar(&fail, "fail-on", "", "exit 1 on: any, or kinds as above (comma-separated)")
	c.Flags().BoolVar(&all, "all", false, "list the program's unused rules too")
	return c
}

func (a *app) sayFindings(n, hidden int) {
	switch n {
	case 0:
		fmt.Fprintln(a.err, "nothing found")
	case 1:
		fmt.Fprintln(a.err, "1 finding")
	default:
		fmt.Fprintf(a.err, "%s findings\n", thousands(int64(n)))
	}
	if hidden > 0 {
		fmt.Fprintf(a.err, "%s of the program's rules decided nothing in this ledger; --all lists them\n", thousands(int64(hidden)))
	}
}
