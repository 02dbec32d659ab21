package ingest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
)

// taken is a sink that keeps what it is given.
type taken struct {
	entries  []entry
	problems []ledger.Problem
	tables   []ledger.Table
	restarts int
	rows     []ingest.RowFate
}

type entry struct {
	table, row, col int32
	payer, payee    string
	date            ledger.Date
	year            ledger.Year
	amount          ledger.Pence
	keys            [3]int64
	extra           string
	texts           string
}

func (s *taken) Restart() { *s = taken{restarts: s.restarts + 1} }

func (s *taken) Batch(b *ledger.Batch) error {
	for i := range b.N {
		e := entry{table: b.Table, row: b.Row[i], col: b.Col[i], payer: b.Text[ledger.ColPayer].At(i), payee: b.Text[ledger.ColPayee].At(i),
			date: ledger.NoDate, year: b.Year[i], amount: b.Amount[i], keys: [3]int64{b.PayerKey[i], b.PlaceKey[i], b.PurposeKey[i]}}
		if b.Date != nil {
			e.date = b.Date[i]
		}
		if b.Extra != nil {
			e.extra = strings.Join(b.Extra[i], "|")
		}
		for c := range b.Text {
			e.texts += b.Text[c].At(i) + "|"
		}
		s.entries = append(s.entries, e)
	}
	return nil
}

func (s *taken) Problem(p ledger.Problem) error { s.problems = append(s.problems, p); return nil }

func (s *taken) Row(r ingest.RowFate) { s.rows = append(s.rows, r) }

func (s *taken) Table(t ledger.Table) error { s.tables = append(s.tables, t); return nil }

// read reads a text as a csv of the path.
func read(t testing.TB, path, text string, jobs int) *taken {
	t.Helper()
	s := &taken{}
	_, err := ingest.Read(context.Background(), sheet.BytesInput(path, []byte(text)), ingest.Options{Jobs: jobs, Limits: sheet.DefaultLimits()}, s)
	if err != nil {
		t.Fatal(err)
	}
	checkRows(t, s)
	return s
}

func TestATotalIsComparedWithTheRows(t *testing.T) {
	head := "Supplier,Date,Transaction number,Amount\nAcme Ltd,01/04/2012,17,100.00\nBolt plc,02/04/2012,18,50.00\n"
	s := read(t, "a.csv", head+"Total,,,150.00\n", 1)
	if x := s.tables[0]; !x.HasControl || x.Control != 15000 || x.Sum != 15000 || len(s.problems) != 0 {
		t.Errorf("control %v of %v, problems %v", x.Control, x.Sum, s.problems)
	}
	s = read(t, "a.csv", head+"Total,,,149.00\n", 1)
	if x := s.tables[0]; x.Control != 14900 || len(s.problems) != 1 || s.problems[0].Code != "FL0211" || s.problems[0].AtRisk != -100 {
		t.Errorf("control %v of %v, problems %v", x.Control, x.Sum, s.problems)
	}
}

// Where no amount can be read, the payments are there all the same; a nil return has none.
func TestAmountsNoneOfWhichCanBeReadAreQuarantined(t *testing.T) {
	head := "Supplier,Date,Transaction number,Amount\n"
	s := read(t, "a.csv", head+"Acme Ltd,01/04/2012,17,to be confirmed\nBolt plc,02/04/2012,18,\n,,,\n", 1)
	if x := s.tables[0]; x.Status != ingest.NoFlows || x.Fates[ledger.Quarantined] != 2 || len(s.problems) != 2 || s.problems[0].Code != "FL0204" {
		t.Errorf("%s, fates %v, problems %v", x.Status, x.Fates, s.problems)
	}
	s = read(t, "a.csv", head+"NIL,NIL,NIL,NIL\n", 1)
	if x := s.tables[0]; x.Status != ingest.NoFlows || x.Fates[ledger.Quarantined] != 0 || len(s.problems) != 0 {
		t.Errorf("%s, fates %v, problems %v", x.Status, x.Fates, s.problems)
	}
}

// Payments under a heading that is only fairly known are not given up for a better known one further down.
func TestAHeadingInOtherWordsFurtherDown(t *testing.T) {
	row := func(i int) string { return fmt.Sprintf("Acme Ltd,%02d/04/2012,Fees,Roads,%d,%d.41\n", i, i, 40920+i) }
	text := "Paid to,Effective Date,Merchant Category,Service Area,Unique Reference,Actual Value\n" + row(1) + row(2) + row(3) + row(4) +
		"Supplier,Date,Expense type,Expense area,Transaction number,Amount\n" + row(5) + row(6)
	s := read(t, "a.csv", text, 1)
	if len(s.tables) != 2 || s.tables[0].Fates[ledger.Loaded] != 4 || s.tables[1].Fates[ledger.Loaded] != 2 {
		t.Errorf("%+v", s.tables)
	}
}

func TestPaymentsAboveTheHeadingAreTold(t *testing.T) {
	text := "Acme Ltd,01/04/2012,Fees,17,40921.41\nBolt plc,02/04/2012,Fees,18,120.00\nAcme Ltd,03/04/2012,Fees,19,130.50\n" +
		"Supplier,Date,Expense type,Transaction number,Amount\nBolt plc,04/04/2012,Fees,20,17.99\n"
	s := read(t, "a.csv", text, 1)
	if len(s.entries) != 1 || len(s.problems) != 1 || s.problems[0].Code != "FL0201" || s.problems[0].Row != 4 {
		t.Errorf("%d entries, problems %+v", len(s.entries), s.problems)
	}
}

func TestEntriesCarryWhatTheRowSays(t *testing.T) {
	s := read(t, "april.csv", `Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,VAT registration number
Invented,Agency,01/04/2012,Rent,Estates,Acme Ltd,17,"£1,200.00",GB17
Invented,,"",Rent,Estates,Acme Ltd,18,5,
`, 1)
	if len(s.entries) != 2 {
		t.Fatalf("%d entries", len(s.entries))
	}
	a, b := s.entries[0], s.entries[1]
	if a.payer != "Agency" || a.payee != "Acme Ltd" || a.date.String() != "2012-04-01" || a.year != 2012 || a.amount != 120000 || a.extra != "GB17" || a.row != 2 || a.col != 8 {
		t.Errorf("%+v", a)
	}
	if b.payer != "Invented" || b.date != ledger.NoDate || b.year != 0 || b.extra != "" {
		t.Errorf("%+v", b)
	}
	h := ledger.Hasher{}
	w := ledger.PayerWording{Payer: "Agency", PayerGroup: "Invented"}
	if w.SetKey(&h); a.keys[0] != w.Key || a.keys[0] == b.keys[0] {
		t.Errorf("payer keys %v and %v, want %v", a.keys[0], b.keys[0], w.Key)
	}
}

func TestThePayerOfAllRowsStandsForBlankOnes(t *testing.T) {
	s := read(t, "a.csv", "Body,Supplier,Date,Amount\nInvented Council,Acme,01/04/2012,5\n,Bolt,01/04/2012,5\nInvented Council,Cog,01/04/2012,5\n", 1)
	if s.entries[1].payer != "Invented Council" {
		t.Errorf("%+v", s.entries)
	}
	s = read(t, "a.csv", "Body,Supplier,Date,Amount\nInvented Council,Acme,01/04/2012,5\n,Bolt,01/04/2012,5\nOther Council,Cog,01/04/2012,5\n", 1)
	if s.entries[1].payer != "" {
		t.Errorf("%+v", s.entries)
	}
}

func TestMonthsStandForDates(t *testing.T) {
	s := read(t, "a.csv", "Supplier,Date,Amount\nAcme Ltd,May-10,5.00\nAcme Ltd,31/03/2010,5.00\n", 1)
	if s.entries[0].year != 2010 || s.entries[1].year != 2009 || !strings.Contains(s.entries[0].texts, "May-10") {
		t.Errorf("%+v", s.entries)
	}
}

func TestTheFilesPeriodStandsForDates(t *testing.T) {
	s := read(t, "spend/april-2012.csv", "Supplier,Expense type,Amount\nAcme Ltd,Rent,5.00\n", 1)
	if s.entries[0].year != 2012 {
		t.Errorf("%+v", s.entries[0])
	}
}

// What only later rows tell about the order of dates and the decimals makes the file be read again.
func TestTheWholeTableVotes(t *testing.T) {
	var b strings.Builder
	b.WriteString("Supplier,Date,Amount\n")
	for i := range 400 {
		fmt.Fprintf(&b, "Acme Ltd,%02d/01/2012,5\n", i%12+1)
	}
	b.WriteString("Acme Ltd,01/25/2012,5\nAcme Ltd,01/26/2012,5\n")
	s := read(t, "a.csv", b.String(), 1)
	if s.restarts != 1 || s.tables[0].DateOrder != "MDY" || s.entries[1].date.String() != "2012-02-01" || len(s.problems) != 0 {
		t.Errorf("%d restarts, %s, %v, %v", s.restarts, s.tables[0].DateOrder, s.entries[1].date, s.problems)
	}
	b.Reset()
	b.WriteString("Supplier,Date,Amount\n")
	for range 400 {
		b.WriteString("Acme Ltd,01/01/2012,5\n")
	}
	b.WriteString("Acme Ltd,25/01/2012,\"1.234.567,50\"\n")
	s = read(t, "a.csv", b.String(), 1)
	if n := len(s.entries); s.restarts != 1 || n != 401 || s.entries[n-1].amount != 123456750 {
		t.Errorf("%d restarts, %d entries, problems %v", s.restarts, n, s.problems)
	}
}

// Of a column with months first, a date that cannot be one is no year first because its year has two digits.
func TestADateThatIsNotInTheOrderOfItsColumn(t *testing.T) {
	s := read(t, "a.csv", "Supplier,Date,Amount\nAcme,01/25/2012,5\nAcme,01/26/2012,5\nAcme,29/01/12,5\n", 1)
	if got := s.entries[2].date.String(); got != "2012-01-29" || len(s.problems) != 1 || s.problems[0].Code != "FL0213" {
		t.Errorf("%s, problems %v", got, s.problems)
	}
}

func TestMixedOrdersAreTold(t *testing.T) {
	s := read(t, "a.csv", "Supplier,Date,Amount\nAcme,25/01/2012,5\nAcme,26/01/2012,5\nAcme,01/26/2012,5\n", 1)
	codes := map[string]bool{}
	for _, p := range s.problems {
		codes[p.Code] = true
	}
	if !codes["FL0213"] || len(s.problems) != 1 || s.entries[2].date.String() != "2012-01-26" {
		t.Errorf("%v, %v", s.problems, s.entries)
	}
}

// A spreadsheet set to American dates turns 07/10/2013 into 10 July, and leaves 17/7/2013 alone.
func TestSwappedDatesAreReadByThePeriod(t *testing.T) {
	rows := "Supplier,Date,Amount\nAcme,7/10/2013,5\nAcme,7/11/2013,5\nAcme,7/12/2013,5\nAcme,17/7/2013,5\n"
	s := read(t, "spend-july-2013.csv", rows, 1)
	if s.restarts != 1 || s.entries[0].date.String() != "2013-07-10" || s.entries[3].date.String() != "2013-07-17" || len(s.problems) != 1 || s.problems[0].Code != "FL0213" {
		t.Errorf("%d restarts, %v, %v", s.restarts, s.entries, s.problems)
	}
	s = read(t, "spend-2013.csv", rows, 1)
	if s.restarts != 0 || s.entries[0].date.String() != "2013-10-07" || len(s.problems) != 0 {
		t.Errorf("%d restarts, %v, %v", s.restarts, s.entries, s.problems)
	}
}

func TestDollarsAreTold(t *testing.T) {
	s := read(t, "a.csv", "Supplier,Date,Amount\nAcme,25/01/2012,$5.00\nAcme,26/01/2012,$6.00\n", 1)
	if len(s.entries) != 2 || len(s.problems) != 1 || s.problems[0].Code != "FL0206" || s.problems[0].AtRisk != 1100 {
		t.Errorf("%v %v", s.entries, s.problems)
	}
	s = read(t, "a.csv", "Supplier,Date,Amount USD\nAcme,25/01/2012,$5.00\nAcme,26/01/2012,6.00\n", 1)
	if len(s.entries) != 1 || s.tables[0].Fates[ledger.Quarantined] != 1 {
		t.Errorf("%v %v", s.entries, s.problems)
	}
}

func TestSkippedColumnsAreAddedUp(t *testing.T) {
	s := read(t, "a.csv", "Supplier,Date,Net,Gross\nAcme,25/01/2012,5.00,6.00\nAcme,26/01/2012,10.00,12.00\n", 1)
	x := s.tables[0].Series
	if len(x) != 2 || x[0].Status != "ok" || x[0].Sum != 1500 || x[1].Status != "skipped" || x[1].Sum != 1800 || x[1].Entries != 2 {
		t.Errorf("%+v", x)
	}
}

func TestAFileThatIsNoTableIsRefused(t *testing.T) {
	s := read(t, "a.csv", "<!DOCTYPE html><html><body>Not found</body></html>", 1)
	if len(s.tables) != 1 || s.tables[0].Status != ingest.Refused || len(s.problems) != 1 || s.problems[0].Code == "" {
		t.Errorf("%+v %v", s.tables, s.problems)
	}
}

// Where no column is the date, those of start and end vote on the order of day and month, together and over the whole
// table: the year of an award is that of its start.
func TestStartAndEndVoteOnTheOrderOfDates(t *testing.T) {
	head := "Recipient,Title,Start date,End date,Amount awarded\n"
	ambiguous := "Acme Ltd,Hall,03/11/2016,02/10/2018,100.00\n"
	for name, x := range map[string]struct{ other, order, year string }{
		"months first":               {"Bolt plc,Park,03/23/2016,03/10/2018,50.00\n", "MDY", "2015-16"},
		"months first, told by ends": {"Bolt plc,Park,03/04/2016,03/22/2018,50.00\n", "MDY", "2015-16"},
		"days first":                 {"Bolt plc,Park,23/03/2016,03/10/2018,50.00\n", "DMY", "2016-17"},
		"nothing tells":              {"Bolt plc,Park,03/04/2016,03/10/2018,50.00\n", "DMY", "2016-17"},
		"months first, far below":    {strings.Repeat("Bolt plc,Park,03/04/2016,03/10/2018,50.00\n", 300) + "Coal Ltd,Mine,03/23/2016,03/10/2018,50.00\n", "MDY", "2015-16"},
	} {
		s := read(t, "a.csv", head+ambiguous+x.other, 1)
		if s.tables[0].DateOrder != x.order || s.entries[0].year.String() != x.year || len(s.problems) != 0 {
			t.Errorf("%s: %s, %s, problems %v", name, s.tables[0].DateOrder, s.entries[0].year, s.problems)
		}
	}
	if s := read(t, "a.csv", head+ambiguous+"Bolt plc,Park,03/23/2016,23/10/2018,50.00\n", 1); len(s.problems) != 1 || s.problems[0].Code != "FL0213" {
		t.Errorf("both orders in one table: %v", s.problems)
	}
}

// What a total that differs may be depends on the table that it stands in.
func TestATotalThatDiffersSaysWhatItMayBe(t *testing.T) {
	statement := "Revenue outturn 2017-18 (£ thousand)\nLocal authority,Education,Highways,Social care,Total service expenditure\n" +
		"Norfolk,100,107,114,321\nSuffolk,200,207,214,621\nEssex,300,307,314,921\nKent,400,407,414,1221\nDevon,500,507,514,1521\n"
	list := "Supplier,Date,Transaction number,Amount\nAcme Ltd,01/04/2012,17,100.00\nBolt plc,02/04/2012,18,50.00\n"
	for name, x := range map[string]struct{ text, got, hint string }{
		"a country's line":  {statement + "England,1600,1635,1670,4905\n", "a line of the whole of 4905000.00 over bodies' rows of 4605000.00", "such a line often holds estimates"},
		"a council missing": {statement + "Dorset,#N/A,#N/A,#N/A,#N/A\nEngland,1600,1635,1670,4905\n", "a line of the whole of 4905000.00 over bodies' rows of 4605000.00; 1 row without figures", "such a line often holds estimates"},
		"a small total":     {list + "Total,,,50.00\n", "a total of 50.00 over rows of 150.00", "it is much smaller than the rows"},
		"rows that are bad": {list + "Coal Ltd,03/04/2012,19,#REF!\nTotal,,,180.00\n", "a total of 180.00 over rows of 150.00", "1 row is quarantined and in neither sum"},
		"another total":     {list + "Total,,,149.00\n", "a total of 149.00 over rows of 150.00", "'flows sources FILE --rows' shows"},
	} {
		s := read(t, "Revenue_outturn_2017-18.csv", x.text, 1)
		i := slices.IndexFunc(s.problems, func(p ledger.Problem) bool { return p.Code == "FL0211" })
		if i < 0 || s.problems[i].Got != x.got || !strings.HasPrefix(s.problems[i].Hint, x.hint) {
			t.Errorf("%s: %v", name, s.problems)
		}
	}
}

// A pair of debits and credits is named, and neither is loaded for the whole.
func TestDebitsAndCreditsAreNamed(t *testing.T) {
	for _, heads := range [][2]string{{"Debit", "Credit"}, {"Debit Amount", "Credit Amount"}, {"DR", "CR"}} {
		s := read(t, "a.csv", "Date,Supplier,Description,"+heads[0]+","+heads[1]+"\n01/04/2024,Acme Ltd,Paper,120.00,\n02/04/2024,Bolt plc,Pens,75.50,\n03/04/2024,Acme Ltd,Return,,20.00\n", 1)
		why := strings.Join(s.tables[0].Reasons, "\n")
		if len(s.entries) != 0 || len(s.problems) != 1 || !strings.Contains(why, fmt.Sprintf("two columns, %q and %q", heads[0], heads[1])) {
			t.Errorf("%v: %d entries, %v, %s", heads, len(s.entries), s.problems, why)
		}
	}
}
