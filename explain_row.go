package flows

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
	"flows/report"
)

// narrow turns what stands in a column of a query's row into what the flows behind the row have.
var narrow = map[string]func(*query.Args, string){
	"division":       func(a *query.Args, v string) { a.Functions = within(v, a.Functions) },
	"group_code":     func(a *query.Args, v string) { a.Functions = []string{v} },
	"organisation":   func(a *query.Args, v string) { a.Payers = []string{v} },
	"department":     func(a *query.Args, v string) { a.Departments = []string{v} },
	"from_body":      func(a *query.Args, v string) { a.Payers = []string{v} },
	"to_body":        func(a *query.Args, v string) { a.Payees = []string{v} },
	"recipient_kind": func(a *query.Args, v string) { a.Kinds = []string{v} },
	"step":           func(a *query.Args, v string) { a.Steps = []string{v} },
	"programme":      func(a *query.Args, v string) { a.Programmes = []string{v} },
	"control_class":  func(a *query.Args, v string) { a.Controls = []string{v} },
	"nature_class":   func(a *query.Args, v string) { a.Natures = []string{v} },
}

// within is a division with those of its groups that were asked for; what is not classified is in none.
func within(code string, asked []string) []string {
	codes, err := functionsAsked([]string{code})
	if err != nil {
		return []string{code}
	}
	return slices.DeleteFunc(codes, func(c string) bool { return len(asked) > 0 && !slices.Contains(asked, c) })
}

// ExplainRow lists the entries behind one row of a report, the largest first, with the rules that put
// them there. want names the row: the value in its first column, or column=value.
func (p *Project) ExplainRow(ctx context.Context, name string, q Query, want []string) (string, error) {
	s, ok := specNamed(name)
	if !ok {
		return "", noReport(name)
	}
	top := q.Top
	q.Top = 0
	a, err := p.askFor(ctx, s, q)
	if err != nil {
		return "", err
	}
	f, err := p.finish(ctx, s, a)
	if err != nil {
		return "", err
	}
	if err := f.rows(ctx); err != nil {
		return "", err
	}
	t, err := f.table(ctx)
	if err != nil {
		return "", err
	}
	n, err := rowWanted(t, want)
	if err != nil {
		return "", err
	}
	flows, err := p.flowsBehind(ctx, f, n)
	if err != nil {
		return "", fmt.Errorf("report %s: %w", name, err)
	}
	return explainRows(t, t.Rows[n], flows, top), nil
}

// rowWanted finds the one row that has the values asked for.
func rowWanted(t *report.Table, want []string) (int, error) {
	if len(want) == 0 {
		return 0, fmt.Errorf("which row? add --row VALUE, as it stands in the column %s", t.Columns[0].Name)
	}
	var found []int
	for i, r := range t.Rows {
		if r.Level != report.Total && slices.IndexFunc(want, func(w string) bool { return !rowHas(t, r, w) }) < 0 {
			found = append(found, i)
		}
	}
	if body := slices.DeleteFunc(slices.Clone(found), func(i int) bool { return t.Rows[i].Level != report.Body }); len(body) == 1 {
		found = body // what stands apart has the same place beside it
	}
	asked := "--row " + strings.Join(want, " --row ")
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, fmt.Errorf("%s: report %s has no such row; %s", asked, t.Name, firstValues(t))
	}
	return 0, fmt.Errorf("%s: %d rows of report %s have this; add --row column=value", asked, len(found), t.Name)
}

// firstValues says what stands in the first column.
func firstValues(t *report.Table) string {
	var list []string
	for _, r := range t.Rows {
		if v := fmt.Sprint(r.Values[0]); r.Level != report.Total && r.Values[0] != nil && v != "" && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	if len(list) == 0 {
		return "it has no rows"
	}
	more := ""
	if n := len(list) - 20; n > 0 {
		list, more = list[:20], fmt.Sprintf(" and %d more", n)
	}
	return "in its first column there are " + strings.Join(list, ", ") + more
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

// flowsBehind asks for the flows that a row of a report is made of. n is the row's place on the page.
func (p *Project) flowsBehind(ctx context.Context, f *finisher, n int) (*finisher, error) {
	if f.spec.asks != nil || len(f.from) != len(f.out) || f.spec.name == "headline" && f.out[n].Values[0] != traced && f.from[n].kind() != "residual" {
		return nil, fmt.Errorf("its row is not made of entries that can be told apart; 'flows report flows' lists all entries")
	}
	r := f.from[n]
	args := f.a.args
	args.Use = f.query.Use
	narrowTo(&args, f, r)
	result, err := p.flowsOf(ctx, f.a, placeOf(f, r), args)
	if err != nil {
		return nil, err
	}
	behind := newFinisher(p, spec{name: "flows"}, f.a, result)
	if band, banded := f.index["band"]; banded && r.kind() == "body" {
		behind.keepBand(r.v[band])
	}
	return behind, behind.keepMarked(f, r)
}

// placeOf is the one of several places that a row is about; nil where it is about all of them.
func placeOf(f *finisher, r rec) *Place {
	if _, told := f.index["place"]; !told || len(f.a.places) < 2 {
		return nil
	}
	i := slices.IndexFunc(f.a.places, func(p Place) bool { return p.Name == r.text("place") })
	if i < 0 {
		return nil
	}
	return &f.a.places[i]
}

// flowsOf asks for flows of one place alone, for places can overlap, or of all the places asked for.
func (p *Project) flowsOf(ctx context.Context, a *asked, place *Place, args query.Args) (query.Result, error) {
	flows, ok := query.Find("flows")
	if !ok {
		return query.Result{}, fmt.Errorf("the catalogue of queries has no flows")
	}
	if place == nil {
		return query.Run(ctx, p.engine, flows, args)
	}
	one := *a
	one.places = []Place{*place}
	if err := p.setPlaces(ctx, &one); err != nil {
		return query.Result{}, err
	}
	result, err := query.Run(ctx, p.engine, flows, args)
	if err != nil {
		return result, err
	}
	return result, p.setPlaces(ctx, a)
}

// setPlaces makes the engine ready for other places of the same question.
func (p *Project) setPlaces(ctx context.Context, a *asked) error {
	files, err := p.files(a)
	if err != nil {
		return err
	}
	return query.SetPlaces(ctx, p.engine, files.Places)
}

// narrowTo restricts the flows to those of a row of a query. A row for what lies beyond the place tells
// nothing else of its flows.
func narrowTo(args *query.Args, f *finisher, r rec) {
	residual := r.text("residual")
	beyond := slices.Contains([]string{query.Partly, query.Wider, query.Elsewhere, query.Unrestated, ledger.Apportioned, ledger.Modelled}, residual)
	own := r.kind() == "body" || r.kind() == "residual" && !beyond
	for i, c := range f.result.Columns {
		v, isText := r.v[i].(string)
		switch set, known := narrow[c.Name]; {
		case c.Name == "organisation" && f.spec.name == "overlap": // of the lines below the row
		case known && isText && own:
			set(args, v)
		case c.Name == "expense_area" && own && r.text("programme") == "":
			args.ExpenseAreas = []string{v}
		case c.Name == "expense_type" && own && r.text("programme") == "":
			args.ExpenseTypes = []string{v}
		case c.Name == "year" && (own || f.spec.name == "headline"):
			args.Years = []ledger.Year{ledger.Year(r.count("year"))}
		}
	}
	args.Relations = []string{query.Inside}
	switch {
	case beyond:
		args.Relations = []string{residual}
		if area := r.text("residual_area"); area != "" {
			args.Areas = []string{area}
		}
	case residual == "not placed":
		args.Areas, args.Steps = []string{""}, nil
	case r.kind() == "subtotal": // what is around the place is not in it
		args.Relations = []string{query.Inside, query.Partly, query.Unrestated, ledger.Apportioned, ledger.Modelled}
	}
}

// keepBand keeps the flows of awards of one size.
func (f *finisher) keepBand(band any) {
	awards := map[string]ledger.Pence{}
	for _, r := range f.recs() {
		awards[r.text("award")] += r.pence("amount")
	}
	at := f.index["award"]
	f.result.Rows = slices.DeleteFunc(f.result.Rows, func(v []any) bool {
		award, _ := v[at].(string)
		return bandOf(awards[award]) != band
	})
}

// keepMarked keeps the flows whose purposes are those of a row of a report that goes by marks.
func (f *finisher) keepMarked(of *finisher, r rec) error {
	if of.spec.behind == nil {
		return nil
	}
	list, is := of.spec.behind(r)
	if is == nil {
		return nil
	}
	marks, err := marksOf(of.a.marks, list)
	if err != nil {
		return err
	}
	f.result.Rows = slices.DeleteFunc(f.result.Rows, func(v []any) bool {
		flow := rec{f, v}
		return flow.kind() != "body" || !is(marks[flow.count("purpose_key")])
	})
	return nil
}

// bandOf is the size band of an award, as the report has them.
func bandOf(p ledger.Pence) string {
	for _, b := range []struct {
		below ledger.Pence
		name  string
	}{
		{1, "nil or less"}, {1_000_000, "under 10k"}, {5_000_000, "10k-50k"}, {10_000_000, "50k-100k"},
		{25_000_000, "100k-250k"}, {100_000_000, "250k-1m"}, {1_000_000_000, "1m-10m"},
	} {
		if p < b.below {
			return b.name
		}
	}
	return "10m and over"
}

// explainRows prints the row, what its entries add up to, and the largest of them with their rules.
func explainRows(t *report.Table, row report.Row, f *finisher, top int) string {
	var b strings.Builder
	var sum ledger.Pence
	for _, r := range f.recs() {
		sum += r.pence("amount")
	}
	fmt.Fprintf(&b, "%s: %s\n", t.Title, labelOf(t, row))
	if amount, ok := amountOf(t.Columns, row); ok {
		fmt.Fprintf(&b, "  the row      %s\n  its entries  %s in %s", sterling(amount), sterling(sum), parts(len(f.result.Rows)))
		if amount == sum {
			b.WriteString(", equal to the penny\n")
		} else {
			fmt.Fprintf(&b, ", which differ by %s\n", sterling(amount-sum))
		}
	}
	for i, r := range f.recs() {
		if top > 0 && i == top {
			fmt.Fprintf(&b, "\n… and %s, no larger; add --top %d to see all\n", parts(len(f.result.Rows)-top), len(f.result.Rows))
			break
		}
		fmt.Fprintf(&b, "\n%s  %s\n", r.text("flow_id"), sterling(r.pence("amount")))
		where := r.text("file")
		if s := r.text("sheet"); s != "" {
			where += " · " + s
		}
		fmt.Fprintf(&b, "  %s · %s%d\n", where, columnLetters(int32(r.count("col_no"))), r.count("row_no"))
		fmt.Fprintf(&b, "  %s pays %s: %s\n", flat(r.text("body")), flat(r.text("recipient_as_published")), flat(joined(r.text("expense_area"), r.text("expense_type"))))
		fmt.Fprintf(&b, "  %s\n", decided("placed", r.text("place_code"), r.text("step"), r.text("rule")))
		if moved := movedBy(r); moved != "" {
			fmt.Fprintf(&b, "  %s\n", shareWords(moved, r.count("moved_share")))
		}
		fmt.Fprintf(&b, "  %s\n", decided("classified", r.text("function_code"), r.text("function_step"), r.text("function_rule")))
	}
	return b.String()
}

// amountOf is what a row is about: its amount, else all its columns of money together.
func amountOf(columns []report.Column, row report.Row) (sum ledger.Pence, ok bool) {
	for i, c := range columns {
		amount, isMoney := row.Values[i].(ledger.Pence)
		if isMoney && isAmount(c.Name) {
			return amount, true
		}
		if isMoney && c.Kind == report.Money {
			sum, ok = sum+amount, true
		}
	}
	return sum, ok
}

// decided says by which step and rule an entry came where it is.
func decided(what, code, step, rule string) string {
	s := what + " " + code
	if code == "" {
		s = "not " + what
	}
	if step != "" {
		s += " by " + step
	}
	if rule != "" {
		s += ", rule " + rule
	}
	return s
}

// shareWords adds the part that a flow was divided by, where it was.
func shareWords(s string, part int64) string {
	if part == ledger.Whole {
		return s
	}
	return s + ", a share of " + report.Ratio{Num: part, Den: ledger.Whole}.Decimal(6)
}

func parts(n int) string {
	if n == 1 {
		return "1 part"
	}
	return fmt.Sprintf("%d parts", n)
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
