package table_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
	"pgregory.net/rapid"
)

// rows makes rows of a text: one line each, cells divided by bars.
func rows(text string) []sheet.Row {
	var out []sheet.Row
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		r := sheet.Row{Record: int32(i + 1), Line: int32(i + 1)}
		for _, c := range strings.Split(line, "|") {
			r.Cells = append(r.Cells, sheet.Cell{Text: c, Kind: sheet.Text})
		}
		out = append(out, r)
	}
	return out
}

// fields are the fields of a layout's columns, by name, "-" for extra ones.
func fields(l *table.Layout) string {
	var out []string
	for _, c := range l.Columns {
		name := c.Field.String()
		if name == "" {
			name = "-"
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Amount (£)": "amount", "Amount (œ)": "amount", "8 Amount": "amount", "Supplier(T)": "supplier", "Supplier_": "supplier",
		"TransactionNumber": "transaction number", "TRANSACTION_NUMBER": "transaction number", "IrrecoverableVATAmount": "irrecoverable vat amount",
		"Beneficiary's  registration Number": "beneficiarys registration number", "C/C - Business Area": "c c business area",
		"Goods & services": "goods and services", "&": "and", "": "", "£": "", "2013-14": "2013 14", "Supplier IDs": "supplier ids",
	} {
		if got := table.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}

var layouts = []struct {
	name, text, fields string
	header             int32
	amount             string // heading of the series loaded
	unit               int64
	none               string // part of the reason
}{
	{"a plain list", `
Department family|Entity|Date|Expense type|Expense area|Supplier|Transaction number|Amount
Invented|Agency|01/04/2012|Rent|Estates|Acme Ltd|17|1,200.00`,
		"payer_group payer date expense_type expense_area payee reference amount", 1, "Amount", cell.Pounds, ""},
	{"under titles", `
SPEND OVER £25,000||
Month: April 2012||
||
Supplier|Payment date|Amount £
Acme Ltd|01/04/2012|1200`, "payee date amount", 4, "Amount £", cell.Pounds, ""},
	{"over two lines", `
||||||Transaction|
Department family|Entity|Date paid|Expense type|Expense area|Supplier|number|Amount
Invented|Agency|01/04/2012|Rent|Estates|Acme Ltd|17|1200`,
		"payer_group payer date expense_type expense_area payee reference amount", 2, "Amount", cell.Pounds, ""},
	{"a unit line under the heading", `
Department|Grants Description|Amount
||£000
Invented|For roads|17`, "payer_group description amount", 2, "Amount · £000", cell.Thousands, ""},
	{"a unit in the heading", `
Department|Grants Description|Amount (£,000s)|Grant Category
Invented|For roads|17|Formula`, "payer_group description amount expense_type", 1, "Amount (£,000s)", cell.Thousands, ""},
	{"a unit in a title", `
Grants by scheme (£ million)||
Supplier|Purpose|Value
Acme Ltd|Roads|1.5`, "payee purpose amount", 2, "Value", cell.Millions, ""},
	{"a threshold is no unit", `
Payments over £25,000 and £1,000k||
Supplier|Purpose|Value
Acme Ltd|Roads|1.5`, "payee purpose amount", 2, "Value", cell.Pounds, ""},
	{"net beside gross", `
Supplier|Date|Net|Gross
Acme Ltd|01/04/2012|100.00|120.00`, "payee date amount -", 1, "Net", cell.Pounds, ""},
	{"the one of two equal headings that holds amounts", `
Supplier|Date|Gross|Gross
Acme Ltd|01/04/2012||120.00
Bolt plc|02/04/2012||17.50`, "payee date - amount", 1, "Gross", cell.Pounds, ""},
	{"the part paid rather than the invoice", `
Supplier|Date|Distribution amount|Total invoice value
Acme Ltd|01/04/2012|20.00|120.00`, "payee date amount -", 1, "Distribution amount", cell.Pounds, ""},
	{"numbered headings", `
1 Supplier|2Payment Date|(3) Reference|4Amount
Acme Ltd|01/04/2012|17|100.00`, "payee date reference amount", 1, "4Amount", cell.Pounds, ""},
	{"a misspelt heading", `
Department|Entity|Payment date|Transaction Number|Invoice Amount|Supplicier|Account Description
Invented|Agency|01/04/2012|17|120.00|Acme Ltd|Rent`,
		"payer_group payer date reference amount payee expense_type", 1, "Invoice Amount", cell.Pounds, ""},
	{"a body beside its heading", `
Entity|Date|Supplier|Transaction Number|Payment Value|Payment Value
Dept|QQ|29/09/2011|Acme Ltd|PB/17|100.56
Dept|QQ|05/09/2011|Bolt plc|PB/18|88.81`, "- payer date payee reference amount", 1, "Payment Value", cell.Pounds, ""},
	{"names under a heading of numbers", `
Service label|TransNo|Supplier ID(T)|Amount|Date
Roads|17|ACME LTD|20.00|2012-04-01`, "expense_area reference payee amount date", 1, "Amount", cell.Pounds, ""},
	{"numbers beside names", `
Entity|Pay date|Supplier|Supplier(T)|Amount
Agency|01/04/2012|10045|Acme Ltd|20.00`, "payer date payee_ref payee amount", 1, "Amount", cell.Pounds, ""},
	{"awards to organisations", `
Organisation Name|£ Awarded|Discipline|Region
Invented Theatre|25000|Theatre|North`, "payee amount - place_stated", 1, "£ Awarded", cell.Pounds, ""},
	{"an unlisted heading that speaks of money", `
Supplier|Date|Money paid out
Acme Ltd|01/04/2012|20.00`, "payee date amount", 1, "Money paid out", cell.Pounds, ""},
	{"continental decimals", `
Lead Beneficiary|Operation Title|EU Funds Awarded
Acme|Roads|£4.578.474
Bolt|Rails|£999.269,00`, "payee title amount", 1, "EU Funds Awarded", cell.Pounds, ""},
	{"salaries", `
Organisation|Job title|Name|Salary|Amount
Council|Chief|A Person|100000|5`, "payer not_flow payee not_flow -", 1, "", 0, "it is no list of payments"},
	{"a report of this program, as csv", `
row_kind|division|name|amount|per_head|share|rows|sources|pct_observed|confidence|note
body|09|Education|26438676.00|64.08|0.300000|10|2|1.000000|0.990000|
body|10|Social protection|4231671.00|10.26|0.048000|13|4|1.000000|0.990000|`, "", 0, "", 0, "a report that flows made"},
	{"a report of this program, as a workbook", `
Who spends here
organisation|kind|gross (£)|share|rows|sources|Observed|confidence
Larkshire County Council|county|26438676.00|0.3|10|2|1|0.99`, "", 0, "", 0, "a report that flows made"},
	{"outputs", `
Project ID|Unit of measurement|Amount|Description
17|Jobs|66|New jobs`, "award_ref measure - description", 1, "", 0, "other things than money"},
	{"no amounts", `
Body name|Supplier|Reference|Date
Council|Acme Ltd|17|01/04/2012`, "payer payee reference date", 1, "", 0, "none of its columns holds amounts"},
	{"nobody is paid", `
Organisation label|Effective date|Amount|Reference
Council|31/03/2012|17|5`, "payer date - reference", 1, "", 0, "nothing in it says who was paid"},
	{"a letter", "Dear Sir,\nwe have nothing to declare.", "", 0, "", 0, "no amount"},
	{"nothing", "", "", 0, "", 0, "nothing in it"},
}

func TestFind(t *testing.T) {
	for _, c := range layouts {
		l := table.Find(rows(c.text), table.Hints{})
		if l.Last != c.header || fields(l) != c.fields {
			t.Errorf("%s: heading in %d with %q; want %d with %q", c.name, l.Last, fields(l), c.header, c.fields)
		}
		if c.none != "" {
			if !strings.Contains(l.None, c.none) || l.Amount() != nil {
				t.Errorf("%s: no flows because %q, want %q", c.name, l.None, c.none)
			}
			continue
		}
		if a := l.Amount(); a == nil || a.Name != c.amount || a.Unit != c.unit {
			t.Errorf("%s: amount %+v (%s), want %q in %d pence", c.name, a, l.None, c.amount, c.unit)
		}
	}
}

func TestFindTellsTheOrderOfDates(t *testing.T) {
	for text, want := range map[string]cell.Order{"25/12/2011": cell.DMY, "12/25/2011": cell.MDY, "01/02/2011": cell.DMY, "99/12/25": cell.YMD} {
		l := table.Find(rows("Supplier|Date|Amount\nAcme Ltd|"+text+"|5.00"), table.Hints{})
		if l.Order != want {
			t.Errorf("%s: %v, want %v", text, l.Order, want)
		}
	}
}

func TestFindTakesTheVoteOfTheWholeTable(t *testing.T) {
	order, comma := cell.MDY, true
	l := table.Find(rows("Supplier|Date|Amount\nAcme Ltd|01/02/2011|5"), table.Hints{Decided: func(record int32) (*cell.Order, *bool) {
		if record != 1 {
			t.Errorf("asked about record %d", record)
		}
		return &order, &comma
	}})
	if l.Order != order || l.Amount().Decimal != cell.Comma {
		t.Errorf("%v, %v", l.Order, l.Amount().Decimal)
	}
}

func TestFindKnowsPayerAndPeriodFromAround(t *testing.T) {
	text := "INVENTED FOREST COMPANY|\nMonth: April 2012|\nSupplier|Amount\nAcme Ltd|5.00"
	l := table.Find(rows(text), table.Hints{Path: "somewhere/2010-11.csv"})
	if l.Payer != "INVENTED FOREST COMPANY" || l.Period != "April 2012" || l.Span.Year() != 2012 {
		t.Errorf("payer %q, period %q of %v", l.Payer, l.Period, l.Span.Year())
	}
	l = table.Find(rows("Supplier|Amount\nAcme Ltd|5.00"), table.Hints{Path: "spending/Invented-Borough-Council/clean/2010-11.csv"})
	if l.Payer != "Invented Borough Council" || l.Span.Year() != 2010 {
		t.Errorf("payer %q, %v of %v", l.Payer, l.Span, l.Span.Year())
	}
}

func TestKindOfRecord(t *testing.T) {
	l := table.Find(rows("Supplier|Amount\nAcme Ltd|5.00"), table.Hints{})
	if l.Record != ledger.Payment || l.Stage != "paid" {
		t.Errorf("payments are %s %s", l.Record, l.Stage)
	}
	l = table.Find(rows("Recipient|Award date|Amount awarded\nAcme Ltd|01/04/2012|5.00"), table.Hints{})
	if l.Record != ledger.Award || l.Stage != "awarded" {
		t.Errorf("awards are %s %s", l.Record, l.Stage)
	}
	for heading, want := range map[string]string{
		"Department|Grants description|Amount (£m)\nMinistry of Works|Canals|5\nMinistry of Works|Locks|6": ledger.Award,
		"Department|Description|Amount (£m)|Date\nMinistry of Works|Grants|5|01/04/2012":                   ledger.Payment,
		"Department|Grants description|Supplier|Amount\nMinistry of Works|Canals|Acme Ltd|5.00":            ledger.Payment,
	} {
		if l = table.Find(rows(heading), table.Hints{}); l.Record != want {
			t.Errorf("%q is a list of %s, not of %s: %s", heading, l.Record, want, l.None)
		}
	}
}

func TestIsHeading(t *testing.T) {
	l := table.Find(rows("||Transaction|\nSupplier|Date|number|Amount\nAcme Ltd|01/04/2012|17|5.00"), table.Hints{})
	for text, want := range map[string][2]bool{
		"Supplier|Date|Transaction number|Amount": {true, true},
		"SUPPLIER |DATE|NUMBER|AMOUNT":            {true, true},
		"Department|Entity|Payment date|Value":    {true, false},
		"Acme Ltd|01/04/2012|18|":                 {false, false},
		"Notes: amounts are net of VAT|||":        {false, false},
		"Supplier|||":                             {false, false},
	} {
		if h, r := l.IsHeading(&rows(text)[0]); h != want[0] || r != want[1] {
			t.Errorf("%q: heading %v, repeat %v; want %v", text, h, r, want)
		}
	}
}

func TestTotal(t *testing.T) {
	for text, want := range map[string]table.Label{
		"Total": table.Strong, "TOTALS": table.Strong, "Grand Total:": table.Strong, "Sum:": table.Strong, "Sub-total": table.Strong,
		"* Total *": table.Strong, "Total spend over £25,000 for April 2011": table.Strong, "Overall total": table.Strong,
		"Total Gas & Power": table.Weak, "TOTAL FITNESS LTD": table.Weak, "Roads total": table.Weak, "Roads (total)": table.Weak,
		"Acme Ltd": table.NoLabel, "Summary": table.NoLabel, "Subscriptions": table.NoLabel, "Grand Hotel": table.NoLabel,
		"Totally Local": table.NoLabel, "Payments": table.NoLabel, "": table.NoLabel, "1. Total": table.NoLabel, "The sum of it all, which is a total mess": table.NoLabel,
	} {
		if got := table.Total(text); got != want {
			t.Errorf("Total(%q) = %d, want %d", text, got, want)
		}
	}
}

// Find gives the same whatever follows the rows that it looks at, and never fails.
func TestFindLooksAtTheFirstRowsOnly(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "Supplier", "Amount", "Date", "Acme Ltd", "1,200.00", "01/04/2012", "Total", "£000", "Notes", "2012-13", "17", "x|y"})
	rapid.Check(t, func(t *rapid.T) {
		var some []string
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			some = append(some, "|"+strings.Join(rapid.SliceOfN(word, 1, 6).Draw(t, "cells"), "|"))
		}
		var lines []string
		for i := range table.Lookahead {
			lines = append(lines, some[i%len(some)])
		}
		first := rows(strings.Join(lines, "\n"))
		a := table.Find(first[:table.Lookahead], table.Hints{})
		b := table.Find(append(first[:table.Lookahead:table.Lookahead], rows("Supplier|Date|Amount\nAcme|01/04/2012|5")...), table.Hints{})
		if fields(a) != fields(b) || a.Last != b.Last || a.None != b.None {
			t.Fatalf("%q and %q", fields(a), fields(b))
		}
		if (a.None == "") != (a.Amount() != nil) {
			t.Fatalf("amounts %v with the reason %q", a.Amount(), a.None)
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, c := range layouts {
		f.Add(c.text)
	}
	lists, err := filepath.Glob("../../testdata/gallery/*/[!e]*.csv")
	if err != nil || len(lists) == 0 {
		f.Fatalf("no gallery: %v", err)
	}
	for _, name := range lists {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		rs := rows(text)
		l := table.Find(rs, table.Hints{Path: text})
		if (l.None == "") != (l.Amount() != nil) {
			t.Fatalf("amounts %v with the reason %q", l.Amount(), l.None)
		}
		if l.First > l.Last || int(l.Last) > len(rs) {
			t.Fatalf("heading from %d to %d of %d", l.First, l.Last, len(rs))
		}
		for i := range rs {
			l.IsHeading(&rs[i])
			for _, c := range rs[i].Cells {
				table.Total(c.Text)
			}
		}
	})
}
