package flows

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"

	"pgregory.net/rapid"
)

// north is a workspace of payments around events of real lineage: Cumbria and its districts before and
// after April 2023, a body that is wider than the new councils, the nation, and Dorset either side of 2019.
func north(t *testing.T) *Project {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"flows.yaml": "name: north\n",
		"pay.csv": `Department,Entity,Date,Supplier,Amount,Expense Type
Home Office,Home Office,01/02/2023,Cumbria County Council,1000000.01,Grants
Home Office,Home Office,01/02/2023,Allerdale Borough Council,200000.00,Grants
Home Office,Home Office,01/02/2023,Eden District Council,50000.07,Grants
Home Office,Home Office,01/02/2023,Police and Crime Commissioner for Cumbria,300000.05,Grants
Home Office,Home Office,01/05/2023,Cumberland Council,400000.00,Grants
Home Office,Home Office,01/05/2023,Westmorland and Furness Council,500000.03,Grants
Home Office,Home Office,01/05/2018,Dorset County Council,70000.11,Grants
Home Office,Home Office,01/05/2018,Christchurch Borough Council,40000.00,Grants
Home Office,Home Office,01/05/2021,Dorset Council,80000.00,Grants
Home Office,Home Office,01/05/2021,"Bournemouth, Christchurch and Poole Council",90000.00,Grants
Home Office,Home Office,01/05/2021,Nobody Known Ltd,1234.56,Grants
Home Office,Home Office,01/05/2008,Northumberland County Council,1.00,Grants
Home Office,Home Office,01/05/2010,Northumberland County Council,1.00,Grants
Home Office,Home Office,01/05/2014,Northumberland County Council,1.00,Grants
`,
		"keys/tenths.csv": "area,year,weight,source\nE10000006,,1,invented\nE06000063,,0.25,invented\nE23000002,,1,invented\nE06000063,2021-22,0.5,invented\nE07000026,,0.2,invented\nE07000030,,0.1,invented\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := opened(t, dir)
	ingested(t, p, IngestOptions{Names: []string{filepath.Join(dir, "pay.csv")}})
	return p
}

// TestNorth holds money around events of lineage to the boundaries and keys asked for.
func TestNorth(t *testing.T) {
	t.Parallel()
	p := north(t)
	t.Run("money stands on the boundaries asked for", func(t *testing.T) { moneyStandsOnTheBoundariesAskedFor(t, p) })
	t.Run("names are of their day", func(t *testing.T) { namesAreOfTheirDay(t, p) })
	t.Run("nothing is lost between boundaries", func(t *testing.T) { nothingIsLostBetweenBoundaries(t, p) })
	t.Run("spreading", func(t *testing.T) { spreading(t, p) })
	t.Run("elsewhere stands once", func(t *testing.T) { elsewhereStandsOnce(t, p) })
	t.Run("what places share is told", func(t *testing.T) { whatPlacesShareIsTold(t, p) })
	t.Run("spreading needs places that do not overlap", func(t *testing.T) { spreadingNeedsPlacesThatDoNotOverlap(t, p) })
	t.Run("reports of moved money", func(t *testing.T) { reportsOfMovedMoney(t, p) })
	t.Run("per head flags its population", func(t *testing.T) { perHeadFlagsItsPopulation(t, p) })
	t.Run("elsewhere has no heads", func(t *testing.T) { elsewhereHasNoHeads(t, p) })
	t.Run("money of bodies partly inside has no heads", func(t *testing.T) { partlyInsideHasNoHeads(t, p) })
}

// amountsBy are the amounts of a report by the label of their row.
func amountsBy(t failer, table *report.Table, label string) map[string]string {
	t.Helper()
	at, amount := column(t, table, label), slices.IndexFunc(table.Columns, func(c report.Column) bool {
		return c.Name == "amount" || c.Name == "gross" || c.Name == "amount_restated"
	})
	m := map[string]string{}
	for _, r := range table.Rows {
		name, _ := r.Values[at].(string)
		if name == "" {
			name = string(r.Level)
		}
		m[name] = r.Values[amount].(ledger.Pence).String()
	}
	return m
}

// A name is read as of its payment's date, and the money of each body stands where it stood then until
// other boundaries are asked for.
func moneyStandsOnTheBoundariesAskedFor(t *testing.T, p *Project) {
	for _, c := range []struct {
		q    Query
		want map[string]string
	}{
		{Query{Places: []string{"Cumberland"}}, map[string]string{
			"body": "", "Cumberland": "600000.00", "only partly inside: Cumbria County Council (E10000006)": "1000000.01"}},
		{Query{Places: []string{"Cumberland"}, Geography: "2023"}, map[string]string{
			"Cumberland": "1147400.00", "only partly inside: Cumbria County Council (E10000006)": ""}},
		{Query{Places: []string{"Westmorland and Furness"}, Geography: "2023"}, map[string]string{
			"Westmorland and Furness": "1002600.11"}},
		{Query{Places: []string{"Cumbria"}, Geography: "2019"}, map[string]string{
			"Cumbria": "2450000.16", "residual": ""}},
		{Query{Places: []string{"Dorset"}, Geography: "2009"}, map[string]string{
			"Dorset": "190000.11", "cannot be restated: Bournemouth, Christchurch and Poole Council (E06000058)": "90000.00"}},
	} {
		c.q.Attribution = "recipient"
		table := reported(t, p, "streams", c.q)
		got := map[string]string{}
		place, note, amount := column(t, table, "place"), column(t, table, "note"), column(t, table, "amount")
		for _, r := range table.Rows {
			name := r.Values[note].(string)
			if r.Level == report.Body {
				name = r.Values[place].(string)
			}
			got[name] = r.Values[amount].(ledger.Pence).String()
		}
		for name, want := range c.want {
			if got[name] != want {
				t.Errorf("%+v: %s is %q, want %q, among %v", c.q, name, got[name], want, got)
			}
		}
	}
}

// One name is three areas in three years: the county, the unitary authority after it, and that one with a new
// code for a small change of its boundary. On the boundaries of one day it is one.
func namesAreOfTheirDay(t *testing.T, p *Project) {
	for _, c := range []struct{ geography, want string }{
		{AsPaid, "E10000022 E06000048 E06000057"}, {"2019", "E06000057 E06000057 E06000057"}, {"2010", "E06000048 E06000048 E06000048"},
	} {
		a, _ := ready(t, p, Query{Geography: c.geography, Attribution: "recipient"})
		result, err := p.run(t.Context(), "flows", a.args)
		if err != nil {
			t.Fatal(err)
		}
		at := map[int64]string{}
		for _, r := range newFinisher(p, spec{name: "flows"}, a, result).recs() {
			if r.text("recipient_as_published") == "Northumberland County Council" {
				at[r.count("year")] = r.text("place_code")
			}
		}
		if got := at[2008] + " " + at[2010] + " " + at[2014]; got != c.want {
			t.Errorf("%s: %s, want %s", c.geography, got, c.want)
		}
	}
}

// Whatever boundaries are asked for, all money together is the same to the penny, and what plain Go adds
// up is what the engine does; so it is when wider money is spread.
func nothingIsLostBetweenBoundaries(t *testing.T, p *Project) {
	asked := []Query{{Geography: "2009"}, {Geography: "2023"}, {Geography: "today"},
		{Places: []string{"Cumberland"}, Spread: "population"},
		{Places: []string{"Cumberland", "Westmorland and Furness"}, Geography: "today", Spread: "deprived-population"},
		{Places: []string{"Cumberland"}, Spread: "tenths", ObservedOnly: true}}
	if testing.Short() {
		asked = asked[1:2]
	}
	for _, q := range asked {
		q.Attribution = "recipient"
		addsUp(t, p, q)
		if len(q.Places) > 0 {
			continue
		}
		if got := added(t, "organisations", reported(t, p, "organisations", q)).total.String(); got != "2731237.83" {
			t.Errorf("%+v: all money together is %s", q, got)
		}
	}
}

// The part of a wider area's money that a key gives to a place is the place's, marked apportioned; the rest
// is one row elsewhere; what a key does not weigh stays as it was.
func spreading(t *testing.T, p *Project) {
	q := Query{Places: []string{"Cumberland"}, Years: []string{"2022-23"}, Attribution: "recipient", Spread: "tenths"}
	table := reported(t, p, "recipient-kinds", q)
	got := amountsBy(t, table, "recipient_kind")
	for name, amount := range map[string]string{"district": "200000.00", "county": "250000.00", "police": "75000.01",
		"elsewhere: the rest of wider areas' money that was spread": "975000.05", "total": "1500000.06"} {
		if got[name] != amount {
			t.Errorf("%s gets %q, want %q, among %v", name, got[name], amount, got)
		}
	}
	for _, r := range table.Rows {
		if note := r.Values[column(t, table, "note")]; r.Values[0] == "police" && note != "all apportioned" || r.Values[0] == "district" && note != "" {
			t.Errorf("%v is marked %q", r.Values[0], note)
		}
		if kind := r.Values[0]; kind == "police" && r.Values[column(t, table, "pct_observed")] != (report.Ratio{Num: 0, Den: 7500001}) {
			t.Errorf("the police's part is observed: %v", r.Values)
		}
	}
}

// However many places money is spread over, what is elsewhere stands once, in none of them: all together is
// what it was. Shares are of what the places have.
func elsewhereStandsOnce(t *testing.T, p *Project) {
	q := Query{Places: []string{"Allerdale", "Eden"}, Attribution: "recipient", Years: []string{"2022-23"}, Spread: "tenths"}
	for _, name := range []string{"places", "departments", "award-sizes", "streams", "organisations"} {
		table := reported(t, p, name, q)
		rest := 0
		for _, r := range table.Rows {
			note := r.Values[column(t, table, "note")].(string)
			if !strings.HasPrefix(note, "elsewhere") {
				continue
			}
			rest++
			if at := slices.IndexFunc(table.Columns, func(c report.Column) bool { return c.Name == "place" }); at >= 0 && r.Values[at] != "" {
				t.Errorf("%s: elsewhere is in %v", name, r.Values[at])
			}
			if at := slices.IndexFunc(table.Columns, func(c report.Column) bool { return c.Name == "share" }); at >= 0 && r.Values[at] != nil {
				t.Errorf("%s: elsewhere has a share of the places: %v", name, r.Values[at])
			}
		}
		if got := added(t, name, table).total.String(); rest != 1 || got != "1550000.13" {
			t.Errorf("%s: %d rows elsewhere, in all %s", name, rest, got)
		}
	}
}

// A body partly inside two places is told with each; the total by place says how much of it that is.
func whatPlacesShareIsTold(t *testing.T, p *Project) {
	q := Query{Places: []string{"Cumberland", "Westmorland and Furness"}, Attribution: "recipient"}
	once := added(t, "organisations", reported(t, p, "organisations", q)).total
	table := reported(t, p, "streams", q)
	total := table.Rows[len(table.Rows)-1]
	again := total.Values[column(t, table, "amount")].(ledger.Pence) - once
	if note := total.Values[column(t, table, "note")].(string); again <= 0 || !strings.HasPrefix(note, pounds(again)+" of it is counted again") {
		t.Errorf("%s is counted again, and the total says %q", again, note)
	}
	q.Years = []string{"2023-24"}
	table = reported(t, p, "streams", q)
	if note := table.Rows[len(table.Rows)-1].Values[column(t, table, "note")]; note != "" {
		t.Errorf("in 2023-24 nothing is shared, and the total says %q", note)
	}
}

// What cannot be asked is told with what can.
func spreadingNeedsPlacesThatDoNotOverlap(t *testing.T, p *Project) {
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Spread: "population"}, "add --place"},
		{Query{Places: []string{"Kent", "Maidstone"}, Spread: "population"}, "Kent and Maidstone share ground"},
		{Query{Places: []string{"Kent"}, Spread: "populaton"}, "did you mean population?"},
		{Query{Geography: "19"}, "no boundary vintage"},
	} {
		if _, err := p.Report(t.Context(), "headline", c.q); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.q, err, c.want)
		}
	}
}

// Parts that leave a gap would lose pence; no such table is written.
func TestMovesTile(t *testing.T) {
	t.Parallel()
	whole := []query.Move{{Code: "A", Hi: 1}, {Code: "A", Lo: 1, Hi: ledger.Whole}}
	if err := tiles(whole); err != nil {
		t.Error(err)
	}
	for _, bad := range [][]query.Move{whole[:1], whole[1:], {whole[1], whole[0]}, {{Code: "A"}, {Code: "A", Hi: ledger.Whole}}} {
		if tiles(bad) == nil {
			t.Errorf("%+v tile", bad)
		}
	}
}

// Every event of the lineage that has weights, and every other area, restated to any vintage makes parts
// that follow each other to the whole; nothing is spread that has no weight.
func TestEveryEventConservesEveryPenny(t *testing.T) {
	t.Parallel()
	r := mapping.Reference()
	key := r.PopulationKey()
	divided := 0
	for _, word := range []string{"2009", "2013", "2019", "2023", "today"} {
		day, err := mapping.Vintage(word)
		if err != nil {
			t.Fatal(err)
		}
		a := &asked{geography: geography{vintage: day, key: &key}, places: []Place{(&Project{registry: func() (*mapping.Registry, error) { return r, nil }}).place("Cumberland", []string{"E06000063"})}}
		for _, area := range r.Areas() {
			moves := a.movesOf(r, area.Code, 2022)
			if err := tiles(moves); err != nil {
				t.Fatalf("%s to %s: %v", area.Code, word, err)
			}
			var sum ledger.Pence
			const amount = ledger.Pence(-1_234_567_890_123_457)
			for _, m := range moves {
				sum += amount.Part(m.Lo, m.Hi)
			}
			if len(moves) > 0 && sum != amount {
				t.Fatalf("%s to %s: %s became %s", area.Code, word, amount, sum)
			}
			if len(moves) > 1 {
				divided++
			}
		}
	}
	if divided < 100 {
		t.Errorf("only %d areas were divided", divided)
	}
}

// What was restated is told area by area, with its parts and the day; what was spread with its weights.
func reportsOfMovedMoney(t *testing.T, p *Project) {
	q := Query{Places: []string{"Cumberland"}, Years: []string{"2022-23"}, Attribution: "recipient"}
	table := reported(t, p, "restatement", q)
	text := rendered(t, table, "csv")
	for _, want := range []string{
		"body,Cumbria County Council (E10000006),Cumberland Council (E06000063),2023-04-01,1000000.01,0.547400 of it: ",
		",547400.00,1,1,0.000000,", ",452600.01,1,1,0.000000,", "body,Allerdale Borough Council (E07000026),Cumberland Council (E06000063),2023-04-01,200000.00,the whole area,200000.00,",
		"total,,,,1200000.01,,1200000.01,",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	q.Spread = "tenths"
	text = rendered(t, reported(t, p, "apportionment", q), "csv")
	for _, want := range []string{
		`body,"2022-23, Cumbria Constabulary (E23000002) to Cumberland",Home Office,300000.05,tenths: invented,0.25,1.00,0.250000,75000.01,population,16`,
		"residual,elsewhere: the rest of wider areas' money that was spread,,,,,,,975000.05,", "total,,,,,,,,1300000.06,",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	text = rendered(t, reported(t, p, "sensitivity", q), "csv")
	if want := "body,Home Office,525000.01,525000.01,"; !strings.Contains(text, want) {
		t.Errorf("no %q in\n%s", want, text)
	}
	table = reported(t, p, "places", q)
	spread, unplaced := column(t, table, "spread_amount"), column(t, table, "unplaced_nationally")
	for _, r := range table.Rows {
		if r.Level == report.Subtotal && (r.Values[spread] != ledger.Pence(32500001) || r.Values[unplaced] != ledger.Pence(0)) {
			t.Errorf("%v", r.Values)
		}
	}
}

// A head counted in an area of the past, or in the nearest year, is told.
func perHeadFlagsItsPopulation(t *testing.T, p *Project) {
	for _, c := range []struct{ place, year, want string }{
		{"Cumbria", "2022-23", "Per head in 2022-23 uses for Cumbria the sum of 2 authorities on its ground: it has no figure of its own."},
		{"Northumberland", "2008-09", "Per head in 2008-09 uses the population of Northumberland in mid-2010: mid-2008 is not in the tables."},
		{"Cumberland", "2023-24", ""},
	} {
		notes := strings.Join(reported(t, p, "headline", Query{Places: []string{c.place}, Years: []string{c.year}, Attribution: "recipient"}).Notes, "\n")
		if got := strings.Contains(notes, "Per head"); got != (c.want != "") || !strings.Contains(notes, c.want) {
			t.Errorf("%s: %q, want %q", c.place, notes, c.want)
		}
	}
}

// Money that is elsewhere has no figure a head, nor has a total that holds it.
func elsewhereHasNoHeads(t *testing.T, p *Project) {
	table := reported(t, p, "organisations", Query{Places: []string{"Cumberland"}, Years: []string{"2022-23"}, Attribution: "recipient", Spread: "population"})
	head := column(t, table, "per_head")
	for _, r := range table.Rows {
		if got := r.Values[head]; (got != nil) != (r.Level == report.Body) {
			t.Errorf("%v: per head is %v", r.Values, got)
		}
	}
}

// Money of a body only partly inside has no figure a head, nor has a total that holds it.
func partlyInsideHasNoHeads(t *testing.T, p *Project) {
	table := reported(t, p, "organisations", Query{Places: []string{"Cumberland"}, Years: []string{"2022-23"}, Attribution: "recipient"})
	head, partly := column(t, table, "per_head"), false
	for _, r := range table.Rows {
		partly = partly || r.Level == report.Residual
		if got := r.Values[head]; (got != nil) != (r.Level == report.Body) {
			t.Errorf("%v: per head is %v", r.Values, got)
		}
	}
	if !partly {
		t.Error("no body is only partly inside")
	}
}

// By any key, the parts of an area follow each other to the whole, each place has no more than all of it, and
// what the key does not weigh stays.
func TestAnyKeyConservesEveryPenny(t *testing.T) {
	t.Parallel()
	r := mapping.Reference()
	p := &Project{registry: func() (*mapping.Registry, error) { return r, nil }}
	places := []Place{p.place("Cumberland", []string{"E06000063"}), p.place("Westmorland and Furness", []string{"E06000064"})}
	rapid.Check(t, func(t *rapid.T) {
		var rows []mapping.KeyRow
		for _, code := range []string{"K02000001", "E92000001", "E12000002", "E23000002", "E06000063", "E06000064"} {
			if rapid.Bool().Draw(t, "weighed") {
				rows = append(rows, mapping.KeyRow{Area: code, Weight: rapid.Int64Range(0, 1e15-1).Draw(t, code)})
			}
		}
		key := mapping.TableKey("any", "drawn", rows)
		a := &asked{geography: geography{vintage: ledger.NoDate, key: &key}, places: places[:rapid.IntRange(1, 2).Draw(t, "places")]}
		for _, code := range []string{"K02000001", "E12000002", "E23000002", "E06000063", "E10000020"} {
			moves := a.movesOf(r, code, ledger.Year(rapid.IntRange(0, 2030).Draw(t, "year")))
			if err := tiles(moves); err != nil {
				t.Fatal(err)
			}
			if i := slices.IndexFunc(rows, func(k mapping.KeyRow) bool { return k.Area == code }); len(moves) > 0 && (i < 0 || rows[i].Weight == 0) {
				t.Fatalf("%s has no weight and was moved: %+v", code, moves)
			}
		}
	})
}
