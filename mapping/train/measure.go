package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"flows/mapping"
)

// trial is one honest test: a model trained on some editions, asked about texts first seen in a
// later one.
type trial struct {
	name  string
	learn []string
	ask   string

	ladder  []answer // rules, remits, model, and the model's best guess where it abstains
	abstain []answer // the same, abstentions left
	model   []answer // the model alone
	rules   []answer // rules and remits alone
	bayes   []answer // baseline: naive Bayes on words
	habit   []answer // baseline: the department's commonest division
}

// trials are the editions in the order in which they were printed.
func trials() []*trial {
	return []*trial{
		{name: "CRA 2014 after CRA 2010", learn: []string{"CRA2010"}, ask: "CRA2014"},
		{name: "GGR 2014-15 after both CRA", learn: []string{"CRA2010", "CRA2014"}, ask: "GGR2014-15"},
		{name: "GGR 2015-16 after the other three", learn: []string{"CRA2010", "CRA2014", "GGR2014-15"}, ask: "GGR2015-16"},
	}
}

// measureAll runs every test and prints the tables; wrong answers go to wrong as csv.
func measureAll(out, wrong io.Writer, labels []mapping.Label) error {
	rules, err := mapping.NewFunctions(mapping.FunctionOptions{NoModel: true})
	if err != nil {
		return err
	}
	all := trials()
	pooled := &trial{name: "all three"}
	for _, t := range all {
		if err := t.run(rules, labels); err != nil {
			return err
		}
		if err := t.printWrong(wrong); err != nil {
			return err
		}
		pooled.add(t)
	}
	printTrials(out, append(all, pooled))
	printDivisions(out, pooled.ladder)
	printReliability(out, pooled.model)
	printCoverage(out, pooled.ladder)
	return printLeftOut(out, rules, labels)
}

func (t *trial) add(o *trial) {
	for _, p := range []struct{ into, from *[]answer }{{&t.ladder, &o.ladder}, {&t.abstain, &o.abstain}, {&t.model, &o.model}, {&t.rules, &o.rules}, {&t.bayes, &o.bayes}, {&t.habit, &o.habit}} {
		*p.into = append(*p.into, *p.from...)
	}
}

// split parts labels into those to learn from and those to ask about: texts of the asked edition
// whose words stand in no earlier one.
func (t *trial) split(labels []mapping.Label) (learn, ask []mapping.Label) {
	seen := map[string]bool{}
	for _, l := range labels {
		if slices.Contains(t.learn, l.Edition) {
			learn = append(learn, l)
			seen[words(l.Text)] = true
		}
	}
	for _, l := range labels {
		if l.Edition == t.ask && !seen[words(l.Text)] {
			ask = append(ask, l)
		}
	}
	return learn, ask
}

func (t *trial) run(rules *mapping.Functions, labels []mapping.Label) error {
	learn, ask := t.split(labels)
	m, err := rules.Train(learn, mapping.TrainOptions{})
	if err != nil {
		return err
	}
	full, err := mapping.NewFunctions(mapping.FunctionOptions{Model: m})
	if err != nil {
		return err
	}
	naive, habit := newBayes(learn), habits(learn)
	for _, l := range ask {
		t.ladder = append(t.ladder, verdict(l, full.ClassifyText(l.PurposeText, true)))
		t.abstain = append(t.abstain, verdict(l, full.ClassifyText(l.PurposeText, false)))
		t.rules = append(t.rules, verdict(l, rules.ClassifyText(l.PurposeText, false)))
		g := full.Suggest(l.PurposeText)[0]
		t.model = append(t.model, verdict(l, mapping.Verdict{Division: g.Code, Confidence: g.Confidence, Step: mapping.StepModelled}))
		t.bayes = append(t.bayes, verdict(l, mapping.Verdict{Division: naive.guess(l.Text)}))
		t.habit = append(t.habit, verdict(l, mapping.Verdict{Division: cmp.Or(habit[l.Department], "04")}))
	}
	return nil
}

func verdict(l mapping.Label, v mapping.Verdict) answer {
	return answer{label: l, want: l.Division, got: v.Division, confidence: v.Confidence, step: v.Step, rule: v.Rule}
}

// printWrong writes what the ladder got wrong, as csv, to read and mend by.
func (t *trial) printWrong(out io.Writer) error {
	w := csv.NewWriter(out)
	for i, a := range t.ladder {
		if a.got != a.want {
			w.Write([]string{t.ask, a.label.Department, a.label.Text, a.label.Aims, a.want, a.got, a.step, a.rule,
				strconv.Itoa(a.confidence), t.model[i].got, strconv.Itoa(t.model[i].confidence)})
		}
	}
	w.Flush()
	return w.Error()
}

// words is a text without its ledger codes and years, by which it counts as seen before.
func words(text string) string {
	var kept []string
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), sign) {
		if !strings.ContainsAny(w, "0123456789") {
			kept = append(kept, w)
		}
	}
	if len(kept) > 1 && slices.Contains([]string{"psx", "pwa", "pix", "plr", "pcy"}, kept[0]) {
		kept = kept[1:] // letters of a country's ledger before a scheme's code
	}
	return strings.Join(kept, " ")
}

// printLeftOut trains on all departments but one and asks about that one. A department is known by
// its remit, so that it is left out under all its names.
func printLeftOut(out io.Writer, rules *mapping.Functions, labels []mapping.Label) error {
	fmt.Fprint(out, "\n### A department never seen\n\nTrained on every other department's labels of all editions, asked about this one's texts.\n\n| department | texts | model alone | whole ladder |\n|---|--:|--:|--:|\n")
	department := func(l mapping.Label) string { return cmp.Or(rules.Remit(l.Department, ""), l.Department) }
	for _, d := range largest(labels, department, 100) {
		var learn, ask []mapping.Label
		for _, l := range labels {
			if department(l) == d {
				ask = append(ask, l)
			} else {
				learn = append(learn, l)
			}
		}
		m, err := rules.Train(learn, mapping.TrainOptions{Uncalibrated: true})
		if err != nil {
			return err
		}
		full, err := mapping.NewFunctions(mapping.FunctionOptions{Model: m})
		if err != nil {
			return err
		}
		var model, ladder []answer
		for _, l := range ask {
			model = append(model, verdict(l, mapping.Verdict{Division: full.Suggest(l.PurposeText)[0].Code}))
			ladder = append(ladder, verdict(l, full.ClassifyText(l.PurposeText, true)))
		}
		fmt.Fprintf(out, "| %s | %d | %s | %s |\n", commonest(ask), len(ask), percent(accuracy(model)), percent(accuracy(ladder)))
	}
	return nil
}

// largest are the names that at least so many labels bear, the most borne first.
func largest(labels []mapping.Label, name func(mapping.Label) string, atLeast int) []string {
	n := map[string]int{}
	for _, l := range labels {
		n[name(l)]++
	}
	var out []string
	for d, k := range n {
		if k >= atLeast {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	return out
}

// commonest is the name that most of the labels' departments bear.
func commonest(labels []mapping.Label) string {
	names := largest(labels, func(l mapping.Label) string { return l.Department }, 1)
	return names[0]
}
