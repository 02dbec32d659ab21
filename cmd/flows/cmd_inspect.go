package main

import (
	"flows"

	"github.com/spf13/cobra"
)

func newInspect(a *app) *cobra.Command {
	var o output
	var dump, sheets bool
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
			return flows.Inspect(c.Context(), args, a.in, cleaned{a.out})
		},
	}
	o.flags(c)
	c.Flags().BoolVar(&dump, "dump", false, "write every cell as JSON lines")
	c.Flags().BoolVar(&sheets, "sheets", false, "list the sheets only")
	return c
}
