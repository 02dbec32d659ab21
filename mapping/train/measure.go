package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"flows/mapping"
)

// trial is one honest test: trained on some editions, asked about texts first seen in another.
type trial struct {
	name    string
	learn   []string
	ask     string
	ladder  []answer // rules, remits, model; its best guess where it abstains
	abstain []answer // the same, abstentions left
	model   []answer // the model alone
	rules   []answer // rules and remits alone
	bayes   []answer // multinomial naive Bayes, the baseline
	habit   []answer // each department's commonest division
}

var trials = []trial{
	{name: "CRA 2014 after CRA 2010", learn: []string{"CRA2010"}, ask: "CRA2014"},
	{name: "GGR 2014-15 after both CRA", learn: []string{"CRA2010", "CRA2014"}, ask: "GGR2014-15"},
	{name: "GGR 2015-16 after all others", learn: []string{"CRA2010", "CRA2014", "GGR2014-15"}, ask: "GGR2015-16"},
}

func measureAll(out, wrong io.Writer, labels []mapping.Label) error {
	rules, err := mapping.NewFunctions(mapping.FunctionOptions{NoModel: true})
	if err != nil {
		return err
	}
	var pooled trial
	pooled.name = "all three"
	for i := range trials {
		t := trials[i]
		if err := t.run(rules, labels); err != nil {
			return err
		}
		t.print(out)
		if err := t.printWrong(wrong); err != nil {
			return err
		}
		pooled.add(&t)
	}
	pooled.print(out)
	return nil
}

func (t *trial) add(o *trial) {
	t.ladder, t.abstain, t.model = append(t.ladder, o.ladder...), append(t.abstain, o.abstain...), append(t.model, o.model...)
	t.rules, t.bayes, t.habit = append(t.rules, o.rules...), append(t.bayes, o.bayes...), append(t.habit, o.habit...)
}

func (t *trial) run(rules *mapping.Functions, labels []mapping.Label) error {
	var learn, ask []mapping.Label
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
	m, err := rules.Train(learn, mapping.TrainOptions{})
	if err != nil {
		return err
	}
	f, err := mapping.NewFunctions(mapping.FunctionOptions{Model: m})
	if err != nil {
		return err
	}
	for _, l := range ask {
		base := answer{label: l, want: l.Division, department: l.Department, aid: isAid(l.Department)}
		verdict := func(v mapping.Verdict) answer {
			a := base
			a.got, a.confidence, a.step, a.rule = v.Division, v.Confidence, v.Step, v.Rule
			return a
		}
		t.ladder = append(t.ladder, verdict(f.ClassifyText(l.PurposeText, true)))
		t.abstain = append(t.abstain, verdict(f.ClassifyText(l.PurposeText, false)))
		t.rules = append(t.rules, verdict(rules.ClassifyText(l.PurposeText, false)))
		g := f.Suggest(l.PurposeText)[0]
		a := base
		a.got, a.confidence = g.Code, g.Confidence
		t.model = append(t.model, a)
	}
	return nil
}

// printWrong writes what the ladder got wrong, as csv, to read and mend by.
func (t *trial) printWrong(out io.Writer) error {
	w := csv.NewWriter(out)
	for i, a := range t.ladder {
		if a.got != a.want {
			w.Write([]string{t.ask, a.department, a.label.Text, a.label.Aims, a.want, a.got, a.step, a.rule, strconv.Itoa(a.confidence), t.model[i].got, strconv.Itoa(t.model[i].confidence)})
		}
	}
	w.Flush()
	return w.Error()
}

func isAid(department string) bool {
	return strings.Contains(department, "International Development") || department == "DfID"
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
	if len(kept) > 1 && ledgerPrefixes[kept[0]] {
		kept = kept[1:]
	}
	return strings.Join(kept, " ")
}

// ledgerPrefixes are letters of the country's ledger before a scheme's code.
var ledgerPrefixes = map[string]bool{"psx": true, "pwa": true, "pix": true, "plr": true, "pcy": true}

func (t *trial) print(out io.Writer) {
	aid := func(a answer) bool { return a.aid }
	fmt.Fprintf(out, "%s (%d texts)\n", t.name, len(t.ladder))
	for _, c := range []struct {
		name string
		all  []answer
	}{{"ladder", t.ladder}, {"abstaining", t.abstain}, {"model", t.model}, {"rules", t.rules}} {
		rest := without(c.all, aid)
		answered := without(c.all, func(a answer) bool { return a.got == "" })
		fmt.Fprintf(out, "  %-10s acc %.3f f1 %.3f | no aid acc %.3f f1 %.3f | half %.3f | answered %.3f right %.3f\n", c.name, accuracy(c.all), macroF1(c.all), accuracy(rest), macroF1(rest), accuracy(surest(c.all, .5)), float64(len(answered))/float64(len(c.all)), accuracy(answered))
	}
}
