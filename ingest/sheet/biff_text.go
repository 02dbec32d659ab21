package sheet

import (
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

// textArena keeps many short texts in few allocations. A text pins its chunk, 32 KB at most.
type textArena struct{ chunk []byte }

const arenaChunk = 1 << 15

// keep returns a copy of b that never changes.
func (a *textArena) keep(b []byte) string {
	switch {
	case len(b) == 0:
		return ""
	case len(b) > arenaChunk/8:
		return string(b)
	case cap(a.chunk)-len(a.chunk) < len(b):
		a.chunk = make([]byte, 0, arenaChunk)
	}
	at := len(a.chunk)
	a.chunk = append(a.chunk, b...)
	// The chunk is only ever appended to, so what stands there stays.
	return unsafe.String(&a.chunk[at], len(b))
}

// biffCursor reads values that may go on in CONTINUE records.
type biffCursor struct {
	s    *biffRecords
	b    []byte // what is left of the current record
	done bool   // something was asked for that is not there
	torn bool   // characters of a text were
	high rune   // first half of a surrogate pair, waiting for the other
}

func newBIFFCursor(s *biffRecords, skip int) *biffCursor {
	return &biffCursor{s: s, b: s.b[min(skip, len(s.b)):]}
}

// more makes at least one byte available; false at the end of the last CONTINUE record.
func (c *biffCursor) more() bool {
	for len(c.b) == 0 {
		if c.done || !c.s.peekContinue() {
			c.done = true
			return false
		}
		c.b = c.s.b
	}
	return true
}

func (c *biffCursor) u8() int {
	if !c.more() {
		return 0
	}
	v := c.b[0]
	c.b = c.b[1:]
	return int(v)
}

func (c *biffCursor) u16() int {
	if len(c.b) >= 2 {
		v := binary.LittleEndian.Uint16(c.b)
		c.b = c.b[2:]
		return int(v)
	}
	lo := c.u8()
	return lo | c.u8()<<8
}

func (c *biffCursor) u32() int {
	lo := c.u16()
	return lo | c.u16()<<16
}

func (c *biffCursor) skip(n int) {
	for n > 0 && c.more() {
		k := min(n, len(c.b))
		c.b = c.b[k:]
		n -= k
	}
}

// unicode appends a BIFF8 string of n characters, from its flags byte on, as UTF-8.
func (c *biffCursor) unicode(out []byte, n int) []byte {
	flags := c.u8()
	runs, extra := 0, 0
	if flags&8 != 0 { // formatting within the text
		runs = c.u16()
	}
	if flags&4 != 0 { // phonetic reading of Asian text
		extra = c.u32()
	}
	out = c.chars(out, n, flags&1 != 0)
	c.skip(4 * runs)
	c.skip(extra)
	return out
}

// chars appends n characters. Where they go on in a CONTINUE record, a byte there says anew whether
// they are one or two bytes wide.
func (c *biffCursor) chars(out []byte, n int, wide bool) []byte {
	for n > 0 {
		if len(c.b) == 0 {
			if !c.more() {
				c.torn = true
				break
			}
			wide = c.b[0]&1 != 0
			c.b = c.b[1:]
		}
		if !wide {
			k := min(n, len(c.b))
			out = appendLatin1(out, c.b[:k])
			c.b, n = c.b[k:], n-k
			continue
		}
		k := min(n, len(c.b)/2)
		out = c.appendUTF16(out, c.b[:2*k])
		c.b, n = c.b[2*k:], n-k
		if n > 0 {
			c.b = nil // half a character cannot be split over records
		}
	}
	if c.high != 0 {
		out = utf8.AppendRune(out, utf8.RuneError)
		c.high = 0
	}
	return out
}

// appendLatin1 appends characters that are stored by the lower half of their number.
func appendLatin1(out, b []byte) []byte {
	for i, x := range b {
		if x >= 0x80 {
			out = append(out, b[:i]...)
			for _, x := range b[i:] {
				out = utf8.AppendRune(out, rune(x))
			}
			return out
		}
	}
	return append(out, b...)
}

// appendUTF16 appends UTF-16 as UTF-8. Pairs may be split between calls.
func (c *biffCursor) appendUTF16(out, b []byte) []byte {
	for ; len(b) >= 2; b = b[2:] {
		r := rune(binary.LittleEndian.Uint16(b))
		switch {
		case r < 0x80 && c.high == 0:
			out = append(out, byte(r))
			continue
		case c.high != 0:
			pair := utf16.DecodeRune(c.high, r)
			c.high = 0
			out = utf8.AppendRune(out, pair)
			if pair != utf8.RuneError {
				continue
			}
		}
		if r >= 0xD800 && r < 0xDC00 {
			c.high = r
			continue
		}
		out = utf8.AppendRune(out, r) // a lone second half becomes U+FFFD
	}
	return out
}
