package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// str appends the string that stands next to dst.
func (j *jsonText) str(dst []byte) ([]byte, error) {
	if err := j.expect('"'); err != nil {
		return dst, err
	}
	from := len(dst)
	high := rune(0) // the first half of a pair, whose other half must follow
	for {
		b := j.buf[j.pos:]
		n := plainJSON(b)
		if n > 0 || len(b) > 0 && b[0] != '\\' {
			dst, high = lonely(dst, high), 0
		}
		dst = append(dst, b[:n]...)
		j.pos += n
		if len(dst)-from > j.lim.CellSize {
			return dst, &limitError{"CellSize", int64(j.lim.CellSize), "a string"}
		}
		if n == len(b) {
			if more, err := j.more(); err != nil {
				return dst, err
			} else if !more {
				return dst, j.wrong("the file ends in the middle of a string")
			}
			continue
		}
		j.pos++
		var err error
		switch b[n] {
		case '"':
			if !utf8.Valid(dst[from:]) {
				legacy := bytes.Clone(dst[from:])
				dst = windows1252().appendUTF8(dst[:from], legacy)
			}
			return dst, nil
		case '\\':
			dst, high, err = j.escape(dst, high)
		default:
			j.pos--
			err = j.wrong("a line end or control character in the middle of a string")
		}
		if err != nil {
			return dst, err
		}
	}
}

// plainJSON is how many bytes at the beginning of b stand for themselves in a string.
func plainJSON(b []byte) int {
	for i, c := range b {
		if c == '"' || c == '\\' || c < ' ' && c != '\t' {
			return i
		}
	}
	return len(b)
}

// lonely appends U+FFFD for half a pair whose other half did not follow.
func lonely(dst []byte, high rune) []byte {
	if high == 0 {
		return dst
	}
	return utf8.AppendRune(dst, utf8.RuneError)
}

// escape appends the character that an escape sequence stands for. Characters beyond U+FFFF are
// written as two halves, each with a sequence of its own.
func (j *jsonText) escape(dst []byte, high rune) ([]byte, rune, error) {
	c, err := j.byte()
	if err != nil {
		return dst, 0, err
	}
	if c == 'u' {
		return j.unicode(dst, high)
	}
	at := strings.IndexByte(jsonEscapes, c)
	if at < 0 {
		j.pos--
		return dst, 0, j.wrong(`\%c, which stands for no character`, c)
	}
	return append(lonely(dst, high), jsonEscaped[at]), 0, nil
}

// unicode appends the character of a \uHHHH.
func (j *jsonText) unicode(dst []byte, high rune) ([]byte, rune, error) {
	r := rune(0)
	for range 4 {
		c, err := j.byte()
		if err != nil {
			return dst, 0, err
		}
		d, ok := hexDigit(c)
		if !ok {
			j.pos--
			return dst, 0, j.wrong("%q in a \\u that wants four digits", c)
		}
		r = r<<4 | d
	}
	if pair := utf16.DecodeRune(high, r); pair != utf8.RuneError {
		return utf8.AppendRune(dst, pair), 0, nil
	}
	dst = lonely(dst, high)
	if r >= 0xD800 && r < 0xDC00 {
		return dst, r, nil
	}
	return utf8.AppendRune(dst, r), 0, nil
}

// bare appends the number or word that stands next, as it is written, and says what it is. null is
// Blank.
func (j *jsonText) bare(dst []byte) ([]byte, Kind, error) {
	if _, err := j.next(); err != nil {
		return dst, Blank, err
	}
	from := len(dst)
	for {
		b := j.buf[j.pos:]
		n := 0
		for n < len(b) && isBare(b[n]) {
			n++
		}
		dst = append(dst, b[:n]...)
		if len(dst)-from > j.lim.CellSize {
			return dst, Blank, &limitError{"CellSize", int64(j.lim.CellSize), "a number"}
		}
		j.pos += n
		if n < len(b) {
			break
		}
		if more, err := j.more(); err != nil {
			return dst, Blank, err
		} else if !more {
			break
		}
	}
	switch word := dst[from:]; {
	case len(word) == 0 && j.pos == len(j.buf):
		return dst, Blank, j.wrong("the file ends where a value should stand")
	case len(word) == 0:
		return dst, Blank, j.wrong("%s where a value should stand", j.here())
	case string(word) == "null":
		return dst[:from], Blank, nil
	case string(word) == "true":
		return append(dst[:from], "TRUE"...), Bool, nil
	case string(word) == "false":
		return append(dst[:from], "FALSE"...), Bool, nil
	case isJSONNumber(word):
		return dst, Number, nil
	case string(word) == "NaN" || string(word) == "Infinity" || string(word) == "-Infinity":
		return dst, Error, nil
	default:
		j.pos = max(0, j.pos-len(word))
		return dst, Blank, j.wrong("%.20q, which is no value", word)
	}
}

func isBare(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.' || c >= 0x80 || c == '_'
}

// isJSONNumber tells whether b is a number as JSON wants it: no sign +, no leading zeros, digits on
// both sides of a point.
func isJSONNumber(b []byte) bool {
	b = bytes.TrimPrefix(b, []byte("-"))
	n := leadingDigits(b)
	if n == 0 || n > 1 && b[0] == '0' {
		return false
	}
	b = b[n:]
	if len(b) > 0 && b[0] == '.' {
		n = leadingDigits(b[1:])
		if n == 0 {
			return false
		}
		b = b[1+n:]
	}
	if len(b) > 0 && b[0]|0x20 == 'e' {
		b = b[1:]
		if len(b) > 0 && (b[0] == '+' || b[0] == '-') {
			b = b[1:]
		}
		n = leadingDigits(b)
		return n > 0 && n == len(b)
	}
	return len(b) == 0
}

func leadingDigits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

// raw appends the value that stands next as JSON without the white space between its parts.
func (j *jsonText) raw(dst []byte) ([]byte, error) {
	if len(dst) > j.lim.CellSize {
		return dst, &limitError{"CellSize", int64(j.lim.CellSize), "a value within a record"}
	}
	c, err := j.next()
	if err != nil {
		return dst, err
	}
	switch c {
	case '"':
		return j.rawString(dst)
	case '[':
		dst = append(dst, '[')
		err = j.list(func(n int) error {
			if n > 0 {
				dst = append(dst, ',')
			}
			dst, err = j.raw(dst)
			return err
		})
		return append(dst, ']'), err
	case '{':
		dst = append(dst, '{')
		first := true
		err = j.object(nil, func(name []byte) error {
			if !first {
				dst = append(dst, ',')
			}
			first = false
			dst = append(appendQuoted(dst, name), ':')
			dst, err = j.raw(dst)
			return err
		})
		return append(dst, '}'), err
	}
	return j.rawBare(dst)
}

// rawBare is bare with words as they are written.
func (j *jsonText) rawBare(dst []byte) ([]byte, error) {
	from := len(dst)
	dst, kind, err := j.bare(dst)
	switch kind {
	case Blank:
		dst = append(dst, "null"...)
	case Bool:
		dst = append(dst[:from], bytes.ToLower(dst[from:])...)
	}
	return dst, err
}

// rawString reads a string and writes it as one.
func (j *jsonText) rawString(dst []byte) ([]byte, error) {
	text, err := j.str(nil)
	return appendQuoted(dst, text), err
}

// jsonEscapes are the characters with an escape sequence of one letter, and those letters.
const (
	jsonEscaped = "\"\\/\b\f\n\r\t"
	jsonEscapes = `"\/bfnrt`
)

// appendQuoted appends text as a JSON string.
func appendQuoted(dst, text []byte) []byte {
	dst = append(dst, '"')
	for _, c := range text {
		at := strings.IndexByte(jsonEscaped, c)
		switch {
		case at >= 0 && c != '/':
			dst = append(dst, '\\', jsonEscapes[at])
		case c < ' ':
			dst = fmt.Appendf(dst, "\\u%04x", c)
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
