package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"flows/ledger"
)

// Options say how a page is set. They change no figure, and the machine formats (csv, json) ignore them.
type Options struct {
	Width  int  // columns of the window that text is fitted to; 0 sets no limit
	Colour bool // text may use bold and dim
}

// ErrFormat is the error for a format that there is not.
var ErrFormat = errors.New("unknown format")

// format is one way to write tables. many is nil where several tables are written one after another.
type format struct {
	name string
	one  func(w io.Writer, t *Table, opt Options) error
	many func(w io.Writer, tables []*Table, opt Options) error

	pages bool // people read it
}

func formats() []format {
	return []format{
		{"text", renderText, nil, true},
		{"csv", renderCSV, nil, false},
		{"json", renderJSON, renderJSONList, false},
		{"markdown", renderMarkdown, nil, true},
		{"xlsx", renderXLSX, renderBook, true},
		{"html", renderHTML, renderPage, true},
		{"svg", renderSVG, nil, true},
	}
}

// Formats lists the names of the formats.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// Render writes one table. The error is ErrFormat, a table that breaks its own contract
// (see Table.Check), figures that the format cannot hold, or the writer's.
func Render(w io.Writer, t *Table, format string, opt Options) error {
	return RenderAll(w, []*Table{t}, format, opt)
}

// RenderAll writes several tables: in text, csv and markdown one after another with a blank line
// between, in json as an array, in xlsx as one workbook,
// in html as one page. An svg holds one table.
func RenderAll(w io.Writer, tables []*Table, format string, opt Options) error {
	f, err := find(format)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := t.Check(); err != nil {
			return err
		}
	}
	if f.pages {
		tables = asPages(tables)
	}
	if len(tables) != 1 && f.many != nil {
		return f.many(w, tables, opt)
	}
	if len(tables) > 1 && f.name == "svg" {
		return fmt.Errorf("an svg holds one table, and %d were asked for", len(tables))
	}
	for i, t := range tables {
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := f.one(w, t, opt); err != nil {
			return err
		}
	}
	return nil
}

func find(name string) (format, error) {
	all := formats()
	i := slices.IndexFunc(all, func(f format) bool { return f.name == name })
	if i < 0 {
		return format{}, fmt.Errorf("%w %q; expected one of %s", ErrFormat, name, strings.Join(Formats(), ", "))
	}
	return all[i], nil
}

// Check says where a table breaks its contract: a name missing or given twice, a row of the wrong
// length, a value that is not of its column's kind, an unknown level.
func (t *Table) Check() error {
	seen := map[string]bool{"row_kind": !t.Plain}
	for _, c := range t.Columns {
		if c.Name == "" || seen[c.Name] {
			return fmt.Errorf("table %s: column name %q is missing or used twice", t.Name, c.Name)
		}
		seen[c.Name] = true
	}
	for _, c := range t.Columns {
		if c.Kind.pounds() && seen[c.Name+"_pence"] {
			return fmt.Errorf("table %s: column %s_pence takes the name under which json prints the pence of %s", t.Name, c.Name, c.Name)
		}
	}
	for i, r := range t.Rows {
		if len(r.Values) != len(t.Columns) {
			return fmt.Errorf("table %s row %d: %d values for %d columns", t.Name, i+1, len(r.Values), len(t.Columns))
		}
		switch r.Level {
		case Body, Subtotal, Total, Residual:
		default:
			return fmt.Errorf("table %s row %d: unknown level %q", t.Name, i+1, r.Level)
		}
		for j, v := range r.Values {
			if !t.Columns[j].Kind.holds(v) {
				return fmt.Errorf("table %s row %d: column %s holds %T, which is not of its kind", t.Name, i+1, t.Columns[j].Name, v)
			}
		}
	}
	return nil
}

// holds tells whether a column of kind k may hold v.
func (k Kind) holds(v any) bool {
	switch v.(type) {
	case nil:
		return true
	case string:
		return k == Text || k == Code
	case int64:
		return k == Count || k == Measure || k == InPence
	case ledger.Pence:
		return k == Money || k == Measure
	case Ratio:
		return k == Fraction
	case ledger.Year:
		return k == YearKind
	case ledger.Date:
		return k == DateKind
	case bool:
		return k == Bool
	}
	return false
}

// numeric tells whether values of the kind are figures: aligned right and never cut.
func (k Kind) numeric() bool {
	return k == Count || k == Money || k == Fraction || k == Measure || k == InPence
}

// pounds tells whether values of the kind are amounts, or can be.
func (k Kind) pounds() bool { return k == Money || k == Measure }

// unknown tells whether v stands for a value that is not known.
func unknown(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case Ratio:
		return v.Den == 0
	case ledger.Year:
		return v == 0
	case ledger.Date:
		return v == ledger.NoDate
	}
	return false
}
