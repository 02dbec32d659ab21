package table

import (
	"strconv"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// headingLine says whether a row may be a line of a heading: words, and hardly any numbers.
func headingLine(r *sheet.Row) bool {
	filled, numbers := 0, 0
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Kind == sheet.Blank || blank(c.Text) {
			continue
		}
		filled++
		if c.Kind == sheet.Date || !words(c.Text) && !yearText(c.Text) && !unitMark(c.Text) || cell.Vote(c.Text) != 0 {
			if numbers++; numbers > max(1, len(r.Cells)/8) {
				return false
			}
		}
	}
	return filled > 0 && numbers <= max(1, filled/8)
}

// wordsOnly says whether a row holds neither numbers nor dates: a line that belongs to the heading
// beside it does not.
func wordsOnly(r *sheet.Row) bool {
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Kind == sheet.Blank || blank(c.Text) || unitMark(c.Text) {
			continue
		}
		if c.Kind == sheet.Date || c.Kind == sheet.Number || cell.Vote(c.Text) != 0 {
			return false
		}
		if point, comma := cell.Conventions(c.Text); point || comma {
			return false
		}
	}
	return true
}

// yearText says whether a text is a year, which headings hold as numbers.
func yearText(s string) bool {
	t := cell.Trim(s)
	if allDigits(t) {
		return len(t) == 4 && t >= "1950" && t <= "2100"
	}
	if len(t) < 6 || len(t) > 24 {
		return false
	}
	p, r := cell.ParseSpan(t)
	return r == cell.Read && p.Last-p.First > 27
}

// titleLine says whether a row is one text in its first cells: a title, not a line of a heading.
func titleLine(r *sheet.Row) bool {
	filled, at := 0, 0
	for i := range r.Cells {
		if !blank(r.Cells[i].Text) {
			filled++
			at = i
		}
	}
	return filled == 0 || filled == 1 && at == 0
}

// unitLine says whether a row holds units and nothing else.
func unitLine(r *sheet.Row) bool {
	n := 0
	for i := range r.Cells {
		if blank(r.Cells[i].Text) {
			continue
		}
		if !unitMark(r.Cells[i].Text) {
			return false
		}
		n++
	}
	return n > 0
}

// numbered is how many columns a row must number to be read as nothing else.
const numbered = 4

// Numbering says whether a row does nothing but number the columns, as printed forms do under their
// heading: 1, 2, 3 … or (a), (b), (c) …, one in each filled cell.
func Numbering(r *sheet.Row) bool {
	n := 0
	letters := false
	for i := range r.Cells {
		t := r.Cells[i].Text
		if blank(t) {
			continue
		}
		t = strings.Trim(t, " ()[].")
		if n == 0 {
			letters = t == "a" || t == "A"
		}
		if n++; letters && (len(t) != 1 || int(t[0]|0x20-'a') != n-1) || !letters && t != strconv.Itoa(n) {
			return false
		}
	}
	return n >= numbered
}
