package flows

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/query"
	"flows/report"
)

// questions are what the laws are held to: places that are a county, a district, two districts that do
// not overlap, a county and a district inside it, nothing at all, and everywhere; one year, all years;
// filters alone and together.
func questions() []Query {
	return []Query{
		{},
		{Places: []string{Everywhere}, Years: []string{AllYears}},
		{Places: []string{"Kestrel Vale", "Ternmouth"}, Years: []string{AllYears}, Attribution: "recipient"},
		{Places: []string{"Larkshire", "Kestrel Vale"}, Years: []string{"2010-11", "2009-10"}, Attribution: "for"},
		{Places: []string{"east-of-england-upper-tier"}, Years: []string{"2009-10"}, Departments: []string{"improvement east"}},
		{Functions: []string{"09"}, Departments: []string{"education", "larkshire county"}},
		{Places: []string{Everywhere}, Years: []string{"1999-00"}},
		{Places: []string{"Larkshire", "Ternmouth"}, ObservedOnly: true, Years: []string{AllYears}},
	}
}

// TestDemo holds the demo's ledger to what is known of it and to the laws.
func TestDemo(t *testing.T) {
	t.Parallel()
	p := demo(t, t.TempDir())
	t.Run("it is as expected", func(t *testing.T) { asExpected(t, p) })
	t.Run("fates partition rows", func(t *testing.T) { fatesPartition(t, p) })
	t.Run("reports print the columns they list", func(t *testing.T) { columnsAsListed(t, p) })
	t.Run("reports add up", func(t *testing.T) { reportsAddUp(t, p) })
	t.Run("observed only", func(t *testing.T) { observedOnly(t, p) })
	t.Run("rows are their entries", func(t *testing.T) { rowsAddUp(t, p) })
}

// Of every report and question: bodies and residuals add up to the subtotals and to the total, and these
// are what plain Go adds up from the same Parquet, to the penny.
func reportsAddUp(t *testing.T, p *Project) {
	asked := questions()
	if testing.Short() {
		asked = asked[3:4] // places that overlap
	}
	for _, q := range asked {
		addsUp(t, p, q)
	}
}

// addsUp holds all reports of one question to the law.
func addsUp(t failer, p *Project, q Query) {
	t.Helper()
	a, files := ready(t, p, q)
	plain := map[string][]query.Summed{} // by what records are asked for
	for _, use := range []string{query.ForSpending, query.ForAwards} {
		args := a.args
		args.Use = use
		var err error
		if plain[use], err = query.Sum(files, args); err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
	}
	for _, name := range ReportNames() {
		if name == "gaps" {
			continue // it is about what is not there
		}
		r, _ := query.Find(name)
		table := bare(t, p, name, a)
		lines := plain[r.Use]
		what := fmt.Sprintf("%s of %+v", name, q)
		switch name {
		case "compare":
			if q.ObservedOnly {
				continue // it has no row for what stands apart
			}
			comparesPlaces(t, what, table, lines)
			continue
		case "coverage":
			coversAll(t, what, p, table)
			continue
		case "apportionment", "restatement": // of what was moved alone
			if got := added(t, what, table); got.rows != got.total {
				t.Errorf("%s: the rows are %s and the total is %s", what, got.rows, got.total)
			}
			continue
		}
		if s, _ := specNamed(name); s.overlaps {
			hasNoTotal(t, what, table)
			continue
		}
		got := added(t, what, table)
		around := got.byPlace[""]
		if got.rows != got.total || got.subtotals != 0 && got.subtotals+around != got.total && name != "headline" {
			t.Errorf("%s: the rows are %s, the subtotals %s with %s around them, and the total is %s", what, got.rows, got.subtotals, around, got.total)
		}
		byPlace, beyond := plainByPlace(lines)
		if got.byPlace != nil && around != beyond {
			t.Errorf("%s: around the places is %s, and plain Go adds up %s", what, around, beyond)
		}
		if got.byPlace == nil {
			if got.total != byPlace[""] {
				t.Errorf("%s: the total is %s, and plain Go adds up %s", what, got.total, byPlace[""])
			}
			continue
		}
		if len(byPlace) > 1 || len(got.byPlace) == 0 {
			delete(byPlace, "") // all places together, which this report does not add up
		} else {
			byPlace = map[string]ledger.Pence{"everywhere": byPlace[""]}
		}
		for place, want := range byPlace {
			if got.byPlace[place] != want {
				t.Errorf("%s: %s gets %s, and plain Go adds up %s", what, place, got.byPlace[place], want)
			}
		}
	}
}

// plainByPlace is what plain Go adds up for each place, under "" for all of them together, and what is around them.
func plainByPlace(lines []query.Summed) (byPlace map[string]ledger.Pence, around ledger.Pence) {
	byPlace = map[string]ledger.Pence{}
	for _, l := range lines {
		byPlace[l.Place] += l.Amount
		if l.Place == "" && query.Around(l.Relation) {
			around += l.Amount
		}
	}
	return byPlace, around
}

// hasNoTotal wants a report whose rows overlap to have no total; within a theme the rows are its subtotal.
func hasNoTotal(t failer, what string, table *report.Table) {
	t.Helper()
	amount := slices.IndexFunc(table.Columns, func(c report.Column) bool { return isAmount(c.Name) })
	var rows ledger.Pence
	for _, r := range table.Rows {
		v, _ := r.Values[amount].(ledger.Pence)
		switch r.Level {
		case report.Total, report.Residual:
			t.Errorf("%s: a row of a report that overlaps is a %s", what, r.Level)
		case report.Subtotal:
			if rows != v {
				t.Errorf("%s: the rows are %s, the subtotal %s", what, rows, v)
			}
			rows = 0
		default:
			rows += v
		}
	}
}

// sums are the amounts of a report by level.
type sums struct {
	rows, subtotals, total ledger.Pence            // rows are bodies and residuals
	byPlace                map[string]ledger.Pence // of the rows; nil where the report has no places
}

// added adds up a report as a reader of its csv would.
func added(t failer, what string, table *report.Table) sums {
	t.Helper()
	var s sums
	totals := 0
	place := slices.IndexFunc(table.Columns, func(c report.Column) bool { return c.Name == "place" })
	if place >= 0 {
		s.byPlace = map[string]ledger.Pence{}
	}
	for _, r := range table.Rows {
		v, _ := amountOf(table.Columns, r)
		switch r.Level {
		case report.Total:
			s.total = v
			totals++
		case report.Subtotal:
			s.subtotals += v
		default:
			s.rows += v
			if place >= 0 {
				s.byPlace[r.Values[place].(string)] += v
			}
		}
	}
	if totals != 1 {
		t.Errorf("%s: there are %d totals", what, totals)
	}
	return s
}

// bare is a report without its header block.
func bare(t failer, p *Project, name string, a *asked) *report.Table {
	t.Helper()
	s, _ := specNamed(name)
	f, err := p.finish(context.Background(), s, a)
	if err == nil {
		err = f.rows(context.Background())
	}
	if err != nil {
		t.Fatalf("report %s of %+v: %v", name, a.Query, err)
	}
	return &report.Table{Name: name, Columns: append(slices.Clone(s.columns), closing()...), Rows: f.out}
}

// ready is a question made definite, and the Parquet files that answer it.
func ready(t failer, p *Project, q Query) (*asked, query.Files) {
	t.Helper()
	a, err := p.ask(context.Background(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	files, err := p.files(a)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return a, files
}

// Observed only: of every report the total stays, no body row rests on what was apportioned or modelled,
// and what does is what plain Go finds to be so.
func observedOnly(t *testing.T, p *Project) {
	q := Query{Places: []string{Everywhere}, Years: []string{AllYears}}
	all, files := ready(t, p, q)
	var observed, rest ledger.Pence
	err := query.EachPiece(files, func(piece *query.Piece) error {
		switch {
		case !piece.Used(query.ForSpending):
		case piece.PlaceEvidence == ledger.Apportioned || piece.PlaceEvidence == ledger.Modelled || piece.FunctionEvidence == ledger.Apportioned || piece.FunctionEvidence == ledger.Modelled:
			rest += piece.Amount
		default:
			observed += piece.Amount
		}
		return nil
	})
	if err != nil || rest == 0 {
		t.Fatalf("the demo has nothing that is not observed: %v", err)
	}
	whole := added(t, "headline", bare(t, p, "headline", all)).total
	q.ObservedOnly = true
	a, _ := ready(t, p, q)
	for _, name := range []string{"headline", "organisations", "functions", "function-groups", "organisation-by-function", "overlap"} {
		table := bare(t, p, name, a)
		var apart ledger.Pence
		amount, note := slices.IndexFunc(table.Columns, func(c report.Column) bool { return isAmount(c.Name) }), column(t, table, "note")
		for _, r := range table.Rows {
			if v, _ := r.Values[amount].(ledger.Pence); strings.HasSuffix(r.Values[note].(string), ", not observed") {
				apart += v
			}
		}
		if got := added(t, name, table); got.total != whole || apart != rest || got.total-apart != observed {
			t.Errorf("%s: %s of %s stand apart, want %s of %s", name, apart, got.total, rest, whole)
		}
	}
}

// comparesPlaces wants the amounts of compare to be what plain Go adds up for each place.
func comparesPlaces(t failer, what string, table *report.Table, lines []query.Summed) {
	t.Helper()
	measure, place, value := column(t, table, "measure"), column(t, table, "place"), column(t, table, "value")
	want := map[[2]string]ledger.Pence{}
	for _, l := range lines {
		name := map[string]string{query.Inside: "amount", query.Partly: "amount only partly inside"}[l.Relation]
		want[[2]string{name, l.Place}] = l.Amount
	}
	several := slices.ContainsFunc(lines, func(l query.Summed) bool { return l.Place != "" })
	for _, r := range table.Rows {
		name, at := r.Values[measure].(string), r.Values[place].(string)
		if name != "amount" && name != "amount only partly inside" {
			continue
		}
		if !several {
			at = strings.Replace(at, "everywhere", "", 1)
		}
		if got := r.Values[value]; got != want[[2]string{name, at}] {
			t.Errorf("%s: %s of %s is %v, and plain Go adds up %s", what, name, at, got, want[[2]string{name, at}])
		}
	}
}

// coversAll wants coverage to hold every table of the ledger, with its rows and its sum.
func coversAll(t failer, what string, p *Project, table *report.Table) {
	t.Helper()
	rowsIn, amountIn := column(t, table, "rows_in"), column(t, table, "amount_in")
	var rows, sum int64
	n := 0
	for _, s := range p.Ledger.Sources() {
		for i := range s.Tables {
			rows += s.Tables[i].Rows()
			sum += int64(s.Tables[i].Sum)
			n++
		}
	}
	var gotRows, gotSum int64
	bodies := 0
	for _, r := range table.Rows {
		in, amount := r.Values[rowsIn].(int64), int64(r.Values[amountIn].(ledger.Pence))
		if r.Level == report.Total {
			if in != rows || amount != sum {
				t.Errorf("%s: the total says %d rows and %d pence, the ledger %d and %d", what, in, amount, rows, sum)
			}
			continue
		}
		bodies++
		gotRows, gotSum = gotRows+in, gotSum+amount
	}
	if bodies != n || gotRows != rows || gotSum != sum {
		t.Errorf("%s: %d tables with %d rows and %d pence, the ledger has %d, %d and %d", what, bodies, gotRows, gotSum, n, rows, sum)
	}
}

// A row of a report that is made of entries is their sum, to the penny: what explain shows is what the
// figure is made of. Of a long report some rows of each kind are taken.
func rowsAddUp(t *testing.T, p *Project) {
	if testing.Short() {
		t.Skip("it asks for the flows of a hundred rows")
	}
	asked := []Query{{Places: []string{"Larkshire", "Ternmouth"}, Years: []string{AllYears}, Attribution: "recipient"}, {Places: []string{Everywhere}, Functions: []string{"09", "03"}, ObservedOnly: true}}
	explained := 0
	for _, q := range asked {
		a, _ := ready(t, p, q)
		for _, name := range ReportNames() {
			if name != "flows" && name != "gaps" {
				explained += rowsAreEntries(t, p, name, a)
			}
		}
	}
	if explained < 25*len(asked) {
		t.Errorf("only %d rows could be explained", explained)
	}
}

// rowsAreEntries explains rows of a report and counts those that could be.
func rowsAreEntries(t *testing.T, p *Project, name string, a *asked) (explained int) {
	ctx := t.Context()
	s, _ := specNamed(name)
	f, err := p.finish(ctx, s, a)
	if err == nil {
		err = f.rows(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	taken := map[report.Level]int{}
	for i, row := range f.out {
		if taken[row.Level]++; row.Level == report.Total || taken[row.Level] > 2 {
			continue
		}
		behind, err := p.flowsBehind(ctx, f, i)
		if err != nil {
			if !slices.Contains([]string{"compare", "coverage", "apportionment", "restatement", "sensitivity", "join-up", "stakeholders"}, name) {
				t.Errorf("%s of %+v, row %v: %v", name, a.Query, row.Values, err)
			}
			continue
		}
		var sum ledger.Pence
		for _, r := range behind.recs() {
			sum += r.pence("amount")
		}
		if amount, ok := amountOf(s.columns, row); !ok || sum != amount {
			t.Errorf("%s of %+v: the row %v has entries of %s", name, a.Query, row.Values, sum)
		}
		explained++
	}
	return explained
}
