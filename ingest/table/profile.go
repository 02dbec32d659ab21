package table

import (
	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// profile is what the cells of one column look like in the rows under a heading.
type profile struct {
	filled  int
	money   int // read as an amount by the convention voted
	pence   int // of these, written with two decimals, a comma or a pound sign
	dates   int // read as a date in some order
	letters int // hold two letters or more
	links   int // begin with http
	sectors int // name sectors of recipients and nobody: \"Voluntary Sector\"
	point   int // amounts that only the point convention reads
	comma   int // amounts that only the comma convention reads
	orders  [cell.Orders]int
	wide    int // whole numbers of six digits and more, without separators: codes rather than money
	years   int // whole numbers 1990 to 2100
	serials int // numbers that are a day of 1990 to 2060 as spreadsheets or programs count days
	spans   int // a month or a year where a day could be
	first   string
	varied  bool // not all the same
}

// profiles looks at the cells of each column in the rows, n columns of them.
func profiles(rows []sheet.Row, n int) []profile {
	ps := make([]profile, n)
	for i := range rows {
		for c := 0; c < len(rows[i].Cells) && c < n; c++ {
			ps[c].add(&rows[i].Cells[c])
		}
	}
	return ps
}

// add counts one cell.
func (p *profile) add(c *sheet.Cell) {
	s := c.Text
	if c.Kind == sheet.Blank || blank(s) {
		return
	}
	if c.Kind == sheet.Error || lost(s) {
		return // a value that the spreadsheet has lost says nothing of what the column holds
	}
	if p.filled++; p.filled == 1 {
		p.first = s
	} else if s != p.first {
		p.varied = true
	}
	if c.Kind == sheet.Date {
		p.dates++
		return
	}
	point, comma := cell.Conventions(s)
	if c.Kind == sheet.Number {
		comma = false // a file's own numbers have a point
	}
	switch {
	case point && comma:
		p.money++
	case point:
		p.money++
		p.point++
		p.pence++
	case comma:
		p.comma++
	}
	if point && comma && hasDigit(s) && !allDigits(s) {
		p.pence++
	}
	if allDigits(s) {
		if len(s) >= 6 {
			p.wide++
		}
		if len(s) == 4 && s >= "1990" && s <= "2100" {
			p.years++
		}
	}
	p.date(c)
	if lettersIn(s) >= 2 {
		p.letters++
	}
	if len(s) > 7 && s[:4] == "http" {
		p.links++
	}
	if 10*(p.filled-p.sectors) <= Lookahead && sectorsOnly(s) { // with more others it is no column of sectors
		p.sectors++
	}
}

// date counts a cell that is a date or a period.
func (p *profile) date(c *sheet.Cell) {
	if v := cell.Vote(c.Text); v != 0 && c.Kind != sheet.Number {
		p.dates++
		for o := cell.DMY; o < cell.Orders; o++ {
			if v != cell.All && v.Has(o) && v&^(1<<o) == 0 {
				p.orders[o]++
			}
		}
	}
	if c.Kind == sheet.Number {
		if d, r := cell.Serial(c.Text, false); r == cell.Read && d > 7305 && d < 32872 {
			p.serials++
		}
		return
	}
	if _, r := cell.Date(c.Text, cell.DMY); r == cell.Partial {
		if span, r := cell.ParseSpan(c.Text); r == cell.Read && span.Year() != 0 {
			p.spans++
		}
	}
}

// decimal is the convention by which most of the texts can be read that only one convention reads.
func (p *profile) decimal() cell.Decimal {
	if p.comma > p.point {
		return cell.Comma
	}
	return cell.Point
}

// amounts is how many cells are amounts by the voted convention.
func (p *profile) amounts() int {
	if p.decimal() == cell.Comma {
		return p.money - p.point + p.comma
	}
	return p.money
}

// numeric says whether most of what the column holds is amounts.
func (p *profile) numeric() bool { return p.filled > 0 && 2*p.amounts() >= p.filled }

// unread says whether the column holds texts most of which cannot be read as an amount, and which are
// not all the same statement that there is nothing to state ("NIL").
func (p *profile) unread() bool {
	if p.filled == 0 || p.dates > 0 {
		return false
	}
	said := Fold(p.first)
	return p.varied || said != "nil" && said != "none" && said != "nil return" && said != "no payments"
}

// textual says whether most of what the column holds is words.
func (p *profile) textual() bool { return p.filled > 0 && 2*p.letters >= p.filled }

// dated says whether most of what the column holds is dates.
func (p *profile) dated() bool { return p.filled > 0 && 2*p.dates >= p.filled }

// lost says whether a text is a spreadsheet's error value.
func lost(s string) bool {
	if s[0] != '#' {
		return false
	}
	_, r := cell.Money(s, cell.Pounds, cell.Point)
	return r == cell.ErrorValue
}

func hasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func lettersIn(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if letter(s[i]) {
			n++
		}
	}
	return n
}
