package ledger

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// likeBatch is ten entries of which their columns state as much as asked.
func likeBatch(dates, payers bool, name func(i int) string) *Batch {
	b := &Batch{N: 10, Table: 1, Amount: make([]Pence, 10)}
	b.Text[ColPayee].Each = make([]string, b.N)
	for i := range b.N {
		b.Text[ColPayee].Each[i], b.Amount[i] = name(i), Pence(100+i)
	}
	b.Text[ColPayer].Same = "as a title says"
	if dates {
		b.Date = make([]Date, b.N)
		for i := range b.Date {
			b.Date[i] = Date(16000 + i)
		}
	}
	if payers {
		b.Text[ColPayer] = Text{Each: make([]string, b.N)}
		for i := range b.Text[ColPayer].Each {
			b.Text[ColPayer].Each[i] = fmt.Sprint("Council ", i)
		}
	}
	return b
}

func likeOf(b *Batch) Likeness {
	var l likeness
	l.add(b)
	return l.result()
}

func TestTheSameTableWhereOneStatesMore(t *testing.T) {
	plain := func(i int) string { return fmt.Sprint("Payee’s ", i) }
	all := likeOf(likeBatch(true, true, plain))
	for name, x := range map[string]struct {
		like Likeness
		same bool
	}{
		"no dates":              {likeOf(likeBatch(false, true, plain)), true},
		"no payers":             {likeOf(likeBatch(true, false, plain)), true},
		"neither":               {likeOf(likeBatch(false, false, plain)), true},
		"control characters":    {likeOf(likeBatch(true, true, func(i int) string { return fmt.Sprint("Payee\u0092s ", i) })), true},
		"blanks":                {likeOf(likeBatch(true, true, func(i int) string { return fmt.Sprint(" Payee’s\u00A0\r\n", i, " ") })), true},
		"another payee":         {likeOf(likeBatch(true, true, func(i int) string { return fmt.Sprint("Payee's ", i/9*8) })), false},
		"a ledger before these": {Likeness{}, false},
	} {
		if all.Same(x.like) != x.same || x.like.Same(all) != x.same {
			t.Errorf("%s: same is %v", name, !x.same)
		}
	}
	late := likeBatch(true, true, plain)
	late.Date[3]++
	if all.Same(likeOf(late)) {
		t.Error("another date, and taken for the same")
	}
	if undated := likeOf(likeBatch(false, false, plain)); undated.Same(undated) {
		t.Error("nothing says when, and taken for the same")
	}
	april, may := likeBatch(false, false, plain), likeBatch(false, false, plain)
	april.Text[ColPeriod].Same, may.Text[ColPeriod].Same = "April 2012", "May 2012"
	if a, b := likeOf(april), likeOf(may); !a.Same(a) || a.Same(b) {
		t.Error("of one period they are the same, of two they are not")
	}
}

// The table that states more counts, whatever their names; a handful of entries may be alike by chance.
func TestTheFullerTableCounts(t *testing.T) {
	name := func(i int) string { return fmt.Sprint(i) }
	source := func(id, path string, l Likeness, entries int64) *Source {
		return &Source{ID: id, Names: []Named{{Path: path}}, Tables: []Table{{N: 1, Entries: entries, Sum: 1, Digest: id, Like: l}}}
	}
	bare, full := likeOf(likeBatch(false, false, name)), likeOf(likeBatch(true, true, name))
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		s := []*Source{source("a", "a.xlsx", bare, 10), source("b", "b.csv", full, 10)}
		c := Count([]*Source{s[order[0]], s[order[1]]}, nil)
		if c.Counted("b", 1) != Yes || c.Counted("a", 1) != "copy-of b" {
			t.Errorf("%v", c)
		}
	}
	if c := Count([]*Source{source("a", "a.xlsx", bare, 9), source("b", "b.csv", full, 9)}, nil); len(c) != 0 {
		t.Errorf("%v", c)
	}
}

// manyPayments is a batch of a hundred payments or more, of which the rows say what they are for or do not.
func manyPayments(n int, purposes bool) *Batch {
	b := &Batch{N: n, Table: 1, Amount: make([]Pence, n), Date: make([]Date, n)}
	b.Text[ColPayee].Each = make([]string, n)
	for i := range n {
		b.Text[ColPayee].Each[i], b.Amount[i], b.Date[i] = fmt.Sprint("Payee ", i%7), Pence(100+i), Date(16000+i%30)
	}
	if purposes {
		b.Text[ColPurpose].Each = make([]string, n)
		for i := range n {
			b.Text[ColPurpose].Each[i] = fmt.Sprint("for ", i%5)
		}
	}
	return b
}

// A list that somebody made of another, with fewer columns, is a copy of it: payee, date and amount of all rows are.
func TestAListWithFewerColumnsIsACopy(t *testing.T) {
	full, less := likeOf(manyPayments(surely, true)), likeOf(manyPayments(surely, false))
	other, blank := manyPayments(surely, false), manyPayments(surely, false)
	other.Amount[3]++
	blank.Text[ColPayee].Each[3] = ""
	few := likeOf(manyPayments(surely-1, false))
	for name, x := range map[string]struct {
		like   Likeness
		rows   int64
		counts bool
	}{
		"fewer columns": {less, surely, false}, "another amount": {likeOf(other), surely, true},
		"a row without a payee": {likeOf(blank), surely, true}, "too few rows": {few, surely - 1, true},
	} {
		a := &Source{ID: "a", Names: []Named{{Path: "a.csv"}}, Tables: []Table{{N: 1, Entries: x.rows, Sum: 1, Digest: "a", Like: x.like}}}
		mate := full
		if x.rows < surely {
			mate = likeOf(manyPayments(surely-1, true))
		}
		b := &Source{ID: "b", Names: []Named{{Path: "b.csv"}}, Tables: []Table{{N: 1, Entries: x.rows, Sum: 1, Digest: "b", Like: mate}}}
		c := Count([]*Source{a, b}, nil)
		if c.Counted("b", 1) != Yes || (c.Counted("a", 1) == Yes) != x.counts {
			t.Errorf("%s: %v", name, c)
		}
	}
}

// An edition that lost the minus signs of its refunds does not count beside the one that has them, whatever their
// names; where all signs are turned, it may be a list of reversals, and both count.
func TestAnEditionWithoutSignsDoesNotCount(t *testing.T) {
	with, turned := manyPayments(surely, false), manyPayments(surely, true)
	with.Amount[5], with.Amount[50] = -with.Amount[5], -with.Amount[50]
	for i := range turned.Amount {
		turned.Amount[i] = -turned.Amount[i]
	}
	count := func(a, b *Batch) (bool, bool) {
		var sources []*Source
		for id, x := range map[string]*Batch{"a": a, "b": b} {
			sources = append(sources, &Source{ID: id, Names: []Named{{Path: id + ".csv"}}, Tables: []Table{{N: 1, Entries: surely, Sum: 1, Digest: id, Like: likeOf(x)}}})
		}
		c := Count(sources, nil)
		return c.Counted("a", 1) == Yes, c.Counted("b", 1) == Yes
	}
	for _, purposes := range []bool{true, false} {
		if a, b := count(manyPayments(surely, purposes), with); a || !b {
			t.Errorf("the edition without signs counts: %v, the other: %v", a, b)
		}
	}
	for _, x := range []*Batch{with, turned} {
		x.Text[ColPayer] = Text{Each: slices.Repeat([]string{"Merrow Vale Homes "}, surely)}
	}
	unsigned := manyPayments(surely, true)
	for payer, counts := range map[string]bool{"Merrow Vale Homes": false, "Merrow Vale Council": true} {
		unsigned.Text[ColPayer] = Text{Each: slices.Repeat([]string{payer}, surely)}
		if a, b := count(unsigned, with); a != counts || !b {
			t.Errorf("the edition without signs, of %s, counts: %v, the other: %v", payer, a, b)
		}
	}
	if a, b := count(turned, manyPayments(surely, true)); !a || !b {
		t.Errorf("of reversals count %v and %v", a, b)
	}
	if a, b := count(turned, with); !a || !b {
		t.Errorf("of reversals beside refunds count %v and %v", a, b)
	}
}

// Texts that are taken to fold to themselves do, all others are not, and folding says the same of them again.
func TestFoldsToItself(t *testing.T) {
	signs := []string{" ", "\t", "a", "Bc", "Invented", "\u00a0", "\u0092", "’", "\r\n", "\x1e", "\xc2", "\x20", "€"}
	rapid.Check(t, func(t *rapid.T) {
		var folded, plain Hasher
		for range rapid.IntRange(0, 4).Draw(t, "texts") {
			s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(signs), 0, 6).Draw(t, "parts"), "")
			at := len(folded.buf)
			folded.fold(s)
			plain.Add(s)
			if again := strings.TrimSuffix(string(folded.buf[at:]), "\x1f"); strings.TrimSpace(again) != again {
				t.Fatalf("%q folds to %q", s, again)
			}
		}
		stays := bytes.Equal(folded.buf, plain.buf) && !bytes.Contains(plain.buf, []byte{0xC2})
		if got := foldsToItself(plain.buf); got != stays {
			t.Fatalf("%q folds to %q, and folds to itself: %v", plain.buf, folded.buf, got)
		}
	})
}
