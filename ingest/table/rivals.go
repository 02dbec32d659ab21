package table

import (
	"fmt"
	"strings"

	"flows/ingest/sheet"
)

// rival says, in words, which other column is headed like the chosen candidate and holds other amounts: two
// tables side by side, two years, two groups. To load one of them and not the other would be a guess. It
// is "" where there is none.
func (h *headline) rival(cs []candidate, best int, body []sheet.Row, ps []profile) string {
	if c := h.sideBySide(ps); c > 0 {
		return fmt.Sprintf("two tables stand side by side, each with payees and amounts: the second begins behind the empty %s", columnName(c))
	}
	b := cs[best].col
	if c := h.penceBeside(b, body); c >= 0 {
		return fmt.Sprintf("pounds and pence stand in two columns, %s and %s: put them into one", columnName(b), columnName(c))
	}
	for i := range cs {
		c := cs[i].col
		if i == best || cs[i].match.rank != cs[best].match.rank || 10*ps[c].amounts() < ps[b].amounts() || !alike(h.leaf(c), h.leaf(b)) || same(body, c, b, ps) {
			continue
		}
		if h.texts[c] == h.texts[b] {
			return fmt.Sprintf("two of its columns of amounts, %s and %s, are both headed %q, as where two tables stand side by side", columnName(min(b, c)), columnName(max(b, c)), h.texts[b])
		}
		return fmt.Sprintf("the amounts under %q and those under %q are headed alike, and which of them to load is not clear", h.texts[min(b, c)], h.texts[max(b, c)])
	}
	return ""
}

// penceBeside is the column behind one of amounts that holds their pence, from 0 to 99 under "p" or "pence"; -1 if
// there is none.
func (h *headline) penceBeside(c int, body []sheet.Row) int {
	at := c + 1
	if at >= len(h.texts) || !containsWord("p pence", strings.Trim(Fold(h.texts[at]), "() ")) {
		return -1
	}
	n := 0
	for i := range body {
		if at >= len(body[i].Cells) || blank(body[i].Cells[at].Text) {
			continue
		}
		if p, ok := amountAt(&body[i], at, 0); !ok || p < 0 || p >= 100_00 || p%100 != 0 {
			return -1
		}
		n++
	}
	if n < 2 {
		return -1
	}
	return at
}

// columnName names a column by its letters in a spreadsheet.
func columnName(c int) string {
	s := ""
	for c++; c > 0; c = (c - 1) / 26 {
		s = string(rune('A'+(c-1)%26)) + s
	}
	return "column " + s
}

// alike says whether two headings of amounts differ by nothing, or by a year only.
func alike(a, b string) bool {
	fa, fb := Fold(a), Fold(b)
	return fa == fb || withoutNumbers(fa) == withoutNumbers(fb) && withYear(a) && withYear(b)
}

// withYear says whether a heading names a year.
func withYear(s string) bool {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ()·,:", r) }) {
		if yearText(w) {
			return true
		}
	}
	return false
}

// same says whether two columns of amounts hold the same ones.
func same(body []sheet.Row, i, j int, ps []profile) bool {
	for k := range body {
		a, ok := amountAt(&body[k], i, ps[i].decimal())
		b, also := amountAt(&body[k], j, ps[j].decimal())
		if ok != also || a != b {
			return false
		}
	}
	return true
}

// sideBySide is the empty column that stands between two tables of payees and amounts, 0 if there is none.
func (h *headline) sideBySide(ps []profile) int {
	var payees, amounts [2]bool
	gap := 0
	for c, m := range h.matches {
		side := 0
		if gap > 0 {
			side = 1
		}
		switch {
		case h.texts[c] == "" && ps[c].filled == 0:
			if gap == 0 && payees[0] && amounts[0] {
				gap = c
			}
		case m.ok && m.field == Payee && ps[c].textual():
			payees[side] = true
		case m.ok && m.field == Amount && ps[c].numeric():
			amounts[side] = true
		}
	}
	if payees[1] && amounts[1] {
		return gap
	}
	return 0
}
