package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"flows/ledger"
	"flows/report"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// hostile is text as no publisher should write it and as some do.
func hostile() []string {
	return []string{
		"", "Merrow & Sons (Builders) Ltd", "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+44 20", "-5", "@SUM(A1)", "\t=1", "a\r\nb", "say \"hi\"; a,b|c",
		"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\u009b31m", "\u202edrow\u202c", "\u2066x\u2069", "zero\u200bwidth", "a\u00a0b\u2028c", "\ufeffbom",
		"</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&amp;", "```mermaid\ngraph TD\n```", "`code`", "a | b", "# h", "- item", "1. one",
		"[x](javascript:alert(1))", "*b* _i_ ~s~ $x$", "_x000D_", "東京都", "e\u0301", strings.Repeat("long words ", 40), strings.Repeat("x", 200), "null", "0010", "10.1", "\x00", "\x7f", "Ünï",
	}
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(hostile()), rapid.String())
}

func anyInt() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64(), rapid.Int64Range(-100_000, 100_000), rapid.SampledFrom([]int64{0, 1, -1, 49, 50, 99, 100, math.MaxInt64, math.MinInt64, 1e15, -1e15, 999_999_999_999_999}))
}

func anyValue(t *rapid.T, k report.Kind) any {
	if rapid.IntRange(0, 9).Draw(t, "known") == 0 {
		return nil
	}
	n := anyInt().Draw(t, "n")
	switch k {
	case report.Count:
		return n
	case report.Money:
		return ledger.Pence(n)
	case report.Measure:
		if rapid.Bool().Draw(t, "money") {
			return ledger.Pence(n)
		}
		return n
	case report.Fraction:
		return report.Ratio{Num: n, Den: anyInt().Draw(t, "den")}
	case report.YearKind:
		return ledger.Year(rapid.SampledFrom([]int{0, 1999, 2009, 2023, 2099}).Draw(t, "year"))
	case report.DateKind:
		return rapid.SampledFrom([]ledger.Date{ledger.NoDate, day(1899, 1, 1), day(1900, 2, 28), day(2009, 4, 1), day(2024, 2, 29)}).Draw(t, "date")
	case report.Bool:
		return n%2 == 0
	}
	return anyText().Draw(t, "text")
}

func anyTable(t *rapid.T) *report.Table {
	tab := &report.Table{Name: "t", Title: anyText().Draw(t, "title"), Plain: rapid.Bool().Draw(t, "plain")}
	for i := range rapid.IntRange(1, 9).Draw(t, "columns") {
		c := report.Column{Name: fmt.Sprintf("column_%d", i), Kind: report.Kind(rapid.IntRange(0, int(report.Measure)).Draw(t, "kind"))}
		if rapid.Bool().Draw(t, "titled") {
			c.Title, c.Note = anyText().Draw(t, "heading"), anyText().Draw(t, "note")
		}
		tab.Columns = append(tab.Columns, c)
	}
	for range rapid.IntRange(0, 6).Draw(t, "rows") {
		r := report.Row{Level: rapid.SampledFrom([]report.Level{report.Body, report.Subtotal, report.Total, report.Residual}).Draw(t, "level")}
		for _, c := range tab.Columns {
			r.Values = append(r.Values, anyValue(t, c.Kind))
		}
		tab.Rows = append(tab.Rows, r)
	}
	for range rapid.IntRange(0, 2).Draw(t, "pairs") {
		tab.Header = append(tab.Header, report.Pair{Name: anyText().Draw(t, "name"), Value: anyText().Draw(t, "value")})
		tab.Notes = append(tab.Notes, anyText().Draw(t, "note"))
	}
	return tab
}

func render(t rapid.TB, tab *report.Table, format string, opt report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Render(&b, tab, format, opt); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// want is a value as the machine formats promise it, computed by other means than the package's.
func want(v any) string {
	switch v := v.(type) {
	case ledger.Pence:
		return new(big.Rat).SetFrac64(int64(v), 100).FloatString(2)
	case report.Ratio:
		if v.Den == 0 {
			return ""
		}
		s := new(big.Rat).SetFrac(big.NewInt(v.Num), big.NewInt(v.Den)).FloatString(6)
		if strings.Trim(s, "-0.") == "" {
			return "0.000000"
		}
		return s
	case ledger.Year:
		if v == 0 {
			return ""
		}
		return fmt.Sprintf("%d-%02d", v, (v+1)%100)
	case ledger.Date:
		return v.String()
	case nil:
		return ""
	}
	return fmt.Sprint(v)
}

// Law: what csv says, read back, is the table.
func TestCSVReadBackIsTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		out := render(t, tab, "csv", report.Options{})
		r := csv.NewReader(bytes.NewReader(out))
		records, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		lead := 1
		if tab.Plain {
			lead = 0
		}
		if len(records) != len(tab.Rows)+1 {
			t.Fatalf("%d records for %d rows\n%s", len(records), len(tab.Rows), out)
		}
		for i, c := range tab.Columns {
			if records[0][lead+i] != c.Name {
				t.Fatalf("heading %q", records[0][lead+i])
			}
		}
		for i, row := range tab.Rows {
			if lead == 1 && records[i+1][0] != string(row.Level) {
				t.Fatalf("row_kind %q for %s", records[i+1][0], row.Level)
			}
			for j, v := range row.Values {
				// The reader turns CRLF inside quotes to LF, as RFC 4180 readers may.
				if got := records[i+1][lead+j]; got != strings.ReplaceAll(want(v), "\r\n", "\n") {
					t.Fatalf("%q, want %q", got, want(v))
				}
			}
		}
	})
}

// Law: json holds the same values, and pounds and pence of one amount agree.
func TestJSONReadBackIsTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		out := render(t, tab, "json", report.Options{})
		if bytes.Contains(out, []byte("<")) {
			t.Fatalf("a %q could end a page's script\n%s", "<", out)
		}
		var got struct {
			Rows []map[string]any
		}
		d := json.NewDecoder(bytes.NewReader(out))
		d.UseNumber()
		if err := d.Decode(&got); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for i, row := range tab.Rows {
			if kind := got.Rows[i]["row_kind"]; tab.Plain && kind != nil || !tab.Plain && kind != string(row.Level) {
				t.Fatalf("row_kind %v", kind)
			}
			for j, v := range row.Values {
				c := tab.Columns[j]
				cell := got.Rows[i][c.Name]
				if (want(v) == "") != (cell == nil) || cell != nil && fmt.Sprint(cell) != strings.ToValidUTF8(want(v), "\ufffd") {
					t.Fatalf("%s: %v, want %q", c.Name, cell, want(v))
				}
				if p, ok := v.(ledger.Pence); ok && fmt.Sprint(got.Rows[i][c.Name+"_pence"]) != strconv.FormatInt(int64(p), 10) {
					t.Fatalf("%s_pence: %v, want %d", c.Name, got.Rows[i][c.Name+"_pence"], int64(p))
				}
			}
		}
	})
}

// Law: every figure of a workbook is a native number or, where a spreadsheet would round it, text;
// read back it is the same integer. Nothing in it is a formula and no cells are merged.
func TestWorkbookReadBackIsTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		f, err := excelize.OpenReader(bytes.NewReader(render(t, tab, "xlsx", report.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lead := 1
		if tab.Plain {
			lead = 0
		}
		for i, row := range tab.Rows {
			for j, v := range row.Values {
				at, _ := excelize.CoordinatesToCellName(lead+j+1, i+5)
				got, err := f.GetCellValue("t", at, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				checkCell(t, f, at, got, v)
			}
		}
		for _, sheet := range f.GetSheetList() {
			if merged, _ := f.GetMergeCells(sheet); len(merged) > 0 {
				t.Fatalf("%s has merged cells", sheet)
			}
		}
	})
}

func checkCell(t *rapid.T, f *excelize.File, at, got string, v any) {
	if formula, _ := f.GetCellFormula("t", at); formula != "" {
		t.Fatalf("%s is a formula: %q", at, formula)
	}
	kind, _ := f.GetCellType("t", at)
	expected := want(v)
	switch v := v.(type) {
	case string:
		if kind != excelize.CellTypeInlineString && v != "" {
			t.Fatalf("%s: text of type %v", at, kind)
		}
		if strings.IndexFunc(v, func(r rune) bool { return !unicode.IsPrint(r) || unicode.Is(unicode.Variation_Selector, r) }) < 0 && got != v {
			t.Fatalf("%s: %q, want %q", at, got, v)
		}
		return
	case ledger.Date:
		if kind != excelize.CellTypeInlineString && v != ledger.NoDate {
			expected = strconv.Itoa(int(v) + 25569) // days since 30 December 1899
		}
	case bool:
		expected = map[bool]string{true: "1", false: "0"}[v]
	case int64, ledger.Pence, report.Ratio:
		if kind == excelize.CellTypeInlineString {
			if len(strings.Trim(expected, "-.0")) < 15 && len(expected) < 15 {
				t.Fatalf("%s: %s is text and fits a number", at, got)
			}
			break
		}
		a, ok := new(big.Rat).SetString(got)
		b, ok2 := new(big.Rat).SetString(expected)
		if ok != ok2 || ok && a.Cmp(b) != 0 {
			t.Fatalf("%s: %q, want %q", at, got, expected)
		}
		return
	}
	if got != expected {
		t.Fatalf("%s: %q, want %q", at, got, expected)
	}
}

// Law: a page in text obeys the window as far as figures allow, shows every figure whole, and holds
// nothing that a terminal obeys.
func TestTextFitsTheWindowAndCutsNoFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		limit := rapid.IntRange(60, 200).Draw(t, "width")
		out := string(render(t, tab, "text", report.Options{Width: limit}))
		for line := range strings.Lines(out) {
			line = strings.TrimSuffix(line, "\n")
			if n := cells(line); n > limit && uncut(tab) <= limit {
				t.Fatalf("%d columns in a window of %d: %s", n, limit, line)
			}
			if i := strings.IndexFunc(line, func(r rune) bool { return unicode.Is(unicode.C, r) || r == '\u2028' }); i >= 0 {
				t.Fatalf("%q holds a control character at %d", line, i)
			}
		}
		for _, r := range tab.Rows {
			for _, v := range r.Values {
				if p, ok := v.(ledger.Pence); ok && (p > 1000_00 || p < -1000_00) {
					whole := strings.TrimPrefix(new(big.Rat).SetFrac64(int64(p), 100).FloatString(0), "-")
					if !strings.Contains(strings.ReplaceAll(out, ",", ""), whole) {
						t.Fatalf("%s is not on the page\n%s", whole, out)
					}
				}
			}
		}
	})
}

// cells is how many cells of a terminal s takes.
func cells(s string) int { return twwidth.WidthWithOptions(s, twwidth.Options{}) }

// uncut is the width within which any table must fit: two columns that name a row and one more, each
// of which may be as wide as the widest thing that is never cut.
func uncut(tab *report.Table) int {
	const narrow = 12 // the least width of a text
	widest := make([]int, len(tab.Columns))
	for j, c := range tab.Columns {
		widest[j] = narrow
		if c.Kind == report.Text {
			continue
		}
		for _, word := range strings.Fields(c.Title + " " + strings.ReplaceAll(c.Name, "_", " ")) {
			widest[j] = max(widest[j], cells(word))
		}
		for _, r := range tab.Rows {
			widest[j] = max(widest[j], cells(want(r.Values[j]))*4/3+2)
		}
	}
	slices.Sort(widest)
	sum := 0
	for _, w := range widest[max(0, len(widest)-3):] {
		sum += w + 2
	}
	return sum
}

// Law: equal tables give equal bytes, in every format, also when many are rendered at once.
func TestEqualTablesGiveEqualBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		for _, format := range report.Formats() {
			var first bytes.Buffer
			if err := report.Render(&first, tab, format, report.Options{Width: 80}); err != nil && !errors.Is(err, report.ErrNoFigures) {
				t.Fatal(err)
			}
			a := first.Bytes()
			results := make(chan []byte, 2)
			for range 2 {
				go func() {
					var b bytes.Buffer
					_ = report.Render(&b, tab, format, report.Options{Width: 80})
					results <- b.Bytes()
				}()
			}
			for range 2 {
				if b := <-results; !bytes.Equal(a, b) {
					t.Fatalf("%s differs from one rendering to the next", format)
				}
			}
		}
	})
}

// Law: a ratio is divided exactly, half away from zero.
func TestRatioDecimalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := report.Ratio{Num: anyInt().Draw(t, "num"), Den: anyInt().Draw(t, "den")}
		if got := r.Decimal(6); got != want(r) {
			t.Fatalf("%d/%d is %s, want %s", r.Num, r.Den, got, want(r))
		}
	})
}
