package table

import (
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// A group heading stands over several columns: in its first one, the others being blank (which is how
// merged cells are stored). It belongs to the heading of each:
//
//	Funder · (blank) · Recipient · (blank) · Award · (blank)
//	Name   · ID      · Name      · ID      · Date  · Amount
//
// gives "Funder · Name", "Funder · ID", "Recipient · Name" and so on. Lines of a form above a table look
// much the same ("Month · (blank) · April"), and so does a long heading that is broken. A line is one of
// groups where two of its three texts or more stand over several columns, where equal headings stand
// under different texts of it, or where a line above is one.

// maxGroup is the length beyond which no text is taken for a group heading.
const maxGroup = 60

// groups are the lines of a heading with each group heading written over all of its columns.
type groups struct {
	lines [][]string // by line and column; "" where there is nothing
	under []bool     // by column: it stands under a group of several columns
}

// groupsOf finds the group headings among rows that make up a heading, nil if there are none.
func groupsOf(rows []sheet.Row) *groups {
	last, width := len(rows)-1, 0
	may := false
	for i := range rows {
		width = max(width, len(rows[i].Cells))
		may = may || i < last && filledCells(&rows[i]) >= 2 && headingLine(&rows[i])
	}
	if !may {
		return nil
	}
	g := &groups{lines: make([][]string, len(rows)), under: make([]bool, width)}
	below, starts := make([]bool, width), make([]bool, width)
	for i := range rows {
		g.lines[i] = make([]string, width)
		for c := range rows[i].Cells {
			if t := cell.Trim(rows[i].Cells[c].Text); len(t) <= 4*maxHeading {
				g.lines[i][c] = strings.Join(strings.Fields(t), " ")
			}
		}
	}
	found := false
	for i := range last {
		for c := range width {
			below[c] = false
			for k := i + 1; k <= last; k++ {
				below[c] = below[c] || g.lines[k][c] != ""
			}
			starts[c] = starts[c] || g.lines[i][c] != ""
		}
		found = g.spread(i, below, starts, found) || found
	}
	if !found {
		return nil
	}
	return g
}

// spread writes the group headings of line i over their columns. A group ends where a text of its own
// line or of one above begins, or where nothing stands below.
func (g *groups) spread(i int, below, starts []bool, inside bool) bool {
	line := append([]string(nil), g.lines[i]...)
	texts, wide := 0, 0
	for c, text := range g.lines[i] {
		if text == "" {
			continue
		}
		if texts++; !below[c] {
			continue
		}
		if len(text) > maxGroup || strings.ContainsRune(text, ':') || namesBody(text, bodies) {
			return false
		}
		d := c + 1
		for ; d < len(line) && g.lines[i][d] == "" && below[d] && !starts[d]; d++ {
			line[d] = text
		}
		if d > c+1 {
			wide++
		}
	}
	if texts < 2 || wide < 1 || !inside && (texts < 3 || wide < 2) && !g.tells(line) {
		return false
	}
	for c := range line {
		if line[c] != "" && g.lines[i][c] == "" {
			g.under[c], g.under[c-1] = true, true
		}
	}
	g.lines[i] = line
	return true
}

// tells says whether equal headings stand under different texts of a line.
func (g *groups) tells(line []string) bool {
	over := map[string]string{}
	for c := range line {
		leaf := g.leaf(c)
		if line[c] == "" || leaf == "" {
			continue
		}
		if before, ok := over[leaf]; ok && before != line[c] {
			return true
		}
		over[leaf] = line[c]
	}
	return false
}

// text is the heading of a column with its groups.
func (g *groups) text(c int) string {
	var parts []string
	for i := range g.lines {
		if g.lines[i][c] != "" {
			parts = append(parts, g.lines[i][c])
		}
	}
	return strings.Join(parts, lineMark)
}

// groupsOver is how many lines above a heading, two at most, are ones of groups over its columns.
func (h *headline) groupsOver(rows []sheet.Row) int {
	for n := 1; n <= 2 && h.last-h.first+n < maxLines && h.first-n >= 0; n++ {
		up := &rows[h.first-n]
		if filledCells(up) < 2 || !headingLine(up) || !wordsOnly(up) || !h.heads(up) {
			return 0
		}
		if groupsOf(rows[h.first-n:h.last+1]) != nil {
			return n
		}
	}
	return 0
}

// heads says whether all texts of a line stand over a heading: one over no column is a title's.
func (h *headline) heads(line *sheet.Row) bool {
	for c := range line.Cells {
		if !blank(line.Cells[c].Text) && (c >= len(h.texts) || h.texts[c] == "") {
			return false
		}
	}
	return true
}

// leaf is the last line of a column's heading.
func (g *groups) leaf(c int) string {
	for i := len(g.lines) - 1; i >= 0; i-- {
		if g.lines[i][c] != "" {
			return g.lines[i][c]
		}
	}
	return ""
}

// grouped looks the heading of a column under a group up: with all its groups, then without the upper ones,
// last by itself. What a group says of whom it speaks, "Name" and "ID" under it take over.
func (d *dictionary) grouped(g *groups, c int) match {
	var parts []string
	for i := range g.lines {
		if g.lines[i][c] != "" {
			parts = append(parts, g.lines[i][c])
		}
	}
	n := len(parts) - 1
	for i := 0; i < n; i++ {
		t := strings.Join(parts[i:], lineMark)
		if e, why, ok := d.find(t); ok && e.rank < spokenRank && len(t) <= maxHeading {
			return match{e, why, true, true}
		}
	}
	if n > 0 {
		if m := d.named(parts[n-1], parts[n]); m.ok {
			return m
		}
	}
	if e, why, ok := d.find(parts[n]); ok && len(parts[n]) <= maxHeading {
		return match{e, "without its group: " + why, true, true}
	}
	return match{}
}

// named is the field of "Name" and "ID" under a group heading that is itself listed as somebody.
func (d *dictionary) named(group, leaf string) match {
	e, _, ok := d.find(group)
	if !ok || e.rank >= spokenRank {
		return match{}
	}
	switch e.field {
	case Payer, PayerGroup, Payee:
	default:
		return match{}
	}
	switch Fold(leaf) {
	case "name", "names", "title":
		return match{e, "its group is listed", true, true}
	case "id", "code", "no", "number", "ref", "reference", "identifier":
		if e.field = PayeeRef; d.by[Fold(group)].field != Payee {
			e.field = Known
		}
		return match{e, "its group is listed, whose number this is", true, true}
	}
	return match{}
}
