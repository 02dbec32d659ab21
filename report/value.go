package report

import (
	"math/bits"
	"strconv"
	"strings"

	"flows/ledger"
)

// What a page prints where a figure is exactly nil.
const nilMark = "–"

// exact is v as the machine formats write it: unrounded pounds with two decimals, fractions with
// six, no separators, "" where it is not known. Text is not altered.
func exact(v any) string {
	if unknown(v) {
		return ""
	}
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case ledger.Pence:
		return v.String()
	case Ratio:
		return v.Decimal(6)
	case ledger.Year:
		return v.String()
	case ledger.Date:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// onPage is v as people read it: pounds with so many decimals and counts with thousands separators,
// percentages with one decimal, "–" for exactly nil, "0" under half a unit, "" where it is not known.
// It is rounded once, here, half away from zero.
func onPage(v any, decimals int) string {
	if unknown(v) {
		return ""
	}
	switch v := v.(type) {
	case string:
		return plainLine(v)
	case int64:
		return figure(v != 0, separated(v))
	case ledger.Pence:
		return figure(v != 0, Ratio{int64(v), 100}.thousands(decimals))
	case Ratio:
		return figure(v.Num != 0, v.percent(1))
	case bool:
		if v {
			return "yes"
		}
		return "no"
	}
	return exact(v)
}

// figure replaces a figure that is exactly nil, or that rounding left nothing of.
func figure(some bool, s string) string {
	switch {
	case !some:
		return nilMark
	case strings.Trim(s, "0.%") == "":
		return "0"
	}
	return s
}

// Decimal is r with the given number of decimals (at most 18), computed in integers and rounded half
// away from zero. It is "" where the denominator is 0.
func (r Ratio) Decimal(decimals int) string {
	if r.Den == 0 {
		return ""
	}
	negative := (r.Num < 0) != (r.Den < 0)
	num, den, scale := magnitude(r.Num), magnitude(r.Den), uint64(1)
	for range decimals {
		scale *= 10
	}
	// num/den in two steps, so that no product leaves 128 bits: the rest is below den, hence its
	// scaled quotient is below scale and the division cannot overflow.
	whole, rest := num/den, num%den
	hi, lo := bits.Mul64(rest, scale)
	part, rest := bits.Div64(hi, lo, den)
	if rest >= den-rest {
		part++
	}
	if part == scale {
		whole, part = whole+1, 0
	}
	var b strings.Builder
	if negative && (whole != 0 || part != 0) {
		b.WriteByte('-')
	}
	b.WriteString(strconv.FormatUint(whole, 10))
	if decimals > 0 {
		digits := strconv.FormatUint(part, 10)
		b.WriteByte('.')
		b.WriteString(strings.Repeat("0", decimals-len(digits)))
		b.WriteString(digits)
	}
	return b.String()
}

// percent is r as a percentage: 12.3%.
func (r Ratio) percent(decimals int) string {
	s := r.Decimal(decimals + 2)
	if s == "" {
		return ""
	}
	sign, s := "", s
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, part, _ := strings.Cut(s, ".")
	whole = strings.TrimLeft(whole+part[:2], "0")
	if whole == "" {
		whole = "0"
	}
	if part = part[2:]; part != "" {
		part = "." + part
	}
	return sign + groups(whole) + part + "%"
}

// thousands is r with decimals and thousands separators.
func (r Ratio) thousands(decimals int) string {
	s := r.Decimal(decimals)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, part, dot := strings.Cut(s, ".")
	if dot {
		part = "." + part
	}
	return sign + groups(whole) + part
}

func separated(n int64) string { return Ratio{n, 1}.thousands(0) }

// groups puts thousands separators into digits.
func groups(digits string) string {
	var b strings.Builder
	for i, d := range []byte(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(d)
	}
	return b.String()
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
