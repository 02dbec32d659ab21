package flows

import (
	"context"
	"fmt"
	"strings"
)

// noEntryError is a row of a file on which no entry stands.
type noEntryError struct {
	file string
	row  int32
}

// Error names the row.
func (e *noEntryError) Error() string {
	return fmt.Sprintf("no entry stands on record %d of a file %s; 'flows sources' lists the files, 'flows problems' what could not be read", e.row, e.file)
}

// explainUnloaded says what became of a row that is no entry: its fate, the reason, and the problems that
// stand on it. Where no file has such a row the error says so.
func (p *Project) explainUnloaded(ctx context.Context, e *noEntryError) (string, error) {
	var rows []RowFate
	notes, err := p.Rows(ctx, RowsOptions{Source: e.file}, func(r RowFate) error {
		if r.Row == e.row {
			rows = append(rows, r)
		}
		return nil
	})
	if err != nil || len(rows) == 0 {
		return "", e
	}
	problems, err := p.Problems(ProblemFilter{})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, r := range rows {
		where := r.File
		if r.Sheet != "" {
			where += " · " + r.Sheet
		}
		fmt.Fprintf(&b, "%s · row %d: %s, not an entry\n", where, r.Row, r.Fate)
		if r.Why != "" {
			fmt.Fprintf(&b, "  why        %s\n", flat(r.Why))
		}
		if r.Text != "" {
			fmt.Fprintf(&b, "  the row    %s\n", flat(r.Text))
		}
		for _, x := range problems {
			if x.Source == r.Source && x.Table == r.Table && x.Row == r.Row {
				b.WriteString("\n" + p.Diagnose(x))
			}
		}
	}
	for _, n := range notes {
		fmt.Fprintf(&b, "\n%s\n", flat(n))
	}
	return b.String(), nil
}
