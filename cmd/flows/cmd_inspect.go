package main

import (
	"context"
	"errors"
	"fmt"

	"flows"
	"flows/workspace"

	"github.com/spf13/cobra"
)

func newInspect(a *app) *cobra.Command {
	var o output
	var dump, sheets bool
	var save, dryRun bool
	c := &cobra.Command{
		Use:   "inspect FILE…",
		Short: "What would be read from files, and why; or their cells as they stand",
		Long: `Show, for each sheet, the table that was found and why, the field of each column, the unit and
the order of dates, what would be loaded and what not. Nothing is kept; no workspace is needed.

--sheets lists the sheets with their visibility. --dump writes JSON lines, one per sheet, hidden
ones too: {"workbook": path, "sheet": name, "cells": [["text", …], …]}, cells as a person would
see them; a file that cannot be read gives {"workbook": path, "error": "why"}.`,
		Example: `  flows inspect spend-april.csv
  flows inspect returns.xlsx --sheets
  flows inspect *.xls --dump > cells.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case dump:
				return flows.Dump(c.Context(), args, a.in, a.out)
			case sheets:
				t, err := flows.SheetList(args, a.in)
				if err != nil {
					return err
				}
				return a.print(&o, t)
			}
			return a.inspect(c.Context(), flows.InspectOptions{Names: args, Stdin: a.in, Save: save, DryRun: dryRun})
		},
	}
	o.flags(c)
	c.Flags().BoolVar(&dump, "dump", false, "write every cell as JSON lines")
	c.Flags().BoolVar(&sheets, "sheets", false, "list the sheets only")
	c.Flags().BoolVar(&save, "save", false, "write a recipe for each layout into the workspace's recipes/")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "with --save: print the recipes, write none")
	c.MarkFlagsMutuallyExclusive("dump", "sheets", "save")
	return c
}

// inspect reads by the recipes and settings of the workspace, where there is one.
func (a *app) inspect(ctx context.Context, opt flows.InspectOptions) error {
	if opt.DryRun && !opt.Save {
		return errors.New("--dry-run goes with --save: without it inspect writes nothing")
	}
	p, err := a.open()
	switch {
	case errors.Is(err, workspace.ErrNone) && opt.Save:
		return flows.ErrNoWorkspace
	case errors.Is(err, workspace.ErrNone) && a.dir == "":
		p = nil
	case err != nil:
		return err
	default:
		defer p.Close()
	}
	opt.Wrote = func(line string) { fmt.Fprintln(a.err, manyLines(line)) }
	if opt.DryRun {
		opt.Wrote = func(line string) { fmt.Fprintln(a.out, manyLines(line)) }
	}
	return flows.Inspect(ctx, p, opt, cleaned{a.out})
}
