package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"flows/ledger"

	"gonum.org/v1/gonum/optimize"
)

// Label is one text with the division that somebody gave it.
type Label struct {
	PurposeText
	Edition  string // where it was printed; held-out tests go by it
	Division string
}

// TrainOptions say how a model is made. The zero value is how the program's own was made.
type TrainOptions struct {
	LabelsOnly   bool   // leave out the texts that the program's own tables give (rules, remits, COFOG's names)
	Uncalibrated bool   // skip the calibration, which takes a training for each edition, or five, of its own; confidences are then raw
	AtLeast      int    // the confidence below which the model abstains, in thousandths; 0 is defaultAtLeast
	Hash         string // SHA-256 of the labels, for the name; "" computes it
	Licence      string
}

const (
	defaultAtLeast = 500
	trainStrength  = 5.0 // C of the regression: the less, the flatter the weights
	trainRounds    = 120
)

// Train makes a model from labels. Equal labels give an equal model on one kind of processor; what
// the model then says is the same on all. It fails where fewer than two divisions have labels.
func (f *Functions) Train(labels []Label, o TrainOptions) (*Model, error) {
	all := f.samples(labels)
	if err := enoughDivisions(all); err != nil {
		return nil, err
	}
	var tables []sample
	if !o.LabelsOnly {
		tables = f.samples(f.tableTexts())
	}
	m, err := fit(slices.Concat(all, tables))
	if err != nil {
		return nil, err
	}
	if !o.Uncalibrated {
		seen, err := f.heldOut(labels, all, tables)
		if err != nil {
			return nil, err
		}
		m.calibrate = calibrationOf(seen)
	}
	m.describe(labels, o)
	return m, nil
}

func (m *Model) describe(labels []Label, o TrainOptions) {
	m.Labels, m.Licence = o.Hash, o.Licence
	if m.Labels == "" {
		m.Labels = hashLabels(labels)
	}
	m.Name = "model-" + m.Labels[:min(8, len(m.Labels))]
	if m.AtLeast = o.AtLeast; m.AtLeast == 0 {
		m.AtLeast = defaultAtLeast
	}
	m.Editions = strings.Join(editionsOf(labels), " ")
}

func hashLabels(labels []Label) string {
	h := sha256.New()
	for _, l := range labels {
		fmt.Fprintf(h, "%q %q %q %q %q %q\n", l.Edition, l.Department, l.Organisation, l.Text, l.Aims, l.Division)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sample is one labelled text as the model sees it.
type sample struct {
	features featureSet
	within   divisionSet // where the payer's money can go
	division int
	weight   float64
	text     uint64 // hash of its words, by which folds are made: equal texts are held out together
}

// samples reads labels. Texts that stand several times with one division and payer weigh the square root of how often.
func (f *Functions) samples(labels []Label) []sample {
	s := newFunctionScratch(f)
	var h ledger.Hasher
	var out []sample
	at := map[[2]uint64]int{}
	for _, l := range labels {
		d := indexOf(divisionCodes[:], l.Division)
		if d < 0 {
			continue
		}
		w := l.wording()
		s.read(&w)
		s.features.read(s)
		h.Reset()
		h.Add(strings.Join(meaningful(s.fields[fieldProgramme]), " "))
		text := uint64(h.Sum())
		h.AddInt(int64(d))
		for _, b := range s.features.bodies {
			h.AddInt(int64(b.bucket))
		}
		key := [2]uint64{text, uint64(h.Sum())}
		if i, ok := at[key]; ok {
			out[i].weight++
			continue
		}
		at[key] = len(out)
		out = append(out, sample{division: d, within: s.payer.within(), weight: 1, text: text, features: featureSet{
			words: slices.Clone(s.features.words), bodies: slices.Clone(s.features.bodies), single: slices.Clone(s.features.single)}})
	}
	for i := range out {
		out[i].weight = math.Sqrt(out[i].weight)
	}
	return out
}

func meaningful(tokens []string) []string {
	return slices.DeleteFunc(slices.Clone(tokens), isCodeToken)
}

func enoughDivisions(samples []sample) error {
	seen := map[int]bool{}
	for _, s := range samples {
		seen[s.division] = true
	}
	if len(seen) < 2 {
		return errors.New("labels of fewer than two divisions")
	}
	return nil
}

// tableTexts are labelled texts from the program's own tables: what rules look for, what bodies
// are called, what COFOG, HM Treasury and the outturn forms call their lines.
func (f *Functions) tableTexts() []Label {
	var out []Label
	add := func(text, code string) {
		if code != "" && text != "" {
			out = append(out, Label{PurposeText: PurposeText{Text: text}, Division: DivisionOf(code)})
		}
	}
	for i := range f.index.rules {
		r := &f.index.rules[i]
		for j := range r.patterns {
			if r.Code != ownFunction && !r.decided {
				add(r.patterns[j].plain(), r.Code)
			}
		}
	}
	for i := range f.remits {
		for j := range f.remits[i].patterns {
			add(f.remits[i].patterns[j].plain(), f.remits[i].Code)
		}
	}
	for _, fn := range f.cofog.functions {
		if fn.Level != "class" {
			add(fn.Name, fn.Code)
			add(fn.Belongs, fn.Code)
		}
	}
	for _, h := range f.cofog.hmt {
		add(h.Name, h.UN)
	}
	return out
}

// plain is the words that the pattern demands.
func (p *pattern) plain() string {
	var words []string
	for _, ph := range p.phrases[:p.wanted] {
		for _, t := range ph.tokens {
			words = append(words, t.text)
		}
	}
	return strings.Join(words, " ")
}

// fit finds the weights and rounds them to whole numbers.
func fit(samples []sample) (*Model, error) {
	idf := documentFrequencies(samples)
	design := newDesign(samples, idf)
	problem := optimize.Problem{Func: design.loss, Grad: func(grad, x []float64) { design.gradient(grad, x) }}
	result, err := optimize.Minimize(problem, make([]float64, design.size()),
		&optimize.Settings{MajorIterations: trainRounds, GradientThreshold: 1e-3}, &optimize.LBFGS{Store: 6})
	if result == nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	return design.model(result.X, idf), nil
}

// documentFrequencies gives each bucket 16 × (1 + ln((1+n)/(1+df))), rounded; 0 where no sample holds it.
func documentFrequencies(samples []sample) []uint8 {
	df := make([]int, buckets)
	for i := range samples {
		for _, f := range samples[i].features.words {
			df[f.bucket]++
		}
	}
	idf := make([]uint8, buckets)
	for b, n := range df {
		if n > 0 {
			idf[b] = uint8(math.Round(16 * (1 + math.Log(float64(1+len(samples))/float64(1+n)))))
		}
	}
	return idf
}
