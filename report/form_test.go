package report_test

import (
	"bytes"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"

	"github.com/xuri/excelize/v2"
)

func formOf(names ...string) (report.Form, *report.Table) {
	list := &report.Table{Name: "functions", Plain: true, Columns: []report.Column{{Name: "function"}},
		Rows: []report.Row{{Level: report.Body, Values: []any{"09 Education"}}}}
	t := &report.Table{Name: "payees", Plain: true, Title: "Payees", Columns: []report.Column{{Name: "id", Kind: report.Code}, {Name: "payee"},
		{Name: "amount", Kind: report.Money}, {Name: "place"}, {Name: "code"}, {Name: "why"}}}
	f := report.Form{Table: t, Fields: []report.Field{{Column: "place", Prompt: "where", Choices: [][]string{}}, {Column: "code", List: list}, {Column: "why"}}}
	for _, name := range names {
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{name, "=HYPERLINK(\"x\")", ledger.Pence(1234), "", "", ""}})
		f.Fields[0].Choices = append(f.Fields[0].Choices, []string{"E07000148 Norwich", "none"})
	}
	return f, list
}

// A form's cells are text to fill in, each with the list of its own row behind it; nothing in it is a formula
// but the lists; equal forms give equal bytes.
func TestFormsAreFilledIn(t *testing.T) {
	form, list := formOf("P1", "P2", "P3")
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := report.RenderForms(w, []report.Form{form}, []*report.Table{list}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("equal forms differ")
	}
	f, err := excelize.OpenReader(bytes.NewReader(a.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), ", "); got != "Contents, About, payees, payees choices, functions" {
		t.Errorf("the sheets are %s", got)
	}
	rules, err := f.GetDataValidations("payees")
	if err != nil || len(rules) != 3 {
		t.Fatalf("%d rules, %v", len(rules), err)
	}
	want := []string{"OFFSET('payees choices'!$C$4,MATCH($A5,'payees choices'!$A$5:$A$7,0),0,1,INDEX('payees choices'!$B$5:$B$7,MATCH($A5,'payees choices'!$A$5:$A$7,0)))",
		"'functions'!$A$5:$A$5", ""}
	for i, r := range rules {
		if r.Formula1 != want[i] || len(r.Formula1) > 255 || r.ShowErrorMessage {
			t.Errorf("rule of %s offers %q, want %q", r.Sqref, r.Formula1, want[i])
		}
	}
	for _, at := range []string{"B5", "D5", "F7"} {
		if formula, err := f.GetCellFormula("payees", at); formula != "" || err != nil {
			t.Errorf("%s is the formula %q (%v)", at, formula, err)
		}
	}
	if merged, err := f.GetMergeCells("payees"); len(merged) > 0 || err != nil {
		t.Errorf("merged cells %v, %v", merged, err)
	}
	if v, _ := f.GetCellValue("payees", "B5"); v != "=HYPERLINK(\"x\")" {
		t.Errorf("the text became %q", v)
	}
	if v, _ := f.GetCellValue("payees", "A3"); !strings.Contains(v, "(place, code, why)") {
		t.Errorf("what to fill in is told by colour alone: %q", v)
	}
	if p, err := f.GetDocProps(); err != nil || p.Title != "Forms to fill in: payees" {
		t.Errorf("the workbook's title is %q, %v", p.Title, err)
	}
}

func TestFormsThatBreakTheirContract(t *testing.T) {
	twice, _ := formOf("P1", "P1")
	few, _ := formOf("P1")
	few.Fields[0].Choices = [][]string{{"a"}, {"b"}}
	none, _ := formOf("P1")
	none.Fields[2].Column = "colour"
	long, _ := formOf("P1")
	long.Fields[0].Prompt = strings.Repeat("x", 256)
	for want, form := range map[string]report.Form{"used twice": twice, "choices for 2 rows of 1": few, "column \"colour\"": none, "more than 255": long} {
		if err := report.RenderForms(&bytes.Buffer{}, []report.Form{form}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	empty, list := formOf()
	if err := report.RenderForms(&bytes.Buffer{}, []report.Form{empty}, []*report.Table{list}); err != nil {
		t.Errorf("a form without rows: %v", err)
	}
}
