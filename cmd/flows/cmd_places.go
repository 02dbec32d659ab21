package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"flows"
	"flows/ledger"
	"flows/workspace"

	"github.com/spf13/cobra"
)

func newPlaces(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "places",
		Short: "The areas and bodies that flows knows: search, show, list, match",
		Long: `Search, show and list the areas of the registry: local authorities since 2009, police and fire
areas, NHS commissioners, combined authorities, regions and nations, with their codes, names,
members, lineage and population. No workspace is needed; in one, its own areas (areas.csv) and places
(places/*.yaml) are among them.`,
		Example: `  flows places search norwich
  flows places show Norfolk
  flows places list --kind district --as-at 2012-04-01 --format csv`,
		Args: noSuchCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newPlacesList(a), newPlacesSearch(a), newPlacesShow(a), newPlacesMatch(a), newAddPostcodes(a))
	return c
}

// withPlaces uses the places of the workspace, where there is one, or else the program's own.
func (a *app) withPlaces(use func(*flows.Project) error) error {
	p, err := a.open()
	switch {
	case err == nil:
		defer p.Close()
		return use(p)
	case errors.Is(err, workspace.ErrNone) && a.dir == "":
		return use(flows.Outside())
	}
	return err
}

func newPlacesList(a *app) *cobra.Command {
	var o output
	var kind, asAt string
	c := &cobra.Command{
		Use:   "list",
		Short: "List areas, of one kind or as they were on a day",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			day := ledger.NoDate
			if asAt != "" {
				d, err := parseDay(asAt)
				if err != nil {
					return err
				}
				day = d
			}
			return a.withPlaces(func(p *flows.Project) error {
				if kinds := p.PlaceKinds(); kind != "" && !slices.Contains(kinds, kind) {
					return fmt.Errorf("--kind %s: no such kind; there are %s", kind, strings.Join(kinds, ", "))
				}
				return a.print(&o, p.PlaceList(kind, "", day))
			})
		},
	}
	o.flags(c)
	c.Flags().StringVar(&kind, "kind", "", "district, county, unitary, metropolitan, london, police_area, fire_area, pct, ccg, icb …")
	_ = c.RegisterFlagCompletionFunc("kind", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return flows.Outside().PlaceKinds(), cobra.ShellCompDirectiveNoFileComp
	})
	c.Flags().StringVar(&asAt, "as-at", "", "a day, as 2012-04-01")
	return c
}

func newPlacesSearch(a *app) *cobra.Command {
	var o output
	c := &cobra.Command{
		Use:   "search TEXT",
		Short: "Find areas by any of their names or codes",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withPlaces(func(p *flows.Project) error {
				return a.print(&o, p.PlaceList("", strings.Join(args, " "), ledger.NoDate))
			})
		},
	}
	o.flags(c)
	return c
}

func newPlacesShow(a *app) *cobra.Command {
	var o output
	c := &cobra.Command{
		Use:               "show NAME|CODE",
		Short:             "Codes, names, members, lineage and population of one area",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.completePlaces,
		RunE: func(c *cobra.Command, args []string) error {
			return a.withPlaces(func(p *flows.Project) error {
				tables, err := p.ShowPlace(strings.Join(args, " "))
				if err != nil {
					return err
				}
				return a.print(&o, tables...)
			})
		},
	}
	o.flags(c)
	return c
}

func newFunctions(a *app) *cobra.Command {
	var o output
	c := &cobra.Command{
		Use:   "functions [CODE|TEXT]",
		Short: "COFOG, the classification of functions: list, search, show; classify texts in bulk",
		Long: `List the divisions and groups of COFOG (United Nations, 1999), those under a code, or those whose
name contains a text. Groups marked catch_all gather what coding could not tell apart.`,
		Example: `  flows functions
  flows functions 09
  flows functions transport`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return a.print(&o, flows.FunctionList(strings.Join(args, " ")))
		},
	}
	o.flags(c)
	c.AddCommand(newClassify(a), newFunctionShow(a), newLearn(a))
	return c
}

func newClassify(a *app) *cobra.Command {
	var always bool
	c := &cobra.Command{
		Use:   "classify [FILE|-]",
		Short: "Classify the texts of a csv to COFOG",
		Long: `Read a csv with the columns id and text and, where present, department, organisation and aims,
and write id, division, group, name, step, rule, confidence, second and second_confidence in
the same order. The division is blank where no rule speaks and the model is not sure enough. No
workspace is needed; in one, its decisions and its own model (see 'flows functions learn') hold too.`,
		Example: `  flows functions classify purposes.csv > classified.csv`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.bulk(args, func(in io.Reader, out io.Writer) error {
				f, err := a.classifier()
				if err != nil {
					return err
				}
				return f.ClassifyCSV(in, out, always)
			})
		},
	}
	c.Flags().BoolVar(&always, "always", false, "give the best guess where the model would abstain")
	csvOnly(c)
	return c
}

// bulk runs a filter over a file or standard input.
func (a *app) bulk(args []string, filter func(io.Reader, io.Writer) error) error {
	in := a.in
	if len(args) > 0 && args[0] != "-" {
		f, err := os.Open(args[0])
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	out := bufio.NewWriterSize(a.out, 1<<16)
	if err := filter(bufio.NewReaderSize(in, 1<<16), out); err != nil {
		return err
	}
	return out.Flush()
}
