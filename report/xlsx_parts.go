package report

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// style is how a cell looks.
type style struct {
	kind              Kind
	bold, title, wrap bool
	fill              bool // a cell to fill in
	right             bool // the heading of figures
}

// numberFormats are the formats of the kinds that have one. A figure that is exactly nil shows as "–".
func numberFormat(k Kind) string {
	switch k {
	case Count:
		return `#,##0;-#,##0;"–"`
	case Money:
		return `#,##0.00;-#,##0.00;"–"`
	case Fraction:
		return `0.0%;-0.0%;"–"`
	case DateKind:
		return "yyyy-mm-dd"
	case Text, Code:
		return "@"
	case Bool:
		return `"true";"true";"false"` // for programs that keep it as a number
	}
	return "General"
}

// style is the workbook's number for s.
func (b *book) style(s style) int {
	if id, ok := b.styles[s]; ok {
		return id
	}
	format := numberFormat(s.kind)
	font := &excelize.Font{Family: "Arial", Size: 11, Bold: s.bold || s.title}
	if s.title {
		font.Size = 14
	}
	look := &excelize.Style{
		Font: font, CustomNumFmt: &format,
		Alignment: s.alignment(),
	}
	if s.fill {
		look.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2CC"}}
	}
	id, err := b.f.NewStyle(look)
	if err != nil {
		return 0 // the plain style: looks differ, figures do not
	}
	if s.kind == Text || s.kind == Code {
		// Excel's own mark for "what is typed here is text": it stays text when edited, too.
		quoted := true
		b.f.Styles.CellXfs.Xf[id].QuotePrefix = &quoted
	}
	b.styles[s] = id
	return id
}

// xlsxHeadings are the columns' headings, row kind first; a workbook wants them all different.
func xlsxHeadings(t *Table) []string {
	var headings []string
	if !t.Plain {
		headings = append(headings, "row kind")
	}
	for _, c := range t.Columns {
		headings = append(headings, c.heading())
	}
	seen := map[string]bool{}
	for i, h := range headings {
		unique := h
		for n := 2; seen[strings.ToLower(unique)]; n++ {
			unique = h + " (" + strconv.Itoa(n) + ")"
		}
		seen[strings.ToLower(unique)] = true
		headings[i] = unique
	}
	return headings
}

// xlsxWidths are the columns' widths, by the headings and the first thousand rows.
func xlsxWidths(t *Table, headings []string) []float64 {
	widths := make([]float64, len(headings))
	for i, h := range headings {
		for _, word := range strings.Fields(h) {
			widths[i] = max(widths[i], float64(width(word)+3))
		}
	}
	offset := len(headings) - len(t.Columns)
	for _, r := range t.Rows[:min(len(t.Rows), 1000)] {
		for j, v := range r.Values {
			n := width(plainLine(exact(v)))
			if t.Columns[j].Kind.numeric() {
				n += n / 3 // separators
			}
			widths[offset+j] = max(widths[offset+j], float64(n+2))
		}
	}
	for i := range widths {
		widths[i] = min(max(widths[i], 10), broad)
	}
	return widths
}

// scopeLine is the beginning of the header block on one line; all of it stands on the sheet About.
func scopeLine(t *Table) string {
	var parts []string
	length := 0
	for _, h := range t.Header {
		part := plainLine(h.Name) + ": " + plainLine(h.Value)
		if length += len(part); length > 250 {
			break
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " · ")
}

// tableName is a name for formulas to use: letters, digits and underscores.
func tableName(n int, name string) string {
	return "t" + strconv.Itoa(n) + "_" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, utf16Cut(name, 200))
}

// contents lists the sheets, each with a link.
func (b *book) contents(tables []*Table) error {
	rows := [][]any{{"sheet", "title", "rows"}, {"About", "Scope, sources and notes of each table"}}
	for i, t := range tables {
		rows = append(rows, []any{b.sheets[i], plainLine(t.Title), len(t.Rows)})
	}
	if err := b.smallSheet("Contents", "Contents", rows, []float64{34, 80, 12}); err != nil {
		return err
	}
	for i, name := range append([]string{"About"}, b.sheets...) {
		link := "'" + name + "'!A1"
		if err := b.f.SetCellHyperLink("Contents", "A"+strconv.Itoa(i+3), link, "Location"); err != nil {
			return err
		}
	}
	return nil
}

// about writes every table's header block and notes.
func (b *book) about(tables []*Table) error {
	rows := [][]any{{"sheet", "item", "text"}}
	for i, t := range tables {
		add := func(item, text string) { rows = append(rows, []any{b.sheets[i], plainLine(item), visible(text)}) }
		for _, h := range t.Header {
			add(h.Name, h.Value)
		}
		for _, c := range t.Columns {
			if c.Note != "" {
				add("column "+c.heading(), c.Note)
			}
		}
		for _, n := range t.Notes {
			add("note", n)
		}
	}
	return b.smallSheet("About", "Scope, sources and notes", rows, []float64{34, 34, 100})
}

// smallSheet writes a title, headings and lines of text and counts.
func (b *book) smallSheet(sheet, title string, rows [][]any, widths []float64) error {
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.f.SetColWidth(sheet, name, name, width); err != nil {
			return err
		}
	}
	if err := b.put(sheet, 1, 1, style{kind: Text, title: true}, title); err != nil {
		return err
	}
	if err := b.printed(sheet, "$2"); err != nil {
		return err
	}
	for i, row := range rows {
		lines := 1
		for j, v := range row {
			if text, ok := v.(string); ok {
				lines = max(lines, linesOf(text, widths[j]))
			}
			if err := b.put(sheet, i+2, j+1, style{kind: Text, bold: i == 0, wrap: true}, v); err != nil {
				return err
			}
		}
		if lines > 1 {
			if err := b.f.SetRowHeight(sheet, i+2, inLines(lines).Height); err != nil {
				return err
			}
		}
	}
	return b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A3", ActivePane: "bottomLeft"})
}

func (b *book) put(sheet string, row, col int, s style, v any) error {
	cell, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	if n, ok := v.(int); ok {
		s.kind = Count
		err = b.f.SetCellInt(sheet, cell, int64(n))
	} else {
		err = b.f.SetCellStr(sheet, cell, xlsxString(v.(string)))
	}
	if err != nil {
		return err
	}
	return b.f.SetCellStyle(sheet, cell, cell, b.style(s))
}

// sortedZip writes a workbook's parts in one order and without times, because excelize hands them
// over in the order of a map.
type sortedZip struct {
	to    *zip.Writer
	parts map[string]*bytes.Buffer
}

func newSortedZip(w io.Writer) excelize.ZipWriter {
	return &sortedZip{zip.NewWriter(w), map[string]*bytes.Buffer{}}
}

// Create begins a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	z.parts[name] = new(bytes.Buffer)
	return z.parts[name], nil
}

// AddFS is part of excelize's interface, which does not use it to save.
func (z *sortedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the parts, the list of content types first as is usual.
func (z *sortedZip) Close() error {
	const first = "[Content_Types].xml"
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(z.parts)), func(n string) bool { return n == first })
	for _, name := range append([]string{first}, names...) {
		part := z.parts[name]
		if part == nil {
			continue
		}
		w, err := z.to.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(part.Bytes()); err != nil {
			return err
		}
	}
	return z.to.Close()
}
