package mapping

import (
	"unicode"
	"unicode/utf8"
)

// Function mapping reads wordings as folded tokens. Rules, stated names and the model all fold
// the same way, so that what a rule's author writes is what a publisher's text is compared with:
//
//   - letters are lower-cased and lose their accents; digits stay
//   - an apostrophe vanishes ("LA's" is "las"); every other sign ends a token ("R&D" is "r", "d")
//   - the small words of smallWords are dropped ("Grants in Aid" is "grants", "aid")

// smallWords carry no function; dropping them makes "Department for Education" and
// "Department of Education" one wording.
var smallWords = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "by": true, "for": true, "from": true, "in": true,
	"of": true, "on": true, "or": true, "the": true, "to": true, "with": true,
}

// foldedTokens appends the folded tokens of s to into.
func foldedTokens(into []string, s string) []string {
	buf := make([]byte, 0, 48)
	flush := func() {
		if len(buf) > 0 && !smallWords[string(buf)] {
			into = append(into, string(buf))
		}
		buf = buf[:0]
	}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			buf = append(buf, c)
			i++
		case c >= 'A' && c <= 'Z':
			buf = append(buf, c+'a'-'A')
			i++
		case c == '\'':
			i++
		case c < utf8.RuneSelf:
			flush()
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			i += n
			switch {
			case unicode.IsLetter(r):
				buf = utf8.AppendRune(buf, plain(unicode.ToLower(r)))
			case r != '’' && r != '‘' && !unicode.IsMark(r):
				flush()
			}
		}
	}
	flush()
	return into
}
