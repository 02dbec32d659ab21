package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"flows"
	"flows/mapping"
	"flows/workspace"

	"github.com/spf13/cobra"
)

// planExample is a framework as a workspace may hold it. A test reads it.
const planExample = `  name: Larkshire Plan 2010-13
  source: Larkshire Together, the county's partnership
  date: 2010-03-31
  outcomes:
    - id: LP1
      name: Everyone has a safe home
      short_term: [Fewer people sleep rough]
      rules:
        - wording: homeless* | rough sleep*     # | is or, & is and, ! is not, * goes on
          serves: directly                      # or: in part, no
          reason: the plan, page 4
        - function: "10.6"                      # also: scope, payer, payee_kind
          serves: in part
          reason: help with rent
  programmes:
    - programme: supporting people
      outcome: LP1
      included: yes                             # or: no; without outcome it is out of all
      reason: housing-related support
      decided_by: Housing lead
      decided_on: 2010-05-12
  chains:
    - programme: rough sleeping
      activity: Outreach
      output: 40 people housed
      short_term_outcome: Fewer people sleep rough
      long_term_outcome: LP1
      evidence: evaluation of the pilot`

// themeExample is a theme of a deep dive. A test reads it.
const themeExample = `  name: Drug and alcohol misuse
  cohort: adults in treatment                   # cohort, cohort_size and unit_cost may be left out
  cohort_size: 640
  unit_cost: 4200
  include:
    - wording: drug* | alcohol | substance misuse
      reason: by name
  exclude:
    - wording: drugs bill | prescribing
      reason: medicines, not misuse
  administration:
    - wording: commissioning team
      reason: runs the service`

func newOutcomes(a *app) *cobra.Command {
	var o output
	c := &cobra.Command{
		Use:   "outcomes [TEXT]",
		Short: "Frameworks of outcomes: list, search, show",
		Long: `List the outcomes of the built-in frameworks (the Local Outcomes Framework, the levelling-up missions,
the challenges of Partnerships for People and Place) and of the workspace's own, or those whose name
or wordings contain a text.

A framework of one's own is a file outcomes/NAME.yaml in the workspace:

` + planExample + `

A theme for 'flows report deep-dive' is a file themes/NAME.yaml:

` + themeExample + `

Beside them: programmes.csv (programme, department, objective) and roles.csv (body, challenge, role).`,
		Example: `  flows outcomes
  flows outcomes homeless
  flows outcomes show LOF03
  flows report outcomes --place Norfolk --framework levelling-up-missions-2022`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.openOrNone()
			if err != nil {
				return err
			}
			defer p.Close()
			t, err := p.OutcomeList(strings.Join(args, " "))
			if err != nil {
				return err
			}
			return a.print(&o, t)
		},
	}
	o.flags(c)
	c.AddCommand(&cobra.Command{
		Use:     "show NAME|CODE",
		Short:   "The rules of an outcome, the programmes that are in and out, and why",
		Example: "  flows outcomes show LOF03\n  flows outcomes show housing supply",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.openOrNone()
			if err != nil {
				return err
			}
			defer p.Close()
			pages, err := p.ShowOutcome(strings.Join(args, " "))
			if err != nil {
				return err
			}
			for i, page := range pages {
				if i > 0 {
					fmt.Fprintln(a.out)
				}
				printOutcome(cleaned{a.out}, page)
			}
			return nil
		},
	})
	return c
}

// openOrNone opens the workspace one is in; where one is in none, and named none, what the program itself knows.
func (a *app) openOrNone() (*flows.Project, error) {
	p, err := a.open()
	if err != nil && a.dir == "" && errors.Is(err, workspace.ErrNone) {
		return flows.Frameworks(), nil
	}
	return p, err
}

// completeFrameworks completes names of frameworks.
func (a *app) completeFrameworks(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	p, err := a.openOrNone()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer p.Close()
	names := slices.DeleteFunc(p.FrameworkNames(), func(name string) bool { return !strings.HasPrefix(name, typed) })
	return names, cobra.ShellCompDirectiveNoFileComp
}

func printOutcome(w io.Writer, p flows.OutcomePage) {
	fmt.Fprintf(w, "%s %s\n", p.Code, p.Name)
	line := func(label, format string, args ...any) {
		fmt.Fprintf(w, "  %-16s %s\n", label, fmt.Sprintf(format, args...))
	}
	line("framework", "%s", p.Framework)
	line("status", "%s", p.Status)
	for _, s := range p.ShortTerm {
		line("short term", "%s", s)
	}
	for _, r := range p.Rules {
		line(servesWords[r.Serves], "%s", conditions(r))
		line("", "%s (%s)", r.Reason, r.ID)
	}
	for _, r := range p.In {
		line("programme in", "%s, %s", r.Wording, r.Serves)
		line("", "%s; %s, %s (%s)", r.Reason, r.By, r.On, firstWord(r.ID))
	}
	for _, r := range p.Out {
		line("programme out", "%s", r.Wording)
		line("", "%s; %s, %s (%s)", r.Reason, r.By, r.On, firstWord(r.ID))
	}
	for _, c := range p.Chains {
		line("chain", "%s → %s → %s → %s", c.Name, c.Activity, c.Output, c.ShortTerm)
	}
	if len(p.Rules)+len(p.In) == 0 {
		line("served by", "nothing: no rule and no programme of the framework")
	}
}

// conditions are what a rule asks for, in words.
func conditions(r mapping.OutcomeRule) string {
	var list []string
	for _, c := range []struct{ label, value string }{
		{"", r.Wording}, {"function ", r.Function}, {"payer ", r.Payer}, {"payee kind ", r.PayeeKind}, {"in ", r.Scope},
	} {
		if c.value != "" {
			list = append(list, c.label+c.value)
		}
	}
	return strings.Join(list, "; ")
}

func firstWord(s string) string {
	first, _, _ := strings.Cut(s, " ")
	return first
}

// servesWords are how a rule serves, as labels.
var servesWords = map[string]string{mapping.ServesDirectly: "served directly", mapping.ServesInPart: "served in part", mapping.ServesNot: "not served"}
