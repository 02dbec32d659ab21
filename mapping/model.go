package mapping

import (
	"fmt"
	"math/bits"
	"slices"
	"sync"
)

// Model suggests a division for a text: multinomial logistic regression over hashed words, pairs
// of words, runs of letters, and the paying body. It only suggests: the ladder asks it last, keeps
// its money apart, and it abstains below AtLeast.
//
// Its weights are whole numbers and so is all arithmetic on the way to a confidence, so that every
// processor gives the same answer.
type Model struct {
	Name     string // "model-" and the first digits of its labels' hash; the rule of the shares it makes
	Labels   string // SHA-256 of the labels it was trained on
	Editions string // the editions they came from
	Licence  string
	Base     string // the model whose weights it was learned from; "" of the program's
	Texts    int    // of a learned model: from how many distinct texts
	AtLeast  int    // below this confidence, in thousandths, it abstains

	step      int64            // one unit of weight is step/2^30 of a logit
	idf       []uint8          // by bucket: 16 × inverse document frequency, 0 where training never saw it
	weights   []int8           // by bucket, then division
	bias      [divisions]int64 // in logits of 2^20
	calibrate []int16          // thousandths by raw confidence in steps of 25 thousandths
}

const (
	divisions   = 10
	modelBits   = 16
	buckets     = 1 << modelBits
	logitUnit   = 1 << 20 // one logit in fixed point
	calibration = 25      // thousandths between two points of the calibration
)

// Guess is one division with the model's confidence in it, in thousandths.
type Guess struct {
	Code       string
	Confidence int
}

// divisionCodes are the divisions in the model's order.
var divisionCodes = [divisions]string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10"}

// guess gives the two best divisions for a purpose that was read.
func (m *Model) guess(s *functionScratch) [2]Guess {
	s.features.read(s)
	return m.guessWithin(&s.features, s.payer.within())
}

// guessWithin gives the two best divisions for features of a payer whose money goes to some divisions only.
func (m *Model) guessWithin(fs *featureSet, within divisionSet) [2]Guess {
	logits := m.logits(fs)
	for d := range divisionCodes {
		if within&(1<<d) == 0 {
			logits[d] -= outsideRemit
		}
	}
	return m.best(logits, m.known(fs))
}

// known is how much of a text training ever saw, in thousandths: all where it saw the paying body,
// whose habits tell much; else the share of the text's words, 0 of a text without words.
func (m *Model) known(fs *featureSet) int {
	if m.sawBody(fs) {
		return 1000
	}
	if len(fs.single) == 0 {
		return 0
	}
	n := 0
	for _, b := range fs.single {
		if m.idf[b] > 0 {
			n++
		}
	}
	return 1000 * n / len(fs.single)
}

// sawBody is whether training saw labels of the paying body.
func (m *Model) sawBody(fs *featureSet) bool {
	for _, f := range fs.bodies {
		row := m.weights[int(f.bucket)*divisions : int(f.bucket)*divisions+divisions]
		if slices.ContainsFunc(row, func(w int8) bool { return w != 0 }) {
			return true
		}
	}
	return false
}

// outsideRemit is taken from the logits of divisions where the payer's money cannot well go.
const outsideRemit = 3 * logitUnit

// logits are the scores of the divisions, in logitUnit.
func (m *Model) logits(fs *featureSet) [divisions]int64 {
	var sum [divisions]int64
	var square int64
	for _, f := range fs.words {
		v := int64(f.value) * int64(m.idf[f.bucket])
		if v == 0 {
			continue
		}
		square += v * v
		for d, w := range m.weights[int(f.bucket)*divisions : int(f.bucket)*divisions+divisions] {
			sum[d] += v * int64(w)
		}
	}
	norm := max(int64(squareRoot(uint64(square))), 1)
	var out [divisions]int64
	for d := range sum {
		// sum/norm is in units of weight; step takes it to 2^-30 of a logit, the shift to 2^-20.
		out[d] = m.bias[d] + (sum[d]*(m.step>>4)/norm)>>6
	}
	for _, f := range fs.bodies {
		for d, w := range m.weights[int(f.bucket)*divisions : int(f.bucket)*divisions+divisions] {
			out[d] += (int64(w) * int64(f.value) * m.step / bodyUnit) >> 10
		}
	}
	return out
}

// best turns logits into the two best divisions and their calibrated confidence. A text of words
// that training never saw is believed as far as its known words go.
func (m *Model) best(logits [divisions]int64, known int) [2]Guess {
	first, second := 0, 1
	if logits[second] > logits[first] {
		first, second = second, first
	}
	for d := 2; d < divisions; d++ {
		switch {
		case logits[d] > logits[first]:
			first, second = d, first
		case logits[d] > logits[second]:
			second = d
		}
	}
	var total, runnerUp int64
	for d := range logits {
		e := fixedExp(logits[first] - logits[d])
		total += e
		if d == second {
			runnerUp = e
		}
	}
	raw := int(int64(known) * (int64(1) << expBits) / total)
	confidence := m.calibrated(raw)
	rest := total - int64(1)<<expBits // all but the first
	next := 0
	if rest > 0 {
		next = int(int64(1000-confidence) * (runnerUp >> 8) / max(rest>>8, 1))
	}
	return [2]Guess{{divisionCodes[first], confidence}, {divisionCodes[second], min(next, confidence)}}
}

// calibrated is the share of texts with this raw confidence that were right when the model had not
// seen them, by straight lines between the points of the table.
func (m *Model) calibrated(raw int) int {
	if len(m.calibrate) == 0 {
		return raw
	}
	i := min(raw/calibration, len(m.calibrate)-2)
	lo, hi := int(m.calibrate[i]), int(m.calibrate[i+1])
	return lo + (hi-lo)*(raw-i*calibration)/calibration
}

// expBits is the precision of fixedExp.
const expBits = 30

// expSteps are e^(-i/1024) for i below 1024 and e^-j for j below 24, in 2^-30, by repeated exact
// multiplication, so that no processor's floating point is in them.
var expSteps = sync.OnceValue(func() *[2][1024]uint64 {
	const (
		tick = 18428738468430479223 // e^(-1/1024) × 2^64
		nat  = 6786177901268885274  // e^-1 × 2^64
	)
	var t [2][1024]uint64
	fill := func(row *[1024]uint64, n int, factor uint64) {
		v := ^uint64(0)
		for i := range n {
			row[i] = v >> (64 - expBits)
			v, _ = bits.Mul64(v, factor)
		}
		row[0] = 1 << expBits
	}
	fill(&t[0], 1024, tick)
	fill(&t[1], 24, nat)
	return &t
})

// fixedExp is e^-x in 2^-30 for x ≥ 0 in logitUnit.
func fixedExp(x int64) int64 {
	ticks := x >> 10
	if ticks >= 24*1024 {
		return 0
	}
	t := expSteps()
	return int64(t[0][ticks%1024] * t[1][ticks/1024] >> expBits)
}

// squareRoot is the whole part of the square root.
func squareRoot(n uint64) uint64 {
	if n == 0 {
		return 0
	}
	r := uint64(1) << ((bits.Len64(n) + 1) / 2)
	for {
		next := (r + n/r) / 2
		if next >= r {
			return r
		}
		r = next
	}
}

// ProgramModel is the model that the program carries.
var ProgramModel = sync.OnceValues(func() (*Model, error) {
	f, err := functionTables.Open("reference/function_model.gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := ReadModel(f)
	if err != nil {
		return nil, fmt.Errorf("function_model.gz: %w", err)
	}
	return m, nil
})
