package sheet

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// jsonText reads JSON (RFC 8259) piece by piece out of a window on it. NaN and Infinity, which some
// programs write for numbers they do not have, are read too; all else must be JSON.
type jsonText struct {
	r     io.Reader
	lim   Limits
	buf   []byte
	pos   int
	ended bool  // r has no more
	total int64 // bytes read
	depth int

	lines int // line ends before the window
	chars int // characters after the last of them
}

// jsonError is what is not JSON, and where.
type jsonError struct {
	line, col int // from 1
	what      string
}

func (e *jsonError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.line, e.col, e.what)
}

func newJSONText(r io.Reader, lim Limits) *jsonText {
	return &jsonText{r: r, lim: lim, buf: make([]byte, 0, 1<<16)}
}

// wrong says that what stands at the place reached is not JSON.
func (j *jsonText) wrong(format string, args ...any) error {
	line, chars := advance(j.buf[:j.pos], j.lines, j.chars)
	return &jsonError{line + 1, chars + 1, fmt.Sprintf(format, args...)}
}

// advance counts lines, and characters after the last line end, past b.
func advance(b []byte, lines, chars int) (int, int) {
	if n := bytes.Count(b, []byte("\n")); n > 0 {
		return lines + n, utf8.RuneCount(b[bytes.LastIndexByte(b, '\n')+1:])
	}
	return lines, chars + utf8.RuneCount(b)
}

// more moves the window on; false at the end. All of the window must have been read.
func (j *jsonText) more() (bool, error) {
	if j.ended {
		return false, nil
	}
	j.lines, j.chars = advance(j.buf[:j.pos], j.lines, j.chars)
	j.buf, j.pos = j.buf[:cap(j.buf)], 0
	n, err := fill(j.r, j.buf)
	j.buf = j.buf[:n]
	j.total += int64(n)
	j.ended = err != nil
	switch {
	case err != nil && err != io.EOF:
		return false, err
	case j.total > j.lim.FileSize:
		return false, &limitError{"FileSize", j.lim.FileSize, "the size of the file"}
	}
	return n > 0, nil
}

// next is the next byte that is no white space, without reading it; 0 at the end.
func (j *jsonText) next() (byte, error) {
	for {
		for j.pos < len(j.buf) {
			if c := j.buf[j.pos]; !isSpace(c) {
				return c, nil
			}
			j.pos++
		}
		more, err := j.more()
		if err != nil || !more {
			return 0, err
		}
	}
}

// atEnd tells whether nothing but white space is left.
func (j *jsonText) atEnd() (bool, error) {
	_, err := j.next()
	return j.pos == len(j.buf), err
}

// byte is the next byte, white space or not, and reads it.
func (j *jsonText) byte() (byte, error) {
	if j.pos == len(j.buf) {
		more, err := j.more()
		if err != nil {
			return 0, err
		}
		if !more {
			return 0, j.wrong("the file ends in the middle of a value")
		}
	}
	j.pos++
	return j.buf[j.pos-1], nil
}

// expect reads c, white space before it or not.
func (j *jsonText) expect(c byte) error {
	got, err := j.next()
	switch {
	case err != nil:
		return err
	case got == 0 && j.pos == len(j.buf):
		return j.wrong("the file ends where %q should stand", c)
	case got != c:
		return j.wrong("%s where %q should stand", j.here(), c)
	}
	j.pos++
	return nil
}

// here shows what stands at the place reached.
func (j *jsonText) here() string {
	r, _ := utf8.DecodeRune(j.buf[j.pos:])
	return fmt.Sprintf("%q", r)
}

// each calls item before each item of the object or list that opens next, and once more with the last
// argument false where it ends. An item must read its value, and in an object its name before.
func (j *jsonText) each(opens, closes byte, item func(n int) error) error {
	if err := j.expect(opens); err != nil {
		return err
	}
	if j.depth++; j.depth > j.lim.XMLDepth {
		return &limitError{"XMLDepth", int64(j.lim.XMLDepth), "the nesting of values"}
	}
	defer func() { j.depth-- }()
	c, err := j.next()
	if err != nil {
		return err
	}
	if c == closes {
		j.pos++
		return nil
	}
	for n := 0; ; n++ {
		if err := item(n); err != nil {
			return err
		}
		c, err := j.next()
		switch {
		case err != nil:
			return err
		case c == closes:
			j.pos++
			return nil
		case c != ',':
			return j.expectEither(',', closes)
		}
		j.pos++
	}
}

// expectEither says what should stand where something else does.
func (j *jsonText) expectEither(a, b byte) error {
	if j.pos == len(j.buf) {
		return j.wrong("the file ends where %q or %q should stand", a, b)
	}
	return j.wrong("%s where %q or %q should stand", j.here(), a, b)
}

// list calls item for each value of a list; it must read the value.
func (j *jsonText) list(item func(n int) error) error { return j.each('[', ']', item) }

// object calls member for each member of an object, with its name; it must read the value.
func (j *jsonText) object(name []byte, member func(name []byte) error) error {
	return j.each('{', '}', func(int) error {
		var err error
		if name, err = j.str(name[:0]); err != nil {
			return err
		}
		if err := j.expect(':'); err != nil {
			return err
		}
		return member(name)
	})
}

// many tells whether more than one value stands in the file. It looks at brackets and strings only:
// what is wrong is found by whoever reads the values.
func (j *jsonText) many() (bool, error) {
	if c, err := j.next(); err != nil || c != '{' && c != '[' {
		return false, err
	}
	depth, quoted, escaped := 0, false, false
	for {
		for i, c := range j.buf[j.pos:] {
			switch {
			case escaped:
				escaped = false
			case quoted:
				escaped = c == '\\'
				quoted = c != '"'
			case c == '"':
				quoted = true
			case c == '{' || c == '[':
				depth++
			case c == '}' || c == ']':
				if depth--; depth > 0 {
					continue
				}
				j.pos += i + 1
				c, err := j.next()
				return c == '{' || c == '[', err
			}
		}
		j.pos = len(j.buf)
		if more, err := j.more(); err != nil || !more {
			return false, err
		}
	}
}
