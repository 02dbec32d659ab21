package report

import (
	"bytes"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	plain = "\x1b[0m"
)

const rowsAtOnce = 256

// longestName is the most that a name in the header block may take before its value stands below it.
const longestName = 20

// renderText writes a table for people: title and header block, the table fitted to the window,
// notes. Whole pounds, thousands separators, figures on the right and never cut. Columns that do not
// fit side by side follow below, under the first column again. Nothing in the data can reach the
// terminal as a command.
func renderText(w io.Writer, t *Table, opt Options) error {
	p := pageOf(t)
	var b bytes.Buffer
	writeHead(&b, t, opt)
	rows := make([][]string, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = p.cells(r)
	}
	for n, panel := range lay(p, rows, opt.Width) {
		if n > 0 {
			b.WriteByte('\n')
		}
		if err := drawPanel(&b, t, panel, rows, opt); err != nil {
			return err
		}
	}
	if len(t.Rows) == 0 {
		b.WriteString("(no rows)\n")
	}
	writeNotes(&b, p.notes(t), opt)
	_, err := w.Write(b.Bytes())
	return err
}

func writeHead(b *bytes.Buffer, t *Table, opt Options) {
	if title := plainLine(t.Title); title != "" {
		for _, line := range wrap(title, opt.Width) {
			b.WriteString(paint(line, bold, opt) + "\n")
		}
	}
	names := 0
	for _, h := range t.Header {
		if n := width(plainLine(h.Name)); n <= longestName {
			names = max(names, n)
		}
	}
	for _, h := range t.Header {
		name, value := plainLine(h.Name), plainLine(h.Value)
		if width(name) > longestName {
			hang(b, "", name+": "+value, opt.Width)
			continue
		}
		hang(b, pad(name, names+gap, false), value, opt.Width)
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
}

func writeNotes(b *bytes.Buffer, notes []string, opt Options) {
	if len(notes) > 0 {
		b.WriteByte('\n')
	}
	for _, n := range notes {
		hang(b, "", n, opt.Width)
	}
}

// hang writes s after an opening, its further lines below its first.
func hang(b *bytes.Buffer, opening, s string, limit int) {
	indent := width(opening)
	if limit > 0 {
		limit = max(limit-indent, narrow)
	}
	for i, line := range wrap(s, limit) {
		if i > 0 {
			opening = strings.Repeat(" ", indent)
		}
		b.WriteString(strings.TrimRight(opening+line, " ") + "\n")
	}
}

// drawPanel draws some of the columns, some hundred rows at a time: the cells come padded, so that
// the parts fit, and tablewriter holds and measures all that it draws at once.
func drawPanel(b *bytes.Buffer, t *Table, panel []column, rows [][]string, opt Options) error {
	if len(panel) == 0 {
		return nil
	}
	headings := make([]string, len(panel))
	for i, c := range panel {
		headings[i] = block(wrap(strings.Join(c.title, " "), c.width), c, bold, opt)
	}
	for first := 0; first == 0 || first < len(rows); first += rowsAtOnce {
		var out bytes.Buffer
		table := tablewriter.NewTable(&out, drawing(len(panel))...)
		if first == 0 {
			table.Header(headings)
		}
		for r := first; r < min(first+rowsAtOnce, len(rows)); r++ {
			if err := table.Append(drawRow(panel, rows[r], styleOf(t.Rows[r].Level), opt)); err != nil {
				return err
			}
		}
		if err := table.Render(); err != nil {
			return err
		}
		for line := range strings.Lines(out.String()) {
			b.WriteString(strings.TrimRight(line, " \n") + "\n")
		}
	}
	return nil
}

func drawRow(panel []column, cells []string, style string, opt Options) []string {
	line := make([]string, len(panel))
	for i, c := range panel {
		lines := []string{cells[c.at]}
		if c.Kind == Text {
			lines = shorten(wrap(lines[0], c.width), mostLines, c.width)
		}
		line[i] = block(lines, c, style, opt)
	}
	return line
}

func styleOf(l Level) string {
	switch l {
	case Total, Subtotal:
		return bold
	case Residual:
		return dim
	}
	return ""
}

// block is a cell's lines, each padded to the column's width.
func block(lines []string, c column, style string, opt Options) string {
	for i, line := range lines {
		lines[i] = paint(pad(line, c.width, c.Kind.numeric()), style, opt)
	}
	return strings.Join(lines, "\n")
}

func paint(s, style string, opt Options) string {
	if !opt.Colour || style == "" || s == "" {
		return s
	}
	return style + s + plain
}

// drawing sets tablewriter to draw what it is given: no borders, one rule under the headings. The
// cells come padded, so that it has no width, wrapping or case of its own to decide, and it must not
// ask the locale how wide a character is.
func drawing(columns int) []tablewriter.Option {
	padding := make([]tw.Padding, columns)
	for i := range padding {
		padding[i].Overwrite = true
		if i < columns-1 {
			padding[i].Right = strings.Repeat(" ", gap)
		}
	}
	asIs := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft},
		Padding:    tw.CellPadding{PerColumn: padding},
	}
	return []tablewriter.Option{
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off, ShowHeader: tw.Off, ShowFooter: tw.Off},
				Lines:      tw.Lines{ShowTop: tw.Off, ShowBottom: tw.Off, ShowHeaderLine: tw.On, ShowFooterLine: tw.Off},
			},
		})),
		tablewriter.WithHeaderConfig(asIs),
		tablewriter.WithRowConfig(asIs),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithTrimLine(tw.Off),
	}
}
