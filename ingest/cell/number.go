package cell

import (
	"math/bits"

	"flows/ledger"
)

// number is mant × 10^exp, read digit by digit.
type number struct {
	mant uint64
	exp  int
	n    int // significant digits in mant
	lost int // digits beyond what mant can hold
}

// digit appends one digit; a caller that is behind the decimal point lowers exp itself.
func (x *number) digit(c byte) {
	if x.n == 19 {
		x.lost++
		x.exp++
		return
	}
	x.mant = x.mant*10 + uint64(c-'0')
	if x.mant > 0 {
		x.n++
	}
}

var tens = [20]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// significant is how many digits of a binary fraction a spreadsheet shows.
const significant = 15

// amount is x units in pence.
func (x number) amount(unit int64, negative bool) (Amount, Reason) {
	p, left, of, r := x.pence(unit)
	if r != Read {
		return Amount{}, r
	}
	if (left > 0 || x.lost > 0) && x.n > significant {
		drop := x.n - significant
		x.mant = (x.mant + tens[drop]/2) / tens[drop]
		x.exp += drop
		if p, left, of, r = x.pence(unit); r != Read {
			return Amount{}, r
		}
	}
	a := Amount{Rounded: left >= of/1000 && left > 0}
	if left >= of-left {
		p++
	}
	if p > uint64(ledger.MaxPence) {
		return Amount{}, TooLarge
	}
	a.Pence = ledger.Pence(p)
	if negative {
		a.Pence = -a.Pence
	}
	return a, Read
}

// pence is x × unit as whole pence and a remainder of left/of pence.
func (x number) pence(unit int64) (p, left, of uint64, r Reason) {
	if x.mant == 0 {
		return 0, 0, 1, Read
	}
	hi, lo := bits.Mul64(x.mant, uint64(unit))
	for e := x.exp; e > 0; e-- {
		if hi > 0 || lo > uint64(ledger.MaxPence) {
			return 0, 0, 1, TooLarge
		}
		lo *= 10
	}
	if x.exp >= 0 {
		if hi > 0 || lo > uint64(ledger.MaxPence) {
			return 0, 0, 1, TooLarge
		}
		return lo, 0, 1, Read
	}
	down := -x.exp
	for ; down > 19 && hi|lo != 0; down-- { // a figure of which nothing is left but noise: its last digits do not matter
		hi, lo = div10(hi, lo)
	}
	if down > 19 {
		return 0, 0, 1, Read
	}
	of = tens[down]
	if hi >= of {
		return 0, 0, 1, TooLarge
	}
	p, left = bits.Div64(hi, lo, of)
	return p, left, of, Read
}

// div10 is a 128-bit number divided by ten.
func div10(hi, lo uint64) (uint64, uint64) {
	q, r := hi/10, hi%10
	lo, _ = bits.Div64(r, lo, 10)
	return q, lo
}
