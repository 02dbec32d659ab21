package sheet

import (
	"bytes"
	"unicode/utf8"
)

// longestEntity is longer than any reference to a character.
const longestEntity = 16

// attr is one attribute of a tag: its name without prefix, and its value as in the file.
type attr struct {
	name, value []byte
	prefixed    bool
}

// nextAttr takes the first attribute off what stands in a tag; false when none is left.
func nextAttr(attrs []byte) (a attr, rest []byte, ok bool) {
	i := 0
	for i < len(attrs) && isSpace(attrs[i]) {
		i++
	}
	start := i
	for i < len(attrs) && attrs[i] != '=' && !isSpace(attrs[i]) {
		if attrs[i] == ':' {
			start, a.prefixed = i+1, true
		}
		i++
	}
	a.name = attrs[start:i]
	for i < len(attrs) && isSpace(attrs[i]) {
		i++
	}
	if i == len(attrs) || attrs[i] != '=' || len(a.name) == 0 {
		return attr{}, attrs[i:], false
	}
	for i++; i < len(attrs) && isSpace(attrs[i]); i++ {
	}
	if i == len(attrs) || attrs[i] != '"' && attrs[i] != '\'' {
		return attr{}, attrs[i:], false
	}
	start = i + 1
	for i++; i < len(attrs) && attrs[i] != attrs[start-1]; i++ {
	}
	if i == len(attrs) {
		return attr{}, attrs[start-1:], false
	}
	a.value = attrs[start:i]
	return a, attrs[i+1:], true
}

// wellFormed reports whether what stands in a tag is attributes and nothing else.
func wellFormed(attrs []byte) bool {
	for {
		for len(attrs) > 0 && isSpace(attrs[0]) {
			attrs = attrs[1:]
		}
		a, rest, ok := nextAttr(attrs)
		if !ok {
			return len(attrs) == 0
		}
		for _, c := range a.name {
			if c == '"' || c == '\'' || c == '<' || c == '/' {
				return false
			}
		}
		attrs = rest
	}
}

// attrOf finds the attribute without a prefix of that name; nil if there is none.
func attrOf(attrs []byte, name string) []byte {
	for {
		a, rest, ok := nextAttr(attrs)
		if !ok {
			return nil
		}
		if !a.prefixed && string(a.name) == name {
			return a.value
		}
		attrs = rest
	}
}

// attrText is attrOf, decoded.
func attrText(attrs []byte, name string) string {
	return string(appendText(nil, attrOf(attrs, name)))
}

// isTrue is a boolean of XML Schema.
func isTrue(v []byte) bool { return string(v) == "1" || string(v) == "true" }

// digits reads a number of at most nine digits.
func digits(b []byte) (n int, ok bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// appendText appends XML text with its entities and character references decoded and its line ends
// made "\n". An entity that XML does not define stays as it is written.
func appendText(dst, raw []byte) []byte {
	for len(raw) > 0 {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return appendLines(dst, raw)
		}
		dst = appendLines(dst, raw[:i])
		raw = raw[i:]
		n := bytes.IndexByte(raw[:min(len(raw), longestEntity)], ';')
		r, ok := rune(0), false
		if n > 0 {
			r, ok = entity(raw[1:n])
		}
		if !ok {
			r, n = '&', 0
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[n+1:]
	}
	return dst
}

// appendLines appends text, with "\r\n" and "\r" made "\n" as XML asks.
func appendLines(dst, raw []byte) []byte {
	for {
		i := bytes.IndexByte(raw, '\r')
		if i < 0 {
			return append(dst, raw...)
		}
		dst = append(append(dst, raw[:i]...), '\n')
		raw = raw[i+1:]
		if len(raw) > 0 && raw[0] == '\n' {
			raw = raw[1:]
		}
	}
}

// entity is the character of the five named entities of XML and of numeric references.
func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || len(name) > 9 || name[0] != '#' {
		return 0, false
	}
	base, ds := rune(10), name[1:]
	if ds[0] == 'x' {
		base, ds = 16, ds[1:]
	}
	var r rune
	for _, c := range ds {
		d, ok := hexDigit(c)
		if !ok || d >= base {
			return 0, false
		}
		r = r*base + d
	}
	return r, len(ds) > 0 && utf8.ValidRune(r)
}

func hexDigit(c byte) (rune, bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}

// unescape decodes the _xHHHH_ by which workbooks write characters that XML cannot hold, in place,
// and replaces bytes that are not UTF-8 by U+FFFD. _x005F_ is an underscore; halves of a surrogate
// pair make one character, and one half alone U+FFFD.
func unescape(s []byte) []byte {
	if bytes.Contains(s, []byte("_x")) {
		s = unescapeUnits(s)
	}
	if !utf8.Valid(s) {
		s = bytes.ToValidUTF8(s, []byte("\ufffd"))
	}
	return s
}

func unescapeUnits(s []byte) []byte {
	out := s[:0] // never overtakes what is read: seven bytes make at most three
	for i := 0; i < len(s); {
		u, ok := escapedUnit(s[i:])
		if !ok {
			out = append(out, s[i])
			i++
			continue
		}
		i += len("_xHHHH_")
		if low, ok := escapedUnit(s[i:]); ok && u >= 0xD800 && u < 0xDC00 && low >= 0xDC00 && low < 0xE000 {
			u = 0x10000 + (u-0xD800)<<10 + (low - 0xDC00)
			i += len("_xHHHH_")
		}
		out = utf8.AppendRune(out, u)
	}
	return out
}

// escapedUnit reads _xHHHH_ at the beginning of s.
func escapedUnit(s []byte) (rune, bool) {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	var u rune
	for _, c := range s[2:6] {
		d, ok := hexDigit(c)
		if !ok {
			return 0, false
		}
		u = u<<4 | d
	}
	return u, true
}
