package workspace

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"flows/ledger"
)

// table is one csv file of a workspace.
type table struct {
	name    string // relative to the workspace
	columns []columnRule
	add     func(r record) []error
}

// columnRule is what a column's name and values must be.
type columnRule struct {
	name     string
	required bool // the column must be there and each value filled
}

// record is one line of a table, its values by column.
type record struct {
	file   string
	line   int
	values map[string]string
}

// get is the value in a column, without space around it; "" where it is empty or the column is absent.
func (r record) get(column string) string { return r.values[column] }

func (r record) mistake(what, want string) error {
	return &Mistake{r.file, r.line, what, want, ""}
}

// readTable reads a file with one header line; lines that begin with # are comments. Every line is
// checked, so that all mistakes are told at once.
func readTable(t table, text []byte) []error {
	if !utf8.Valid(text) {
		return []error{&Mistake{t.name, 0, "not UTF-8", "a csv saved as UTF-8", ""}}
	}
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	in.Comment, in.FieldsPerRecord = '#', -1
	names, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return []error{csvMistake(t.name, err)}
	}
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	headLine, _ := in.FieldPos(0)
	if problems := checkHead(t, headLine, names); problems != nil {
		return problems
	}
	var problems []error
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return problems
		}
		if err != nil {
			return append(problems, csvMistake(t.name, err))
		}
		line, _ := in.FieldPos(0)
		problems = append(problems, addLine(t, line, names, fields)...)
	}
}

func csvMistake(file string, err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &Mistake{file, parse.Line, parse.Err.Error(), "comma-separated values, quoted with \"", ""}
	}
	return &Mistake{file, 0, err.Error(), "", ""}
}

// checkHead compares a table's heading with its columns. Columns that are missing, and those that stand there
// instead, are one mistake: a file with other headings is told of once.
func checkHead(t table, line int, names []string) (problems []error) {
	var known, missing, unknown []string
	for _, c := range t.columns {
		known = append(known, c.name)
		if c.required && !slices.Contains(names, c.name) {
			missing = append(missing, c.name)
		}
	}
	for i, n := range names {
		switch {
		case !slices.Contains(known, n):
			unknown = append(unknown, n)
		case slices.Index(names, n) < i:
			problems = append(problems, &Mistake{t.name, line, fmt.Sprintf("column %q stands twice", n), "each once", ""})
		}
	}
	if len(missing) > 0 {
		return append([]error{missingColumns(t, line, missing, unknown)}, problems...)
	}
	for _, n := range unknown {
		problems = append(problems, &Mistake{t.name, line, fmt.Sprintf("unknown column %q", n), oneOf(known), nearest(n, known)})
	}
	return problems
}

// missingColumns is the mistake of a heading without some columns, with the unknown ones that it has instead.
func missingColumns(t table, line int, missing, unknown []string) *Mistake {
	m := &Mistake{t.name, line, "no column " + missing[0], "the columns " + strings.Join(requiredOf(t), ", "), ""}
	if len(missing) > 1 {
		m.What = "no columns " + strings.Join(missing, ", ")
	}
	for i, n := range unknown {
		unknown[i] = fmt.Sprintf("%q", n)
		if m.Hint == "" {
			m.Hint = nearest(n, missing)
		}
	}
	if len(unknown) > 0 {
		m.What += ", but " + strings.Join(unknown, ", ")
	}
	if len(unknown) == 1 && strings.ContainsAny(unknown[0], ";\t") || len(unknown) == 1 && strings.Contains(unknown[0], `\t`) {
		m.Want += ", with commas between them"
	}
	return m
}

func requiredOf(t table) (names []string) {
	for _, c := range t.columns {
		if c.required {
			names = append(names, c.name)
		}
	}
	return names
}

func addLine(t table, line int, names, fields []string) []error {
	if len(fields) != len(names) {
		return []error{&Mistake{t.name, line, fmt.Sprintf("%d fields", len(fields)), fmt.Sprintf("%d, as in the header", len(names)), ""}}
	}
	r := record{t.name, line, map[string]string{}}
	for i, n := range names {
		r.values[n] = strings.TrimSpace(fields[i])
	}
	var problems []error
	for _, c := range t.columns {
		if c.required && r.get(c.name) == "" {
			problems = append(problems, r.mistake(c.name+" is empty", "a value"))
		}
	}
	if problems != nil {
		return problems
	}
	return t.add(r)
}

// day reads an ISO date.
func (r record) day(column string) (ledger.Date, error) {
	var y, m, d int
	s := r.get(column)
	if n, err := fmt.Sscanf(s, "%4d-%2d-%2d", &y, &m, &d); n == 3 && err == nil {
		if date, ok := ledger.NewDate(y, m, d); ok && date.String() == s {
			return date, nil
		}
	}
	return ledger.NoDate, r.mistake(fmt.Sprintf("%s is %q", column, s), "a date such as 2026-04-01")
}
