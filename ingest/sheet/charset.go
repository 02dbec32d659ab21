package sheet

import (
	"bytes"
	"encoding/binary"
	"io"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// Text comes in UTF-8, in UTF-16 or UTF-32, or in a legacy charset of one byte per character. What is
// wide is told from its beginning. UTF-8 and legacy text are told apart byte by byte: a sequence that
// is valid UTF-8 is that, any other byte above 0x7F is a legacy character. So a file that is ASCII for
// ten megabytes and Windows-1252 after them, or that was pasted together from both, is read right all
// through, and where a chunk of it ends makes no difference.

// wideText is a charset of two or four bytes per unit.
type wideText struct {
	name string
	bom  []byte
	enc  func() encoding.Encoding
}

func wideTexts() []wideText {
	return []wideText{
		{"utf-32le", []byte{0xFF, 0xFE, 0, 0}, func() encoding.Encoding { return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM) }},
		{"utf-32be", []byte{0, 0, 0xFE, 0xFF}, func() encoding.Encoding { return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM) }},
		{"utf-16le", []byte{0xFF, 0xFE}, func() encoding.Encoding { return xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM) }},
		{"utf-16be", []byte{0xFE, 0xFF}, func() encoding.Encoding { return xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM) }},
	}
}

var utf8BOM = []byte("\xEF\xBB\xBF")

// wideOf tells whether text that begins with head is wide, nil if it is not. Without a mark, UTF-16 is
// known by its zero bytes: nearly every other byte of Western text is one.
func wideOf(head []byte) *wideText {
	all := wideTexts()
	for i := range all {
		if bytes.HasPrefix(head, all[i].bom) {
			return &all[i]
		}
	}
	switch even, odd := zeroes(head[:min(len(head), 4096)]); {
	case odd >= 40 && even <= 5:
		return &all[2]
	case even >= 40 && odd <= 5:
		return &all[3]
	}
	return nil
}

// zeroes gives the percentage of zero bytes at even and at odd places. Less than two pairs say nothing.
func zeroes(b []byte) (even, odd int) {
	pairs := len(b) / 2
	if pairs < 2 {
		return 0, 0
	}
	for i := range pairs {
		if b[2*i] == 0 {
			even++
		}
		if b[2*i+1] == 0 {
			odd++
		}
	}
	return even * 100 / pairs, odd * 100 / pairs
}

// reader gives the text as UTF-8. A half pair becomes U+FFFD.
func (w *wideText) reader(r io.Reader) io.Reader {
	return transform.NewReader(r, w.enc().NewDecoder())
}

// legacy is a charset of one byte per character: what its bytes from 0x80 mean.
type legacy struct {
	name string
	high [128]rune
}

func newLegacy(name string, m *charmap.Charmap) *legacy {
	l := &legacy{name: name}
	for i := range l.high {
		if l.high[i] = m.DecodeByte(byte(0x80 + i)); l.high[i] == utf8.RuneError {
			l.high[i] = rune(0x80 + i)
		}
	}
	return l
}

// windows1252 has no character at five bytes; they are read as the control characters of that number,
// as browsers do, so that nothing is lost.
var windows1252 = sync.OnceValue(func() *legacy { return newLegacy("windows-1252", charmap.Windows1252) })

var macintosh = sync.OnceValue(func() *legacy { return newLegacy("macintosh", charmap.Macintosh) })

// appendUTF8 appends text to dst, legacy bytes made UTF-8.
func (l *legacy) appendUTF8(dst, text []byte) []byte {
	for len(text) > 0 {
		n := validPrefix(text)
		dst = append(dst, text[:n]...)
		if n == len(text) {
			break
		}
		dst = utf8.AppendRune(dst, l.high[text[n]-0x80])
		text = text[n+1:]
	}
	return dst
}

// validPrefix is the length of the beginning of b that is valid UTF-8.
func validPrefix(b []byte) int {
	i := asciiPrefix(b)
	for i < len(b) {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return i
}

// asciiPrefix is the length of the beginning of b that surely is ASCII, found eight bytes at a time.
func asciiPrefix(b []byte) int {
	i := 0
	for ; i+32 <= len(b); i += 32 {
		w := binary.LittleEndian.Uint64(b[i:]) | binary.LittleEndian.Uint64(b[i+8:]) |
			binary.LittleEndian.Uint64(b[i+16:]) | binary.LittleEndian.Uint64(b[i+24:])
		if w&high8 != 0 {
			break
		}
	}
	return i
}

// charsetCount is what a text's bytes say about its charset.
type charsetCount struct {
	multi   int64 // characters of several bytes in valid UTF-8
	single  int64 // bytes that are no UTF-8
	win1252 int64 // how well these read as Windows-1252: the sum over bytes of plausible
	mac     int64 // … as MacRoman
}

// add counts a piece of text that ends at a line end or the text's end.
func (c *charsetCount) add(text []byte) {
	for i := asciiPrefix(text); i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if r != utf8.RuneError || n > 1 {
			c.multi++
			i += n
			continue
		}
		before, after := byte('\n'), byte('\n')
		if i > 0 {
			before = text[i-1]
		}
		if i+1 < len(text) {
			after = text[i+1]
		}
		c.single++
		c.win1252 += plausible(before, windows1252().high[text[i]-0x80], after)
		c.mac += plausible(before, macintosh().high[text[i]-0x80], after)
		i++
	}
}

// legacy is the legacy charset that explains the single bytes best. MacRoman must be clearly the
// better: Windows-1252 is what nearly everyone has.
func (c *charsetCount) legacy() *legacy {
	if c.win1252 < 0 && c.mac > 0 && c.mac >= c.win1252+4 {
		return macintosh()
	}
	return windows1252()
}

// name is the charset in words for Book.Charset.
func (c *charsetCount) name() string {
	switch {
	case c.single == 0:
		return "utf-8"
	case c.multi == 0:
		return c.legacy().name
	}
	return "utf-8 with " + c.legacy().name + " bytes"
}

// plausible judges a character by the bytes around it: above 0 where people write it so, below 0 where
// they never would. It is coarse, and only the sum over a file counts.
func plausible(before byte, r rune, after byte) int64 {
	lower := func(b byte) bool { return b >= 'a' && b <= 'z' }
	letter := func(b byte) bool { return lower(b | 0x20) }
	digit := func(b byte) bool { return b >= '0' && b <= '9' }
	inWord := letter(before) || letter(after)
	switch {
	case r >= 0x80 && r < 0xA0: // a control character
		return -4
	case r == '£' || r == '€':
		if digit(after) || !letter(before) {
			return 1
		}
	case r == '’' || r == '‘' || r == '“' || r == '”':
		if inWord {
			return 2
		}
	case unicode.IsUpper(r) && lower(before):
		return -2
	case unicode.IsLetter(r) && inWord:
		return 1
	}
	return 0
}
