package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"flows/report"

	"github.com/spf13/cobra"
)

// output is the flags of every command that prints a table.
type output struct {
	format string
	json   bool
	file   string
}

// formatOf gives the format for a file's ending.
var formatOf = map[string]string{".txt": "text", ".csv": "csv", ".json": "json", ".md": "markdown", ".xlsx": "xlsx", ".html": "html", ".svg": "svg"}

func (o *output) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.format, "format", "", "text, csv, json, markdown, xlsx, html or svg (default: text, or by the ending of -o)")
	c.Flags().BoolVar(&o.json, "json", false, "the same as --format json")
	c.Flags().StringVarP(&o.file, "output", "o", "", "write to this file instead of standard output")
	_ = c.RegisterFlagCompletionFunc("format", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return report.Formats(), cobra.ShellCompDirectiveNoFileComp
	})
}

// pick decides the format from the flags.
func (o *output) pick() (string, error) {
	switch {
	case o.json && o.format != "" && o.format != "json":
		return "", fmt.Errorf("--json and --format %s contradict each other; give one", o.format)
	case o.json:
		return "json", nil
	case o.format != "":
		return o.format, nil
	case o.file == "":
		return "text", nil
	}
	ext := strings.ToLower(filepath.Ext(o.file))
	if f, ok := formatOf[ext]; ok {
		return f, nil
	}
	return "", fmt.Errorf("-o %s: the ending %q names no format; end it in .txt, .csv, .json, .md, .xlsx, .html or .svg, or add --format", o.file, ext)
}

// print renders tables to standard output or the file, which is written whole or not at all.
func (a *app) print(o *output, tables ...*report.Table) error {
	format, err := o.pick()
	if err != nil {
		return err
	}
	opt := report.Options{Width: a.width, Colour: a.colour}
	if o.file == "" {
		if format == "xlsx" && a.width > 0 {
			return fmt.Errorf("a workbook is not for a terminal; add -o file.xlsx")
		}
		return report.RenderAll(a.out, tables, format, opt)
	}
	if err := writeFile(o.file, format, tables); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "wrote %s\n", o.file)
	return nil
}

// printQuietly is print to a file without a word.
func (a *app) printQuietly(o *output, tables ...*report.Table) error {
	format, err := o.pick()
	if err != nil {
		return err
	}
	return writeFile(o.file, format, tables)
}

// writeFile renders tables into a file, whole or not at all.
func writeFile(path, format string, tables []*report.Table) error {
	var b bytes.Buffer
	if err := report.RenderAll(&b, tables, format, report.Options{}); err != nil {
		return err
	}
	if dir := filepath.Dir(path); !isFolder(dir) {
		return fmt.Errorf("could not write %s: there is no folder %s; make it first, or name another", path, dir)
	}
	tmp := path + ".tmp"
	err := os.WriteFile(tmp, b.Bytes(), 0o644)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("could not write %s: %w", path, err)
	}
	return nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
