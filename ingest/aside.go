package ingest

import (
	"fmt"

	"flows/ingest/sheet"
)

// aside tells what a sheet that was read to its end holds beside the cells that a person sees: hidden
// rows and columns, filters, comments and the like. Hidden rows and columns are read like the others; what stands
// beside the cells is not.
func (q *sequence) aside() []string {
	var notes []string
	s := q.sheet
	switch s.Visibility {
	case sheet.Hidden:
		notes = append(notes, "the sheet is hidden")
	case sheet.VeryHidden:
		notes = append(notes, "the sheet is very hidden: only a program can show it")
	}
	if q.hidden > 0 {
		notes = append(notes, fmt.Sprintf("%s, from record %d on, read like the others", plural(q.hidden, "hidden row"), q.hidden1))
	}
	hidden := int64(0)
	for _, c := range s.HiddenCols {
		hidden += int64(c.Last - c.First + 1)
	}
	if hidden > 0 {
		notes = append(notes, fmt.Sprintf("%s, from column %d on, read like the others", plural(hidden, "hidden column"), s.HiddenCols[0].First))
	}
	return append(notes, s.Notes...)
}

// countHidden counts the rows that are hidden.
func (q *sequence) countHidden(rows []sheet.Row) {
	for i := range rows {
		if !rows[i].Hidden {
			continue
		}
		if q.hidden++; q.hidden == 1 {
			q.hidden1 = rows[i].Record
		}
	}
}
