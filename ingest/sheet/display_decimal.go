package sheet

import (
	"math"
	"strconv"
	"strings"
)

// significant is how many digits of a number spreadsheet programs show.
const significant = 15

// decimal is a number in decimal digits: 0.digits × 10^point. Zero has no digits. Figures are rounded in
// decimal, half away from zero, as spreadsheet programs do: 1.005 is 1.01 at two places.
type decimal struct {
	neg    bool
	digits string // without zeros at either end
	point  int
}

// parseDecimal reads a number; false for what is none, or has no finite value.
func parseDecimal(text string) (decimal, bool) {
	text = strings.TrimSpace(text)
	if !isNumber([]byte(text)) {
		return decimal{}, false
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		return decimal{}, false
	}
	mantissa := strconv.FormatFloat(math.Abs(v), 'e', significant-1, 64)
	digits, exp, _ := strings.Cut(mantissa, "e")
	e, _ := strconv.Atoi(exp)
	digits = strings.TrimRight(strings.Replace(digits, ".", "", 1), "0")
	d := decimal{neg: math.Signbit(v), digits: digits, point: e + 1}
	if digits == "" {
		d = decimal{}
	}
	return d, true
}

func (d decimal) isZero() bool { return d.digits == "" }

func (d decimal) abs() decimal {
	d.neg = false
	return d
}

// shift multiplies by a power of ten.
func (d decimal) shift(places int) decimal {
	d.point += places
	return d
}

func (d decimal) float() float64 {
	if d.isZero() {
		return 0
	}
	v, _ := strconv.ParseFloat("0."+d.digits+"e"+strconv.Itoa(d.point), 64)
	if d.neg {
		return -v
	}
	return v
}

// split gives the digits before and after the point, rounded to so many places. The whole part of a
// number below one is "".
func (d decimal) split(places int) (whole, fraction string) {
	if d.isZero() {
		return "", strings.Repeat("0", places)
	}
	keep := d.point + places
	digits, point := d.digits, d.point
	if keep < len(digits) {
		up := keep >= 0 && digits[keep] >= '5'
		digits = digits[:max(keep, 0)]
		if up {
			digits, point = increment(digits, point)
		}
	}
	if point > 0 {
		if len(digits) < point {
			digits += strings.Repeat("0", point-len(digits))
		}
		whole, digits = digits[:point], digits[point:]
	} else if digits != "" {
		digits = strings.Repeat("0", -point) + digits
	}
	if len(digits) < places {
		digits += strings.Repeat("0", places-len(digits))
	}
	return whole, digits
}

// increment adds one in the last place; a carry out of the first makes a digit more.
func increment(digits string, point int) (string, int) {
	b := []byte(digits)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < '9' {
			b[i]++
			return string(b), point
		}
		b[i] = '0'
	}
	return "1" + string(b), point + 1
}

// general shows a number in up to 15 digits, plainly where that is not long.
func (d decimal) general() string {
	sign := ""
	if d.neg {
		sign = "-"
	}
	switch {
	case d.isZero():
		return "0"
	case d.point > significant || d.point < -8:
		mantissa := d.digits[:1]
		if len(d.digits) > 1 {
			mantissa += "." + d.digits[1:]
		}
		exp := d.point - 1
		expSign := "+"
		if exp < 0 {
			exp, expSign = -exp, "-"
		}
		return sign + mantissa + "E" + expSign + pad(strconv.Itoa(exp), 2)
	}
	whole, fraction := d.split(max(0, len(d.digits)-d.point))
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction
}

// pad puts zeros before digits.
func pad(digits string, width int) string {
	return strings.Repeat("0", max(0, width-len(digits))) + digits
}
