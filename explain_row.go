package flows

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// narrow turns what stands in a column of a report's row into what the flows behind it have.
var narrow = map[string]func(*query.Args, string){
	"division":       func(a *query.Args, v string) { a.Functions = within(v) },
	"group":          func(a *query.Args, v string) { a.Functions = []string{v} },
	"organisation":   func(a *query.Args, v string) { a.Payers = []string{v} },
	"department":     func(a *query.Args, v string) { a.Departments = []string{v} },
	"from_label":     func(a *query.Args, v string) { a.Payers = []string{v} },
	"to_label":       func(a *query.Args, v string) { a.Payees = []string{v} },
	"recipient_kind": func(a *query.Args, v string) { a.Kinds = []string{strings.Replace(v, "unknown", "", 1)} },
	"step":           func(a *query.Args, v string) { a.Steps = []string{v} },
	"programme":      programmeArgs,
}

// within is a division with its groups.
func within(code string) []string {
	codes, err := functionsAsked([]string{code})
	if err != nil {
		return []string{code}
	}
	return codes
}

// programmeArgs undoes what the ranking prints where there is no programme: area · type.
func programmeArgs(a *query.Args, v string) {
	area, kind, two := strings.Cut(v, " · ")
	if !two {
		a.Programmes = []string{v}
		return
	}
	a.Programmes, a.ExpenseAreas, a.ExpenseTypes = []string{""}, []string{area}, []string{kind}
}

// ExplainRow lists the entries behind one row of a report, the largest first, with the rules that put
// them there. want names the row: the value in its first column, or column=value.
func (p *Project) ExplainRow(ctx context.Context, name string, q Query, want []string) (string, error) {
	s, ok := specNamed(name)
	if !ok {
		return "", fmt.Errorf("no report %q; there are %s", name, strings.Join(ReportNames(), ", "))
	}
	top := q.Top
	q.Top = 0
	a, err := p.ask(ctx, q)
	if err != nil {
		return "", err
	}
	t, err := p.make(ctx, s, a)
	if err != nil {
		return "", err
	}
	row, err := rowWanted(t, want)
	if err != nil {
		return "", err
	}
	args := a.args
	if err := narrowTo(&args, t, row, a); err != nil {
		return "", fmt.Errorf("report %s: %w", name, err)
	}
	q2, _ := query.Find(name)
	args.Use = q2.Use
	flows, _ := query.Find("flows")
	result, err := query.Run(ctx, p.engine, flows, args)
	if err != nil {
		return "", err
	}
	f := newFinisher(p, spec{name: "flows"}, a, result)
	return explainRows(t, row, f, top), nil
}

// rowWanted finds the one body row that has the values asked for.
func rowWanted(t *report.Table, want []string) (report.Row, error) {
	if len(want) == 0 {
		return report.Row{}, fmt.Errorf("which row? add --row VALUE, as it stands in the column %s", t.Columns[0].Name)
	}
	var found []report.Row
	for _, r := range t.Rows {
		if r.Level == report.Body && slices.IndexFunc(want, func(w string) bool { return !rowHas(t, r, w) }) < 0 {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return report.Row{}, fmt.Errorf("--row %s: report %s has no such row", strings.Join(want, " --row "), t.Name)
	}
	return report.Row{}, fmt.Errorf("--row %s: %d rows of report %s have this; add --row column=value", strings.Join(want, " --row "), len(found), t.Name)
}

func rowHas(t *report.Table, r report.Row, want string) bool {
	column, value, named := strings.Cut(want, "=")
	for i, c := range t.Columns {
		if named && c.Name == column && strings.EqualFold(fmt.Sprint(r.Values[i]), value) {
			return true
		}
		if !named && i == 0 && strings.EqualFold(fmt.Sprint(r.Values[i]), want) {
			return true
		}
	}
	return false
}

// narrowTo restricts the flows to those of a row. A report none of whose columns tells flows apart
// (headline, coverage) has all flows of the question behind each row of a year.
func narrowTo(args *query.Args, t *report.Table, row report.Row, a *asked) error {
	told := false
	for i, c := range t.Columns {
		v := row.Values[i]
		switch value := v.(type) {
		case string:
			if f, ok := narrow[c.Name]; ok {
				f(args, value)
				told = true
			} else if c.Name == "place" && len(a.places) > 1 {
				args.Areas = nil
				for _, p := range a.places {
					if p.Name == value {
						args.Areas = p.Inside
					}
				}
				told = true
			}
		case ledger.Year:
			args.Years = []ledger.Year{value}
			told = true
		}
	}
	if !told && len(a.places) == 0 {
		return fmt.Errorf("its rows are not made of entries that can be told apart")
	}
	args.Relations = []string{query.Inside}
	return nil
}

// explainRows prints the row, what its entries add up to, and the largest of them with their rules.
func explainRows(t *report.Table, row report.Row, f *finisher, top int) string {
	var b strings.Builder
	var sum ledger.Pence
	for _, r := range f.recs() {
		sum += r.pence("amount")
	}
	fmt.Fprintf(&b, "%s: %s\n", t.Title, labelOf(t, row))
	for i, c := range t.Columns {
		if c.Name == "amount" || c.Name == "gross" {
			if amount, ok := row.Values[i].(ledger.Pence); ok {
				fmt.Fprintf(&b, "  the row      %s\n  its entries  %s in %d parts", sterling(amount), sterling(sum), len(f.result.Rows))
				if amount == sum {
					b.WriteString(", equal to the penny\n")
				} else {
					fmt.Fprintf(&b, ", which differ by %s\n", sterling(amount-sum))
				}
			}
		}
	}
	for i, r := range f.recs() {
		if top > 0 && i == top {
			fmt.Fprintf(&b, "\n… and %d smaller parts; 'flows report flows' lists all\n", len(f.result.Rows)-top)
			break
		}
		fmt.Fprintf(&b, "\n%s  %s\n", r.text("flow_id"), sterling(r.pence("amount")))
		where := r.text("file")
		if s := r.text("sheet"); s != "" {
			where += " · " + s
		}
		fmt.Fprintf(&b, "  %s · %s%d\n", where, columnLetters(int32(r.count("col_no"))), r.count("row_no"))
		fmt.Fprintf(&b, "  %s pays %s: %s\n", flat(r.text("body")), flat(r.text("recipient_as_published")), flat(joined(r.text("expense_area"), r.text("expense_type"))))
		fmt.Fprintf(&b, "  placed %s by %s, rule %s\n", r.text("place_code"), r.text("step"), r.text("rule"))
		fmt.Fprintf(&b, "  classified %s by %s, rule %s\n", mapping.GroupOf(r.text("function_code")), r.text("function_step"), r.text("function_rule"))
	}
	return b.String()
}

// labelOf is the first values of a row that are text.
func labelOf(t *report.Table, row report.Row) string {
	var list []string
	for i, c := range t.Columns {
		if s, ok := row.Values[i].(string); ok && s != "" && len(list) < 2 && (c.Kind == report.Text || c.Kind == report.Code) {
			list = append(list, s)
		}
	}
	return strings.Join(list, " ")
}
