package query

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"flows/ledger"
)

// Args are the values of a report's parameters. A list without values is every value. A report takes
// those that it names; one that it does not name has to be empty, but for Use.
type Args struct {
	Use         string        // which record counts: ForSpending, ForAwards, or one kind of record
	Years       []ledger.Year // 0 is "not known"
	Departments []string
	Functions   []string // COFOG codes that match exactly: name a division and its groups; "" is not classified

	// Of flows: what a row of another report says of itself.
	Payers, Payees             []string
	Kinds                      []string // of recipients
	Programmes                 []string
	ExpenseAreas, ExpenseTypes []string
	Steps                      []string // of the place ladder
	Relations                  []string // Inside, Partly
	Areas                      []string // codes of areas; "" is not placed
	Controls, Natures          []string // values of the classes; "" is unknown
	Preventions                []string

	Flow Flow // of the reports about one entry
}

// Flow is an entry's identity.
type Flow struct {
	Source          string
	Table, Row, Col int32
}

// What a question asks the kinds of record for; see the view chosen.
const (
	ForSpending = "spending" // statement, else payment, else award, per payer and year
	ForAwards   = "awards"   // award, else payment, per payer and year
)

// Result is what a report found. A value is int64 (pence, counts), string, bool, ledger.Date or nil.
type Result struct {
	Columns []Column
	Rows    [][]any
}

// Run asks a report and holds its rows.
func Run(ctx context.Context, e Engine, r Report, a Args) (Result, error) {
	result := Result{Columns: r.Columns}
	err := Each(ctx, e, r, a, func(row []any) error {
		result.Rows = append(result.Rows, slices.Clone(row))
		return nil
	})
	return result, err
}

// Each asks a report and calls visit with its rows in order. The slice is reused between calls.
func Each(ctx context.Context, e Engine, r Report, a Args, visit func(row []any) error) (err error) {
	values, err := bind(r, a)
	if err != nil {
		return fmt.Errorf("report %s: %w", r.Name, err)
	}
	rows, err := e.DB().QueryContext(ctx, r.SQL, values...)
	if err != nil {
		return fmt.Errorf("report %s: %w", r.Name, err)
	}
	defer func() {
		if e := errors.Join(rows.Err(), rows.Close()); e != nil && err == nil {
			err = fmt.Errorf("report %s: %w", r.Name, e)
		}
	}()
	return scan(e, r, rows, visit)
}

// scan decodes rows and holds them to the columns that the catalogue promises.
func scan(e Engine, r Report, rows *sql.Rows, visit func([]any) error) error {
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	for i, c := range r.Columns {
		if i >= len(names) || names[i] != c.Name || len(names) != len(r.Columns) {
			return fmt.Errorf("report %s: the columns are %v, the catalogue says %v", r.Name, names, r.Columns)
		}
	}
	raw, row := make([]any, len(names)), make([]any, len(names))
	into := make([]any, len(names))
	for i := range raw {
		into[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("report %s: %w", r.Name, err)
		}
		for i := range raw {
			if row[i], err = e.Decode(raw[i]); err == nil {
				err = fits(row[i], r.Columns[i].Kind)
			}
			if err != nil {
				return fmt.Errorf("report %s, column %s: %w", r.Name, names[i], err)
			}
		}
		if err := visit(row); err != nil {
			return err
		}
	}
	return nil
}

// fits says whether a decoded value is of the column's kind; nil fits any.
func fits(v any, k Kind) error {
	ok := false
	switch v.(type) {
	case nil:
		ok = true
	case string:
		ok = k == Text
	case int64:
		ok = k == Int64
	case bool:
		ok = k == Bool
	case ledger.Date:
		ok = k == Date
	}
	if !ok {
		return fmt.Errorf("the value %v is a %T", v, v)
	}
	return nil
}
