package main

import (
	"encoding/csv"
	"errors"
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
		Long: `Read a csv with the columns id and name and, where present, postcode, code, date and context, and
write id, name, code, area, kind, body, step, rule, confidence and candidates in the same order.
An empty code means: not a place's own body, or undecided; the rule says which. No workspace is
needed; in one, its own areas, postcodes and decisions hold too.`,
		Example: `  flows places match names.csv > matched.csv`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.bulk(args, func(in io.Reader, out io.Writer) error {
				rows, err := readRecords(in, "id", "name")
				if err != nil {
					return err
				}
				names := make([]mapping.NameRow, len(rows))
				for i, r := range rows {
					names[i] = mapping.NameRow{ID: r["id"], Name: r["name"], Postcode: r["postcode"], Code: r["code"], Date: r["date"], Context: r["context"]}
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
		Long: `Read a csv with the columns id and name and write id, name and cluster in the same order: names of
one cluster are taken for one organisation. Two organisations taken for one are held to be worse
than one taken for two. No workspace is needed; in one, its own areas and decisions hold too.`,
		Example: `  flows payees cluster suppliers.csv > clusters.csv`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.bulk(args, func(in io.Reader, out io.Writer) error {
				r, err := a.matcher()
				if err != nil {
					return err
				}
				return clusterCSV(r, in, out)
			})
		},
	}
	csvOnly(cluster)
	c.AddCommand(cluster)
	return c
}

func clusterCSV(r *mapping.Registry, in io.Reader, out io.Writer) error {
	rows, err := readRecords(in, "id", "name")
	if err != nil {
		return err
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r["name"]
	}
	w := csv.NewWriter(out)
	if err := w.Write([]string{"id", "name", "cluster"}); err != nil {
		return err
	}
	for i, c := range r.Cluster(names) {
		if err := w.Write([]string{rows[i]["id"], names[i], c.ID}); err != nil {
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

// readRecords reads a csv by its heading, which must have the columns named.
func readRecords(in io.Reader, must ...string) ([]map[string]string, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the input is empty; expected a csv with the columns %s", strings.Join(must, ", "))
	}
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	for _, name := range must {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("the heading has no column %q; expected %s, found %s", name, strings.Join(must, ", "), strings.Join(head, ", "))
		}
	}
	var rows []map[string]string
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		row := map[string]string{}
		for name, i := range at {
			if i < len(rec) {
				row[name] = rec[i]
			}
		}
		rows = append(rows, row)
	}
}
