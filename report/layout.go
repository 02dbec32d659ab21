package report

import (
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

const (
	gap       = 2  // spaces between columns
	narrow    = 12 // the least width that a long text is squeezed to, to keep a table in one piece
	roomy     = 24 // the least width of a long text in a table that comes in several pieces anyway
	wide      = 60 // the most that a text takes where nothing limits it
	mostLines = 3  // lines of one cell; what is beyond is cut with "…"
)

// width is the number of terminal cells s takes. Ambiguous characters count one, whatever the locale.
func width(s string) int {
	if printable(s) {
		return len(s)
	}
	return twwidth.WidthWithOptions(s, twwidth.Options{})
}

// column is one column of a text table while its width is being decided.
type column struct {
	Column
	at          int      // its place on the page
	title       []string // the heading's words
	least, most int
	width       int
}

// lay decides which columns stand side by side and gives them their widths: all of them, or panels
// one below the other.
func lay(p page, rows [][]string, limit int) [][]column {
	columns, first := measure(p, rows, narrow), keys(p, rows)
	for i := range first {
		columns[i].whole(rows)
	}
	all := panels(columns, first, limit)
	if len(all) > 1 {
		all = panels(measure(p, rows, roomy), first, limit)
	}
	laid := make([][]column, len(all))
	for i, places := range all {
		for _, at := range places {
			laid[i] = append(laid[i], columns[at])
		}
		fit(laid[i], limit)
	}
	return laid
}

// measure finds how narrow and how wide each column may be; squeezed is the least width of a long
// text. Figures, codes and dates are never cut.
func measure(p page, rows [][]string, squeezed int) []column {
	columns := make([]column, len(p.columns))
	for i, c := range p.columns {
		col := column{Column: c, at: i, title: strings.Fields(c.heading())}
		longest := 0
		for _, word := range col.title {
			longest = max(longest, width(word))
		}
		for _, cells := range rows {
			col.most = max(col.most, width(cells[i]))
		}
		col.least = max(col.most, longest)
		if c.Kind == Text {
			col.least = max(min(col.most, squeezed), min(longest, narrow))
			col.most = min(col.most, wide)
		}
		col.most = max(col.most, col.least)
		if c.Kind == Text || c.Kind == Code { // a heading over text may stand on one line if there is room
			col.most = max(col.most, min(width(c.heading()), wide))
		}
		columns[i] = col
	}
	return columns
}

// whole widens a column that names rows until no name is cut.
func (c *column) whole(rows [][]string) {
	for _, cells := range rows {
		for c.Kind == Text && c.least < c.most && len(wrap(cells[c.at], c.least)) > mostLines {
			c.least++
		}
	}
}

// keys is how many columns name a row: the first, and the second too where the first leaves a row
// without a name.
func keys(p page, rows [][]string) int {
	if len(p.columns) < 2 || p.columns[1].Kind.numeric() {
		return min(len(p.columns), 1)
	}
	for _, cells := range rows {
		if cells[0] == "" {
			return 2
		}
	}
	return 1
}

// panels divides the places of columns into tables that fit one below the other, each beginning with
// the key columns.
func panels(columns []column, keys, limit int) [][]int {
	var opening []int
	width := -gap
	for i := range keys {
		opening = append(opening, i)
		width += gap + columns[i].least
	}
	var all [][]int
	panel, used := slices.Clone(opening), width
	for i := keys; i < len(columns); i++ {
		need := gap + columns[i].least
		if limit > 0 && used+need > limit && len(panel) > keys {
			all = append(all, panel)
			panel, used = slices.Clone(opening), width
		}
		panel, used = append(panel, i), used+need
	}
	return append(all, panel)
}

// fit gives the columns of a panel their widths: as wide as they wish, the widest squeezed first.
func fit(panel []column, limit int) {
	total := gap * (len(panel) - 1)
	for i := range panel {
		panel[i].width = panel[i].most
		total += panel[i].most
	}
	for limit > 0 && total > limit {
		widest := -1
		for i, c := range panel {
			if c.width > c.least && (widest < 0 || c.width > panel[widest].width) {
				widest = i
			}
		}
		if widest < 0 {
			return // every column is at its least: the window is narrower than one figure
		}
		panel[widest].width--
		total--
	}
}

// wrap breaks s at spaces into lines of at most limit cells. Words longer than a line are broken.
func wrap(s string, limit int) []string {
	if width(s) <= limit || limit <= 0 {
		return []string{s}
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		for width(word) > limit {
			room := limit
			if line != "" {
				room -= width(line) + 1
			}
			if room < limit/2 {
				lines, line = append(lines, line), ""
				continue
			}
			head := breakAt(cut(word, room))
			lines, line = append(lines, strings.TrimLeft(line+" "+head, " ")), ""
			word = word[len(head):]
		}
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) <= limit:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// breakAt shortens the head of a broken word to end after a hyphen, stroke, dot or the like, if that
// leaves more than half of it.
func breakAt(head string) string {
	if i := strings.LastIndexAny(head, "-/_.,:;|"); i >= len(head)/2 {
		return head[:i+1]
	}
	return head
}

// cut is the longest beginning of s that takes at most limit cells, and at least one character.
func cut(s string, limit int) string {
	used := 0
	for i, r := range s {
		used += width(string(r))
		if used > limit && i > 0 {
			return s[:i]
		}
	}
	return s
}

// shorten keeps the first lines; a last "…" tells that more was there.
func shorten(lines []string, most, limit int) []string {
	if len(lines) <= most {
		return lines
	}
	lines = slices.Clone(lines[:most])
	lines[most-1] = cut(lines[most-1], limit-1) + "…"
	return lines
}

// pad fills s to its column's width: figures on the right, the rest on the left.
func pad(s string, to int, right bool) string {
	fill := strings.Repeat(" ", max(0, to-width(s)))
	if right {
		return fill + s
	}
	return s + fill
}
