package main

import (
	"cmp"
	"slices"
	"strings"

	"flows/mapping"
)

// answer is what a classifier said of one held-out text.
type answer struct {
	label      mapping.Label
	want, got  string // divisions; got "" where it abstained
	confidence int    // thousandths
	step, rule string
}

// aid is whether the text is the aid department's, whose every text is division 01.
func (a answer) aid() bool {
	return strings.Contains(a.label.Department, "International Development") || a.label.Department == "DfID"
}

// wording is what answers have in common whose texts differ in codes, numbers and years alone.
func (a answer) wording() answer {
	return answer{label: mapping.Label{Edition: a.label.Edition,
		PurposeText: mapping.PurposeText{Department: a.label.Department, Text: words(a.label.Text)}}}
}

// accuracy is the share of answers that are right; abstaining counts as wrong.
func accuracy(all []answer) float64 {
	if len(all) == 0 {
		return 0
	}
	right := 0
	for _, a := range all {
		if a.got == a.want {
			right++
		}
	}
	return float64(right) / float64(len(all))
}

// divisionScore is precision, recall and their harmonic mean of one division.
type divisionScore struct {
	division              string
	texts                 int
	precision, recall, f1 float64
}

// byDivision scores the divisions that occur among the wanted.
func byDivision(all []answer) []divisionScore {
	var want, got, both = map[string]int{}, map[string]int{}, map[string]int{}
	for _, a := range all {
		want[a.want]++
		got[a.got]++
		if a.want == a.got {
			both[a.want]++
		}
	}
	var out []divisionScore
	for d, n := range want {
		s := divisionScore{division: d, texts: n, recall: float64(both[d]) / float64(n)}
		if got[d] > 0 {
			s.precision = float64(both[d]) / float64(got[d])
		}
		if s.precision+s.recall > 0 {
			s.f1 = 2 * s.precision * s.recall / (s.precision + s.recall)
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b divisionScore) int { return cmp.Compare(a.division, b.division) })
	return out
}

// macroF1 is the plain mean of the divisions' F1.
func macroF1(all []answer) float64 {
	scores := byDivision(all)
	sum := 0.0
	for _, s := range scores {
		sum += s.f1
	}
	return sum / float64(max(len(scores), 1))
}

// surest are the answers of most confidence, the given share of all.
func surest(all []answer, share float64) []answer {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b answer) int { return cmp.Compare(b.confidence, a.confidence) })
	return sorted[:int(share*float64(len(sorted)))]
}

func without(all []answer, leave func(answer) bool) []answer {
	return slices.DeleteFunc(slices.Clone(all), leave)
}
