package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"flows/ingest/sheet"
)

// records are the rows of a list to match, under its heading.
type records struct {
	columns map[string]int // of the columns known
	rows    [][]string
}

func (r *records) len() int { return len(r.rows) }

// at is the text of a row under a column, "" where it has none.
func (r *records) at(row int, column string) string {
	if i, ok := r.columns[column]; ok && i < len(r.rows[row]) {
		return r.rows[row][i]
	}
	return ""
}

// readRecords reads a list by its heading: a csv with any delimiter in any charset, or the first sheet of a workbook.
// It must have the columns named and may have the others; what else it has is passed over. Empty lines are no rows.
func readRecords(ctx context.Context, in io.Reader, must []string, may ...string) (*records, error) {
	content, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	wanted := "a csv with the columns " + strings.Join(must, ", ")
	if strings.TrimSpace(string(content)) == "" {
		return nil, fmt.Errorf("the input is empty; expected %s", wanted)
	}
	book, err := sheet.Open(sheet.BytesInput("input", delimited(content, must)), sheet.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("%w; expected %s", err, wanted)
	}
	list := &records{}
	err = book.Sheets[0].Rows(ctx, func(b *sheet.Batch) error {
		defer b.Release()
		for _, row := range b.Rows {
			if len(row.Cells) == 0 {
				continue
			}
			texts := make([]string, len(row.Cells))
			for i, c := range row.Cells {
				texts[i] = c.Text
			}
			switch {
			case list.columns != nil:
				list.rows = append(list.rows, texts)
			case strings.HasPrefix(texts[0], "sep="): // says the delimiter
			default:
				if err := list.head(texts, must, may); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return list, errors.Join(err, book.Close())
}

// delimited says in a first line by what a text's cells are divided, where its heading tells: in a list of two columns
// the names themselves may hold more semicolons than the text has commas.
func delimited(content []byte, must []string) []byte {
	text := bytes.TrimPrefix(content, []byte("\ufeff"))
	line := string(text[:max(0, bytes.IndexAny(text, "\r\n"))])
	for _, delimiter := range []string{",", ";", "\t", "|"} {
		var r records
		cells := strings.Split(line, delimiter)
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), `"`)
		}
		if r.head(cells, must, nil) == nil {
			return append([]byte("sep="+delimiter+"\n"), text...)
		}
	}
	return content
}

// head reads the heading, in which case, spaces and underscores make no difference.
func (r *records) head(texts, must, may []string) error {
	r.columns = map[string]int{}
	for i, text := range texts {
		name := strings.NewReplacer(" ", "", "_", "").Replace(strings.ToLower(strings.TrimSpace(text)))
		if !slices.Contains(must, name) && !slices.Contains(may, name) {
			continue
		}
		if first, twice := r.columns[name]; twice {
			return fmt.Errorf("columns %d and %d are both headed %q; expected one: rename the other", first+1, i+1, name)
		}
		r.columns[name] = i
	}
	for _, name := range must {
		if _, ok := r.columns[name]; !ok {
			return fmt.Errorf("the heading has no column %q; expected %s, found %s: the first line names the columns, and id is any text by which you know a row",
				name, strings.Join(must, ", "), oneLine(strings.Join(texts, ", ")))
		}
	}
	return nil
}
