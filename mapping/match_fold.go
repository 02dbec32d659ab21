package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold is the form in which names are compared: lower case without accents, "&" as "and", no
// apostrophes, every other run of what is neither letter nor digit one space, no leading "the". What programs
// did to the name on its way into a file is undone first.
func Fold(s string) string { return fold(repaired(s)) }

// fold is Fold of a name that is repaired.
func fold(s string) string {
	b := make([]byte, 0, len(s)+8)
	gap := false
	for _, c := range s {
		switch {
		case c < utf8.RuneSelf && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9'):
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == '\'' || c == '’' || c == '‘' || c == '`' || c == '´':
			continue
		case c == '&':
			b = appendWord(b, "and")
			gap = true
			continue
		case c >= utf8.RuneSelf && unicode.IsLetter(c):
			c = plain(unicode.ToLower(c))
		case c >= utf8.RuneSelf && unicode.IsMark(c):
			continue
		default:
			gap = true
			continue
		}
		if gap && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		b = utf8.AppendRune(b, c)
	}
	return strings.TrimPrefix(string(b), "the ")
}

func appendWord(b []byte, word string) []byte {
	if len(b) > 0 {
		b = append(b, ' ')
	}
	return append(b, word...)
}

// accented and unaccented are the letters of Latin-1 and Latin Extended-A that British names use, pairwise.
const (
	accented   = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿŵŷāēīōū"
	unaccented = "aaaaaaceeeeiiiinooooouuuuyywyaeiou"
)

// plain takes the accent off a lower-case letter.
func plain(c rune) rune {
	if i := strings.IndexRune(accented, c); i >= 0 {
		return rune(unaccented[utf8.RuneCountInString(accented[:i])])
	}
	return c
}

// words splits a folded name; runs of single letters join, so that "l b of camden" begins with "lb".
func words(folded string) []string {
	fields := strings.Fields(folded)
	out := fields[:0]
	for i := 0; i < len(fields); i++ {
		j := i
		for j < len(fields) && len(fields[j]) == 1 && fields[j][0] >= 'a' {
			j++
		}
		if j-i >= 2 {
			out = append(out, strings.Join(fields[i:j], ""))
			i = j - 1
			continue
		}
		out = append(out, fields[i])
	}
	return out
}
