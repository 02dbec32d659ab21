package report_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"

	"github.com/xuri/excelize/v2"
)

// one is a table of one value.
func one(kind report.Kind, v any) *report.Table {
	return &report.Table{Name: "one", Plain: true, Columns: []report.Column{{Name: "value", Kind: kind}},
		Rows: []report.Row{{Level: report.Body, Values: []any{v}}}}
}

// cellOf is the one value as a format writes it.
func cellOf(t *testing.T, format string, kind report.Kind, v any) string {
	t.Helper()
	lines := strings.Split(string(render(t, one(kind, v), format, report.Options{})), "\n")
	switch format {
	case "text":
		for i, line := range lines {
			if strings.HasPrefix(line, "─") {
				return strings.TrimSpace(lines[i+1])
			}
		}
		return ""
	case "markdown":
		return strings.TrimSpace(strings.Trim(lines[2], "|"))
	}
	return lines[1]
}

func TestFiguresOnPagesAndInData(t *testing.T) {
	for _, c := range []struct {
		kind      report.Kind
		v         any
		page, csv string
	}{
		{report.Money, ledger.Pence(119_000_000), "1,190,000", "1190000.00"},
		{report.Money, ledger.Pence(-123_450), "-1,235", "-1234.50"},
		{report.Money, ledger.Pence(123_449), "1,234", "1234.49"},
		{report.Money, ledger.Pence(99_999), "999.99", "999.99"},
		{report.Money, ledger.Pence(-49), "-0.49", "-0.49"},
		{report.Money, ledger.Pence(0), "–", "0.00"},
		{report.Money, ledger.MaxPence, "92,233,720,368,548", "92233720368547.75"},
		{report.Measure, ledger.Pence(119_000_000), "£1,190,000", "1190000.00"},
		{report.Measure, ledger.Pence(-21326), "-£213.26", "-213.26"},
		{report.Measure, ledger.Pence(0), "–", "0.00"},
		{report.Measure, int64(1204), "1,204", "1204"},
		{report.Count, int64(1346700), "1,346,700", "1346700"},
		{report.Count, int64(0), "–", "0"},
		{report.Fraction, report.Ratio{Num: 1, Den: 3}, "33.3%", "0.333333"},
		{report.Fraction, report.Ratio{Num: -2, Den: 3}, "-66.7%", "-0.666667"},
		{report.Fraction, report.Ratio{Num: 5, Den: 10_000}, "0.1%", "0.000500"},
		{report.Fraction, report.Ratio{Num: 1, Den: 10_000_000}, "0", "0.000000"},
		{report.Fraction, report.Ratio{Num: 0, Den: 7}, "–", "0.000000"},
		{report.Fraction, report.Ratio{Num: 25, Den: 2}, "1,250.0%", "12.500000"},
		{report.YearKind, ledger.Year(2009), "2009-10", "2009-10"},
		{report.YearKind, ledger.Year(1999), "1999-00", "1999-00"},
		{report.DateKind, day(2010, 3, 31), "2010-03-31", "2010-03-31"},
		{report.Bool, true, "yes", "true"},
		{report.Bool, false, "no", "false"},
		{report.Code, "10.10", "10.10", "10.10"},
		{report.Text, "a\nb", "a b", "\"a"},
	} {
		if got := cellOf(t, "text", c.kind, c.v); got != c.page {
			t.Errorf("%v of kind %v in text is %q, want %q", c.v, c.kind, got, c.page)
		}
		if got := cellOf(t, "csv", c.kind, c.v); got != c.csv {
			t.Errorf("%v of kind %v in csv is %q, want %q", c.v, c.kind, got, c.csv)
		}
	}
}

// Amounts of one column have one unit: pounds, or pence where none reaches a thousand pounds.
func TestSmallAmountsAreRoundedWithTheirColumn(t *testing.T) {
	for _, c := range []struct {
		largest ledger.Pence
		want    string
	}{
		{1000_00, "1,000 1 0 0 –"}, {-1000_00, "-1,000 1 0 0 –"}, {999_99, "999.99 0.50 0.49 -0.49 –"},
	} {
		tab := one(report.Money, c.largest)
		for _, p := range []ledger.Pence{50, 49, -49, 0} {
			tab.Rows = append(tab.Rows, report.Row{Level: report.Body, Values: []any{p}})
		}
		lines := strings.Split(string(render(t, tab, "text", report.Options{})), "\n")
		var got []string
		for _, line := range lines[len(lines)-8 : len(lines)-3] {
			got = append(got, strings.TrimSpace(line))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// What is not known is empty in data and blank on pages, never 0.
func TestUnknownIsEmpty(t *testing.T) {
	for _, v := range []struct {
		kind report.Kind
		v    any
	}{
		{report.Money, nil}, {report.Count, nil}, {report.Fraction, report.Ratio{Num: 5}}, {report.YearKind, ledger.Year(0)},
		{report.DateKind, ledger.NoDate}, {report.Bool, nil}, {report.Text, ""},
	} {
		tab := one(v.kind, v.v)
		tab.Columns = append(tab.Columns, report.Column{Name: "beside"})
		tab.Rows[0].Values = append(tab.Rows[0].Values, "x")
		if got := string(render(t, tab, "csv", report.Options{})); got != "value,beside\n,x\n" {
			t.Errorf("kind %v: %q", v.kind, got)
		}
		tab.Columns[0].Note = "not supplied"
		if got := string(render(t, tab, "text", report.Options{})); !strings.Contains(got, "(not supplied)") || strings.Contains(got, "0") {
			t.Errorf("kind %v: %q", v.kind, got)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	for _, s := range hostile() {
		text := cellOf(t, "text", report.Text, s)
		if regexp.MustCompile(`\p{C}`).MatchString(text) {
			t.Errorf("text: %q", text)
		}
		md := string(render(t, one(report.Text, s), "markdown", report.Options{}))
		if regexp.MustCompile("(^|[^\\\\])[<>`*\\[]|\\p{C}").MatchString(strings.ReplaceAll(md, "\n", " ")) {
			t.Errorf("markdown: %q", md)
		}
		// A "|" that is not escaped would open a second cell.
		lines := strings.Split(md, "\n")
		row := lines[min(2, len(lines)-1)]
		if s != "" && len(regexp.MustCompile(`(^|[^\\])\|`).FindAllString(row, -1)) != 2 {
			t.Errorf("markdown: %q has not one cell", row)
		}
	}
}

func TestNotesCannotOpenMarkdown(t *testing.T) {
	tab := one(report.Text, "x")
	tab.Notes = []string{"- a", "1. b", "+ c", "2) d", "# e", "12 f"}
	out := string(render(t, tab, "markdown", report.Options{}))
	for _, want := range []string{`- \- a`, `- 1\. b`, `- \+ c`, `- 2\) d`, `- \# e`, "- 12 f"} {
		if !strings.Contains(out, want+"\n") {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

func TestColourOnlyWhereAsked(t *testing.T) {
	if out := render(t, grants(), "text", report.Options{Width: 80}); bytes.Contains(out, []byte{0x1b}) {
		t.Error("an escape sequence without colour")
	}
	coloured := render(t, grants(), "text", report.Options{Width: 80, Colour: true})
	bare := regexp.MustCompile("\x1b\\[[0-9]m").ReplaceAll(coloured, nil)
	lines := regexp.MustCompile(" +\n").ReplaceAll(bare, []byte("\n"))
	if !bytes.Equal(lines, render(t, grants(), "text", report.Options{Width: 80})) {
		t.Errorf("colour changes more than colour:\n%s", lines)
	}
	if !bytes.Contains(coloured, []byte("\x1b[1mTotal")) {
		t.Error("the total is not bold")
	}
}

func TestBrokenTablesAreErrors(t *testing.T) {
	column := []report.Column{{Name: "a", Kind: report.Money}}
	for name, tab := range map[string]*report.Table{
		"float":    {Columns: column, Rows: []report.Row{{Level: report.Body, Values: []any{1.5}}}},
		"int":      {Columns: column, Rows: []report.Row{{Level: report.Body, Values: []any{int64(1)}}}},
		"short":    {Columns: column, Rows: []report.Row{{Level: report.Body}}},
		"level":    {Columns: column, Rows: []report.Row{{Values: []any{nil}}}},
		"twice":    {Columns: append(column, column...)},
		"unnamed":  {Columns: []report.Column{{}}},
		"row_kind": {Columns: []report.Column{{Name: "row_kind"}}},
		"pence":    {Columns: []report.Column{{Name: "a_pence"}, {Name: "a", Kind: report.Money}}},
	} {
		for _, format := range report.Formats() {
			if err := report.Render(io.Discard, tab, format, report.Options{}); err == nil {
				t.Errorf("%s as %s: no error", name, format)
			}
		}
	}
	if err := report.Render(io.Discard, grants(), "docx", report.Options{}); !errors.Is(err, report.ErrFormat) {
		t.Error(err)
	}
}

// full fails after some bytes, as a full disk does.
type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("no space left")
	}
	return len(b), nil
}

func TestAFullDiskIsAnError(t *testing.T) {
	for _, format := range report.Formats() {
		if err := report.Render(&full{left: 100}, grants(), format, report.Options{}); err == nil {
			t.Errorf("%s: no error", format)
		}
	}
}

func TestSeveralTables(t *testing.T) {
	for _, format := range report.Formats() {
		var b bytes.Buffer
		err := report.RenderAll(&b, []*report.Table{grants(), one(report.Count, int64(7))}, format, report.Options{})
		if (err != nil) != (format == "svg") {
			t.Errorf("%s: %v", format, err)
		}
		if err == nil && b.Len() == 0 {
			t.Errorf("%s: nothing", format)
		}
	}
}

// The workbook's layout is what screen readers and spreadsheet programs ask for.
func TestWorkbookLayout(t *testing.T) {
	var b bytes.Buffer
	if err := report.RenderBook(&b, []*report.Table{grants(), grants(), one(report.Text, "=cmd|' /C calc'!A0")}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.GetSheetList(), ","); got != "Contents,About,overlap,overlap 2,one" {
		t.Error(got)
	}
	for cell, want := range map[string]string{"A1": "Who funds the same function", "A4": "row kind", "B5": "09.1", "E4": "amount (£)", "E5": "900,000.50", "H5": "66.7%", "K5": "2010-03-31", "J5": "2009-10", "A9": "total"} {
		if got, _ := f.GetCellValue("overlap", cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	panes, err := f.GetPanes("overlap")
	if err != nil || !panes.Freeze || panes.YSplit != 4 {
		t.Errorf("panes %+v %v", panes, err)
	}
	tables, err := f.GetTables("overlap 2")
	if err != nil || len(tables) != 1 || tables[0].Range != "A4:K9" || tables[0].Name != "t2_overlap" {
		t.Errorf("tables %+v %v", tables, err)
	}
	if linked, where, _ := f.GetCellHyperLink("Contents", "A5"); !linked || where != "'overlap 2'!A1" {
		t.Errorf("link %v %q", linked, where)
	}
	about, _ := f.GetRows("About")
	if len(about) != 2+2*(5+2+1) || about[2][1] != "scope" {
		t.Errorf("about %q", about)
	}
	checkParts(t, b.Bytes())
}

// checkParts looks at what a spreadsheet program will see.
func checkParts(t *testing.T, book []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		if !part.Modified.IsZero() && part.Modified.Year() > 1980 {
			t.Errorf("%s carries the time %v", part.Name, part.Modified)
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Name, "xl/worksheets/") && regexp.MustCompile(`<f[ >]|<mergeCell`).Match(body) {
			t.Errorf("%s holds a formula or merged cells", part.Name)
		}
		if part.Name == "docProps/core.xml" && !bytes.Contains(body, []byte("2000-01-01T00:00:00Z")) {
			t.Errorf("%s", body)
		}
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("the first part is %s", z.File[0].Name)
	}
}

func TestWorkbookSaysWhereACellEnds(t *testing.T) {
	long := strings.Repeat("x", 40_000)
	f, err := excelize.OpenReader(bytes.NewReader(render(t, one(report.Text, long), "xlsx", report.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, _ := f.GetCellValue("one", "A5"); !strings.HasSuffix(got, "csv has all]") || len(got) > 32_767 {
		t.Errorf("%d characters ending in %q", len(got), got[max(0, len(got)-40):])
	}
}

func TestWorkbookRefusesWhatASheetCannotHold(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a million rows")
	}
	tab := one(report.Count, int64(1))
	for len(tab.Rows) <= 1_048_572 {
		tab.Rows = append(tab.Rows, tab.Rows...)
	}
	if err := report.Render(io.Discard, tab, "xlsx", report.Options{}); err == nil || !strings.Contains(err.Error(), "use csv") {
		t.Error(err)
	}
}

// Text is drawn some hundred rows at a time; that must not show.
func TestLongTextTableHasOneLinePerRow(t *testing.T) {
	tab := grants()
	tab.Rows = tab.Rows[1:2]
	want := strings.Split(string(render(t, tab, "text", report.Options{})), "\n")
	for range 10 {
		tab.Rows = append(tab.Rows, tab.Rows...)
	}
	got := strings.Split(string(render(t, tab, "text", report.Options{})), "\n")
	if len(got) != len(want)+1023 {
		t.Fatalf("%d lines, want %d", len(got), len(want)+1023)
	}
	if n := strings.Count(strings.Join(got, "\n"), "  Transport  "); n != 1024 {
		t.Errorf("%d rows", n)
	}
}

// What machines read as whole pence, people read as pounds, under a heading that says so.
func TestPenceStandAsPoundsOnPages(t *testing.T) {
	tab := &report.Table{Name: "sources", Plain: true, Title: "Sources",
		Columns: []report.Column{{Name: "file"}, {Name: "sum_pence", Kind: report.InPence}},
		Rows:    []report.Row{{Level: report.Body, Values: []any{"a.csv", int64(180050)}}, {Level: report.Body, Values: []any{"b.csv", nil}}}}
	for format, want := range map[string][]string{
		"csv":      {"file,sum_pence\n", "a.csv,180050\n", "b.csv,\n"},
		"json":     {`"sum_pence": 180050`, `"sum_pence": null`},
		"text":     {"(£)", " 1,801\n"},
		"markdown": {"sum (£)", "1,801"},
		"html":     {"sum (£)", `data-v="1800.50">1,801<`},
	} {
		out := string(render(t, tab, format, report.Options{}))
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s: no %q in\n%s", format, s, out)
			}
		}
	}
}

// A sheet prints across the page and as wide as it, its headings again on each; long texts get their lines.
func TestSheetsAreLaidOutForPaper(t *testing.T) {
	table := grants()
	table.Rows[0].Values[0] = strings.Repeat("homes and hostels ", 10)
	var b bytes.Buffer
	if err := report.RenderBook(&b, []*report.Table{table}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		page, err := f.GetPageLayout(sheet)
		if err != nil || page.Orientation == nil || *page.Orientation != "landscape" || *page.FitToWidth != 1 || *page.FitToHeight != 0 {
			t.Errorf("%s: %+v, %v", sheet, page, err)
		}
		props, err := f.GetSheetProps(sheet)
		if err != nil || props.FitToPage == nil || !*props.FitToPage {
			t.Errorf("%s is not fitted to the page: %v", sheet, err)
		}
	}
	if n := len(f.GetDefinedName()); n != 3 {
		t.Errorf("%d sheets repeat their headings, want 3", n)
	}
	sheet := f.GetSheetList()[2]
	long, err := f.GetRowHeight(sheet, 5)
	if err != nil || long < 60 {
		t.Errorf("a text of ten times seventeen letters has a row of %.0f points: %v", long, err)
	}
}

// Why cells are empty is said where some are; a note that several columns have is said once.
func TestNotesOfColumnsAreSaidOnceAndWhereNeeded(t *testing.T) {
	table := &report.Table{Name: "n", Title: "Notes", Columns: []report.Column{
		{Name: "who"}, {Name: "size", Kind: report.Count, Note: "empty: not supplied"}, {Name: "cost", Kind: report.Count, Note: "empty: not told"},
		{Name: "awards", Kind: report.Count, Note: "no sum"}, {Name: "streams", Kind: report.Count, Note: "no sum"},
	}, Rows: []report.Row{
		{Level: report.Body, Values: []any{"a", int64(1), int64(2), int64(3), int64(4)}},
		{Level: report.Body, Values: []any{"b", int64(1), nil, int64(3), int64(4)}},
	}}
	got := string(render(t, table, "text", report.Options{}))
	for note, want := range map[string]bool{"size: empty: not supplied": false, "cost: empty: not told": true, "awards, streams: no sum": true} {
		if strings.Contains(got, note) != want {
			t.Errorf("%q is said: %v, want %v\n%s", note, !want, want, got)
		}
	}
}
