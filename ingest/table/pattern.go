package table

import "strings"

// Pattern is a text in which * stands for anything. Neither case nor punctuation counts.
type Pattern []string

// NewPattern makes a pattern of a text.
func NewPattern(s string) Pattern {
	parts := strings.Split(s, "*")
	for i := range parts {
		parts[i] = Fold(parts[i])
	}
	return parts
}

// Is says whether a folded text is like the pattern. A text of which nothing is left is like none.
func (p Pattern) Is(folded string) bool {
	last := len(p) - 1
	if folded == "" || !strings.HasPrefix(folded, p[0]) {
		return false
	}
	if last == 0 {
		return folded == p[0]
	}
	rest := folded[len(p[0]):]
	for _, part := range p[1:last] {
		k := strings.Index(rest, part)
		if k < 0 {
			return false
		}
		rest = rest[k+len(part):]
	}
	return strings.HasSuffix(rest, p[last])
}
