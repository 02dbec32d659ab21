package ledger

import (
	"math"
	"strconv"
)

// Pence is an amount of sterling in whole pence; refunds and clawbacks are negative.
type Pence int64

// Whole is the length of the interval that the shares of one key tile: [0, Whole).
const Whole = 1_000_000_000

// String prints pounds with two decimals and no separators: "-1234.50".
func (p Pence) String() string {
	return string(p.Append(make([]byte, 0, 24)))
}

// Append appends what String prints to b.
func (p Pence) Append(b []byte) []byte {
	u := uint64(p)
	if p < 0 {
		b = append(b, '-')
		u = -u
	}
	b = strconv.AppendUint(b, u/100, 10)
	return append(b, '.', byte('0'+u%100/10), byte('0'+u%10))
}

// Part is the pence of p that belong to the interval [lo, hi) of [0, Whole).
// Parts of intervals that tile [0, Whole) add up to p exactly, also where p is negative.
func (p Pence) Part(lo, hi int32) Pence { return p.upTo(hi) - p.upTo(lo) }

// upTo is p × x div Whole, truncated towards zero, inside int64.
func (p Pence) upTo(x int32) Pence {
	q, r := int64(p)/Whole, int64(p)%Whole
	return Pence(q*int64(x) + r*int64(x)/Whole)
}

// Add is p + o, and false where that does not fit into 64 bits.
func (p Pence) Add(o Pence) (Pence, bool) {
	s := p + o
	if (s > p) != (o > 0) && o != 0 {
		return 0, false
	}
	return s, true
}

// MaxPence is the largest amount one entry may carry: a hundred trillion pounds.
// It leaves room to add a thousand of them inside int64.
const MaxPence = Pence(math.MaxInt64 / 1000)
