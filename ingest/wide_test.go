package ingest_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
)

// page is one sheet of a workbook made for a test: lines of cells divided by bars.
type page struct {
	name, text string
	hidden     bool
}

// workbook makes an xlsx of the pages. Cells that are numbers are stored as such.
func workbook(t testing.TB, pages ...page) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	put := func(name, text string) {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(xml.Header + text)); err != nil {
			t.Fatal(err)
		}
	}
	const main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	types, sheets, rels := "", "", ""
	for i, p := range pages {
		n := i + 1
		state := ""
		if p.hidden {
			state = ` state="hidden"`
		}
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		sheets += fmt.Sprintf(`<sheet name=%q sheetId="%d" r:id="rId%d"%s/>`, p.name, n, n, state)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, rel, n)
		put(fmt.Sprintf("xl/worksheets/sheet%d.xml", n), fmt.Sprintf(`<worksheet xmlns=%q><sheetData>%s</sheetData></worksheet>`, main, cells(p.text)))
	}
	put("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`+types+`</Types>`)
	put("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+rel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	put("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`</Relationships>`)
	put("xl/workbook.xml", fmt.Sprintf(`<workbook xmlns=%q xmlns:r=%q><sheets>%s</sheets></workbook>`, main, rel, sheets))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// cells are the rows of a sheet in XML.
func cells(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for c, s := range strings.Split(line, "|") {
			at := fmt.Sprintf("%c%d", 'A'+c, i+1)
			if _, err := strconv.ParseFloat(s, 64); err == nil {
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, at, s)
			} else if s != "" {
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, strings.ReplaceAll(s, "&", "&amp;"))
			}
		}
		b.WriteString("</row>")
	}
	return b.String()
}

func readBook(t testing.TB, pages ...page) *taken {
	t.Helper()
	s := &taken{}
	in := sheet.BytesInput("outturn.xlsx", workbook(t, pages...))
	if _, err := ingest.Read(context.Background(), in, ingest.Options{Limits: sheet.DefaultLimits()}, s); err != nil {
		t.Fatal(err)
	}
	checkRows(t, s)
	return s
}

// outturn is a statement: a body per row, a service per column, totals of both.
const outturn = `
Revenue outturn 2016-17
Net current expenditure (£ thousand)
||Services|||||Benefits||
||1|2|3|4|5|6|7|8
E-code|Local authority|Schools|Roads|Waste|Parks (open)|TOTAL SERVICE EXPENDITURE (lines 1 to 4)|Rent rebates|NET CURRENT EXPENDITURE|Reserves
E01|Northshire|10|20|3|1|34|6|40|900
E02|Southshire|11|21|4|-1|35|5|40|800
E03|Middleton|1|2|3|4|10|0|10|7
|ENGLAND|22|43|10|4|79|11|90|1707
|CLASS BREAKDOWN
|SHIRE COUNTIES|21|41|7|0|69|11|80|1700
|DISTRICTS|1|2|3|4|10|0|10|7`

func TestAStatementIsUnpivoted(t *testing.T) {
	s := readBook(t, page{name: "LA data", text: outturn})
	x := s.tables[0]
	if want := [ledger.Fates]int64{3, 0, 3, 3, 3}; x.Fates != want {
		t.Errorf("fates %v, want %v", x.Fates, want)
	}
	if x.HeaderRow != 5 || x.Entries != 15 || x.Sum != 9_000_000 || !x.HasControl || x.Control != x.Sum {
		t.Errorf("heading %d, %d entries of %v, control %v", x.HeaderRow, x.Entries, x.Sum, x.Control)
	}
	var got []string
	for _, y := range x.Series {
		got = append(got, fmt.Sprintf("%s %s %v", y.Name, y.Status, y.Sum))
	}
	want := []string{"Schools ok 22000.00", "Roads ok 43000.00", "Waste ok 10000.00", "Parks ok 4000.00", "TOTAL SERVICE EXPENDITURE total 79000.00",
		"Rent rebates ok 11000.00", "NET CURRENT EXPENDITURE total 90000.00", "Reserves skipped 1707000.00"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("series\n%s", strings.Join(got, "\n"))
	}
	e := s.entries[1]
	if e.payer != "Northshire" || e.row != 6 || e.col != 4 || e.amount != 2_000_000 || e.year != 2016 || !strings.Contains(e.texts, "|Roads|") || !strings.Contains(e.texts, "|statement|outturn|") {
		t.Errorf("%+v", e)
	}
}

func TestAStatementThatDoesNotAddUpSaysSo(t *testing.T) {
	s := readBook(t, page{name: "LA data", text: strings.Replace(outturn, "E03|Middleton|1|2|3|4|10|0|10|7", "E03|Middleton|…|…|…|…|…|…|…|…", 1)})
	x := s.tables[0]
	if x.Fates[ledger.Loaded] != 2 || x.Control == x.Sum || len(s.problems) == 0 {
		t.Errorf("fates %v, control %v of %v, problems %v", x.Fates, x.Control, x.Sum, s.problems)
	}
	for _, y := range x.Series {
		if y.Name == "TOTAL SERVICE EXPENDITURE" && (y.Sum != 7_900_000 || !strings.Contains(y.Why, "69000.00")) {
			t.Errorf("%+v", y)
		}
	}
}

// Of net current expenditure, capital charges and their sum only the first is what was spent.
func TestOfThreeSheetsOnlyTheSpendingIsLoaded(t *testing.T) {
	charges := strings.NewReplacer("Net current expenditure", "Capital charges", "|10|20|3|1|34|6|40|", "|1|1|1|1|4|1|5|", "|11|21|4|-1|35|5|40|", "|1|1|1|1|4|1|5|",
		"|1|2|3|4|10|0|10|7", "|1|1|1|1|4|1|5|7", "|22|43|10|4|79|11|90|", "|3|3|3|3|12|3|15|").Replace(outturn)
	both := strings.NewReplacer("Net current expenditure", "Net total cost", "|10|20|3|1|34|6|40|", "|11|21|4|2|38|7|45|", "|11|21|4|-1|35|5|40|", "|12|22|5|0|39|6|45|",
		"|1|2|3|4|10|0|10|7", "|2|3|4|5|14|1|15|7", "|22|43|10|4|79|11|90|", "|25|46|13|7|91|14|105|").Replace(outturn)
	s := readBook(t, page{name: "one", text: outturn}, page{name: "two", text: charges}, page{name: "three", text: both})
	if s.restarts != 1 || len(s.tables) != 3 || s.tables[0].Status != "ok" || s.tables[1].Status != "no-flows" || s.tables[2].Status != "no-flows" {
		t.Fatalf("%d restarts, %+v", s.restarts, s.tables)
	}
	if x := s.tables[1]; x.Entries != 0 || !strings.Contains(strings.Join(x.Reasons, " "), "charges, which are for the use of assets") {
		t.Errorf("%+v", x)
	}
	if x := s.tables[2]; x.Fates[ledger.Total] != 6 || x.Fates[ledger.Loaded] != 0 || !strings.Contains(strings.Join(x.Reasons, " "), `"one" and "two"`) {
		t.Errorf("%+v", x)
	}
}

func TestYearsAcross(t *testing.T) {
	data := `
Department|COFOG Level 1|Programme|NUTS Region|2012-13|2013-14
Health|07.3 Hospitals|Trusts|North East|5|6
Health|07.3 Hospitals|Trusts|London|7|0
Transport|04.5 Roads|Repairs|London|1.5|2`
	s := readBook(t, page{name: "Notes", text: "Figures are in £ thousand."}, page{name: "Data", text: data})
	x := s.tables[1]
	if x.Entries != 6 || x.Sum != 2_150_000 || x.Fates[ledger.Loaded] != 3 || x.Series[0].Sum != 1_350_000 || x.Series[0].Name != "2012-13" {
		t.Fatalf("%+v", x)
	}
	if e := s.entries[1]; e.year != 2013 || e.payer != "Health" || !strings.Contains(e.texts, "|national|") || !strings.Contains(e.texts, "|07.3 Hospitals|") {
		t.Errorf("%+v", e)
	}
	s = readBook(t, page{name: "Data", text: data})
	if x := s.tables[0]; x.Status != "no-flows" || len(s.entries) != 0 {
		t.Errorf("without a unit: %+v", x)
	}
}

func TestAHiddenSheetBesideAVisibleOne(t *testing.T) {
	list := "Supplier|Date|Amount\nAcme Ltd|01/04/2012|5\nBolt plc|01/04/2012|6"
	s := readBook(t, page{name: "working", text: list, hidden: true}, page{name: "list", text: list})
	if len(s.entries) != 2 || s.tables[0].Sheet != "list" || s.tables[1].Status != "no-flows" || len(s.problems) != 1 || s.problems[0].Code != "FL0215" {
		t.Errorf("%+v\n%v", s.tables, s.problems)
	}
	s = readBook(t, page{name: "cover", text: "Payments over £500"}, page{name: "list", text: list, hidden: true})
	if len(s.entries) != 2 || s.tables[1].Status != "ok" {
		t.Errorf("%+v\n%v", s.tables, s.problems)
	}
}

func TestEqualColumnsAreNotGuessedAt(t *testing.T) {
	s := readBook(t, page{name: "Funding", text: "Supplier|Project|Spend so far|Money spent abroad|Budget left\nAcme|Roads|5|6|7\nBolt|Rails|1|2|3"})
	if len(s.entries) != 0 || len(s.problems) != 1 || s.problems[0].Code != "FL0215" {
		t.Errorf("%v\n%v\n%v", s.tables, s.problems, s.entries)
	}
}

func TestRowsWithoutAHeadingAreTold(t *testing.T) {
	s := read(t, "a.csv", strings.Repeat("Acme Ltd,01/04/2012,Rent,17.50\n", 5), 1)
	if len(s.entries) != 0 || len(s.problems) != 1 || s.problems[0].Code != "FL0201" {
		t.Errorf("%v\n%v", s.tables, s.problems)
	}
}
