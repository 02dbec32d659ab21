package main

import (
	"math"
	"slices"
	"strings"

	"flows/mapping"
)

// bayes is the baseline: plain multinomial naive Bayes on words, with one added to every count.
type bayes struct {
	divisions []string
	prior     map[string]float64
	counts    map[string]map[string]float64 // by division, by word
	total     map[string]float64
	words     map[string]bool
}

func newBayes(labels []mapping.Label) *bayes {
	b := &bayes{prior: map[string]float64{}, counts: map[string]map[string]float64{}, total: map[string]float64{}, words: map[string]bool{}}
	for _, l := range labels {
		d := l.Division
		if b.counts[d] == nil {
			b.counts[d] = map[string]float64{}
			b.divisions = append(b.divisions, d)
		}
		b.prior[d]++
		for w := range strings.FieldsSeq(words(l.Text)) {
			b.counts[d][w]++
			b.total[d]++
			b.words[w] = true
		}
	}
	slices.Sort(b.divisions)
	return b
}

func (b *bayes) guess(text string) string {
	best, top := "", math.Inf(-1)
	for _, d := range b.divisions {
		score := math.Log(b.prior[d])
		for w := range strings.FieldsSeq(words(text)) {
			score += math.Log((b.counts[d][w] + 1) / (b.total[d] + float64(len(b.words))))
		}
		if score > top {
			best, top = d, score
		}
	}
	return best
}

// habits are each department's commonest division.
func habits(labels []mapping.Label) map[string]string {
	counts := map[string]map[string]int{}
	for _, l := range labels {
		if counts[l.Department] == nil {
			counts[l.Department] = map[string]int{}
		}
		counts[l.Department][l.Division]++
	}
	out := map[string]string{}
	for department, byDivision := range counts {
		for d, n := range byDivision {
			if old := out[department]; old == "" || n > byDivision[old] || n == byDivision[old] && d < old {
				out[department] = d
			}
		}
	}
	return out
}
