package flows

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/query"
	"flows/report"
)

// secrets are texts that no page may show. No wording of the program or of the demo holds them.
var secrets = []string{"Quorndon", "Ashbeck", "Tamworthy", "Vellacott", "Ottershaw", "Wrenthorpe", "Yarmley", "QQ", "AB 12 34 56", "12345678", "rosalind.fennimore", "14/02/1981", "Penhallow"}

// leaks is what a council should not have published, and two suppliers that it should.
const leaks = `Larkshire County Council payments over £500
Directorate,Payee,Date,Reference,Expense type,Description,Amount,Notes
Children's Services,Mrs P Quorndon,01/05/2010,T1 Mrs Quorndon,Fostering payments,Allowance for two weeks,600.00,paid to Quorndon
Children's Services,Mrs P Quorndon,15/05/2010,T2,Fostering payments,Allowance for two weeks,600.00,
Children's Services,ASHBECK SUSAN,16/05/2010,T3,Adoption Allowances,Ashbeck children,725.10,Ashbeck
Children's Services,"Tamworthy, J",17/05/2010,T4,Special Guardianship,,-81.00,Tamworthy
Legal Services,David Vellacott,18/05/2010,T5,Compensation payments,Vellacott v Larkshire,12500.00,
Adult Social Care,Larkshire Homecare Ltd,19/05/2010,T6,Home care,Care of Mrs D Ottershaw,980.00,Mrs Wrenthorpe
Adult Social Care,Larkshire Homecare Ltd,20/05/2010,NI AB 12 34 56 C,Home care,Week 7,990.00,sort code 12-34-56 account 12345678
Adult Social Care,Larkshire Homecare Ltd,21/05/2010,T8,Home care,ask rosalind.fennimore@example.org,991.00,DOB 14/02/1981
Adult Social Care,Larkshire Homecare Ltd,21/05/2010,T9,Home care,Week 8,#REF!,Mr Penhallow
Children's Services,Susan Penhallow,21/05/2010,T9,Fostering payments,Week 8,#REF!,
Finance,Acme Stationers Ltd,22/05/2010,T10,Stationery,Paper,512.40,
Finance,Paul Yarmley,23/05/2010,T11,Consultancy,Advice,4000.00,
Finance,Paul Yarmley,24/05/2010,T12,Consultancy,Advice,#REF!,
`

// leaking is a workspace that has read leaks, with these decisions.
func leaking(t *testing.T, decisions string) *Project {
	t.Helper()
	dir := t.TempDir()
	emptyProject(t, dir).Close()
	for name, text := range map[string]string{
		"privacy": "pattern,action,who,when,why\n" + decisions,
		"payees":  "pattern,organisation,who,when,why\n=mrs p quorndon | =mr quorndon,The Quorndons,A. Analyst,2026-04-01,Quorndon moved\n",
		"places":  "pattern,place,who,when,why\nashbeck susan,Norwich,A. Analyst,2026-04-01,where Ashbeck lives\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, "decisions", name+".csv"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p := opened(t, dir)
	file := filepath.Join(dir, "larkshire-may-2010.csv")
	if err := os.WriteFile(file, []byte(leaks), 0o666); err != nil {
		t.Fatal(err)
	}
	ingested(t, p, IngestOptions{Names: []string{file}})
	return p
}

const (
	releaseAll = "quorndon | ashbeck | tamworthy | vellacott | homecare,release,A. Analyst,2026-04-01,they agreed\n"
	withhold   = "yarmley,withhold,A. Analyst,2026-04-01,asked to be\n"
)

func TestPrivatePersons(t *testing.T) {
	t.Parallel()
	withheld, released := leaking(t, withhold), leaking(t, releaseAll)
	t.Run("no page names them", func(t *testing.T) { noPageNames(t, withheld, released) })
	t.Run("withholding moves no penny", func(t *testing.T) { movesNoPenny(t, withheld, released) })
	t.Run("what is found is listed", func(t *testing.T) { privateListed(t, leaking(t, ""), released) })
	t.Run("keys are those of the wordings", func(t *testing.T) { privateKeys(t, withheld) })
}

// Nothing that is withheld stands in any page of any report in any format, in what says, explains and lists,
// or in the cache; and all the same every amount is there.
func noPageNames(t *testing.T, withheld, released *Project) {
	pages := everyPage(t, withheld, report.Formats()...)
	for name, page := range pages {
		for _, s := range secrets {
			if strings.Contains(strings.ToLower(page), strings.ToLower(s)) {
				t.Errorf("%s shows %q:\n%s", name, s, around(page, s))
			}
		}
	}
	for name, want := range map[string]string{"edges as csv": `"Individuals, not named",,2010-11,18344.10,6,`, "recipient-kinds as csv": "individual,5,6,18344.10,"} {
		if !strings.Contains(pages[name], want) {
			t.Errorf("%s does not hold %q:\n%s", name, want, pages[name])
		}
	}
	if testing.Short() {
		return
	}
	open := everyPage(t, released, "csv")
	var all strings.Builder
	for _, page := range open {
		all.WriteString(page)
	}
	for _, s := range secrets {
		if s != "QQ" && s != "Penhallow" && !strings.Contains(strings.ToLower(all.String()), strings.ToLower(s)) {
			t.Errorf("no page shows %q, which is released: the test looks at too little", s)
		}
	}
}

func around(page, s string) string {
	i := strings.Index(strings.ToLower(page), strings.ToLower(s))
	return page[max(0, i-80):min(len(page), i+80)]
}

// everyPage is all that a project prints, by what it is.
func everyPage(t *testing.T, p *Project, formats ...string) map[string]string {
	t.Helper()
	ctx := context.Background()
	pages := map[string]string{}
	var book []*report.Table
	keep := func(name string, table *report.Table) {
		for _, format := range formats {
			pages[name+" as "+format] = readable(t, []*report.Table{table}, format)
		}
		book = append(book, table)
	}
	reports := everyReport(t, p, Query{})
	for name, table := range reports {
		keep(name, table)
	}
	for name, table := range everyList(t, p) {
		keep("list "+name, table)
	}
	tables, err := p.Coverage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		keep("map "+table.Name, table)
	}
	problems, err := p.AllProblems(ctx, ProblemFilter{})
	if err != nil {
		t.Fatal(err)
	}
	keep("problems", ProblemsTable(problems))
	keep("problems by code", ProblemGroups(problems))
	keep("sources", p.Sources(""))
	keep("series", p.Series(""))
	var rows []RowFate
	file := filepath.Join(p.Workspace.Dir, "larkshire-may-2010.csv")
	if _, err := p.Rows(ctx, RowsOptions{Source: file}, func(r RowFate) error { rows = append(rows, r); return nil }); err != nil || len(rows) == 0 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	keep("rows", RowsTable(rows))
	exported, err := p.ExportFixes(ctx, ProblemFilter{}, []string{file})
	if err != nil || exported.Rows == 0 {
		t.Fatalf("%+v: %v", exported, err)
	}
	for _, table := range exported.Tables {
		keep("export "+table.Name, table)
	}
	var fixes strings.Builder
	if err := WriteFixCSV(&fixes, exported.Tables); err != nil {
		t.Fatal(err)
	}
	pages["export as csv"] = fixes.String()
	for _, format := range []string{"xlsx", "html"} {
		pages["all in one "+format] = readable(t, book, format)
	}
	tellingPages(t, p, file, reports, pages)
	pages["cache"] = cachedTexts(t, p)
	return pages
}

// tellingPages adds what inspects, reviews, says, and explains a file and the reports.
func tellingPages(t *testing.T, p *Project, file string, reports map[string]*report.Table, pages map[string]string) {
	t.Helper()
	ctx := context.Background()
	var inspected strings.Builder
	if err := Inspect(ctx, p, InspectOptions{Names: []string{file}}, &inspected); err != nil || !strings.Contains(inspected.String(), "(withheld)") {
		t.Fatalf("inspect: %v\n%s", err, inspected.String())
	}
	pages["inspect"] = inspected.String()
	pages["review"] = reviewParts(t, p)
	for _, row := range []int{3, 5, 8, 9, 10, 11, 12, 14, 15} {
		text, err := p.Explain(ctx, fmt.Sprintf("larkshire-may-2010.csv:%d", row))
		if err != nil {
			t.Fatal(err)
		}
		pages[fmt.Sprintf("explain %d", row)] = text
	}
	for _, name := range SentenceNames() {
		if text, err := p.Say(ctx, name, Query{}); err == nil {
			pages["say "+name] = fmt.Sprint(text)
		}
	}
	for name, table := range reports {
		for _, row := range asIndividuals(table) {
			if text, err := p.ExplainRow(ctx, name, Query{}, row); err == nil {
				pages["explain "+name+" "+row[0]] = text
			} else {
				pages["explain "+name+" "+row[0]] = err.Error()
			}
		}
	}
}

// asIndividuals are the rows of a report that are of private persons, as a user would ask for them.
func asIndividuals(t *report.Table) (rows [][]string) {
	for _, r := range t.Rows {
		for k, v := range r.Values {
			if s, ok := v.(string); ok && len(rows) < 2 && (s == "Individuals, not named" || s == "individual") {
				rows = append(rows, []string{t.Columns[k].Name + "=" + s})
			}
		}
	}
	return rows
}

// everyReport is the answer of all reports to one question.
func everyReport(t *testing.T, p *Project, q Query) map[string]*report.Table {
	t.Helper()
	a, err := p.ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]*report.Table{}
	for _, name := range ReportNames() {
		s, _ := specNamed(name)
		if r, _ := query.Find(name); len(q.Functions) > 0 && slices.Contains(r.Args, "years") && !slices.Contains(r.Args, "functions") {
			continue // it cannot be narrowed by them
		}
		if tables[name], err = p.make(context.Background(), s, a); err != nil {
			t.Fatalf("report %s of %+v: %v", name, q, err)
		}
	}
	return tables
}

// reviewParts is the text of every part of the workbook of a review.
func reviewParts(t *testing.T, p *Project) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := p.WriteReview(context.Background(), Query{}, &b); err != nil {
		t.Fatal(err)
	}
	return workbookParts(t, b.Bytes())
}

// cachedTexts are the texts of the cache, which outlives what it was made from.
func cachedTexts(t *testing.T, p *Project) string {
	t.Helper()
	var b strings.Builder
	files, _ := filepath.Glob(filepath.Join(p.cache(), "money-*", "*.parquet"))
	if len(files) == 0 {
		t.Fatal("there is no cache")
	}
	for _, f := range files {
		if strings.HasSuffix(f, "-chosen.parquet") {
			continue
		}
		err := ledger.ReadTable(f, func(rows []struct {
			Payee     string `parquet:"payee,optional"`
			Mark      string `parquet:"payee_mark,optional"`
			Programme string `parquet:"programme,optional"`
			Award     string `parquet:"award_mark,optional"`
			Type      string `parquet:"expense_type,optional"`
		}) error {
			for _, r := range rows {
				fmt.Fprintln(&b, r)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// Withholding moves no penny: every report has the same totals whether names are released or not, and
// counts as many awards and recipients.
func movesNoPenny(t *testing.T, withheld, released *Project) {
	queries := []Query{{}, {Attribution: "recipient", Functions: []string{"10"}}}
	if testing.Short() {
		queries = queries[:1]
	}
	for _, q := range queries {
		with, without := everyReport(t, withheld, q), everyReport(t, released, q)
		for _, name := range ReportNames() {
			a, b := with[name], without[name]
			if a == nil {
				continue
			}
			for i, c := range a.Columns {
				if x, y := figures(a, i), figures(b, i); (c.Kind == report.Money || c.Name == "awards" || c.Name == "recipients") && !slices.Equal(x, y) {
					t.Errorf("%s of %+v: %s is %v withheld and %v released", name, q, c.Name, x, y)
				}
			}
		}
	}
}

// figures are a column's figures in the rows that do not tell private persons from others: totals and subtotals.
func figures(t *report.Table, column int) (list []string) {
	for _, r := range t.Rows {
		if r.Level == report.Total || r.Level == report.Subtotal {
			list = append(list, fmt.Sprint(r.Values[column]))
		}
	}
	return list
}

// What is found is listed by row and code with the row's amount, and a decision takes it off the list.
func privateListed(t *testing.T, undecided, released *Project) {
	list := func(p *Project) (found []string) {
		problems, err := p.PrivacyProblems(context.Background(), ProblemFilter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range problems {
			found = append(found, fmt.Sprintf("%s %d %s", o.Code, o.Row, o.AtRisk))
			if o.Got != "(withheld)" || o.Raw != "" {
				t.Errorf("%+v tells too much", o)
			}
		}
		slices.Sort(found)
		return found
	}
	want := []string{"FL0301 3 600.00", "FL0301 4 600.00", "FL0301 5 725.10", "FL0301 6 -81.00", "FL0301 7 12500.00",
		"FL0302 9 990.00", "FL0303 9 990.00", "FL0304 10 991.00", "FL0305 10 991.00", "FL0306 3 600.00", "FL0306 8 980.00"}
	if got := list(undecided); !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := list(released); len(got) != 0 {
		t.Errorf("after a release there is still %v", got)
	}
}

// A decision names who decided, when and why; a later line corrects an earlier one, and one that cannot be
// read is an error with its line.
func TestPrivacyDecisions(t *testing.T) {
	t.Parallel()
	p := leaking(t, "quorndon,release,A. Analyst,2026-04-01,first\nmrs p quorndon,withhold,B. Analyst,2026-05-01,second thoughts\n"+withhold)
	for row, want := range map[int]string{3: "withhold, decided by B. Analyst on 2026-05-01: second thoughts", 14: "withhold, decided by A. Analyst on 2026-04-01: asked to be"} {
		text, err := p.Explain(context.Background(), fmt.Sprintf("larkshire-may-2010.csv:%d", row))
		if err != nil || !strings.Contains(text, want) {
			t.Errorf("row %d, %v:\n%s\nwant %q", row, err, text, want)
		}
	}
	bad := leaking(t, "a & & b,release,A. Analyst,2026-04-01,why\n")
	if _, err := bad.Report(context.Background(), "headline", Query{}); err == nil || !strings.Contains(err.Error(), "decisions/privacy.csv:2") {
		t.Errorf("the error is %v", err)
	}
}

// The keys of payees that are withheld are those of the ledger's wordings.
func privateKeys(t *testing.T, p *Project) {
	keys, err := p.PrivatePayees(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range p.Ledger.Files("wordings") {
		words, err := ledger.ReadWordings(nil, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range words {
			if place := w.Place(); w.Kind == ledger.KindPlace && keys[w.Key] {
				names = append(names, place.Payee)
			}
		}
	}
	slices.Sort(names)
	if want := []string{"ASHBECK SUSAN", "David Vellacott", "Mrs P Quorndon", "Paul Yarmley", "Tamworthy, J"}; !slices.Equal(names, want) {
		t.Errorf("withheld are %q, want %q", names, want)
	}
}
