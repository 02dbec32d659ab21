package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"flows"
	"flows/mapping"

	"github.com/spf13/cobra"
)

func newLearn(a *app) *cobra.Command {
	var o output
	var labels string
	var dry bool
	c := &cobra.Command{
		Use:   "learn",
		Short: "Retrain the text model on this workspace's decisions and labels",
		Long: fmt.Sprintf(`Retrain the text model for this workspace: on the wordings of decisions/functions.csv and, with
--labels, on a csv with the columns text and division and, where present, id, department,
organisation and aims. The program's weights stand where these say nothing.

The table shows how many texts each model gets right that it had not seen. The new model is written
to %s, by which purposes are then classified in this workspace; remove the
file to go back. Equal labels give equal bytes. Fewer than %d texts, or a model that would do
worse than the program's, are refused (exit 3).`, flows.LearnedModel, mapping.LearnTexts),
		Example: `  flows functions learn --labels labels.csv
  flows functions learn --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := a.open()
			if err != nil {
				return err
			}
			defer p.Close()
			var in io.Reader
			if labels != "" {
				file, err := os.Open(labels)
				if err != nil {
					return err
				}
				defer file.Close()
				in = file
			}
			r, err := p.Learn(in, dry)
			return a.learned(&o, r, err, labels, dry)
		},
	}
	o.flags(c)
	c.Flags().StringVar(&labels, "labels", "", "a csv of labelled texts")
	c.Flags().BoolVar(&dry, "dry-run", false, "measure and write nothing")
	return c
}

// learned tells what came of learning.
func (a *app) learned(o *output, r *flows.LearnResult, err error, labels string, dry bool) error {
	var few *mapping.TooFewError
	switch {
	case errors.As(err, &few):
		return withCode(exitRefused, "too few to learn from: %w; decide more in decisions/functions.csv, or add --labels FILE", few)
	case err != nil && !errors.Is(err, flows.ErrWorse):
		if r == nil && labels != "" {
			return fmt.Errorf("%s: %w", labels, err)
		}
		return err
	}
	if printErr := a.print(o, r.Table()); printErr != nil {
		return printErr
	}
	before, after := r.Right()
	if err != nil {
		return withCode(exitRefused, "%w: %d of %d held-out texts right, not %d; nothing was written", err, after, r.Texts, before)
	}
	fmt.Fprintf(a.err, "%s: %s distinct texts, from %s of decisions and %s labels; %d right when not seen before, the program's model %d\n", r.Model.Name,
		thousands(int64(r.Texts)), thousands(int64(r.Decisions)), thousands(int64(r.Labels)), after, before)
	if dry {
		fmt.Fprintln(a.err, "nothing was written")
		return nil
	}
	fmt.Fprintf(a.err, "wrote %s; the next report or 'flows map' classifies by it\n", r.File)
	return nil
}

// classifier is the program's, or that of the workspace one is in.
func (a *app) classifier() (f *mapping.Functions, err error) {
	err = a.withPlaces(func(p *flows.Project) error {
		var own []string
		if f, own, err = p.Classifier(); err == nil {
			a.sayOwn(p, own)
		}
		return err
	})
	return f, err
}
