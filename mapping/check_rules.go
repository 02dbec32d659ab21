package mapping

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"sync"

	"flows/ledger"
)

// RuleFiles is where the program's own rules stand, from the root of its source.
const RuleFiles = "mapping/reference/"

// RulePlace is where one of the program's rules stands.
type RulePlace struct {
	File string // below RuleFiles
	Line int
}

// RulePlaces are the places of the program's rules by their ids: of functions, of lines of revenue outturn,
// and of classes.
var RulePlaces = sync.OnceValues(func() (map[string]RulePlace, error) {
	places := map[string]RulePlace{}
	for _, file := range []string{"function_rules.csv", "function_classes.csv"} {
		err := eachLine(file, func(line int, rec []string) { places[rec[0]] = RulePlace{file, line} })
		if err != nil {
			return nil, err
		}
	}
	lines := COFOG().outturn
	n := 0
	err := eachLine("cofog_outturn.csv", func(line int, _ []string) {
		if n < len(lines) {
			places[lines[n].rule().ID] = RulePlace{"cofog_outturn.csv", line}
		}
		n++
	})
	return places, err
})

// eachLine gives each record of a function table, but its heading, with its line.
func eachLine(file string, visit func(line int, rec []string)) error {
	f, err := functionTables.Open("reference/" + file)
	if err != nil {
		return err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comment, in.FieldsPerRecord = '#', -1
	for first := true; ; first = false {
		rec, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if !first {
			line, _ := in.FieldPos(0)
			visit(line, rec)
		}
	}
}

// CheckRules finds the rules of classes that can never decide, and those that stand twice, class by class.
func (c *Classes) CheckRules() ([]RuleFinding, error) {
	payers, err := readPayerClasses()
	if err != nil {
		return nil, err
	}
	var out []RuleFinding
	for _, class := range classOrder {
		var own, rules []FunctionRule
		for i := range c.engine.index.rules {
			if r := &c.engine.index.rules[i]; c.class[i] != class {
				continue
			} else if r.decided {
				own = append(own, r.FunctionRule)
			} else {
				rules = append(rules, r.FunctionRule)
			}
		}
		index, err := newRuleIndex(own, rules, payers, func(string) error { return nil })
		if err != nil {
			return nil, err
		}
		found := &Functions{cofog: c.engine.cofog, index: index, remits: c.engine.remits, bodies: c.engine.bodies}
		out = append(out, found.CheckRules()...)
	}
	slices.SortStableFunc(out, compareFindings)
	return out, nil
}

// UnusedRules are the rules of classes, the workspace's and the program's, that won no purpose, given how many
// each won.
func (c *Classes) UnusedRules(won map[string]int) []RuleFinding { return c.engine.UnusedRules(won) }

// CountRules counts into won how many purposes each rule decided, by the shares of one dimension: an
// overhead, whose share names the body's remit, by what the share says that it saw.
func CountRules(won map[string]int, shares []ledger.Share) {
	for i := range shares {
		if s := &shares[i]; s.Rule != "" {
			won[s.Rule]++
			if id, ok := overheadIn(s.Detail); ok {
				won[id]++
			}
		}
	}
}
