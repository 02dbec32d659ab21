package ledger

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// layout is a table of some bodies' accounts; name is how its lines and bodies are named, which differs by layout.
func layout(year Year, stage, name string, bodies []int, figure func(body, line int) Pence) Accounts {
	var a accounts
	for _, body := range bodies {
		b := &Batch{N: 30, Table: 1, Year: make([]Year, 30), Amount: make([]Pence, 30)}
		b.Text[ColRecord].Same, b.Text[ColStage].Same, b.Text[ColPayer].Same = Statement, stage, fmt.Sprint(name, body)
		b.Text[ColPurpose].Each = make([]string, b.N)
		for i := range b.N {
			b.Year[i], b.Amount[i], b.Text[ColPurpose].Each[i] = year, figure(body, i), fmt.Sprint(name, "line", i)
		}
		a.add(b)
	}
	return a.result()
}

// One return in two layouts counts once: what has more entries counts. What is not surely the same counts too.
func TestOneReturnInTwoLayoutsCountsOnce(t *testing.T) {
	all := []int{1, 2, 3, 4}
	workbook := layout(2006, "outturn", "Council ", all, spent)
	for name, x := range map[string]struct {
		other  Accounts
		counts bool
	}{
		"a body's own file":           {layout(2006, "outturn", "output_", []int{3}, spent), false},
		"two bodies":                  {layout(2006, "outturn", "output_", []int{2, 4}, spent), false},
		"thousands written otherwise": {layout(2006, "outturn", "output_", []int{3}, func(b, l int) Pence { return (spent(b, l)+50)/100*100 + 1 }), false},
		"a body that it has not":      {layout(2006, "outturn", "output_", []int{3, 5}, spent), true},
		"another year":                {layout(2007, "outturn", "output_", []int{3}, spent), true},
		"the budget":                  {layout(2006, "budget", "output_", []int{3}, spent), true},
		"one line differs":            {layout(2006, "outturn", "output_", []int{3}, func(b, l int) Pence { return spent(b, l) + Pence(l/29*100) }), true},
		"few figures":                 {layout(2006, "outturn", "output_", []int{3}, func(_, l int) Pence { return Pence(l % 3 * 100) }), true},
	} {
		for _, names := range [][2]string{{"a.xls", "b.csv"}, {"b.xls", "a.csv"}} {
			one := &Source{ID: "w", Names: []Named{{Path: names[0]}}, Tables: []Table{{N: 1, Digest: "w", Entries: 120, Sum: 1, Accounts: workbook}}}
			two := &Source{ID: "o", Names: []Named{{Path: names[1]}}, Tables: []Table{{N: 1, Digest: "o", Entries: 30, Sum: 1, Accounts: x.other}}}
			c := Count([]*Source{two, one}, nil)
			if got := c.Counted("o", 1) == Yes; got != x.counts || c.Counted("w", 1) != Yes {
				t.Errorf("%s: it counts: %v (%s); the workbook: %s", name, got, c.Counted("o", 1), c.Counted("w", 1))
			}
			by := Count([]*Source{two, one}, func(s *Source, _ *Table) *Said {
				if s.ID == "w" {
					return &Said{Counts: false, By: "here:1"}
				}
				return nil
			})
			if by.Counted("o", 1) != Yes {
				t.Errorf("%s: the workbook is left out, and it does not count: %s", name, by.Counted("o", 1))
			}
		}
	}
}

// Accounts are made of sets of amounts: neither the order of entries nor their division into batches matters.
func TestAccountsKeepNoOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(r, "entries")
		amounts, payers := make([]Pence, n), make([]string, n)
		for i := range n {
			amounts[i] = Pence(rapid.Int64Range(-3000, 3000).Draw(r, "pence"))
			payers[i] = fmt.Sprint(rapid.IntRange(1, 3).Draw(r, "body"))
		}
		put := func(a *accounts, i int) {
			b := &Batch{N: 1, Year: []Year{2006}, Amount: amounts[i : i+1]}
			b.Text[ColRecord].Same, b.Text[ColPayer].Same = Statement, payers[i]
			a.add(b)
		}
		var a, b accounts
		for i := range n {
			put(&a, i)
		}
		for _, i := range rand.New(rand.NewPCG(uint64(n), 1)).Perm(n) {
			put(&b, i)
		}
		if x, y := a.result(), b.result(); x != y {
			r.Fatalf("%v\n%v", x, y)
		}
	})
}
