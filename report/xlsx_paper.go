package report

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	broad      = 38   // the most that a column of texts takes
	lineHeight = 15.0 // of a row, in points
	mostHigh   = 400  // points that a row may take; a sheet allows 409
	a4         = 9    // the number of the paper's size
	digitWide  = 1.2  // of a digit, in letters
)

// printed lays a sheet out for paper: across, as wide as one page, the row of headings on each.
func (b *book) printed(sheet, headings string) error {
	yes, across, one, any, size := true, "landscape", 1, 0, a4
	if err := b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &across, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return err
	}
	row := "'" + strings.ReplaceAll(sheet, "'", "''") + "'!" + headings + ":" + headings
	return b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: row, Scope: sheet})
}

// inLines is the height of a row of so many lines: not every program finds it out when it opens a file.
func inLines(n int) excelize.RowOpts {
	if n < 2 {
		return excelize.RowOpts{}
	}
	return excelize.RowOpts{Height: min(float64(n)*lineHeight, mostHigh)}
}

// linesOf is how many lines a text takes in a column, whose width is told in digits: letters are narrower.
func linesOf(text string, columnWidth float64) int {
	return len(wrap(plainLine(text), max(int(columnWidth*digitWide), 1)))
}

// lines is the height of a row by its longest text. A row to fill in has none, so that it grows with what is written.
func (b *book) lines(t *Table, r Row, widths []float64) excelize.RowOpts {
	if b.forms[t] != nil {
		return excelize.RowOpts{}
	}
	offset, n := len(widths)-len(t.Columns), 1
	for j, v := range r.Values {
		if text, ok := v.(string); ok && len(text) >= int(widths[offset+j]) {
			n = max(n, linesOf(text, widths[offset+j]))
		}
	}
	return inLines(n)
}

// alignment sets headings over their figures, and keeps texts off the figure to their left.
func (s style) alignment() *excelize.Alignment {
	a := &excelize.Alignment{Vertical: "top", WrapText: s.wrap}
	switch {
	case s.right:
		a.Horizontal = "right"
	case s.kind == Text && s.wrap:
		a.Horizontal, a.Indent = "left", 1
	}
	return a
}
