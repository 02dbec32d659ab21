package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"flows/ledger"
)

// The chart's measures, in pixels.
const (
	chartLabel = 260 // room for the labels
	chartBars  = 420 // the longest bar, or the two longest on both sides of nil
	chartValue = 140 // room for the figures
	chartLine  = 24
	chartMost  = 40 // bars
)

// ErrNoFigures is the error for a chart of a table that has no amounts, counts or fractions.
var ErrNoFigures = errors.New("a bar chart needs a column of amounts, counts or fractions")

// bar is one row of a chart.
type bar struct {
	label, figure string
	value         int64
}

// renderSVG writes a horizontal bar chart of a table's first amounts (else counts, else fractions), one
// bar per row in the table's order, totals left out. Beyond 40 rows it says how many it leaves out.
func renderSVG(w io.Writer, t *Table, _ Options) error {
	p := pageOf(t)
	column := chartColumn(p)
	if column < 0 {
		return fmt.Errorf("table %s: %w", t.Name, ErrNoFigures)
	}
	bars, skipped := chartBarsOf(t, p, column)
	var b bytes.Buffer
	height := chartLine * (len(bars) + 3)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc" font-family="Arial, Helvetica, sans-serif" font-size="14">`+"\n",
		chartLabel+chartBars+chartValue, height)
	fmt.Fprintf(&b, "<title id=\"title\">%s</title>\n<desc id=\"desc\">Bars of %s, one per row.</desc>\n", escape(t.Title), escape(p.columns[column].heading()))
	fmt.Fprintf(&b, "<text x=\"0\" y=\"18\" font-weight=\"bold\">%s: %s</text>\n", escape(t.Title), escape(p.columns[column].heading()))
	drawBars(&b, bars)
	if skipped > 0 {
		fmt.Fprintf(&b, "<text x=\"0\" y=\"%d\">%d further rows are not drawn.</text>\n", chartLine*(len(bars)+2), skipped)
	}
	b.WriteString("</svg>\n")
	_, err := w.Write(b.Bytes())
	return err
}

// chartColumn is the place on the page of the column to draw; -1 if there is none.
func chartColumn(p page) int {
	for _, kind := range []Kind{Money, Count, Fraction} {
		for i, c := range p.columns {
			if c.Kind == kind {
				return i
			}
		}
	}
	return -1
}

// chartBarsOf gives the bars, and the number of rows beyond the last.
func chartBarsOf(t *Table, p page, column int) (bars []bar, skipped int) {
	name := p.label
	for i, c := range p.columns {
		if c.Kind == Text { // a name reads better than a code
			name = i
			break
		}
	}
	for _, r := range t.Rows {
		if r.Level == Total || r.Level == Subtotal {
			continue
		}
		if len(bars) == chartMost {
			skipped++
			continue
		}
		cells := p.cells(r)
		one := bar{figure: cells[column]}
		if name >= 0 {
			one.label = cells[name]
		}
		switch v := r.Values[p.from[column]].(type) {
		case ledger.Pence:
			one.value = int64(v)
		case int64:
			one.value = v
		case Ratio:
			one.value = v.millionths()
		}
		bars = append(bars, one)
	}
	return bars, skipped
}

// millionths is r in millionths, as far as int64 goes: only the length of a bar depends on it.
func (r Ratio) millionths() int64 {
	if r.Den == 0 {
		return 0
	}
	hi, lo := bits.Mul64(magnitude(r.Num), 1_000_000)
	den := magnitude(r.Den)
	n := uint64(1<<63 - 1)
	if hi < den {
		q, _ := bits.Div64(hi, lo, den)
		n = min(q, n)
	}
	if (r.Num < 0) != (r.Den < 0) {
		return -int64(n)
	}
	return int64(n)
}

func drawBars(b *bytes.Buffer, bars []bar) {
	var low, high uint64
	for _, one := range bars {
		if one.value < 0 {
			low = max(low, magnitude(one.value))
		} else {
			high = max(high, magnitude(one.value))
		}
	}
	room, origin := uint64(chartBars), chartLabel
	if low > 0 {
		room, origin = chartBars/2, chartLabel+chartBars/2
	}
	for i, one := range bars {
		y := chartLine * (i + 2)
		length := int(scaled(magnitude(one.value), max(low, high), room))
		x := origin
		if one.value < 0 {
			x -= length
		}
		fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", chartLabel-8, y, escape(short(one.label)))
		fmt.Fprintf(b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" fill=\"#1d70b8\"/>", x, y-13, length)
		fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\">%s</text>\n", max(x+length, origin)+6, y, escape(one.figure))
	}
}

// short is a label that fits its room.
func short(s string) string {
	const most = 34
	if width(s) <= most {
		return s
	}
	return cut(s, most-1) + "…"
}

// scaled is v × room div most, for v ≤ most.
func scaled(v, most, room uint64) uint64 {
	if most == 0 {
		return 0
	}
	hi, lo := bits.Mul64(v, room)
	if hi >= most {
		return room
	}
	q, _ := bits.Div64(hi, lo, most)
	return q
}
