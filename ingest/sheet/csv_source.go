package sheet

import (
	"bytes"
	"io"
	"sync"
)

// csvSource cuts the bytes of a text into chunks that end with a line end, without byte order mark and
// without the zero bytes and Ctrl-Z that old programs leave at the end.
type csvSource struct {
	r      io.Reader // in an ASCII-compatible charset
	path   string
	size   int // of a chunk
	bareCR bool
	lim    Limits
	rest   []byte // after the last chunk's end
	memory bool   // rest is all of the text, to be cut and not copied
	read   int64
	begun  bool
	ended  bool // rest is all there is
	tail   bool // something was cut off the end
}

// chunk is a piece of a text; the last one may lack its line end, or be empty.
type chunk struct {
	text []byte
	last bool
}

// chunkSize is the usual size of a chunk in bytes.
const chunkSize = 256 << 10

// rowSizes is how many times the size of the largest cell a line may be long.
const rowSizes = 4

// next gives the next chunk. After the last one it must not be called again.
func (c *csvSource) next() (chunk, error) {
	if c.ended {
		return c.end(c.rest), nil
	}
	if c.memory {
		return c.slice()
	}
	size := c.size
	if !c.begun {
		size = max(size, 4*len(utf8BOM))
	}
	buf := make([]byte, len(c.rest), max(size, 2*len(c.rest)))
	copy(buf, c.rest)
	for {
		n, err := fill(c.r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		c.read += int64(n)
		if !c.begun {
			c.begun = true
			buf = trimBOM(buf)
		}
		switch {
		case err == io.EOF:
			return c.end(buf), nil
		case err != nil:
			return chunk{}, err
		case c.read > c.lim.FileSize:
			return chunk{}, &limitError{"FileSize", c.lim.FileSize, "the size of the text"}
		}
		if cut := cutAfterLine(buf, c.bareCR); cut > 0 {
			c.rest = buf[cut:]
			return chunk{buf[:cut:cut], false}, nil
		}
		if len(buf) > rowSizes*c.lim.CellSize {
			return chunk{}, c.longLine(buf)
		}
		buf = append(make([]byte, 0, 2*cap(buf)), buf...)
	}
}

// slice gives the next chunk of a text in memory.
func (c *csvSource) slice() (chunk, error) {
	for n := c.size; n < len(c.rest); n *= 2 {
		if cut := cutAfterLine(c.rest[:n], c.bareCR); cut > 0 {
			text := c.rest[:cut:cut]
			c.rest = c.rest[cut:]
			return chunk{text, false}, nil
		}
		if n > rowSizes*c.lim.CellSize {
			return chunk{}, c.longLine(c.rest[:n])
		}
	}
	return c.end(c.rest), nil
}

// end is the last chunk, without what old programs leave at the end.
func (c *csvSource) end(text []byte) chunk {
	trimmed := bytes.TrimRight(text, "\x00\x1a")
	c.tail = len(trimmed) < len(text)
	return chunk{trimmed, true}
}

// longLine says what is wrong with a line of extraordinary length.
func (c *csvSource) longLine(line []byte) error {
	if zero := bytes.Count(line, []byte{0}); zero > len(line)/2 {
		return refused(c.path, codeDamaged, "text that goes over into zero bytes", "get the file again")
	}
	return &limitError{"CellSize", int64(c.lim.CellSize), "a line of more than four times that"}
}

// trimBOM cuts byte order marks off the beginning; files joined by hand can have more than one.
func trimBOM(b []byte) []byte {
	for range 4 {
		b = bytes.TrimPrefix(b, utf8BOM)
	}
	return b
}

// decoder makes chunks UTF-8. What single bytes mean is found out over the whole text, at the first of
// them that is met: most texts have none, and are never read for it.
type decoder struct {
	survey func() (*charsetCount, error)
	once   sync.Once
	count  *charsetCount
	err    error
}

// decode gives text as UTF-8: the same bytes if they are.
func (d *decoder) decode(text []byte) ([]byte, error) {
	if validPrefix(text) == len(text) {
		return text, nil
	}
	d.once.Do(func() { d.count, d.err = d.survey() })
	if d.err != nil {
		return nil, d.err
	}
	return d.count.legacy().appendUTF8(make([]byte, 0, len(text)+len(text)/8), text), nil
}

// surveyText counts a whole text.
func surveyText(src *csvSource) (*charsetCount, error) {
	count := new(charsetCount)
	for {
		c, err := src.next()
		if err != nil {
			return nil, err
		}
		count.add(c.text)
		if c.last {
			return count, nil
		}
	}
}
