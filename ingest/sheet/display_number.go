package sheet

import (
	"math"
	"strconv"
	"strings"
)

// numberLayout is where the figures of a section go.
type numberLayout struct {
	whole, fraction int // places for digits before and after the point
	lastWhole       int // index of the last piece that is a place before the point; -1 if there is none
	scale           int // power of ten by which the number is shown: percent signs and trailing commas
	grouped         bool
}

// layout measures pieces, up to an exponent.
func layout(pieces []piece) numberLayout {
	l := numberLayout{lastWhole: -1}
	afterPoint, commas := false, 0
	for i, p := range pieces {
		switch p.kind {
		case pieceDigit:
			if afterPoint {
				l.fraction++
				commas = 0
				break
			}
			if commas > 0 && l.whole > 0 {
				l.grouped = true
			}
			l.whole++
			l.lastWhole = i
			commas = 0
		case pieceComma:
			if l.whole+l.fraction > 0 {
				commas++
			}
		case piecePoint:
			afterPoint = true
			l.scale -= 3 * commas
			commas = 0
		case piecePercent:
			l.scale += 2
		}
	}
	l.scale -= 3 * commas
	return l
}

// displayDecimal shows a number, not negative, in a section without exponent or fraction.
func displayDecimal(d decimal, s *section) string {
	l := layout(s.pieces)
	whole, fraction := d.shift(l.scale).split(l.fraction)
	return l.write(s.pieces, whole, fraction)
}

// write puts the digits in their places, and between them what the section says.
func (l numberLayout) write(pieces []piece, whole, fraction string) string {
	var b strings.Builder
	if l.lastWhole < 0 && l.fraction > 0 && whole != "" {
		b.WriteString(whole)
	}
	place, afterPoint, at := l.whole, false, 0
	for _, p := range pieces {
		switch {
		case p.kind == pieceDigit && !afterPoint:
			l.writeWhole(&b, p.text[0], place, whole)
			place--
		case p.kind == pieceDigit:
			writeFraction(&b, p.text[0], fraction, at)
			at++
		case p.kind == piecePoint && !afterPoint:
			afterPoint = true
			b.WriteByte('.')
		case p.kind == pieceComma:
			// groups and thousands are done with the digits
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// writeWhole writes what belongs in the place-th place before the point, counted from the point. The
// first place takes all digits further left too.
func (l numberLayout) writeWhole(b *strings.Builder, kind byte, place int, whole string) {
	for n := max(place, l.firstDigits(place, whole)); n >= place; n-- {
		switch {
		case n <= len(whole):
			b.WriteByte(whole[len(whole)-n])
		case kind == '0':
			b.WriteByte('0')
		case kind == '?':
			b.WriteByte(' ')
			continue
		default:
			continue
		}
		if l.grouped && n > 1 && n%3 == 1 {
			b.WriteByte(',')
		}
	}
}

// firstDigits is how many digits there are if place is the first, else 0.
func (l numberLayout) firstDigits(place int, whole string) int {
	if place == l.whole {
		return len(whole)
	}
	return 0
}

// writeFraction writes the digit at a place after the point. Zeros at the end show only in places of 0.
func writeFraction(b *strings.Builder, kind byte, fraction string, at int) {
	if kind == '0' || strings.Trim(fraction[at:], "0") != "" {
		b.WriteByte(fraction[at])
	} else if kind == '?' {
		b.WriteByte(' ')
	}
}

// displayScientific shows a number, not negative, in a section with an exponent.
func displayScientific(d decimal, s *section) string {
	cut := 0
	for s.pieces[cut].kind != pieceExp {
		cut++
	}
	mantissa, rest := s.pieces[:cut], s.pieces[cut+1:]
	l := layout(mantissa)
	step := max(l.whole, 1)
	exp := 0
	if !d.isZero() {
		exp = floorTo(d.point-1, step)
	}
	whole, fraction := d.shift(-exp).split(l.fraction)
	if len(whole) > step { // rounded up to one digit more
		exp += step
		whole, fraction = d.shift(-exp).split(l.fraction)
	}
	sign := ""
	switch {
	case exp < 0:
		sign = "-"
	case strings.HasSuffix(s.pieces[cut].text, "+"):
		sign = "+"
	}
	places, after := 0, ""
	for _, p := range rest {
		if p.kind == pieceDigit {
			places++
		} else {
			after += p.text
		}
	}
	e := strconv.Itoa(int(math.Abs(float64(exp))))
	return l.write(mantissa, whole, fraction) + "E" + sign + pad(e, places) + after
}

// floorTo is the largest multiple of step that is not above n.
func floorTo(n, step int) int {
	q := n / step
	if n%step < 0 {
		q--
	}
	return q * step
}

// displayFraction shows a number, not negative, as a whole number and a fraction, or as a fraction alone.
func displayFraction(d decimal, s *section) string {
	slash := 0
	for s.pieces[slash].kind != pieceSlash {
		slash++
	}
	top := slash
	for top > 0 && s.pieces[top-1].kind == pieceDigit {
		top--
	}
	end := slash + 1
	below := ""
	for end < len(s.pieces) && (s.pieces[end].kind == pieceDigit || isDigits(s.pieces[end].text)) {
		below += s.pieces[end].text
		end++
	}
	wholePart := section{pieces: s.pieces[:top]}
	v := d.float()
	whole := 0.0
	if wholePart.has(pieceDigit) {
		whole, v = math.Modf(v)
	}
	num, den := nearestFraction(v, below)
	if wholePart.has(pieceDigit) && num == den {
		whole, num = whole+1, 0
	}
	var b strings.Builder
	wholeDigits := strconv.FormatFloat(whole, 'f', 0, 64)
	if whole == 0 && num != 0 {
		wholeDigits = ""
	}
	b.WriteString(layout(wholePart.pieces).write(wholePart.pieces, wholeDigits, ""))
	if num != 0 || !wholePart.has(pieceDigit) {
		b.WriteString(strconv.Itoa(num) + "/" + strconv.Itoa(den))
	}
	for _, p := range s.pieces[end:] {
		b.WriteString(p.text)
	}
	return b.String()
}

// nearestFraction finds num/den nearest to v, the denominator being the number below or having no more
// digits than below has places.
func nearestFraction(v float64, below string) (num, den int) {
	if fixed, err := strconv.Atoi(below); err == nil && fixed > 0 {
		return int(math.Round(v * float64(fixed))), fixed
	}
	limit := int(math.Pow10(min(len(below), 4))) - 1
	best := math.Inf(1)
	for q := 1; q <= limit; q++ {
		p := math.Round(v * float64(q))
		if off := math.Abs(v - p/float64(q)); off < best-1e-12 {
			best, num, den = off, int(p), q
		}
	}
	return num, den
}
