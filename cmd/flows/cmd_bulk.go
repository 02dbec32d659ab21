package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"flows"
	"flows/mapping"

	"github.com/spf13/cobra"
)

func newPlacesMatch(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "match [FILE|-]",
		Short: "Match a csv of names with the bodies and areas of the registry",
		Long: `Read a list with the columns id and name and, where present, postcode, code, date and context, and
write id, name, code, area, kind, body, step, rule, confidence and candidates in the same order.
An empty code means: not a place's own body, or undecided; the rule says which. No workspace is
needed; in one, its own areas, postcodes and decisions hold too. The list is a csv with any delimiter
in any charset, or the first sheet of a workbook; other columns are passed over.`,
		Example: `  flows places match names.csv > matched.csv`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.bulk(args, func(in io.Reader, out io.Writer) error {
				list, err := readRecords(c.Context(), in, []string{"id", "name"}, "postcode", "code", "date", "context")
				if err != nil {
					return err
				}
				names := make([]mapping.NameRow, list.len())
				for i := range names {
					names[i] = mapping.NameRow{ID: list.at(i, "id"), Name: list.at(i, "name"), Postcode: list.at(i, "postcode"),
						Code: list.at(i, "code"), Date: list.at(i, "date"), Context: list.at(i, "context")}
				}
				w := csv.NewWriter(out)
				if err := w.Write(mapping.NameColumns()); err != nil {
					return err
				}
				r, err := a.matcher()
				if err != nil {
					return err
				}
				for _, m := range r.MatchNames(names) {
					if err := w.Write(m.Fields()); err != nil {
						return err
					}
				}
				w.Flush()
				return w.Error()
			})
		},
	}
	csvOnly(c)
	return c
}

func newPayees(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "payees",
		Short: "Gather spellings of payees to organisations",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cluster := &cobra.Command{
		Use:   "cluster [FILE|-]",
		Short: "Gather the names of a csv to organisations",
		Long: `Read a list with the columns id and name and write id, name and cluster in the same order: names of
one cluster are taken for one organisation. Two organisations taken for one are held to be worse
than one taken for two. No workspace is needed; in one, its own areas and decisions hold too. The list is
a csv with any delimiter in any charset, or the first sheet of a workbook.`,
		Example: `  flows payees cluster suppliers.csv > clusters.csv`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.bulk(args, func(in io.Reader, out io.Writer) error {
				r, err := a.matcher()
				if err != nil {
					return err
				}
				return clusterCSV(c.Context(), r, in, out)
			})
		},
	}
	csvOnly(cluster)
	c.AddCommand(cluster)
	return c
}

func clusterCSV(ctx context.Context, r *mapping.Registry, in io.Reader, out io.Writer) error {
	list, err := readRecords(ctx, in, []string{"id", "name"})
	if err != nil {
		return err
	}
	names := make([]string, list.len())
	for i := range names {
		names[i] = list.at(i, "name")
	}
	w := csv.NewWriter(out)
	if err := w.Write([]string{"id", "name", "cluster"}); err != nil {
		return err
	}
	for i, c := range r.Cluster(names) {
		if err := w.Write([]string{list.at(i, "id"), names[i], c.ID}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// matcher is the registry that names are held against: the workspace's, where there is one.
func (a *app) matcher() (r *mapping.Registry, err error) {
	err = a.withPlaces(func(p *flows.Project) error {
		var own []string
		if r, own, err = p.Matcher(); err == nil {
			a.sayOwn(p, own)
		}
		return err
	})
	return r, err
}

// sayOwn says which of the workspace's own facts a filter uses beside the program's.
func (a *app) sayOwn(p *flows.Project, own []string) {
	if len(own) > 0 {
		fmt.Fprintf(a.err, "using what the workspace %q has of its own: %s\n", oneLine(p.Workspace.Name), strings.Join(own, ", "))
	}
}

// csvOnly adds --format to a command that writes csv and nothing else.
func csvOnly(c *cobra.Command) {
	format := "csv"
	c.Flags().StringVar(&format, "format", format, "csv is the one format there is")
	c.PreRunE = func(*cobra.Command, []string) error {
		if format != "csv" {
			return fmt.Errorf("--format %s: this command writes csv and nothing else", format)
		}
		return nil
	}
}
