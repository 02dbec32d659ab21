package workspace

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mistake is one thing in a workspace's file that is not understood.
type Mistake struct {
	File string // relative to the workspace, with forward slashes
	Line int    // from 1; 0 where it is about the whole file
	What string // what is wrong with what was found
	Want string // what was expected
	Hint string // the nearest thing that exists; "" if nothing is near
}

// Error is one line: file, line, what was found, what was expected.
func (m *Mistake) Error() string {
	s := m.File
	if m.Line > 0 {
		s = fmt.Sprintf("%s:%d", m.File, m.Line)
	}
	s += ": " + m.What
	if m.Want != "" {
		s += "; expected " + m.Want
	}
	if m.Hint != "" {
		s += "; did you mean " + m.Hint + "?"
	}
	return s
}

// nearest is the known word that found most likely means, "" if none is near: at most a third of its
// letters may be wrong. Of equally near words it is the first.
func nearest(found string, known []string) string {
	best, least := "", 1<<30
	for _, k := range known {
		if d := distance(strings.ToLower(found), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if least > max(1, utf8.RuneCountInString(best)/3) {
		return ""
	}
	return best
}

// distance counts the letters to add, drop, change or swap with their neighbour to make b of a: the
// optimal string alignment distance (Damerau 1964, in the restricted form).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before []int // two rows up
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			change := row[j]
			if x[i] != y[j] {
				change++
			}
			next[j+1] = min(change, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}

// oneOf is how a choice is told.
func oneOf(known []string) string {
	if len(known) == 1 {
		return known[0]
	}
	return strings.Join(known[:len(known)-1], ", ") + " or " + known[len(known)-1]
}

// choice checks that a word is one of some.
func choice(file string, line int, name, found string, known []string) error {
	if slices.Contains(known, found) {
		return nil
	}
	return &Mistake{file, line, fmt.Sprintf("%s is %q", name, found), oneOf(known), nearest(found, known)}
}
