package flows

import "strings"

// DidYouMean asks about the known word that is nearest to what was typed, if one is near: "did you mean
// --place? ", or nothing.
func DidYouMean(typed string, known []string) string { return didYouMean(typed, known) }

// didYouMean asks about the known name that is nearest to what was typed, if one is near: "did you mean
// Norfolk? ", or nothing.
func didYouMean(typed string, known []string) string {
	best, least := "", 2+len(typed)/8
	for _, name := range known {
		if d := edits([]rune(strings.ToLower(typed)), []rune(strings.ToLower(name))); d < least || d == least && (best == "" || name < best) {
			best, least = name, d
		}
	}
	if best == "" || len(typed) < 4 {
		return ""
	}
	return "did you mean " + best + "? "
}

// edits is how many letters have to be put in, taken out, replaced or swapped with their neighbour to
// make b of a: the optimal string alignment distance (Boytsov, Indexing Methods for Approximate
// Dictionary Searching, ACM JEA 16, 2011, section 2.2).
func edits(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
