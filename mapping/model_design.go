package mapping

import (
	"math"
	"slices"
)

// design is samples as rows of a sparse matrix over the buckets that occur, and the loss of
// multinomial logistic regression with a quadratic penalty on the weights.
type design struct {
	rows    []designRow
	buckets []uint32  // of each column
	prior   []float64 // what weights are drawn to, and the biases, which then stand; nil is nought, and free biases
	scores  [divisions]float64
}

type designRow struct {
	columns  []int32
	values   []float64
	division int
	weight   float64
}

func newDesign(samples []sample, idf []uint8) *design {
	d := &design{}
	column := make([]int32, buckets)
	for i := range column {
		column[i] = -1
	}
	use := func(r *designRow, b uint32, v float64) {
		if column[b] < 0 {
			column[b] = int32(len(d.buckets))
			d.buckets = append(d.buckets, b)
		}
		r.columns = append(r.columns, column[b])
		r.values = append(r.values, v)
	}
	for i := range samples {
		s := &samples[i]
		r := designRow{division: s.division, weight: s.weight}
		square := 0.0
		for _, f := range s.features.words {
			v := float64(f.value) * float64(idf[f.bucket])
			square += v * v
		}
		norm := math.Max(math.Sqrt(square), 1)
		for _, f := range s.features.words {
			use(&r, f.bucket, float64(f.value)*float64(idf[f.bucket])/norm)
		}
		for _, f := range s.features.bodies {
			use(&r, f.bucket, float64(f.value)/bodyUnit)
		}
		d.rows = append(d.rows, r)
	}
	return d
}

// size is the number of weights: one per column and division, then one bias per division.
func (d *design) size() int { return (len(d.buckets) + 1) * divisions }

// predict fills scores with the probabilities of a row and gives the logarithm of the right one's.
func (d *design) predict(r *designRow, x []float64) float64 {
	copy(d.scores[:], x[len(d.buckets)*divisions:])
	for i, c := range r.columns {
		w := x[int(c)*divisions : int(c)*divisions+divisions]
		for k := range d.scores {
			d.scores[k] += r.values[i] * w[k]
		}
	}
	top := d.scores[0]
	for _, s := range d.scores[1:] {
		top = math.Max(top, s)
	}
	right, total := d.scores[r.division]-top, 0.0
	for k := range d.scores {
		d.scores[k] = math.Exp(d.scores[k] - top)
		total += d.scores[k]
	}
	for k := range d.scores {
		d.scores[k] /= total
	}
	return right - math.Log(total)
}

// penalised are the weights but not the biases.
func (d *design) penalised() int { return len(d.buckets) * divisions }

// drawnTo is what a weight is drawn to.
func (d *design) drawnTo(i int) float64 {
	if d.prior == nil {
		return 0
	}
	return d.prior[i]
}

func (d *design) loss(x []float64) float64 {
	sum := 0.0
	for i, w := range x[:d.penalised()] {
		w -= d.drawnTo(i)
		sum += w * w
	}
	sum /= 2 * trainStrength
	for i := range d.rows {
		sum -= d.rows[i].weight * d.predict(&d.rows[i], x)
	}
	return sum
}

func (d *design) gradient(grad, x []float64) {
	clear(grad)
	for i, w := range x[:d.penalised()] {
		grad[i] = (w - d.drawnTo(i)) / trainStrength
	}
	bias := grad[d.penalised():]
	for i := range d.rows {
		r := &d.rows[i]
		d.predict(r, x)
		d.scores[r.division]--
		for k := range d.scores {
			d.scores[k] *= r.weight
			bias[k] += d.scores[k]
		}
		for j, c := range r.columns {
			g := grad[int(c)*divisions : int(c)*divisions+divisions]
			for k := range d.scores {
				g[k] += r.values[j] * d.scores[k]
			}
		}
	}
	if d.prior != nil {
		clear(bias)
	}
}

// model rounds the weights to bytes: one unit is a 127th of the largest.
func (d *design) model(x []float64, idf []uint8) *Model {
	largest := 0.0
	for _, w := range x[:d.penalised()] {
		largest = math.Max(largest, math.Abs(w))
	}
	unit := math.Max(largest/127, 1e-6)
	m := &Model{idf: idf, weights: make([]int8, buckets*divisions), step: int64(math.Round(unit * (1 << 30)))}
	for c, b := range d.buckets {
		for k := range divisions {
			m.weights[int(b)*divisions+k] = int8(math.Round(x[c*divisions+k] / unit))
		}
	}
	for k := range divisions {
		m.bias[k] = int64(math.Round(x[d.penalised()+k] * logitUnit))
	}
	return m
}

// onto is a base with the weights of the design in place of its own, rounded to bytes: of the base's unit,
// unless a weight has outgrown it.
func (d *design) onto(base *Model, x []float64, idf []uint8) *Model {
	m := &Model{idf: idf, weights: slices.Clone(base.weights), step: base.step, bias: base.bias, calibrate: base.calibrate}
	largest := 0.0
	for _, w := range x[:d.penalised()] {
		largest = math.Max(largest, math.Abs(w))
	}
	if unit := largest / 127; unit > base.unit() {
		m.step = int64(math.Ceil(unit * (1 << 30)))
		for i, w := range base.weights {
			m.weights[i] = int8(math.Round(float64(w) * base.unit() / m.unit()))
		}
	}
	for c, b := range d.buckets {
		for k := range divisions {
			m.weights[int(b)*divisions+k] = int8(math.Round(x[c*divisions+k] / m.unit()))
		}
	}
	return m
}
