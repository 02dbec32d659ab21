package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"flows/ledger"
)

// arg is a parameter that reports can name in their second line.
type arg struct {
	name  string
	value func(*Args) any // nil: every value
}

// separator closes each value of a list; no text holds it. In SQL it is chr(31).
const separator = "\x1f"

// parameters are all there are. A list travels as one text, ␟a␟b␟, in which the SQL looks for ␟x␟.
func parameters() []arg {
	return []arg{
		{"use", func(a *Args) any { return notEmpty(a.Use) }},
		{"years", func(a *Args) any { return years(a.Years) }},
		{"departments", func(a *Args) any { return list(a.Departments) }},
		{"functions", func(a *Args) any { return list(a.Functions) }},
		{"payers", func(a *Args) any { return list(a.Payers) }},
		{"payees", func(a *Args) any { return list(a.Payees) }},
		{"kinds", func(a *Args) any { return list(a.Kinds) }},
		{"programmes", func(a *Args) any { return list(a.Programmes) }},
		{"expense_areas", func(a *Args) any { return list(a.ExpenseAreas) }},
		{"expense_types", func(a *Args) any { return list(a.ExpenseTypes) }},
		{"steps", func(a *Args) any { return list(a.Steps) }},
		{"relations", func(a *Args) any { return list(a.Relations) }},
		{"areas", func(a *Args) any { return list(a.Areas) }},
		{"controls", func(a *Args) any { return list(a.Controls) }},
		{"natures", func(a *Args) any { return list(a.Natures) }},
		{"preventions", func(a *Args) any { return list(a.Preventions) }},
		{"source", func(a *Args) any { return notEmpty(a.Flow.Source) }},
		{"table", func(a *Args) any { return positive(int64(a.Flow.Table)) }},
		{"row", func(a *Args) any { return positive(int64(a.Flow.Row)) }},
		{"col", func(a *Args) any { return positive(int64(a.Flow.Col)) }},
	}
}

// required are parameters without which a report that names them has no meaning.
var required = [...]string{"use", "source", "table", "row", "col"}

// bind puts the values in the order in which the report names them.
func bind(r Report, a Args) ([]any, error) {
	values := make([]any, len(r.Args))
	for _, p := range parameters() {
		v := p.value(&a)
		at := slices.Index(r.Args, p.name)
		switch {
		case at < 0 && v != nil && p.name != "use":
			return nil, fmt.Errorf("it cannot be narrowed by %s", p.name)
		case at >= 0 && v == nil && slices.Contains(required[:], p.name):
			return nil, fmt.Errorf("it needs %s", p.name)
		}
		for i, name := range r.Args { // a report may ask for one twice
			if name == p.name {
				values[i] = v
			}
		}
	}
	return values, nil
}

func notEmpty(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func positive(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// list closes each value in separators. No values is every value.
func list(values []string) any {
	if len(values) == 0 {
		return nil
	}
	return separator + strings.Join(values, separator) + separator
}

func years(values []ledger.Year) any {
	texts := make([]string, len(values))
	for i, y := range values {
		texts[i] = strconv.Itoa(int(y))
	}
	return list(texts)
}
