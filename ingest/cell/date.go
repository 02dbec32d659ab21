package cell

import (
	"flows/ledger"
)

// Order is the order in which a column writes the numbers of a date.
type Order uint8

// The orders. A year of four digits in front is a year in every order.
const (
	DMY Order = iota
	MDY
	YMD
	Orders // how many there are
)

// String is "DMY", "MDY" or "YMD".
func (o Order) String() string { return [...]string{"DMY", "MDY", "YMD", ""}[min(o, Orders)] }

// Ballot is a set of orders, one bit each: those under which a text can be a date.
type Ballot uint8

// Has says whether the order is among them.
func (b Ballot) Has(o Order) bool { return b&(1<<o) != 0 }

// All is the ballot of a text that is the same date in every order.
const All Ballot = 1<<Orders - 1

// Vote says under which orders s can be a date: All for "1 Feb 2011", DMY alone for "25/12/2011",
// DMY and MDY for "01/02/2011", none for what is no date.
func Vote(s string) Ballot {
	if len(s) == 13 {
		if _, r := Serial(s, false); r == Read {
			return All
		}
	}
	if len(s) > 6 && s[5] == '.' && allDigits(s[:5]) && allDigits(s[6:]) {
		return All
	}
	p, r := parts(s)
	if r != Read {
		return 0
	}
	if !p.open {
		if _, r := p.date(DMY); r != Read {
			return 0
		}
		return All
	}
	var b Ballot
	for o := DMY; o < Orders; o++ {
		if _, r := p.date(o); r == Read {
			b |= 1 << o
		}
	}
	return b
}

// Only is the order that a ballot leaves: the one in it; ok is false where there are more, or none.
func (b Ballot) Only() (o Order, ok bool) {
	for o = DMY; o < Orders; o++ {
		if b == 1<<o {
			return o, true
		}
	}
	return DMY, false
}

// Date reads a day. Accepted are numbers by / - . or blanks in the order given, months by name,
// ordinals, weekdays, ISO dates, a time of day behind (it is left out), eight digits as YYYYMMDD,
// and a spreadsheet's serial number of 1900 (five digits, with or without decimals). Years of two digits are 1970 to 2069.
// A month or a year alone is Partial.
func Date(s string, o Order) (ledger.Date, Reason) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		if y, ok := digits(s[:4]); ok {
			m, ok1 := digits(s[5:7])
			d, ok2 := digits(s[8:])
			if ok1 && ok2 {
				return day(y, m, d)
			}
		}
	}
	if len(s) == 13 {
		if d, r := Serial(s, false); r == Read {
			return d, r
		}
	}
	if len(s) > 6 && s[5] == '.' && allDigits(s[:5]) && allDigits(s[6:]) {
		s = s[:5]
	}
	p, r := parts(s)
	if r != Read {
		return ledger.NoDate, r
	}
	return p.date(o)
}

// Serial reads a spreadsheet's day number, of the kind that counts from 1904 or from 1900, or, of 13
// digits, the milliseconds since 1970 that programs write. The time of day is left out. Day 60 of
// 1900, which never was, is Impossible.
func Serial(s string, from1904 bool) (ledger.Date, Reason) {
	if len(s) == 13 {
		if ms, ok := digits(s); ok && ms < 4_133_980_800_000 {
			return ledger.Date(ms / 86_400_000), Read
		}
	}
	n, i := 0, 0
	for ; i < len(s) && digit(s[i]); i++ {
		if n = n*10 + int(s[i]-'0'); n > 100_000 {
			return ledger.NoDate, Impossible
		}
	}
	if i == 0 {
		return ledger.NoDate, Words
	}
	for j := i; j < len(s); j++ {
		if c := lower(s[j]); !digit(c) && (c != '.' || j != i) && c != 'e' && c != '-' {
			return ledger.NoDate, Words
		}
	}
	switch {
	case from1904:
		n += 1462
	case n == 60 || n == 0:
		return ledger.NoDate, Impossible
	case n < 60:
		n++
	}
	d := ledger.Date(n - 25569)
	if y, _, _ := d.Civil(); y > 2100 {
		return ledger.NoDate, Impossible
	}
	return d, Read
}

// digits is the number that s is, if it is digits only.
func digits(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}

// pieces are the numbers and the month of a written date.
type pieces struct {
	num   [3]int
	width [3]int // digits of each
	n     int
	month int // by name; 0 if none
	at    int // how many numbers came before the name
	open  bool
}

// parts takes a text apart. Read means that the pieces have the form of a date.
func parts(s string) (pieces, Reason) {
	var p pieces
	i := 0
	for i < len(s) {
		c := s[i]
		switch {
		case digit(c):
			j := i
			for j < len(s) && digit(s[j]) {
				j++
			}
			if j < len(s) && s[j] == ':' || p.full() { // a time of day
				if !p.full() || !clock(s[i:]) {
					return p, Malformed
				}
				return p.form()
			}
			n, _ := digits(s[i:j])
			if j-i > 8 || p.n == 3 {
				return p, Malformed
			}
			p.num[p.n], p.width[p.n], p.n = n, j-i, p.n+1
			i = j
		case letter(c):
			w := word(s[i:])
			if p.full() && (same(w, "t") || same(w, "z")) {
				i += len(w)
				continue
			}
			if !p.word(w, i > 0 && digit(s[i-1])) {
				return p, Words
			}
			i += len(w)
		case c == '/' || c == '-' || c == '.' || c == ',' || c == '\'' || c == '_':
			i++
		default:
			n := space(s[i:])
			if n == 0 {
				n = minus(s[i:])
			}
			if n == 0 {
				return p, Words
			}
			i += n
		}
	}
	return p.form()
}

// full says whether all pieces of a day have come.
func (p *pieces) full() bool {
	return p.n == 3 || p.n == 2 && p.month > 0 || p.n == 1 && p.width[0] == 8
}

// word takes one word of a date: a month, a weekday, an ordinal's ending, "of" or "the".
func (p *pieces) word(w string, behindDigit bool) bool {
	if behindDigit && (same(w, "st") || same(w, "nd") || same(w, "rd") || same(w, "th")) {
		return true
	}
	if m := Month(w); m > 0 && p.month == 0 {
		p.month, p.at = m, p.n
		return true
	}
	if same(w, "of") || same(w, "the") {
		return p.n <= 1
	}
	return p.n == 0 && weekday(w)
}

// form checks that there are as many pieces as a date has.
func (p *pieces) form() (pieces, Reason) {
	switch {
	case p.n == 0 && p.month == 0:
		return *p, None
	case p.n == 3 && p.month == 0:
		p.open = p.width[0] <= 2 && p.width[1] <= 2 && (p.width[2] == 4 || p.width[2] <= 2)
		if !p.open && (p.width[0] != 4 || p.width[1] > 2 || p.width[2] > 2) {
			return *p, Malformed
		}
		return *p, Read
	case p.n == 2 && p.month > 0 && p.at <= 1, p.n == 1 && p.month == 0 && (p.width[0] == 8 || p.width[0] == 5):
		return *p, Read
	case p.n == 1 && (p.month > 0 || p.width[0] == 4), p.n == 0, p.n == 2 && p.month == 0 && (p.width[0] == 4) != (p.width[1] == 4):
		return *p, Partial
	}
	return *p, Malformed
}

// date is the day that the pieces are in the order.
func (p *pieces) date(o Order) (ledger.Date, Reason) {
	a, b, c := p.num[0], p.num[1], p.num[2]
	switch {
	case p.month > 0 && p.at == 0: // February 1, 2011
		return day(century(b, p.width[1]), p.month, a)
	case p.month > 0 && p.width[0] == 4: // 2011 Feb 1
		return day(a, p.month, b)
	case p.month > 0:
		return day(century(b, p.width[1]), p.month, a)
	case p.n == 1 && p.width[0] == 8:
		return day(a/10000, a/100%100, a%100)
	case p.n == 1: // a spreadsheet's serial of the years 1954 to 2091
		if a < 20000 || a > 70000 {
			return ledger.NoDate, Impossible
		}
		return ledger.Date(a - 25569), Read
	case p.width[0] == 4:
		return day(a, b, c)
	case o == MDY:
		return day(century(c, p.width[2]), a, b)
	case o == YMD && p.width[2] <= 2:
		return day(century(a, p.width[0]), b, c)
	case o == YMD:
		return ledger.NoDate, Impossible
	}
	return day(century(c, p.width[2]), b, a)
}
