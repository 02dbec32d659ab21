package main

import (
	"fmt"
	"io"

	"flows/mapping"
)

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }

func printTrials(out io.Writer, all []*trial) {
	fmt.Fprint(out, "### On texts first seen in a later edition\n\n| test | texts | classifier | answered | right | right of answered | macro-F1 | right, no aid | macro-F1, no aid | right of the surest half |\n|---|--:|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, t := range all {
		for _, c := range []struct {
			name string
			all  []answer
		}{{"whole ladder, always answering", t.ladder}, {"whole ladder, abstaining", t.abstain}, {"rules and remits alone", t.rules},
			{"model alone", t.model}, {"naive Bayes on words", t.bayes}, {"the department's commonest", t.habit}} {
			printLine(out, t.name, c.name, c.all)
		}
	}
}

func printLine(out io.Writer, test, classifier string, all []answer) {
	rest := without(all, answer.aid)
	answered := without(all, func(a answer) bool { return a.got == "" })
	half := ""
	if len(all) > 0 && all[0].confidence > 0 {
		half = percent(accuracy(surest(all, 0.5)))
	}
	fmt.Fprintf(out, "| %s | %d | %s | %s | %s | %s | %.3f | %s | %.3f | %s |\n", test, len(all), classifier,
		percent(float64(len(answered))/float64(max(len(all), 1))), percent(accuracy(all)), percent(accuracy(answered)),
		macroF1(all), percent(accuracy(rest)), macroF1(rest), half)
}

func printDivisions(out io.Writer, all []answer) {
	fmt.Fprint(out, "\n### By division, the whole ladder, the three tests together\n\n| division | texts | precision | recall | F1 | F1 without aid |\n|---|--:|--:|--:|--:|--:|\n")
	rest := map[string]float64{}
	for _, s := range byDivision(without(all, answer.aid)) {
		rest[s.division] = s.f1
	}
	for _, s := range byDivision(all) {
		fmt.Fprintf(out, "| %s %s | %d | %s | %s | %.3f | %.3f |\n", s.division, mapping.COFOG().Name(s.division), s.texts,
			percent(s.precision), percent(s.recall), s.f1, rest[s.division])
	}
}

// printReliability compares what the model says of itself with what came true: text by text, and with each wording of a
// department counted once, so that one scheme's many numbered awards do not count as many trials.
func printReliability(out io.Writer, all []answer) {
	fmt.Fprint(out, "\n### Is the model as sure as it should be?\n\n| it says | texts | mean confidence | right | wordings | mean confidence | right |\n|---|--:|--:|--:|--:|--:|--:|\n")
	alike := map[answer]int{}
	for _, a := range all {
		alike[a.wording()]++
	}
	each := func(answer) float64 { return 1 }
	once := func(a answer) float64 { return 1 / float64(alike[a.wording()]) }
	for lo := 0; lo < 1000; lo += 100 {
		in := without(all, func(a answer) bool { return a.confidence < lo || a.confidence >= lo+100 && lo < 900 })
		if len(in) == 0 {
			continue
		}
		_, said, right := reliability(in, each)
		n, saidOnce, rightOnce := reliability(in, once)
		fmt.Fprintf(out, "| %d to %d %% | %d | %s | %s | %.0f | %s | %s |\n", lo/10, lo/10+10,
			len(in), percent(said), percent(right), n, percent(saidOnce), percent(rightOnce))
	}
}

// reliability is how much answers weigh, their mean confidence and the share of them that is right.
func reliability(all []answer, weight func(answer) float64) (total, said, right float64) {
	for _, a := range all {
		w := weight(a)
		total += w
		said += w * float64(a.confidence) / 1000
		if a.got == a.want {
			right += w
		}
	}
	return total, said / total, right / total
}

func printCoverage(out io.Writer, all []answer) {
	fmt.Fprint(out, "\n### The surest first, the whole ladder\n\n| share of texts | right | right, no aid |\n|--:|--:|--:|\n")
	rest := without(all, answer.aid)
	for share := 10; share <= 100; share += 10 {
		fmt.Fprintf(out, "| %d %% | %s | %s |\n", share, percent(accuracy(surest(all, float64(share)/100))), percent(accuracy(surest(rest, float64(share)/100))))
	}
}
