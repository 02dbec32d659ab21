package table

import (
	"fmt"
	"slices"
	"strings"

	"flows/ingest/sheet"
)

// sums says which columns of figures are sums of columns before them.
type sums struct {
	total  []bool // by figure
	covers []bool // a total of all parts before it
	part   []bool // part of a total that covers all before it
}

// figure is one figure in pence, if there is one.
type figure struct {
	pence int64
	ok    bool
}

// columnSums finds the totals among the columns: a column that in 19 of 20 rows is the sum of the
// columns since the last total, or of all parts before it, or of these but one: a memorandum, which is
// part of no total. Rounding is allowed for by half a unit for each column added.
func columnSums(w *wide, body []sheet.Row) sums {
	return sumsOf(figures(w, body), len(w.figures))
}

func sumsOf(rows [][]figure, n int) sums {
	s := sums{make([]bool, n), make([]bool, n), make([]bool, n)}
	var all, since []int
	for k := range n {
		switch {
		case len(all) >= 2 && addUp(rows, all, k):
			s.total[k], s.covers[k] = true, true
		case len(since) >= 2 && addUp(rows, since, k):
			s.total[k] = true
		default:
			j := memorandum(rows, all, since, k)
			if j < 0 {
				all, since = append(all, k), append(since, k)
				continue
			}
			all = slices.DeleteFunc(all, func(i int) bool { return i == j })
			s.total[k], s.covers[k] = true, true
		}
		if s.covers[k] {
			for _, j := range all {
				s.part[j] = true
			}
		}
		since = since[:0]
	}
	return s
}

// memorandum finds the one column since the last total that column k leaves out, where k is the sum of all
// other parts: three at least, and in six rows at least that have a figure in it. It is -1 where there is none.
func memorandum(rows [][]figure, all, since []int, k int) int {
	if len(all) < 4 {
		return -1
	}
	slack := int64(50*len(all) + 1)
	over := make([]int64, 0, len(rows)) // by how much the parts are more than k
	held := make([][]figure, 0, len(rows))
	for _, r := range rows {
		if !r[k].ok || r[k].pence == 0 {
			continue
		}
		d := -r[k].pence
		for _, j := range all {
			d += r[j].pence
		}
		over, held = append(over, d), append(held, r)
	}
	for _, j := range since {
		good, bad, given := 0, 0, 0
		for i := 0; i < len(held) && 19*bad <= len(held); i++ {
			if d := over[i] - held[i][j].pence; d > slack || -d > slack {
				bad++
				continue
			}
			good++
			if p := held[i][j].pence; p > slack || -p > slack {
				given++
			}
		}
		if given >= 6 && good >= 19*bad {
			return j
		}
	}
	return -1
}

// figures reads the body as a matrix: a row of it for each row with figures and words.
func figures(w *wide, body []sheet.Row) [][]figure {
	var out [][]figure
	for i := range body {
		if !labelled(&body[i]) {
			continue
		}
		row := make([]figure, len(w.figures))
		n := 0
		for k, c := range w.figures {
			p, ok := amountAt(&body[i], c, 0)
			row[k] = figure{int64(p), ok}
			if ok {
				n++
			}
		}
		if 2*n >= len(row) {
			out = append(out, row)
		}
	}
	return out
}

// labelled says whether a row has words: a line without any numbers the columns, or is drawn.
func labelled(r *sheet.Row) bool {
	return slices.ContainsFunc(r.Cells, func(c sheet.Cell) bool { return words(c.Text) })
}

// addUp says whether in 19 of 20 rows, and at least three, column k is the sum of the parts.
func addUp(rows [][]figure, parts []int, k int) bool {
	good, bad := 0, 0
	for _, r := range rows {
		if !r[k].ok || r[k].pence == 0 {
			continue
		}
		var sum int64
		for _, j := range parts {
			sum += r[j].pence
		}
		if d := sum - r[k].pence; d <= int64(50*len(parts)+1) && -d <= int64(50*len(parts)+1) {
			good++
		} else {
			bad++
		}
	}
	return good >= 3 && good >= 19*bad
}

// targets are the totals of statements that are known by name, best first.
var targets = []string{"net current expenditure", "total service expenditure"}

// raised are words of totals that say where money came from or what is owned and owed, not what was spent.
const raised = "income receipts resources financing finance borrowing loans reserves investments funding"

// unsure says, in words, why the columns that make up a total are not loaded: it is one of money raised, or,
// where it is not known by name, one of several totals of spending.
func (s *sums) unsure(w *wide, target int) string {
	heading := w.texts[w.figures[target]]
	named := slices.ContainsFunc(targets, func(n string) bool { return strings.Contains(Fold(heading), n) })
	if named {
		return ""
	}
	words := strings.Fields(Fold(heading))
	for i, word := range words {
		if containsWord(raised, word) || word == "from" && i > 0 && words[i-1] == "grants" {
			return fmt.Sprintf("its columns make up %q, which is no spending", heading)
		}
	}
	others := w.figures[target+1:]
	net := slices.ContainsFunc(others, func(c int) bool { return containsWord(Fold(w.texts[c]), "net") })
	for k := target + 1; k < len(w.figures); k++ {
		other := w.texts[w.figures[k]]
		if spent(heading) && raises(other) && !net {
			continue // sales of assets, and how it was paid for
		}
		if s.total[k] || strings.HasPrefix(Fold(other), "total ") {
			return fmt.Sprintf("it has several totals, %q and %q among them, and which is the whole is not known", heading, other)
		}
	}
	return ""
}

// target is the total whose parts are loaded, as a position among the figures; -1 if there is none.
func (s *sums) target(w *wide) int {
	last := -1
	for _, name := range append(targets[:len(targets):len(targets)], "") {
		for k, c := range w.figures {
			if s.covers[k] && strings.Contains(Fold(w.texts[c]), name) {
				last = k
				if name != "" {
					break
				}
			}
		}
		if last >= 0 {
			break
		}
	}
	if last < 0 {
		return -1
	}
	return last
}
