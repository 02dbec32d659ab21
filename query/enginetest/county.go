package enginetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/query"
)

// sourceOf is the source that a file of the ledger belongs to.
func sourceOf(path string) string {
	return strings.TrimPrefix(filepath.Base(filepath.Dir(path)), "source=")
}

// county is an invented one with two districts, whose figures can be worked out in the head. A ministry
// pays the county 1,000.01 and a charity that straddles the districts 100.00, less a refund of 0.03; the
// county's own return says 700.00 for schools and roads, half each, and its payments must not be added to that.
func county() *world {
	entry := func(row int32, payer, payee string, amount ledger.Pence, record string, payerKey, placeKey, purposeKey int64) ledger.Entry {
		return ledger.Entry{Table: 1, Row: row, Col: 3, File: "f.csv", Payer: payer, Payee: payee, Amount: amount, Record: record,
			Date: ledger.NoDate, Start: ledger.NoDate, End: ledger.NoDate, Year: 2012, PayerKey: payerKey, PlaceKey: placeKey,
			PurposeKey: purposeKey}
	}
	share := func(dimension string, key int64, code string, lo, hi int32, body, kind string) ledger.Share {
		return ledger.Share{Dimension: dimension, Key: key, Code: code, Lo: lo, Hi: hi, Body: body, BodyKind: kind,
			Step: "body", Evidence: ledger.Observed, Confidence: 1000}
	}
	half := share(ledger.DimPlaceIn, 2, "E07000001", 0, 500_000_000, "", "")
	half.Evidence, half.Step = ledger.Apportioned, "postcode"
	other := half
	other.Code, other.Lo, other.Hi, other.Evidence = "E07000002", 500_000_000, ledger.Whole, ledger.Modelled
	return &world{
		sources: [][]ledger.Entry{
			{
				entry(2, "Ministry of Roads", "ANYSHIRE CC", 1000_01, ledger.Payment, 1, 1, 1),
				entry(3, "Min of Roads", "The Straddle Trust", 100_00, ledger.Payment, 2, 2, 9),
				entry(4, "Min of Roads", "The Straddle Trust", -3, ledger.Payment, 2, 2, 9),
				entry(5, "Min of Roads", "A London firm", 5_000_00, ledger.Payment, 2, 3, 9),
			},
			{
				entry(2, "Anyshire", "", 700_00, ledger.Statement, 3, 4, 2),
				entry(3, "Anyshire", "A firm", 650_00, ledger.Payment, 3, 4, 2),
			},
		},
		payer: []ledger.Share{
			share(ledger.DimPayer, 1, "", 0, ledger.Whole, "Ministry of Roads", "central"),
			share(ledger.DimPayer, 2, "", 0, 400_000_000, "Ministry of Rails", "central"),
			share(ledger.DimPayer, 2, "", 400_000_000, ledger.Whole, "Ministry of Roads", "central"), // the larger part names it
			share(ledger.DimPayer, 3, "E10000001", 0, ledger.Whole, "Anyshire County Council", "county"),
		},
		place: []ledger.Share{
			share(ledger.DimPlaceIn, 1, "E10000001", 0, ledger.Whole, "", ""), half, other,
			share(ledger.DimPlaceIn, 4, "E10000001", 0, ledger.Whole, "", ""),
		},
		function: []ledger.Share{
			share(ledger.DimFunction, 1, "04.5", 0, ledger.Whole, "", ""),
			share(ledger.DimFunction, 2, "04.5", 0, 500_000_000, "", ""),
			share(ledger.DimFunction, 2, "09.1", 500_000_000, ledger.Whole, "", ""),
		},
		proposed: []ledger.Share{
			share(ledger.DimPlaceIn, 2, "E07000001", 0, ledger.Whole, "", ""),
			share(ledger.DimPlaceIn, 3, "E07000002", 0, ledger.Whole, "", ""),
			share(ledger.DimFunction, 9, "09.1", 0, ledger.Whole, "", ""),
		},
		places: []query.Place{{Place: "Anyshire", Code: "E10000001", Relation: query.Inside},
			{Place: "Anyshire", Code: "E07000001", Relation: query.Inside},
			{Place: "Anyshire", Code: "E07000002", Relation: query.Partly}},
		marks: []query.Mark{
			{Key: 1, List: query.MarkOutcome, Code: "A", Role: query.MarkPrimary, Rule: "a-1"},
			{Key: 2, List: query.MarkOutcome, Code: "A", Role: query.MarkPrimary, Rule: "a-2"},
			{Key: 2, List: query.MarkOutcome, Code: "B", Role: query.MarkContributing, Rule: "b-1"},
			{Key: 9, List: query.MarkTheme, Code: "T", Role: query.MarkIn, Rule: "t-1"},
		},
	}
}

// smallCounty compares figures worked out by hand, and every report with plain Go.
func smallCounty(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	dir := t.TempDir()
	w := &asked{t: t, engine: newEngine(t, dir)}
	files := county().write(t, filepath.Join(dir, "ledger"))
	w.open(files)
	for _, c := range []struct {
		report  string
		columns []string
		want    []string
	}{
		{"organisations", []string{"row_kind", "residual", "residual_area", "organisation", "amount", "everywhere", "rows"}, []string{
			"body   Ministry of Roads 105000 609998 3", // of -3 pence one goes to the first district, two to the second
			"body   Anyshire County Council 70000 70000 1",
			"residual partly E07000002  4998 <nil> 2",
			"total    179998 <nil> 4",
		}},
		{"functions", []string{"row_kind", "residual", "division", "top_spender", "amount", "organisations", "top_spender_amount"}, []string{
			"body  04 Ministry of Roads 135001 2 100001",
			"body  09 Anyshire County Council 35000 1 35000",
			"residual not classified  Ministry of Roads 4999 1 4999",
			"residual partly  Ministry of Roads 4998 1 4998",
			"total    179998 2 <nil>",
		}},
		{"streams", []string{"row_kind", "place", "streams", "awards", "recipients", "amount", "median_low", "median_high", "largest"}, []string{
			"body Anyshire 2 3 3 170000 65000 65000 100001", // a statement is no award: the county's payments count
			"residual Anyshire 1 1 1 4998 4998 4998 4998",
			"total  2 3 3 174998 <nil> <nil> <nil>",
		}},
		{"would-move", []string{"dimension", "from_code", "from_step", "to_code", "to_step", "rows", "amount", "spending"}, []string{
			"place   E07000002 body 1 500000 500000",
			"place E07000001 postcode E07000001 body 2 4999 4999",
			"place E07000002 postcode E07000001 body 2 4998 4998",
			"function   09.1 body 3 509997 509997",
		}},
		{"outcomes", []string{"row_kind", "residual", "residual_area", "outcome", "amount", "contributing", "programmes_shared"}, []string{
			"body   A 165001 0 1", "body   B 0 65000 1", // the county's firm serves both, and counts once
			"residual aligned to no stated outcome   4999 <nil> <nil>", "residual partly E07000002  4998 <nil> <nil>",
			"total    174998 <nil> 1",
		}},
		{"deep-dive", []string{"row_kind", "theme", "organisation", "amount", "excluded"}, []string{
			"body T Ministry of Roads 4999 0", "subtotal T  4999 0",
		}},
		{"compare", []string{"measure", "place", "measured"}, []string{
			"amount Anyshire 170000", "amount only partly inside Anyshire 4998", "streams Anyshire 2", "programmes Anyshire 0",
			"awards Anyshire 3", "departments Anyshire 2", "organisations Anyshire 2", "recipients Anyshire 3",
		}},
	} {
		r, _ := query.Find(c.report)
		if got := lines(r, w.run(r, args(r, query.Args{})), c.columns); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.report, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	narrowed(w)
	flow := query.Flow{Source: sourceID(1), Table: 1, Row: 2, Col: 3}
	for _, use := range []string{query.ForSpending, query.ForAwards} {
		if testing.Short() && use == query.ForSpending {
			continue
		}
		var asks []ask
		for _, r := range query.Catalogue() {
			asks = append(asks, ask{r, args(r, query.Args{Use: use, Flow: flow})})
		}
		w.check(files, asks)
		if use == query.ForSpending {
			w.again(files, "with the files turned round", turned(files), asks)
		} else {
			w.again(files, "from the cache", w.cache(files, filepath.Join(dir, "cache"), true), asks)
		}
	}
}

// atTheBounds has awards at the edges of every band, paid to two places that share an area.
func atTheBounds(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	dir := t.TempDir()
	w := &asked{t: t, engine: newEngine(t, dir)}
	world := county()
	world.places = append(world.places, query.Place{Place: "Second District", Code: "E07000002", Relation: query.Inside},
		query.Place{Place: "Second District", Code: "E10000001", Relation: query.Partly})
	row := int32(100)
	for _, pounds := range []ledger.Pence{0, 10_000, 50_000, 100_000, 250_000, 1_000_000, 10_000_000} {
		for _, below := range []ledger.Pence{0, 1} {
			e := world.sources[0][0]
			e.Row, e.Record, e.Amount = row, ledger.Award, pounds*100-below
			world.sources[0] = append(world.sources[0], e)
			row++
		}
	}
	var asks []ask
	for _, name := range []string{"award-sizes", "organisations", "functions", "departments", "places", "compare", "scope"} {
		r, _ := query.Find(name)
		asks = append(asks, ask{r, args(r, query.Args{Use: query.ForAwards})})
	}
	w.check(world.write(t, filepath.Join(dir, "ledger")), asks)
}

// lines prints some columns of a result.
func lines(r query.Report, result query.Result, columns []string) []string {
	var list []string
	for _, row := range result.Rows {
		var cells []string
		for _, c := range columns {
			cells = append(cells, fmt.Sprint(row[column(r, c)]))
		}
		list = append(list, strings.Join(cells, " "))
	}
	return list
}

// narrowed asks for the flows behind a row of another report, by what the row says of itself.
func narrowed(w *asked) {
	flows, _ := query.Find("flows")
	for _, c := range []struct {
		args query.Args
		want []string
	}{
		{query.Args{Payers: []string{"Anyshire County Council"}}, []string{"32500", "32500"}}, // one payment, two functions
		{query.Args{Areas: []string{"E07000001"}}, []string{"5000", "-1"}},
		{query.Args{Relations: []string{query.Partly}}, []string{"5000", "-2"}},
		{query.Args{Functions: []string{"09.1"}}, []string{"32500"}},
		{query.Args{Payees: []string{"ANYSHIRE CC", "A London firm"}}, []string{"100001"}},
		{query.Args{Steps: []string{"body"}, Kinds: []string{"school or college"}}, nil},
		{query.Args{Programmes: []string{"Roads"}}, nil},
		{query.Args{ExpenseAreas: []string{""}, ExpenseTypes: []string{""}, Payers: []string{"Ministry of Roads"}, Steps: []string{"body"}}, []string{"100001"}},
	} {
		c.args.Use = query.ForAwards
		got := lines(flows, w.run(flows, c.args), []string{"amount"})
		if !slices.Equal(got, c.want) {
			w.t.Errorf("flows of %+v: %v, want %v", c.args, got, c.want)
		}
	}
}

// sumTooLarge holds more money than 64 bits of pence: an error, never a wrong figure.
func sumTooLarge(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	dir := t.TempDir()
	w := &asked{t: t, engine: newEngine(t, dir)}
	rich := &world{sources: make([][]ledger.Entry, 1)}
	for row := range int32(1100) {
		rich.sources[0] = append(rich.sources[0], ledger.Entry{Table: 1, Row: row + 2, Col: 1, Record: ledger.Payment,
			Amount: ledger.MaxPence, Date: ledger.NoDate, Start: ledger.NoDate, End: ledger.NoDate})
	}
	w.open(rich.write(t, filepath.Join(dir, "ledger")))
	r, _ := query.Find("organisations")
	if got, err := query.Run(context.Background(), w.engine, r, args(r, query.Args{})); err == nil {
		t.Errorf("a sum beyond 64 bits is %v, want an error", got.Rows)
	}
}

// manyFiles has more files than a careless engine opens, in a folder whose name looks like a pattern.
func manyFiles(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	dir := t.TempDir()
	w := &asked{t: t, engine: newEngine(t, dir)}
	files := county().write(t, filepath.Join(dir, "it's [a] *ledger?, %41"))
	data, err := os.ReadFile(files.Entries[0])
	if err != nil {
		t.Fatal(err)
	}
	files.Entries, files.Tables = nil, nil
	const n = 1100
	for i := range n {
		path := filepath.Join(dir, "it's [a] *ledger?, %41", "entries", "source="+sourceID(i), "other.parquet")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		files.Entries = append(files.Entries, path)
	}
	w.open(files)
	r, _ := query.Find("organisations")
	want := []string{fmt.Sprintf("body %d %d %d", 105000*n, 3*n, n), fmt.Sprintf("residual %d %d %d", 4998*n, 2*n, n),
		fmt.Sprintf("total %d %d %d", 109998*n, 3*n, n)}
	if got := lines(r, w.run(r, args(r, query.Args{})), []string{"row_kind", "amount", "rows", "sources"}); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
