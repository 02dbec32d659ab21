package ledger

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A statement is often published twice, the second time with a council's late return or a corrected figure.
// The two are releases of one statement: most of their lines (payer, year and what for) are the same, and
// most figures on these lines. A sketch of a statement is enough to tell: the few lines whose hashes are
// the smallest are as good as drawn by lot, and the same lines are drawn from both.

// sketched is how many lines a sketch holds.
const sketched = 64

// sketch is drawn from the lines of a statement.
type sketch struct {
	lines []sketchLine // by key
	h     Hasher
}

// sketchLine is one line: the hash of what it is about, and the sum of its amounts.
type sketchLine struct {
	key    uint64
	amount Pence
}

func (s *sketch) add(b *Batch) {
	record, stage := &b.Text[ColRecord], &b.Text[ColStage]
	for i := range b.N {
		if b.Year == nil || b.Year[i] == 0 || record.At(i) != Statement {
			continue
		}
		s.h.Reset()
		s.h.AddInt(int64(b.Year[i]))
		s.h.Add(stage.At(i))
		s.h.fold(b.Text[ColPayer].At(i))
		for _, c := range likeTexts {
			s.h.fold(b.Text[c].At(i))
		}
		_, key := s.h.Sum128()
		s.line(key, b.Amount[i])
	}
}

// line adds an amount to its line. A line once pushed out by smaller ones stays out.
func (s *sketch) line(key uint64, amount Pence) {
	at, there := slices.BinarySearchFunc(s.lines, key, func(l sketchLine, k uint64) int { return cmp.Compare(l.key, k) })
	switch {
	case there:
		s.lines[at].amount += amount
	case at < sketched:
		s.lines = slices.Insert(s.lines, at, sketchLine{key, amount})
		s.lines = s.lines[:min(len(s.lines), sketched)]
	}
}

// result is the sketch as it is kept: key and pence of each line.
func (s *sketch) result() (out []string) {
	for _, l := range s.lines {
		out = append(out, pad16(strconv.FormatUint(l.key, 16))+" "+strconv.FormatInt(int64(l.amount), 10))
	}
	return out
}

// pad16 makes keys sort as texts like the numbers that they are.
func pad16(s string) string { return strings.Repeat("0", 16-len(s)) + s }

// released says whether two sketches are those of releases of one statement: of the lines drawn from both,
// four of five are in both, and of the figures on those, marks of nothing apart, three of five are equal.
func released(a, b []string) bool {
	drawn, both, figures, equal := 0, 0, 0, 0
	i, j := 0, 0
	for ; i < len(a) && j < len(b); drawn++ {
		x, p, _ := strings.Cut(a[i], " ")
		y, q, _ := strings.Cut(b[j], " ")
		switch c := strings.Compare(x, y); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			i, j, both = i+1, j+1, both+1
			if p != "0" || q != "0" {
				figures++
			}
			if p == q && p != "0" {
				equal++
			}
		}
	}
	if len(a) < sketched { // all of its lines are here
		drawn += len(b) - j
	}
	if len(b) < sketched {
		drawn += len(a) - i
	}
	return 5*both >= 4*drawn && figures >= likely && 5*equal >= 3*figures
}

// statement is a table of statements that may count.
type statement struct {
	source *Source
	table  *Table
	always bool // a person decided so
}

// statements are the tables of statements that are nobody's copy: those that a person decided to count first, then
// those with more entries, of equal ones the one whose file comes first by name.
func (c Counting) statements(sources []*Source, decided Decided, fit func(*Table) bool) (list []statement) {
	for _, s := range byName(sources) {
		for i := range s.Tables {
			if t := &s.Tables[i]; fit(t) && len(s.Fixes) == 0 && c.Counted(s.ID, t.N) == Yes {
				list = append(list, statement{s, t, decided.always(s, t)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b statement) int {
		return cmp.Or(alwaysFirst(a.always, b.always), cmp.Compare(b.table.Entries, a.table.Entries))
	})
	return list
}

// countReleases lets one of the releases of a statement count that stand in different files: the first of them as
// statements orders them, and beside it those of which a person decided so.
func (c Counting) countReleases(sources []*Source, decided Decided) {
	with := map[string][]statement{} // that count, by the keys of their lines
	for _, x := range c.statements(sources, decided, func(t *Table) bool { return len(t.Lines) > 0 }) {
		owner := ""
		for _, line := range x.table.Lines {
			key, _, _ := strings.Cut(line, " ")
			for _, y := range with[key] {
				if owner == "" && y.source != x.source && released(x.table.Lines, y.table.Lines) {
					owner = y.source.ID
				}
			}
			if owner != "" {
				break
			}
		}
		if owner != "" && !x.always {
			c.set(x.source.ID, x.table.N, releaseOf+owner)
			continue
		}
		for _, line := range x.table.Lines {
			key, _, _ := strings.Cut(line, " ")
			with[key] = append(with[key], x)
		}
	}
}

// CopyOf is the id of the source that counts, where why a table does not count is that it is a copy.
func CopyOf(why string) (id string, ok bool) { return strings.CutPrefix(why, copyOf) }

// DecidedBy is where the decision stands, where why a table does not count is that.
func DecidedBy(why string) (by string, ok bool) {
	if by, ok = strings.CutPrefix(why, notBy); !ok {
		return "", false
	}
	return strings.CutSuffix(by, ")")
}

// ReleaseOf is the id of the source whose release of the same statement counts, where why a table does not
// count is that.
func ReleaseOf(why string) (id string, ok bool) { return strings.CutPrefix(why, releaseOf) }

// set says why a table does not count.
func (c Counting) set(source string, table int32, why string) {
	if c[source] == nil {
		c[source] = map[int32]string{}
	}
	c[source][table] = why
}
