package cell

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// Span is a period of time as a publisher names it: from First to Last, both inclusive.
type Span struct {
	First, Last ledger.Date
}

// Known says whether it is a span at all; the zero value is none.
func (p Span) Known() bool { return p.First != ledger.NoDate && p != Span{} }

// Has says whether a day lies in the span.
func (p Span) Has(d ledger.Date) bool { return p.Known() && p.First <= d && d <= p.Last }

// Year is the financial year that the span lies in; 0 where it lies in more than one. A calendar
// year, written "2012", is taken for the financial year that begins in it.
func (p Span) Year() ledger.Year {
	if !p.Known() {
		return 0
	}
	y, m, d := p.First.Civil()
	if y2, m2, d2 := p.Last.Civil(); m == 1 && d == 1 && y2 == y && m2 == 12 && d2 == 31 {
		return ledger.Year(y)
	}
	if p.First.Year() == p.Last.Year() {
		return p.First.Year()
	}
	return 0
}

// String is the span as ParseSpan reads it again: "2023-24", "2012", "Apr 2012", or "2012-04-01 to 2012-06-30".
func (p Span) String() string {
	if !p.Known() {
		return ""
	}
	y, m, d := p.First.Civil()
	y2, m2, d2 := p.Last.Civil()
	switch {
	case p.First == p.Last:
		return p.First.String()
	case m == 4 && d == 1 && p.Last == ledger.Year(y).Last():
		return ledger.Year(y).String()
	case m == 1 && d == 1 && y2 == y && m2 == 12 && d2 == 31:
		return fmt.Sprintf("%04d", y)
	case d == 1 && y == y2 && m == m2 && d2 == monthDays(y, m):
		return strings.ToUpper(months[m-1][:1]) + months[m-1][1:3] + fmt.Sprintf(" %04d", y) // "2011-12" would be a financial year
	}
	return p.First.String() + " to " + p.Last.String()
}

// ParseSpan reads a period: a financial year ("2013-14", "2013/2014", "FY 2013/14", "FYE 2014",
// "year ending March 2014"), its quarter ("Q2 2013-14"), a month ("April 2012", "Apr-12", "2012-04",
// "04/2012"), two months or days ("April to June 2011", "1 May 2010 - 31 May 2010"), a calendar year, a day.
func ParseSpan(s string) (Span, Reason) {
	sp, r := parseSpan(s)
	if r == Read && !sp.Known() { // 1 January 1970 alone is what nothing looks like
		return noSpan, Words
	}
	return sp, r
}

// parseSpan reads a period or one end of a period, which any day can be.
func parseSpan(s string) (Span, Reason) {
	p := spanReader{toks: spanTokens(s)}
	switch {
	case len(p.toks) == 0:
		return noSpan, None
	case len(p.toks) > 12:
		return noSpan, Words
	}
	if sp, r := p.year(); r == Read {
		return sp, r
	}
	if sp, r := p.month(); r == Read {
		return sp, r
	}
	if sp, r := p.fromTo(s); r == Read {
		return sp, r
	}
	if d, r := Date(s, DMY); r == Read && !p.serial() {
		return Span{d, d}, Read
	}
	return noSpan, Words
}

var noSpan = Span{ledger.NoDate, ledger.NoDate}

// spanTok is one word or number of a period.
type spanTok struct {
	word  string // lower case; "" for a number
	n     int
	width int
}

type spanReader struct{ toks []spanTok }

// spanTokens are the words and numbers of s; punctuation only divides them.
func spanTokens(s string) []spanTok {
	var toks []spanTok
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case digit(c):
			j := i
			for j < len(s) && digit(s[j]) {
				j++
			}
			n, _ := digits(s[i:min(j, i+9)])
			toks = append(toks, spanTok{n: n, width: j - i})
			i = j
		case letter(c):
			w := word(s[i:])
			toks = append(toks, spanTok{word: strings.ToLower(w)})
			i += len(w)
		default:
			i++
		}
	}
	return toks
}

// serial says whether the text is one bare number of five digits, which is no period.
func (p *spanReader) serial() bool { return len(p.toks) == 1 && p.toks[0].width == 5 }

// words passes over the words that lead up to a year; ending says that the year is the one in which it ends.
func (p *spanReader) words() (rest []spanTok, quarter int, ending bool) {
	rest = p.toks
	ofYear := false
	for len(rest) > 0 {
		t := rest[0]
		switch {
		case t.word == "q" && len(rest) > 1 && rest[1].width == 1:
			quarter = rest[1].n
			rest = rest[2:]
			continue
		case t.word == "quarter" || t.word == "qtr":
			if len(rest) > 1 && rest[1].width == 1 {
				quarter = rest[1].n
				rest = rest[2:]
				continue
			}
		case t.word == "fye" || t.word == "ending" || t.word == "ended" || t.word == "ye":
			ending = true
		case t.word == "year":
			ofYear = true
		case t.word == "fy" || t.word == "financial" || t.word == "for" || t.word == "the" || t.word == "of" || t.word == "in":
		case t.word == "to" && ofYear:
			ending = true
		default:
			return rest, quarter, ending
		}
		rest = rest[1:]
	}
	return rest, quarter, ending
}

// year reads financial and calendar years and their quarters.
func (p *spanReader) year() (Span, Reason) {
	rest, quarter, ending := p.words()
	if n := len(rest); n > 1 && rest[n-2].word == "q" && rest[n-1].width == 1 { // 2013-14 Q2
		quarter, rest = rest[n-1].n, rest[:n-2]
	}
	if ending && len(rest) >= 2 { // year ending [31] March 2014
		k := 0
		if rest[0].width > 0 && rest[0].width <= 2 {
			k = 1
		}
		if len(rest) == k+2 && Month(rest[k].word) == 3 && rest[k+1].width == 4 {
			rest = rest[k+1:]
		}
	}
	if len(rest) == 0 || len(rest) > 2 || rest[0].width != 4 || rest[0].n < 1950 || rest[0].n > 2099 || quarter > 4 {
		return noSpan, Words
	}
	y := rest[0].n
	if len(rest) == 2 {
		if t := rest[1]; t.word != "" || t.n != y+1 && (t.width != 2 || t.n != (y+1)%100) {
			return noSpan, Words
		}
	} else if ending {
		y--
	} else if quarter == 0 {
		return span(y, 1, y, 12), Read
	}
	if quarter > 0 {
		m := 1 + 3*quarter // April, July, October, January
		if m > 12 {
			y, m = y+1, m-12
		}
		return span(y, m, y, m+2), Read
	}
	return span(y, 4, y+1, 3), Read
}

// month reads one month with its year, in either order.
func (p *spanReader) month() (Span, Reason) {
	t := p.toks
	for len(t) > 2 && (t[0].word == "month" || t[0].word == "for" || t[0].word == "of" || t[0].word == "period") {
		t = t[1:]
	}
	if len(t) != 2 {
		return noSpan, Words
	}
	m, y := t[0], t[1]
	if m.width == 4 {
		m, y = y, m
	}
	k := Month(m.word)
	if m.word == "" && m.width <= 2 && y.width == 4 {
		k = m.n
	}
	year := century(y.n, y.width)
	if k < 1 || k > 12 || y.word != "" || year < 1950 || year > 2100 {
		return noSpan, Words
	}
	return span(year, k, year, k), Read
}

// fromTo reads a period by its two ends: "April to June 2011", "1 May 2010 - 31 May 2010".
func (p *spanReader) fromTo(s string) (Span, Reason) {
	for _, by := range [...]string{" to ", " - ", " – ", " until ", " and ", "–"} {
		a, b, ok := strings.Cut(s, by)
		if !ok || len(spanTokens(a)) == 0 {
			continue
		}
		last, r := parseSpan(b)
		if r != Read {
			continue
		}
		first, r := parseSpan(a)
		if r != Read { // "April to June 2011": the year stands once
			y, _, _ := last.Last.Civil()
			if first, r = parseSpan(fmt.Sprintf("%s %d", a, y)); r != Read {
				continue
			}
		}
		if first.First <= last.Last && last.Last-first.First < 20*366 {
			return Span{first.First, last.Last}, Read
		}
	}
	return noSpan, Words
}

// span is from the first day of one month to the last of another.
func span(y1, m1, y2, m2 int) Span {
	a, _ := day(y1, m1, 1)
	b, _ := day(y2, m2, monthDays(y2, m2))
	return Span{a, b}
}
