package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"flows/ledger"

	"github.com/xuri/excelize/v2"
)

const (
	xlsxRows    = 1_048_576
	xlsxColumns = 16_384
	xlsxText    = 32_767 // UTF-16 units in a cell
	xlsxDigits  = 15     // a spreadsheet keeps no more of a number
	firstRow    = 4      // of the table, its headings
	fillWidth   = 26     // of a column to fill in, at least
)

// renderXLSX writes one table as a workbook.
func renderXLSX(w io.Writer, t *Table, opt Options) error {
	return renderBook(w, []*Table{t}, opt)
}

// RenderBook writes tables as one workbook for people and screen readers: a contents sheet, a sheet
// "About" with the scope, sources and notes of each table, and one table per sheet without merged
// cells, its headings frozen. Figures are native numbers and unrounded, dates are dates, years, codes
// and text are text that no program runs as a formula. A figure of more than 15 digits, which a
// spreadsheet would round, is written as text. Equal tables give equal bytes.
//
// A table with more rows or columns than a sheet holds is an error, never cut.
func RenderBook(w io.Writer, tables []*Table) error {
	for _, t := range tables {
		if err := t.Check(); err != nil {
			return err
		}
	}
	return renderBook(w, tables, Options{})
}

func renderBook(w io.Writer, tables []*Table, _ Options) error {
	b := newBook()
	defer b.f.Close()
	if err := b.write(tables); err != nil {
		return err
	}
	_, err := b.f.WriteTo(w)
	return err
}

func newBook() *book {
	return &book{f: excelize.NewFile().SetZipWriter(newSortedZip), styles: map[style]int{},
		names: map[string]bool{"contents": true, "about": true}, sheetOf: map[*Table]string{}, choices: map[*Field]*Table{}}
}

// book is a workbook being written.
type book struct {
	f       *excelize.File
	styles  map[style]int
	names   map[string]bool // of sheets, in lower case
	sheets  []string        // of the tables, in order
	sheetOf map[*Table]string
	forms   map[*Table]*Form  // of the tables that are filled in
	choices map[*Field]*Table // what fields offer
}

// write fills the sheets: contents and about come first, but are written when the others have names.
func (b *book) write(tables []*Table) error {
	if err := b.f.SetSheetName("Sheet1", "Contents"); err != nil {
		return err
	}
	if _, err := b.f.NewSheet("About"); err != nil {
		return err
	}
	for _, t := range tables {
		b.sheetOf[t] = b.sheetName(t.Name)
		b.sheets = append(b.sheets, b.sheetOf[t])
	}
	for i, t := range tables {
		name := b.sheets[i]
		if _, err := b.f.NewSheet(name); err != nil {
			return err
		}
		if err := b.tableSheet(name, i+1, t); err != nil {
			return fmt.Errorf("table %s as xlsx: %w", t.Name, err)
		}
	}
	if err := b.contents(tables); err != nil {
		return err
	}
	if err := b.about(tables); err != nil {
		return err
	}
	return b.properties(tables)
}

// sheetName is a name that a workbook accepts and has not used.
func (b *book) sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, plainLine(name))
	if name == "" {
		name = "table"
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = " " + strconv.Itoa(n)
		}
		candidate := utf16Cut(name, excelize.MaxSheetNameLength-len(end)) + end
		if key := strings.ToLower(candidate); !b.names[key] {
			b.names[key] = true
			return candidate
		}
	}
}

// properties are fixed, so that nothing of the machine or the hour is in the file.
func (b *book) properties(tables []*Table) error {
	title := titleOf(tables)
	if len(b.forms) > 0 {
		title = b.formsTitle(tables)
	}
	err := b.f.SetDocProps(&excelize.DocProperties{
		Title: title, Creator: "flows", LastModifiedBy: "flows", Language: "en-GB",
		Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z",
	})
	if err != nil {
		return err
	}
	return b.f.SetAppProps(&excelize.AppProperties{Application: "flows"})
}

// tableSheet writes title, how to read it, headings and rows.
func (b *book) tableSheet(name string, n int, t *Table) error {
	headings := xlsxHeadings(t)
	if len(t.Rows)+firstRow > xlsxRows || len(headings) > xlsxColumns {
		return fmt.Errorf("%d rows of %d columns do not fit on a sheet; use csv", len(t.Rows), len(headings))
	}
	if err := b.printed(name, "$"+strconv.Itoa(firstRow)); err != nil {
		return err
	}
	sw, err := b.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	widths := xlsxWidths(t, headings)
	for i, width := range widths {
		if form := b.forms[t]; form != nil && form.field(t.Columns[i].Name) != nil {
			width = max(width, fillWidth)
		}
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: firstRow, TopLeftCell: "A5", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := b.top(sw, t, headings, widths); err != nil {
		return err
	}
	for i, r := range t.Rows {
		if err := sw.SetRow("A"+strconv.Itoa(firstRow+1+i), b.row(t, r), b.lines(t, r, widths)); err != nil {
			return err
		}
	}
	if len(t.Rows) > 0 && len(headings) > 0 {
		corner, err := excelize.CoordinatesToCellName(len(headings), firstRow+len(t.Rows))
		if err != nil {
			return err
		}
		err = sw.AddTable(&excelize.Table{Range: "A" + strconv.Itoa(firstRow) + ":" + corner, Name: tableName(n, t.Name), StyleName: "TableStyleLight1"})
		if err != nil {
			return err
		}
	}
	if form := b.forms[t]; form != nil {
		if err := b.ask(name, t, form); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// top writes the lines above the body.
func (b *book) top(sw *excelize.StreamWriter, t *Table, headings []string, widths []float64) error {
	if err := sw.SetRow("A1", []any{b.cell(style{kind: Text, title: true}, plainLine(t.Title))}); err != nil {
		return err
	}
	if err := sw.SetRow("A2", []any{b.cell(style{kind: Text}, scopeLine(t))}); err != nil {
		return err
	}
	how := "Figures are not rounded. Scope, sources and notes are on the sheet About."
	if len(t.Rows) == 0 {
		how = "The table has no rows. Scope, sources and notes are on the sheet About."
	}
	if b.forms[t] != nil && len(t.Rows) > 0 {
		how = "Fill in the coloured columns (" + b.forms[t].columns() + ") of the rows that you decide and leave the others empty. Notes are on the sheet About."
	}
	if err := sw.SetRow("A3", []any{b.cell(style{kind: Text}, how)}); err != nil {
		return err
	}
	cells := make([]any, len(headings))
	lines := 1
	offset := len(headings) - len(t.Columns)
	for i, h := range headings {
		right := i >= offset && t.Columns[i-offset].Kind.numeric()
		cells[i] = b.cell(style{kind: Text, bold: true, wrap: true, right: right}, h)
		lines = max(lines, linesOf(h, widths[i]-2)) // beside the button of the filter
	}
	return sw.SetRow("A"+strconv.Itoa(firstRow), cells, inLines(lines))
}

// row is a row's cells, row_kind first.
func (b *book) row(t *Table, r Row) []any {
	var cells []any
	strong := r.Level == Total || r.Level == Subtotal
	if !t.Plain {
		cells = append(cells, b.cell(style{kind: Text, bold: strong}, string(r.Level)))
	}
	for j, v := range r.Values {
		if b.forms[t].field(t.Columns[j].Name) != nil {
			text, _ := v.(string)
			cells = append(cells, b.cell(style{kind: Text, wrap: true, fill: true}, text))
			continue
		}
		cells = append(cells, b.value(t.Columns[j].Kind, strong, v))
	}
	return cells
}

// value is one native cell; nil, which is an empty cell, where it is not known.
func (b *book) value(kind Kind, strong bool, v any) any {
	if unknown(v) {
		return nil
	}
	if kind == Measure {
		kind = Count
		if _, ok := v.(ledger.Pence); ok {
			kind = Money
		}
	}
	s := style{kind: kind, bold: strong, wrap: kind == Text}
	switch v := v.(type) {
	case string:
		return b.cell(s, v)
	case bool:
		return b.cell(s, v)
	case ledger.Date:
		if serial := int64(v) + 25569; serial > 60 { // before March 1900 serials are not what they say
			return excelize.Cell{StyleID: b.style(s), Value: serial}
		}
	case int64, ledger.Pence, Ratio:
		if n, ok := native(exact(v)); ok {
			return excelize.Cell{StyleID: b.style(s), Value: n}
		}
	}
	return b.cell(style{kind: Text, bold: strong}, exact(v))
}

// native is the number that a spreadsheet shows as exactly these digits, if it can.
func native(digits string) (float64, bool) {
	if len(strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(digits), "0")) > xlsxDigits {
		return 0, false
	}
	n, err := strconv.ParseFloat(digits, 64)
	return n, err == nil
}

// cell is a styled cell; text in it is text whatever it begins with, and cut only where a cell ends.
func (b *book) cell(s style, v any) excelize.Cell {
	if text, ok := v.(string); ok {
		v = xlsxString(text)
	}
	return excelize.Cell{StyleID: b.style(s), Value: v}
}

func xlsxString(s string) string {
	const told = " … [cut here: a cell holds no more; csv has all]"
	s = visible(s)
	if len(s) > xlsxText && len(utf16.Encode([]rune(s))) > xlsxText {
		return utf16Cut(s, xlsxText-len(told)) + told
	}
	return s
}

// utf16Cut is the longest beginning of s of at most limit UTF-16 units.
func utf16Cut(s string, limit int) string {
	used := 0
	for i, r := range s {
		if used += utf16.RuneLen(r); used > limit {
			return s[:i]
		}
	}
	return s
}
