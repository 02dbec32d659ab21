package cell

import "flows/ledger"

// Units of an amount column, in pence: what one unit of its figures is worth.
const (
	Penny     int64 = 1
	Pounds    int64 = 100
	Thousands int64 = 100_000
	Millions  int64 = 100_000_000
	Billions  int64 = 100_000_000_000
)

// Decimal is the convention by which a column writes decimals.
type Decimal uint8

// The conventions.
const (
	Point Decimal = iota // 1,234.50
	Comma                // 1.234,50
)

// String is an example of the convention.
func (d Decimal) String() string {
	if d == Comma {
		return "1.234,50"
	}
	return "1,234.50"
}

// Amount is what Money read.
type Amount struct {
	Pence   ledger.Pence
	Dollar  bool // it carried a bare "$": what a spreadsheet's default format puts before pounds as well; the caller decides
	Rounded bool // the text stated a fraction of a penny (a thousandth of one at least); it was rounded half away from zero
}

// Money reads an amount whose figures count unit pence each, in the given convention.
//
// Accepted: a pound sign in front or behind, also one that a wrong charset has turned into U+FFFD,
// "œ", "ú", "ï¿½", "Â£" or "?"; "GBP"; one sign, which may be a minus before or after, brackets, or CR;
// digit groups of three by one kind of separator; an exponent; k, m, bn and their words, and p for
// pence, which overrule the column's unit. A text with two signs, with groups of other than three
// digits, or with anything left over is not read.
//
// The arithmetic is in integers. Digits beyond the fifteenth are what a spreadsheet's binary
// fractions leave behind; where they would decide about a penny they are rounded off first, as a
// spreadsheet does when it shows them.
func Money(s string, unit int64, d Decimal) (Amount, Reason) {
	if p, ok := plain(s, unit, d); ok {
		return Amount{Pence: p}, Read
	}
	m := scan{s: s, unit: unit, decimal: d}
	return m.money()
}

// plain is the short way for most of the cells: up to 12 digits, at most two of them after a point.
func plain(s string, unit int64, d Decimal) (ledger.Pence, bool) {
	i := 0
	if len(s) > 0 && s[0] == '-' {
		i = 1
	}
	if len(s)-i > 13 || len(s) == i || unit != Pounds {
		return 0, false
	}
	n, first := int64(0), i
	for ; i < len(s) && digit(s[i]); i++ {
		n = n*10 + int64(s[i]-'0')
	}
	if i == first {
		return 0, false
	}
	switch rest := len(s) - i; {
	case rest == 0:
		n *= 100
	case s[i] != '.' || d != Point:
		return 0, false
	case rest == 3 && digit(s[i+1]) && digit(s[i+2]):
		n = n*100 + int64(s[i+1]-'0')*10 + int64(s[i+2]-'0')
	case rest == 2 && digit(s[i+1]):
		n = n*100 + int64(s[i+1]-'0')*10
	default:
		return 0, false
	}
	if first == 1 {
		n = -n
	}
	return ledger.Pence(n), true
}

// scan walks once over a text of money.
type scan struct {
	s        string
	i        int
	unit     int64
	decimal  Decimal
	negative bool
	signs    int // how many there were
	bracket  bool
	pound    bool
	dollar   bool
	num      number
}

func (m *scan) money() (Amount, Reason) {
	m.before()
	if m.i == len(m.s) {
		return Amount{}, m.nothing()
	}
	if c := m.s[m.i]; !digit(c) && !(m.i+1 < len(m.s) && (c == '.' || c == ',') && digit(m.s[m.i+1])) {
		return Amount{}, m.noNumber()
	}
	if r := m.number(); r != Read {
		return Amount{}, r
	}
	if r := m.after(); r != Read {
		return Amount{}, r
	}
	if m.signs > 1 {
		return Amount{}, Malformed
	}
	a, r := m.num.amount(m.unit, m.negative)
	a.Dollar = m.dollar && r == Read
	return a, r
}

// before passes over white space, one pound sign, a sign and a bracket in any order.
func (m *scan) before() {
	for m.i < len(m.s) {
		rest := m.s[m.i:]
		if n := space(rest); n > 0 {
			m.i += n
		} else if n := minus(rest); n > 0 {
			m.i, m.negative, m.signs = m.i+n, true, m.signs+1
		} else if rest[0] == '+' {
			m.i, m.signs = m.i+1, m.signs+1
		} else if rest[0] == '(' && !m.bracket {
			m.i, m.negative, m.signs, m.bracket = m.i+1, true, m.signs+1, true
		} else if rest[0] == '\'' && m.i == 0 {
			m.i++ // a spreadsheet's mark for "this is text"
		} else if n := pound(rest); n > 0 && !m.pound {
			m.i, m.pound = m.i+n, true
		} else if rest[0] == '$' && !m.pound {
			m.i, m.pound, m.dollar = m.i+1, true, true
		} else {
			return
		}
	}
}

// nothing is the reason for a text that ends where digits should begin.
func (m *scan) nothing() Reason {
	switch {
	case m.bracket:
		return Malformed
	case withheld(Trim(m.s)):
		return Withheld
	}
	return None
}

// noNumber is the reason for a text that goes on with something else than digits.
func (m *scan) noNumber() Reason {
	rest := Trim(m.s[m.i:])
	switch {
	case errorValue(rest):
		return ErrorValue
	case withheld(rest):
		return Withheld
	case foreign(rest) > 0:
		return Foreign
	}
	return Words
}

// Conventions says under which conventions of decimals a text can be an amount. Most texts allow
// both, or neither: "1,234.50" votes for Point, "1.234.567" and "12,5" vote for Comma, "1234" for none.
func Conventions(s string) (point, comma bool) {
	a, r := Money(s, Pounds, Point)
	b, q := Money(s, Pounds, Comma)
	if r == Read && q == Read && a == b {
		return true, true
	}
	return r == Read, q == Read
}

// number reads digits, separators and an exponent into m.num.
func (m *scan) number() Reason {
	point := byte('.')
	if m.decimal == Comma {
		point = ','
	}
	var group string // the separator of groups, once one has come
	run, groups := 0, 0
	for m.i < len(m.s) {
		c := m.s[m.i]
		if digit(c) {
			m.num.digit(c)
			m.i, run = m.i+1, run+1
			continue
		}
		sep := m.separator(point)
		if sep == "" {
			break
		}
		if group != "" && sep != group || groups == 0 && (run == 0 || run > 3) || groups > 0 && run != 3 {
			return Malformed
		}
		group, run, groups = sep, 0, groups+1
		m.i += len(sep)
	}
	if groups > 0 && run != 3 {
		return Malformed
	}
	if m.i < len(m.s) && m.s[m.i] == point {
		for m.i++; m.i < len(m.s) && digit(m.s[m.i]); m.i++ {
			m.num.digit(m.s[m.i])
			m.num.exp--
		}
	}
	return m.exponent()
}

// separator is the separator of digit groups at m.i, "" if there is none: the convention's own
// mark, or a white space, where a digit follows.
func (m *scan) separator(point byte) string {
	rest := m.s[m.i:]
	n := 0
	switch {
	case rest[0] == point:
		return ""
	case rest[0] == ',' || rest[0] == '.':
		n = 1
	default:
		n = space(rest)
	}
	if n == 0 || n >= len(rest) || !digit(rest[n]) {
		return ""
	}
	return rest[:n]
}

// exponent reads "E+06".
func (m *scan) exponent() Reason {
	rest := m.s[m.i:]
	if len(rest) < 2 || lower(rest[0]) != 'e' {
		return Read
	}
	i, neg := 1, false
	if rest[i] == '+' || rest[i] == '-' {
		neg = rest[i] == '-'
		i++
	}
	e, first := 0, i
	for ; i < len(rest) && digit(rest[i]); i++ {
		if e = e*10 + int(rest[i]-'0'); e > 400 {
			return TooLarge
		}
	}
	if i == first {
		return Read // not an exponent: "5 each"
	}
	if neg {
		e = -e
	}
	m.num.exp += e
	m.i += i
	return Read
}

// after passes over what may follow a number, and says what is wrong with the rest.
func (m *scan) after() Reason {
	scaled, credit := false, false
	for m.i < len(m.s) {
		rest := m.s[m.i:]
		if n := space(rest); n > 0 {
			m.i += n
			continue
		}
		if rest[0] == ')' && m.bracket {
			m.i, m.bracket = m.i+1, false
			continue
		}
		if n := minus(rest); n > 0 {
			m.i, m.negative, m.signs = m.i+n, true, m.signs+1
			continue
		}
		w := word(rest)
		if u := scale(w); u > 0 && !scaled {
			m.i, m.unit, scaled = m.i+len(w), u, true
			continue
		}
		if (same(w, "cr") || same(w, "dr")) && !credit {
			m.i, m.signs, credit = m.i+2, m.signs+1, true
			m.negative = m.negative || lower(w[0]) == 'c'
			continue
		}
		if n := pound(rest); n > 0 && !m.pound {
			m.i, m.pound = m.i+n, true
			continue
		}
		return leftOver(rest)
	}
	if m.bracket {
		return Malformed
	}
	return Read
}

// leftOver is the reason for what stands behind a number.
func leftOver(rest string) Reason {
	switch {
	case rest[0] == '%':
		return Percent
	case rest[0] == '/' || rest[0] == ':':
		return DateLike
	case foreign(rest) > 0:
		return Foreign
	case letter(rest[0]):
		return Words
	}
	return Malformed
}
