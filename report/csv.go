package report

import (
	"encoding/csv"
	"io"
)

// renderCSV writes the rows for machines: one header line of the columns' names, row_kind first, then
// exact values (see REPORTS): pounds with two decimals, fractions with six, years 2009-10, booleans
// true or false, an empty field for what is not known. UTF-8, LF, quoted as RFC 4180 says.
//
// Text stands as the publisher wrote it, also where it begins with "=" or holds a line break: a
// machine must read back what was in the ledger. A workbook to look at is the format xlsx, in which
// no text can run as a formula.
func renderCSV(w io.Writer, t *Table, _ Options) error {
	out := csv.NewWriter(w)
	if err := out.Write(t.names()); err != nil {
		return err
	}
	for _, r := range t.Rows {
		cells := t.exactCells(r)
		if len(cells) == 1 && cells[0] == "" {
			// An empty line is no record to a reader; a lone empty field needs its quotes.
			out.Flush()
			if _, err := io.WriteString(w, "\"\"\n"); err != nil {
				return err
			}
			continue
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// names are the names of the machine formats' columns.
func (t *Table) names() []string {
	var names []string
	if !t.Plain {
		names = append(names, "row_kind")
	}
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}

// exactCells are the values under names.
func (t *Table) exactCells(r Row) []string {
	cells := make([]string, 0, len(t.Columns)+1)
	if !t.Plain {
		cells = append(cells, string(r.Level))
	}
	for _, v := range r.Values {
		cells = append(cells, exact(v))
	}
	return cells
}
