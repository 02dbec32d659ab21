package mapping

import (
	"html"
	"strings"
	"unicode/utf8"
)

// repaired undoes what programs did to a name on its way into a file: HTML entities ("King&#39;s Lynn &amp; West
// Norfolk"), UTF-8 that was read as Windows-1252 ("Kingâ€™s"), and marks for a letter that was lost between
// letters, which stood for an apostrophe more often than for anything else ("King?s").
func repaired(s string) string {
	if !mayBeDamaged(s) {
		return s
	}
	if strings.IndexByte(s, '&') >= 0 && strings.IndexByte(s, ';') > 0 {
		s = html.UnescapeString(html.UnescapeString(s))
	}
	if strings.ContainsAny(s, "ÃÂâ") {
		s = twiceEncoded(s)
	}
	if strings.ContainsAny(s, "?\ufffd") {
		s = withoutLost(s)
	}
	return s
}

// mayBeDamaged says whether a name has any of the letters that damage shows by.
func mayBeDamaged(s string) bool {
	for i := range len(s) {
		if c := s[i]; c == ';' || c == '?' || c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// windows1252 are the letters of bytes 0x80 to 0x9f in Windows-1252; five of the bytes have none.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

// twiceEncoded reads the letters of a text as the bytes of Windows-1252, where these make valid UTF-8.
func twiceEncoded(s string) string {
	b := make([]byte, 0, len(s))
	for _, c := range s {
		switch i := strings.IndexRune(windows1252, c); {
		case i >= 0:
			b = append(b, byte(0x80+utf8.RuneCountInString(windows1252[:i])))
		case c < 0x100:
			b = append(b, byte(c))
		default:
			return s
		}
	}
	if !utf8.Valid(b) {
		return s
	}
	return string(b)
}

// withoutLost takes marks for a lost letter out from between letters.
func withoutLost(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		lost := c == '?' || c == utf8.RuneError && n == 3
		if !lost || i == 0 || i+n == len(s) || !isLetter(s[i-1]) || !isLetter(s[i+n]) {
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return string(b)
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
