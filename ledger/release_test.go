package ledger

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// outturn is a statement of councils by services; figure gives the pence of a line.
func outturn(year Year, stage string, councils int, figure func(council, service int) Pence) *Batch {
	const services = 20
	b := &Batch{N: councils * services, Table: 1}
	b.Text[ColRecord].Same, b.Text[ColStage].Same = Statement, stage
	b.Text[ColPayer].Each, b.Text[ColPurpose].Each = make([]string, b.N), make([]string, b.N)
	b.Year, b.Amount = make([]Year, b.N), make([]Pence, b.N)
	for i := range b.N {
		b.Text[ColPayer].Each[i], b.Text[ColPurpose].Each[i] = fmt.Sprint("Council ", i/services), fmt.Sprint("Service ", i%services)
		b.Year[i], b.Amount[i] = year, figure(i/services, i%services)
	}
	return b
}

func sketchOf(b *Batch) []string {
	var s sketch
	s.add(b)
	return s.result()
}

func spent(c, s int) Pence { return Pence(1000*c + 37*s + 5) }

func TestReleasesOfOneStatement(t *testing.T) {
	first := sketchOf(outturn(2017, "outturn", 40, spent))
	revised := func(c, s int) Pence { // by some councils, in some services
		if c%7 == 3 && s%3 == 0 {
			return spent(c, s) + 100
		}
		return spent(c, s)
	}
	for name, x := range map[string]struct {
		other []string
		same  bool
	}{
		"some figures revised":    {sketchOf(outturn(2017, "outturn", 40, revised)), true},
		"a council's late return": {sketchOf(outturn(2017, "outturn", 41, spent)), true},
		"another year":            {sketchOf(outturn(2018, "outturn", 40, spent)), false},
		"the budget":              {sketchOf(outturn(2017, "budget", 40, spent)), false},
		"other figures":           {sketchOf(outturn(2017, "outturn", 40, func(c, s int) Pence { return spent(c, s) / 2 })), false},
		"a part of the councils":  {sketchOf(outturn(2017, "outturn", 10, spent)), false},
		"nothing but noughts":     {sketchOf(outturn(2017, "outturn", 40, func(int, int) Pence { return 0 })), false},
		"too few figures":         {nil, false},
	} {
		if got := released(first, x.other); got != x.same {
			t.Errorf("%s: a release is %v", name, got)
		}
		if got := released(x.other, first); got != x.same {
			t.Errorf("%s, asked the other way: a release is %v", name, got)
		}
	}
}

// A sketch is drawn from the set of lines: neither their order nor their division into batches matters.
func TestSketchesKeepNoOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(r, "lines")
		keys := make([]uint64, n)
		for i := range keys {
			keys[i] = rapid.Uint64Range(0, 400).Draw(r, "key")
		}
		var a, b sketch
		for i, k := range keys {
			a.line(k, Pence(i))
		}
		for _, i := range rand.New(rand.NewPCG(uint64(n), 1)).Perm(n) {
			b.line(keys[i], Pence(i))
		}
		if x, y := fmt.Sprint(a.result()), fmt.Sprint(b.result()); x != y {
			r.Fatalf("%s\n%s", x, y)
		}
	})
}

// Of releases in different files the one with more entries counts, whatever it is called; two tables of one file
// are no releases of each other.
func TestOneReleaseCounts(t *testing.T) {
	lines := sketchOf(outturn(2017, "outturn", 40, spent))
	source := func(id, path string, entries ...int64) *Source {
		s := &Source{ID: id, Names: []Named{{Path: path}}}
		for i, n := range entries {
			s.Tables = append(s.Tables, Table{N: int32(i + 1), Digest: fmt.Sprint(id, i), Entries: n, Sum: 1, Lines: lines})
		}
		return s
	}
	c := Count([]*Source{source("a", "a.xls", 800), source("b", "b.xls", 820)}, nil)
	if a, b := c.Counted("a", 1), c.Counted("b", 1); a != "release-of b" || b != Yes {
		t.Errorf("the smaller one is %q, the larger %q", a, b)
	}
	c = Count([]*Source{source("b", "b.xls", 800), source("a", "a.xls", 800)}, nil)
	if a, b := c.Counted("a", 1), c.Counted("b", 1); a != Yes || b != "release-of a" {
		t.Errorf("the first by name is %q, the other %q", a, b)
	}
	if c = Count([]*Source{source("a", "a.xls", 800, 800)}, nil); len(c) != 0 {
		t.Errorf("two tables of one file: %v", c)
	}
}

// What a person decided goes before the rules: a release that counts by decision is the one that does, one that does
// not leaves its place to another, and two that both count are not one. Whatever is decided, what counts by no decision
// is as the rules have it among the rest.
func TestDecisionsGoBeforeRules(t *testing.T) {
	lines := sketchOf(outturn(2017, "outturn", 40, spent))
	var sources []*Source
	for i, id := range []string{"a", "b", "c"} {
		like := Likeness{Core: "same", When: "then"}
		sources = append(sources, &Source{ID: id, Names: []Named{{Path: id + ".xls"}}, Tables: []Table{
			{N: 1, Digest: id, Entries: int64(820 - 10*i), Sum: 1, Lines: lines},
			{N: 2, Digest: "same", Entries: 30, Sum: 1, Like: like},
		}})
	}
	for said, want := range map[string]string{ // of a, b and c: y, n or nothing decided; tables 1 and 2 alike
		"   ": "yes|of a|of a",
		"  y": "of c|of c|yes",
		"n  ": "no|yes|of b",
		"y y": "yes|of a|yes",
		"nn ": "no|no|yes",
		"nnn": "no|no|no",
		"n y": "no|of c|yes",
	} {
		decided := func(s *Source, _ *Table) *Said {
			switch said[s.ID[0]-'a'] {
			case 'y':
				return &Said{true, "here:1"}
			case 'n':
				return &Said{false, "here:2"}
			}
			return nil
		}
		c := Count(sources, decided)
		for n, kind := range []string{"release-", "copy-"} {
			var got []string
			for _, s := range sources {
				why := c.Counted(s.ID, int32(n+1))
				if by, is := DecidedBy(why); is && by == "here:2" {
					why = "no"
				}
				got = append(got, strings.TrimPrefix(why, kind))
			}
			if strings.Join(got, "|") != want {
				t.Errorf("%q, %ss: %s, want %s", said, kind, strings.Join(got, "|"), want)
			}
		}
	}
}

// Where a person decided that the edition without signs counts, the one with refunds does not count beside it.
func TestAnEditionWithoutSignsCountsByDecision(t *testing.T) {
	source := func(id string, less int64) *Source {
		return &Source{ID: id, Names: []Named{{Path: id}}, Tables: []Table{{N: 1, Digest: id, Entries: 200, Sum: 5, Like: Likeness{Abs: "x", Less: less, Core: id, Bare: id}}}}
	}
	c := Count([]*Source{source("signed", 3), source("unsigned", 0)}, func(s *Source, _ *Table) *Said {
		if s.ID == "unsigned" {
			return &Said{true, "here:1"}
		}
		return nil
	})
	if a, b := c.Counted("signed", 1), c.Counted("unsigned", 1); a != "copy-of unsigned" || b != Yes {
		t.Errorf("with signs %q, without %q", a, b)
	}
}
