package mapping

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/optimize"
)

// Learned is a model retrained on a workspace's labels, and how it does on texts that were held out: five
// times a fifth of the texts is kept from it, equal texts together, so that every text is asked once.
type Learned struct {
	Model     *Model
	Texts     int // distinct labelled texts
	Divisions []LearnedDivision
}

// LearnedDivision is how many held-out texts of a division each model gets right.
type LearnedDivision struct {
	Division             string
	Texts, Before, After int
}

// Right is how many texts the base and the learned model get right when they have not seen them.
func (l *Learned) Right() (before, after int) {
	for _, d := range l.Divisions {
		before, after = before+d.Before, after+d.After
	}
	return before, after
}

// What a model can be learned from, at least.
const (
	LearnTexts  = 30 // distinct labelled texts
	learnApiece = 5  // texts of each of two divisions
)

// TooFewError says what is missing where there are too few labels to learn from.
type TooFewError struct{ Texts, Divisions int }

// Error tells how many there are and how many are needed.
func (e *TooFewError) Error() string {
	return fmt.Sprintf("%d labelled texts, %d divisions with %d texts or more; at least %d texts and 2 such divisions are needed",
		e.Texts, e.Divisions, learnApiece, LearnTexts)
}

// Learn retrains a model on labels: the base's weights stand where the labels say nothing, and labels pull
// them away as far as they are many (logistic regression whose penalty is the distance from the base).
// Biases and calibration stay the base's. Equal labels and base give an equal model on one kind of processor.
// Too few labels are a *TooFewError.
func (f *Functions) Learn(base *Model, labels []Label) (*Learned, error) {
	all := f.samples(labels)
	var counts [divisions]int
	enough := 0
	for _, s := range all {
		if counts[s.division]++; counts[s.division] == learnApiece {
			enough++
		}
	}
	if len(all) < LearnTexts || enough < 2 {
		return nil, &TooFewError{len(all), enough}
	}
	l := &Learned{Texts: len(all)}
	var before, after [divisions]int
	for fold := range trainFolds {
		var rest, held []sample
		for _, s := range all {
			if int(s.text%trainFolds) == fold {
				held = append(held, s)
			} else {
				rest = append(rest, s)
			}
		}
		m, err := base.adapted(rest)
		if err != nil {
			return nil, err
		}
		for _, s := range held {
			before[s.division] += base.isRight(&s)
			after[s.division] += m.isRight(&s)
		}
	}
	for d, n := range counts {
		if n > 0 {
			l.Divisions = append(l.Divisions, LearnedDivision{divisionCodes[d], n, before[d], after[d]})
		}
	}
	var err error
	if l.Model, err = base.adapted(all); err != nil {
		return nil, err
	}
	l.Model.Labels = hashLabels(labels)
	l.Model.Name = "model-" + l.Model.Labels[:8]
	l.Model.Base, l.Model.Texts = base.Name, len(all)
	l.Model.Editions = strings.TrimSpace(base.Editions + " workspace")
	l.Model.Licence, l.Model.AtLeast = base.Licence, base.AtLeast
	return l, nil
}

// isRight is 1 where the model's first guess of a text is its label.
func (m *Model) isRight(s *sample) int {
	if m.guessWithin(&s.features, s.within)[0].Code == divisionCodes[s.division] {
		return 1
	}
	return 0
}

// unit is what one step of a weight is worth.
func (m *Model) unit() float64 { return float64(m.step) / (1 << 30) }

// adapted is the model pulled towards samples.
func (m *Model) adapted(samples []sample) (*Model, error) {
	idf := m.idfWith(samples)
	d := newDesign(samples, idf)
	d.prior = make([]float64, d.size())
	for c, b := range d.buckets {
		for k := range divisions {
			d.prior[c*divisions+k] = float64(m.weights[int(b)*divisions+k]) * m.unit()
		}
	}
	for k, b := range m.bias {
		d.prior[d.penalised()+k] = float64(b) / logitUnit
	}
	problem := optimize.Problem{Func: d.loss, Grad: func(grad, x []float64) { d.gradient(grad, x) }}
	result, err := optimize.Minimize(problem, slices.Clone(d.prior),
		&optimize.Settings{MajorIterations: trainRounds, GradientThreshold: 1e-3}, &optimize.LBFGS{Store: 6})
	if result == nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	return d.onto(m, result.X, idf), nil
}

// idfWith is the model's inverse document frequencies; what only the samples hold is as rare as anything.
func (m *Model) idfWith(samples []sample) []uint8 {
	idf := slices.Clone(m.idf)
	rarest := max(slices.Max(idf), 16)
	for i := range samples {
		for _, f := range samples[i].features.words {
			if idf[f.bucket] == 0 {
				idf[f.bucket] = rarest
			}
		}
	}
	return idf
}

// WordsOf are the words that a wording demands, one text for each of its alternatives.
func WordsOf(wording string) ([]string, error) {
	patterns, err := parsePatterns(wording)
	if err != nil {
		return nil, err
	}
	var texts []string
	for i := range patterns {
		texts = append(texts, patterns[i].plain())
	}
	return texts, nil
}
