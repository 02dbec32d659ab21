package flows

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"flows/ledger"
	"flows/report"
)

// WriteFixCSV writes a sheet of corrections as csv, the layouts below each other, each under its heading.
// A text that a spreadsheet program would run as a formula has an apostrophe before it.
func WriteFixCSV(w io.Writer, tables []*report.Table) error {
	out := csv.NewWriter(w)
	for i, t := range tables {
		if i > 0 {
			out.Flush()
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		head := make([]string, len(t.Columns))
		for k, c := range t.Columns {
			head[k] = unformula(c.Name)
		}
		if err := out.Write(head); err != nil {
			return err
		}
		for _, r := range t.Rows {
			line := make([]string, len(r.Values))
			for k, v := range r.Values {
				switch v := v.(type) {
				case nil:
				case ledger.Pence:
					line[k] = v.String()
				default:
					line[k] = unformula(fmt.Sprint(v))
				}
			}
			if err := out.Write(line); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// unformula puts an apostrophe before what would be a formula. A negative number is none.
func unformula(s string) string {
	if isFormula(s) {
		return "'" + s
	}
	return s
}

func isFormula(s string) bool {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return false
	}
	return s[0] != '-' || strings.ContainsFunc(s[1:], func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
}
