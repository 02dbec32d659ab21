package main

import (
	"errors"

	"flows"
	"flows/report"
	"flows/workspace"

	"github.com/spf13/cobra"
)

func newClasses(a *app) *cobra.Command {
	var o output
	c := &cobra.Command{
		Use:   "classes [control|nature|prevention]",
		Short: "The rules of control, nature and prevention, with their reasons",
		Long: `List the rules by which money is cut beside its function: who controls it, of what nature it is,
whether it prevents need or meets it. They are assumptions. A workspace overrules them in a file
classes.csv with the columns id, class, value, who, when, why and any of scope, payer, payee_kind,
function, wording. Outside a workspace the program's own rules are listed.`,
		Example: `  flows classes control
  flows report control --place Norfolk`,
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1)),
		ValidArgs: flows.ClassNames(),
		RunE: func(c *cobra.Command, args []string) error {
			class := ""
			if len(args) > 0 {
				class = args[0]
			}
			t, err := a.classList(class)
			if err != nil {
				return err
			}
			return a.print(&o, t)
		},
	}
	o.flags(c)
	return c
}

// classList is the workspace's list where there is a workspace.
func (a *app) classList(class string) (*report.Table, error) {
	p, err := a.open()
	if errors.Is(err, workspace.ErrNone) && a.dir == "" {
		return flows.ClassList(class)
	}
	if err != nil {
		return nil, err
	}
	defer p.Close()
	return p.ClassList(class)
}
