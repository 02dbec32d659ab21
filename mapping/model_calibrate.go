package mapping

import (
	"math"
	"slices"
)

// trainFolds is in how many parts labels of one edition are held out for the calibration.
const trainFolds = 5

// heldOut trains on parts of the labels and gives what the models said of the rest, for the calibration. Editions are
// held out one after the other, and asked only for texts that no other has: departments label one thing
// otherwise from edition to edition, and a model that was tried on the editions it learnt from
// is surer than it should be. A text counts once however often it stands, so that one scheme's numbered awards do not
// count as many trials. Labels of one edition are held out by fifths of their texts.
func (f *Functions) heldOut(labels []Label, all, tables []sample) ([]outcome, error) {
	var seen []outcome
	for _, part := range f.heldOutParts(labels, all) {
		if enoughDivisions(part.rest) != nil {
			continue
		}
		m, err := fit(slices.Concat(part.rest, tables))
		if err != nil {
			return nil, err
		}
		for _, s := range part.held {
			g := m.guessWithin(&s.features, s.within)
			seen = append(seen, outcome{g[0].Confidence, g[0].Code == divisionCodes[s.division]})
		}
	}
	return seen, nil
}

// trainPart is labels parted into those to learn from and those to ask about.
type trainPart struct{ rest, held []sample }

func (f *Functions) heldOutParts(labels []Label, all []sample) []trainPart {
	if editions := editionsOf(labels); len(editions) > 1 {
		return f.heldOutEditions(labels, editions)
	}
	var parts []trainPart
	for fold := range trainFolds {
		var p trainPart
		for _, s := range all {
			if int(s.text%trainFolds) == fold {
				p.held = append(p.held, s)
			} else {
				p.rest = append(p.rest, s)
			}
		}
		parts = append(parts, p)
	}
	return parts
}

func (f *Functions) heldOutEditions(labels []Label, editions []string) []trainPart {
	var parts []trainPart
	for _, e := range editions {
		var rest, held []Label
		for _, l := range labels {
			if l.Edition == e {
				held = append(held, l)
			} else {
				rest = append(rest, l)
			}
		}
		p := trainPart{f.samples(rest), f.samples(held)}
		known := map[uint64]bool{}
		for _, s := range p.rest {
			known[s.text] = true
		}
		p.held = slices.DeleteFunc(p.held, func(s sample) bool { return known[s.text] })
		parts = append(parts, p)
	}
	return parts
}

// editionsOf are the editions of labels, each once, sorted.
func editionsOf(labels []Label) []string {
	var editions []string
	for _, l := range labels {
		if l.Edition != "" && !slices.Contains(editions, l.Edition) {
			editions = append(editions, l.Edition)
		}
	}
	slices.Sort(editions)
	return editions
}

// outcome is what the model said of a text it had not seen.
type outcome struct {
	raw   int
	right bool
}

// calibrationOf fits a rising line of points to outcomes: pool adjacent violators (Ayer and others,
// 1955) over bins of raw confidence.
func calibrationOf(seen []outcome) []int16 {
	const bins = 1000 / calibration
	type block struct {
		right, all float64
		bins       int
	}
	var blocks []block
	counted := [bins]block{}
	for _, o := range seen {
		b := min(o.raw/calibration, bins-1)
		counted[b].all++
		if o.right {
			counted[b].right++
		}
	}
	for i, c := range counted {
		// One text's worth of belief in the raw confidence steadies bins that hold little.
		blocks = append(blocks, block{c.right + (float64(i)+0.5)/bins, c.all + 1, 1})
		for n := len(blocks); n > 1 && blocks[n-2].right*blocks[n-1].all > blocks[n-1].right*blocks[n-2].all; n = len(blocks) {
			blocks[n-2] = block{blocks[n-2].right + blocks[n-1].right, blocks[n-2].all + blocks[n-1].all, blocks[n-2].bins + blocks[n-1].bins}
			blocks = blocks[:n-1]
		}
	}
	var rates []float64
	for _, b := range blocks {
		for range b.bins {
			rates = append(rates, b.right/b.all)
		}
	}
	points := make([]int16, bins+1)
	for i := range points {
		before, after := rates[max(i-1, 0)], rates[min(i, bins-1)]
		points[i] = int16(math.Round(500 * (before + after)))
	}
	return points
}
