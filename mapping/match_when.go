package mapping

import (
	"math"

	"flows/ledger"
)

// period is the time in which a name was used: a day, a financial year, or nothing known.
type period struct{ from, to ledger.Date }

// inYear is the period of a financial year.
func inYear(y ledger.Year) period { return period{y.First(), y.Last()} }

// onDay is the period of one day.
func onDay(d ledger.Date) period { return period{d, d} }

// How well a span fits a period, best last.
const (
	fitLater   = iota // the span begins after the period
	fitEarlier        // it ended before
	fitPartly         // it holds for a part of the period without its middle
	fitNow            // it holds in the middle of the period
)

// fit says how well a span fits the period, and how many days off it is where it does not.
func (p period) fit(s Span) (fit int, off ledger.Date) {
	if p.from == ledger.NoDate { // the last that bore the name
		if s.To == ledger.NoDate {
			return fitNow, 0
		}
		return fitEarlier, math.MaxInt32/2 - s.To
	}
	switch {
	case s.Holds(p.from + (p.to-p.from)/2):
		return fitNow, 0
	case s.From != ledger.NoDate && s.From > p.to:
		return fitLater, s.From - p.to
	case s.To != ledger.NoDate && s.To < p.from:
		return fitEarlier, p.from - s.To
	}
	return fitPartly, 0
}

// both is the span in which two spans hold.
func both(a, b Span) Span {
	if b.From != ledger.NoDate && (a.From == ledger.NoDate || b.From > a.From) {
		a.From = b.From
	}
	if b.To != ledger.NoDate && (a.To == ledger.NoDate || b.To < a.To) {
		a.To = b.To
	}
	return a
}
