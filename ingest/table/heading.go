package table

import (
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// match is what one heading was found to be.
type match struct {
	entry
	why string
	ok  bool
	all bool // all lines of the heading together are listed
}

// headline is a heading of one line or several: rows first to last of those looked at.
type headline struct {
	first, last int
	texts       []string // joined
	leaves      []string // the last line of those under a group of several columns, else ""; nil: there are no groups
	rivals      string   // why none of several columns of amounts is taken
	register    string   // that it is one of contracts, in words; "" where it is not
	matches     []match
	filled      int // columns with a heading
	hits        int // of these, listed ones
	wholes      int // of these, with all their lines together
	fields      int // different fields among them
	score       int
}

// weights of the fields in a heading's score: what a list of payments cannot do without counts most.
var weights = [Fields]int{Amount: 6, Payee: 4, Date: 3, Payer: 2, PayerGroup: 2, Reference: 2, ExpenseType: 2, ExpenseArea: 2, Description: 2}

// good says whether a heading is beyond doubt that of a list of amounts.
func (h *headline) good() bool {
	return h.has(Amount) && (h.fields >= 3 || h.hits == h.filled && h.fields >= 2)
}

// fair says whether a heading is one, though perhaps without a column of amounts that we know.
func (h *headline) fair() bool {
	if h.fields >= 3 && 2*h.hits >= h.filled {
		return true
	}
	money := 0
	for i, m := range h.matches {
		if !m.ok && speaksOfMoney(h.leaf(i)) {
			money++
		}
	}
	return h.fields >= 2 && money > 0 && 2*(h.hits+money) >= h.filled
}

func (h *headline) has(f Field) bool {
	for i := range h.matches {
		if h.matches[i].ok && h.matches[i].field == f {
			return true
		}
	}
	return false
}

// findHeading looks for the heading: the first good one, unless one that begins on the next two
// lines is better, else the best fair one. A fair one with payments under it stays where it is: a better
// one further down is that of another table, or this one said again in other words.
func findHeading(rows []sheet.Row) (best headline, ok bool) {
	d := headings()
	stop := len(rows)
	for i := 0; i < stop; i++ {
		if !headingLine(&rows[i]) {
			continue
		}
		h := d.window(rows, i, i)
		if h.hits < 2 {
			continue
		}
		if ok && i > best.last+3 && best.bears(rows[best.last+1:i]) {
			break
		}
		h = d.extend(rows, h)
		better := h.good() && !best.good() || h.good() == best.good() && h.score > best.score
		if (h.good() || h.fair()) && (!ok || better) {
			best, ok = h, true
		}
		if h.good() {
			stop = min(stop, i+3)
		}
	}
	return best, ok
}

// bears says whether rows under a heading are payments: three of them and more name a payee and hold an
// amount with pence under a heading that speaks of money.
func (h *headline) bears(rows []sheet.Row) bool {
	if !h.has(Payee) {
		return false
	}
	payee, paid := -1, 0
	var money []int
	for i, m := range h.matches {
		if m.ok && m.field == Payee {
			payee = i
		} else if !m.ok && speaksOfMoney(h.texts[i]) {
			money = append(money, i)
		}
	}
	for i := range rows {
		if at := rows[i].Cells; payee < len(at) && lettersIn(at[payee].Text) >= 2 && slices.ContainsFunc(money, func(c int) bool { return c < len(at) && pence(&at[c]) }) {
			paid++
		}
	}
	return paid >= 3
}

// pence says whether a cell is an amount with pence, as it stands.
func pence(c *sheet.Cell) bool {
	if blank(c.Text) {
		return false
	}
	var p profile
	p.add(c)
	return p.pence > 0 && c.Kind != sheet.Date
}

// extend takes the lines above and below in where more columns are recognised with them.
func (d *dictionary) extend(rows []sheet.Row, h headline) headline {
	for h.first > 0 && h.last-h.first < 2 && wordsOnly(&rows[h.first-1]) && !titleLine(&rows[h.first-1]) {
		up := d.window(rows, h.first-1, h.last)
		if up.score <= h.score && !up.whole(&h, &rows[h.first-1]) {
			n := h.groupsOver(rows)
			if up = d.window(rows, h.first-n, h.last); n == 0 || up.hits < h.hits {
				break
			}
		}
		h = up
	}
	for h.last+1 < len(rows) && h.last-h.first < 2 {
		next := &rows[h.last+1]
		if unitLine(next) {
			return d.window(rows, h.first, h.last+1)
		}
		if !wordsOnly(next) {
			break
		}
		down := d.window(rows, h.first, h.last+1)
		if !down.whole(&h, next) && (down.score <= h.score || down.wholes <= h.wholes) {
			break
		}
		h = down
	}
	return h
}

// whole says whether a heading with one line more, which fills half of the columns at least, is listed in every
// column with all its lines, no column being new.
func (h *headline) whole(without *headline, line *sheet.Row) bool {
	return h.filled >= 3 && h.wholes == h.filled && h.filled == without.filled && 2*filledCells(line) >= h.filled
}

// window reads rows first to last as one heading.
func (d *dictionary) window(rows []sheet.Row, first, last int) headline {
	h := headline{first: first, last: last}
	n := 0
	for i := first; i <= last; i++ {
		n = max(n, len(rows[i].Cells))
	}
	g := groupsOf(rows[first : last+1])
	h.texts, h.matches = headingTexts(rows[first:last+1], g, n), make([]match, n)
	if g != nil {
		h.leaves = make([]string, n)
	}
	var seen [Fields]bool
	for c := 0; c < n; c++ {
		if h.texts[c] == "" {
			continue
		}
		h.filled++
		var m match
		if g != nil && g.under[c] {
			m, h.leaves[c] = d.grouped(g, c), g.leaf(c)
		} else {
			m = d.lines(rows[first:last+1], c, h.texts[c])
		}
		if h.matches[c] = m; !m.ok {
			continue
		}
		h.hits++
		if m.all {
			h.wholes++
		}
		if !seen[m.field] && m.field != Known && m.field != Extra {
			seen[m.field] = true
			h.fields++
			h.score += max(1, weights[m.field])
		}
	}
	h.score = 4*h.score + h.hits
	return h
}

// lines looks a heading of several lines up: all together, then the last line alone, then the first.
func (d *dictionary) lines(rows []sheet.Row, c int, all string) match {
	if len(all) > maxHeading {
		return match{}
	}
	if e, why, ok := d.find(all); ok {
		return match{e, why, true, e.rank < spokenRank}
	}
	if len(rows) == 1 {
		return match{}
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if c >= len(rows[i].Cells) || blank(rows[i].Cells[c].Text) {
			continue
		}
		if e, why, ok := d.find(rows[i].Cells[c].Text); ok {
			return match{e, "one line of it: " + why, true, false}
		}
	}
	return match{}
}

// lineMark stands between the lines of a heading.
const lineMark = " · "

// headingTexts are the headings of n columns that rows make up, with group headings over all of theirs.
func headingTexts(rows []sheet.Row, g *groups, n int) []string {
	texts := make([]string, n)
	for c := range texts {
		if g != nil && g.under[c] {
			texts[c] = g.text(c)
		} else {
			texts[c] = joined(rows, c)
		}
	}
	return texts
}

// leaf is the heading of a column without group headings over several columns.
func (h *headline) leaf(c int) string {
	if c < len(h.leaves) && h.leaves[c] != "" {
		return h.leaves[c]
	}
	return h.texts[c]
}

// joined is the heading of column c, its lines divided by " · ".
func joined(rows []sheet.Row, c int) string {
	var s string
	for i := range rows {
		if c >= len(rows[i].Cells) {
			continue
		}
		t := cell.Trim(rows[i].Cells[c].Text)
		if t == "" || len(t) > 4*maxHeading {
			continue
		}
		if s != "" {
			s += lineMark
		}
		s += strings.Join(strings.Fields(t), " ")
	}
	return s
}

// isHeading says whether a text is the column's heading, or one line of it.
func (c *Column) isHeading(s string) bool {
	if c.Heading == "" {
		return false
	}
	f := Fold(s)
	if f == Fold(c.Heading) {
		return true
	}
	for _, part := range strings.Split(c.Heading, lineMark) {
		if f == Fold(part) {
			return true
		}
	}
	return false
}

// untilNext is the rows up to the heading of another table.
func (h *headline) untilNext(body []sheet.Row, recipes *Recipes) []sheet.Row {
	l := Layout{Columns: make([]Column, len(h.texts)), recipes: recipes}
	for i := range h.texts {
		l.Columns[i].Heading = h.texts[i]
	}
	for i := range body {
		if heading, repeat := l.IsHeading(&body[i]); heading && !repeat {
			return body[:i]
		}
	}
	return body
}

// IsHeading says whether a row that holds no amount is a heading: the one of this layout again
// (repeat), or that of another table.
func (l *Layout) IsHeading(r *sheet.Row) (heading, repeat bool) {
	if !headingLine(r) {
		return false, false
	}
	same, filled := 0, 0
	for i := range r.Cells {
		if blank(r.Cells[i].Text) {
			continue
		}
		filled++
		if i < len(l.Columns) && l.Columns[i].isHeading(r.Cells[i].Text) {
			same++
		}
	}
	if same >= 2 && same*4 >= filled*3 {
		return true, true
	}
	if filled < 2 {
		return false, false
	}
	if l.recipes.isHeading(r) {
		return true, false
	}
	rows := []sheet.Row{*r}
	h := headings().window(rows, 0, 0)
	return h.good() && h.hits*2 >= h.filled, false
}
