package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"flows/ledger"
)

// plainLine is s on one line and without anything that a terminal or a reader's eye would obey:
// control characters, escape sequences, bidirectional overrides, invisible and private characters
// become "�", line breaks and odd spaces a space.
func plainLine(s string) string {
	if printable(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' || unicode.Is(unicode.Z, r):
			b.WriteByte(' ')
		case obeyed(r):
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// printable tells whether s is plain printable ASCII already, as nearly all text is.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// obeyed tells whether r does something instead of being seen. The categories Cc, Cf, Co and Cs hold
// C0, C1, the bidirectional marks and overrides, zero-width characters, tags and private use.
func obeyed(r rune) bool {
	return unicode.In(r, unicode.C) || unicode.Is(unicode.Variation_Selector, r) || r == 0x034f || r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0
}

// visible is s with the same replaced, its line breaks and spaces kept: for formats that have a way
// of their own to write those.
func visible(s string) string {
	if printable(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && obeyed(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

// heading is the column's title on pages, with its unit.
func (c Column) heading() string {
	title := c.Title
	if title == "" {
		title = strings.ReplaceAll(c.Name, "_", " ")
	}
	if c.Kind == Money && !strings.Contains(title, "£") {
		title += " (£)"
	}
	return plainLine(title)
}

// page is a table's cells as pages print them, with the column that labels a row.
type page struct {
	columns []Column // those that say something
	from    []int    // their places in the table
	pence   []bool   // of amounts: they are shown in pence, because none reaches a thousand pounds
	empty   []Column // those with no value in any row
	label   int      // the column in which a total without a name is called so; -1 where there is none
}

// pageOf leaves out columns without a value, which the notes then name.
func pageOf(t *Table) page {
	p := page{label: -1}
	for j, c := range t.Columns {
		if len(t.Rows) > 0 && allUnknown(t, j) {
			if c.Name != "note" { // nothing to note is nothing to tell
				p.empty = append(p.empty, c)
			}
			continue
		}
		if p.label < 0 && (c.Kind == Text || c.Kind == Code) {
			p.label = len(p.columns)
		}
		p.columns, p.from, p.pence = append(p.columns, c), append(p.from, j), append(p.pence, small(t, j))
	}
	return p
}

// small tells whether whole pounds would say too little of column j: amounts a head, unit costs.
func small(t *Table, j int) bool {
	for _, r := range t.Rows {
		if p, ok := r.Values[j].(ledger.Pence); ok && magnitude(int64(p)) >= 1000_00 {
			return false
		}
	}
	return true
}

// show is the value in the page's column i.
func (p page) show(i int, r Row) string {
	if v, ok := r.Values[p.from[i]].(ledger.Pence); ok && p.columns[i].Kind == Measure {
		return measured(v)
	}
	decimals := 0
	if p.pence[i] {
		decimals = 2
	}
	return onPage(r.Values[p.from[i]], decimals)
}

func allUnknown(t *Table, j int) bool {
	for _, r := range t.Rows {
		if !unknown(r.Values[j]) {
			return false
		}
	}
	return true
}

// measured is an amount among counts: with its sign for pounds, and rounded by its own size, because
// the rows of a column of measures have no unit in common.
func measured(v ledger.Pence) string {
	if v == 0 {
		return nilMark
	}
	sign, decimals := "", 0
	if v < 0 {
		sign = "-"
	}
	if magnitude(int64(v)) < 1000_00 {
		decimals = 2
	}
	return sign + "£" + strings.TrimPrefix(onPage(v, decimals), "-")
}

// cells are a row's texts.
func (p page) cells(r Row) []string {
	cells := make([]string, len(p.columns))
	for i := range p.columns {
		cells[i] = p.show(i, r)
	}
	if p.label >= 0 && cells[p.label] == "" && r.Level != Body && !p.named(cells) {
		cells[p.label] = map[Level]string{Total: "Total", Subtotal: "Subtotal", Residual: "Residual"}[r.Level]
	}
	return cells
}

// named tells whether a row calls itself something.
func (p page) named(cells []string) bool {
	for i, c := range p.columns {
		if c.Kind == Text && cells[i] != "" && c.Name != "note" {
			return true
		}
	}
	return false
}

// notes are the lines under a table: its own, its columns', and how to read its figures.
func (p page) notes(t *Table) []string {
	var notes []string
	for _, n := range t.Notes {
		notes = append(notes, plainLine(n))
	}
	names, whys := byNote(p.columns)
	for i, why := range whys {
		if why != "" && (!strings.HasPrefix(why, ofEmpty) || p.hasEmpty(t, why)) {
			notes = append(notes, strings.Join(names[i], ", ")+": "+why)
		}
	}
	if s := emptyNote(p.empty); s != "" {
		notes = append(notes, s)
	}
	if s := p.legend(t); s != "" {
		notes = append(notes, s)
	}
	return notes
}

// ofEmpty begins a note that says nothing but why cells of a column are empty.
const ofEmpty = "empty: "

// hasEmpty tells whether a row, subtotals and totals aside, has an empty cell in a column of that note.
func (p page) hasEmpty(t *Table, note string) bool {
	for i, c := range p.columns {
		if plainLine(c.Note) != note {
			continue
		}
		for _, r := range t.Rows {
			if r.Level == Body && p.show(i, r) == "" {
				return true
			}
		}
	}
	return false
}

// byNote gathers the headings of columns that have the same note, in the order of the first of each.
func byNote(columns []Column) (names [][]string, notes []string) {
	for _, c := range columns {
		note := plainLine(c.Note)
		i := slices.Index(notes, note)
		if i < 0 {
			i = len(notes)
			notes, names = append(notes, note), append(names, nil)
		}
		names[i] = append(names[i], c.heading())
	}
	return names, notes
}

// emptyNote names the columns that are left out, grouped by their reason.
func emptyNote(columns []Column) string {
	names, reasons := byNote(columns)
	var parts []string
	for i, why := range reasons {
		part := strings.Join(names[i], ", ")
		if why != "" {
			part += " (" + why + ")"
		}
		parts = append(parts, part)
	}
	if parts == nil {
		return ""
	}
	return "Columns without a value in any row are not shown: " + strings.Join(parts, "; ") + "."
}

// legend explains the marks that occur.
func (p page) legend(t *Table) string {
	var none, zero, money bool
	for _, r := range t.Rows {
		for i, c := range p.columns {
			if c.Kind.numeric() && !unknown(r.Values[p.from[i]]) {
				_, amount := r.Values[p.from[i]].(ledger.Pence)
				money = money || amount && !p.pence[i]
				s := p.show(i, r)
				none, zero = none || s == nilMark, zero || s == "0"
			}
		}
	}
	var parts []string
	if money {
		parts = append(parts, "amounts are rounded to whole pounds and need not add up exactly")
	}
	if none {
		parts = append(parts, nilMark+" is nil")
	}
	if zero {
		parts = append(parts, "0 is under half a unit")
	}
	if parts == nil {
		return ""
	}
	return "Figures: " + strings.Join(parts, "; ") + "."
}
