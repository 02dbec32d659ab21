package table

import (
	"fmt"
	"slices"
	"strings"

	"flows/ingest/sheet"
)

// Heads are hashes of the headings among which a file's tables were looked for: by them it is known
// which recipes can concern the file without reading it again.
type Heads map[uint32]struct{}

// maxLines is how many lines a heading may have.
const maxLines = 3

// span is some consecutive rows that may be a heading.
type span struct {
	first, last int
	records     [2]int32
	texts       []string // by column, "" where there is none
	keys        []string // the same, as recipes compare them
	at          map[string][]int
	account     bool // of an account: found by more than its headings
}

// spanOf reads rows first to last as one heading.
func spanOf(rows []sheet.Row, first, last int) span {
	n := 0
	for i := first; i <= last; i++ {
		n = max(n, len(rows[i].Cells))
	}
	s := span{first: first, last: last, records: [2]int32{rows[first].Record, rows[last].Record}, keys: make([]string, n)}
	s.texts = headingTexts(rows[first:last+1], groupsOf(rows[first:last+1]), n)
	for c := range s.keys {
		s.keys[c] = headingKey(s.texts[c])
	}
	return s
}

// spans are all the rows that may be a heading of one to three lines.
func spans(rows []sheet.Row) []span {
	var out []span
	for i := range rows {
		for n := 1; n <= maxLines && i+n <= len(rows) && headingLine(&rows[i+n-1]); n++ {
			if n > 1 && filledCells(&rows[i]) == 0 {
				break
			}
			if s := spanOf(rows, i, i+n-1); s.filled() >= 2 {
				out = append(out, s)
			}
		}
	}
	return out
}

func (s *span) filled() (n int) {
	for _, k := range s.keys {
		if k != "" {
			n++
		}
	}
	return n
}

// note adds what recipes could be compared with.
func (h Heads) note(list []span) {
	for i := range list {
		for _, k := range list[i].keys {
			if k != "" {
				h[hashOf(k)] = struct{}{}
			}
		}
	}
}

// NoteRow adds the headings of a row of a table's body, if it may be the heading of another one.
func (h Heads) NoteRow(r *sheet.Row) {
	if headingLine(r) && filledCells(r) >= 2 {
		rows := []sheet.Row{*r}
		h.note([]span{spanOf(rows, 0, 0)})
	}
}

// noteWidth adds the width of rows without a heading.
func (h Heads) noteWidth(rows []sheet.Row) { h[hashOf(widthKey(Width(rows)))] = struct{}{} }

// widthKey stands for a table without a heading.
func widthKey(n int) string { return fmt.Sprintf("\x00%d columns", n) }

// Width is the number of columns that rows fill.
func Width(rows []sheet.Row) (n int) {
	for i := range rows {
		for c := len(rows[i].Cells); c > n; c-- {
			if !blank(rows[i].Cells[c-1].Text) {
				n = c
			}
		}
	}
	return n
}

// AnyHead stands for all headings there can be.
const AnyHead = 0

// hashOf is FNV-1a over 32 bits; never AnyHead.
func hashOf(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return max(h, AnyHead+1)
}

// Concerning are the digests of the recipes that can be, or nearly be, the layout of a table among
// whose headings are these, in the order of their names.
func (rs *Recipes) Concerning(h Heads) (digests []string) {
	if rs == nil {
		return nil
	}
	for _, r := range rs.list {
		if r.concerns(h) {
			digests = append(digests, r.Digest)
		}
	}
	return digests
}

func (r *rule) concerns(h Heads) bool {
	if _, all := h[AnyHead]; all {
		return true
	}
	if r.Headless {
		_, ok := h[hashOf(widthKey(len(r.Columns)))]
		return ok
	}
	missing := 0
	for _, keys := range r.keys {
		if keys != nil && !slices.ContainsFunc(keys, func(k string) bool { _, ok := h[hashOf(k)]; return ok }) {
			missing++
		}
	}
	return missing <= r.slack()
}

// slack is how many headings may differ for a layout to be nearly the recipe's.
func (r *rule) slack() int { return min(2, r.named/3) }

// index gives the columns of each heading.
func (s *span) index() map[string][]int {
	if s.at == nil {
		s.at = make(map[string][]int, len(s.keys))
		for c, k := range s.keys {
			if k != "" {
				s.at[k] = append(s.at[k], c)
			}
		}
	}
	return s.at
}

// fit compares a recipe with the headings of a span: at says for each of its columns where it stands
// (-1: nowhere), missing are those that do not, added the columns of the span that it does not have.
func (r *rule) fit(s *span) (at, missing, added []int) {
	at = make([]int, len(r.keys))
	taken := make([]bool, len(s.keys))
	for i, keys := range r.keys {
		if at[i] = -1; i < len(s.keys) && keys != nil && slices.Contains(keys, s.keys[i]) {
			at[i], taken[i] = i, true
		}
	}
	for i, keys := range r.keys {
		if keys == nil || at[i] >= 0 {
			continue
		}
		for _, k := range keys {
			if free := slices.IndexFunc(s.index()[k], func(c int) bool { return !taken[c] }); free >= 0 {
				at[i] = s.index()[k][free]
				taken[at[i]] = true
				break
			}
		}
		if at[i] < 0 {
			missing = append(missing, i)
		}
	}
	for c, k := range s.keys {
		if k != "" && !taken[c] {
			added = append(added, c)
		}
	}
	return at, missing, added
}

// likely are the recipes that have nearly all their headings among those of a span.
func (rs *Recipes) likely(s *span) []*rule {
	hits := map[int]int{}
	for k, cols := range s.index() {
		for n, r := range rs.by[k] {
			if n < 1 || r != rs.by[k][n-1] {
				hits[r] += len(cols)
			}
		}
	}
	var out []*rule
	for i, r := range rs.list {
		if n := hits[i]; n > 0 && n >= r.named-r.slack() {
			out = append(out, r)
		}
	}
	return out
}

// inPlace says whether all columns stand where the recipe has them.
func inPlace(at []int, r *rule) bool {
	for i, c := range at {
		if r.keys[i] != nil && c != i {
			return false
		}
	}
	return true
}

// exact gives the recipe whose layout a span is, and where its columns stand.
func (rs *Recipes) exact(s *span) (*rule, []int) {
	if rs.Empty() {
		return nil, nil
	}
	var moved *rule
	var movedAt []int
	for _, r := range rs.likely(s) {
		if r.Headless || r.accounts() != s.account || r.First > 0 && s.records != [2]int32{r.First, r.Last} {
			continue
		}
		at, missing, added := r.fit(s)
		switch {
		case len(missing)+len(added) > 0:
		case inPlace(at, r):
			return r, at
		case !r.positional && moved == nil:
			moved, movedAt = r, at
		}
	}
	return moved, movedAt
}

// isHeading says whether a row is the heading of a recipe, in one line.
func (rs *Recipes) isHeading(r *sheet.Row) bool {
	if rs.Empty() || !headingLine(r) {
		return false
	}
	s := spanOf([]sheet.Row{*r}, 0, 0)
	if s.filled() < 2 {
		return false
	}
	fit, _ := rs.exact(&s)
	return fit != nil
}

// near gives the recipe whose layout a span almost is: the one with the fewest headings changed.
func (rs *Recipes) near(s *span) (best *rule, question string) {
	least := 0
	for _, r := range rs.likely(s) {
		if r.Headless || r.accounts() != s.account || r.named < 3 {
			continue
		}
		_, missing, added := r.fit(s)
		n := len(missing) + len(added)
		if len(missing) > r.slack() || len(added) > max(1, r.slack()) || best != nil && n >= least {
			continue
		}
		best, least, question = r, n, r.question(s, missing, added)
	}
	return best, question
}

// question says in words how a layout differs from the recipe's.
func (r *rule) question(s *span, missing, added []int) string {
	var parts []string
	left := slices.Clone(added)
	for _, i := range missing {
		gone := fmt.Sprintf("column %q is gone", r.Columns[i].Heading)
		if k := r.besideOf(i, s, left); k >= 0 {
			gone += fmt.Sprintf("; %q at its place: same?", s.texts[left[k]])
			left = slices.Delete(left, k, k+1)
		}
		parts = append(parts, gone)
	}
	for _, c := range left {
		parts = append(parts, fmt.Sprintf("column %q is new", s.texts[c]))
	}
	if len(parts) == 0 && r.First > 0 {
		parts = append(parts, fmt.Sprintf("its heading ends in record %d, and heading_rows says that it ends in %d", s.records[1], r.Last))
	} else if len(parts) == 0 {
		parts = append(parts, "its columns, some of which have the same heading or none, stand in another order")
	}
	return strings.Join(parts, "; ")
}

// besideOf is which of the added columns stands where column i of the recipe should: at its position, or
// behind the same neighbour; -1 if none does.
func (r *rule) besideOf(i int, s *span, added []int) int {
	if k := slices.Index(added, i); k >= 0 {
		return k
	}
	before := ""
	for j := i - 1; j >= 0 && before == ""; j-- {
		if r.keys[j] != nil {
			before = r.keys[j][0]
		}
	}
	for k, c := range added {
		left := ""
		for j := c - 1; j >= 0 && left == ""; j-- {
			left = s.keys[j]
		}
		if left == before {
			return k
		}
	}
	if len(added) == 1 {
		return 0
	}
	return -1
}
