package sheet

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"
)

// arenaSize is the size of the pieces in which an arena takes memory.
const arenaSize = 64 << 10

// arena holds texts one after another in large pieces, which are never written again. Small texts
// share a piece; one kept text keeps its piece.
type arena struct {
	piece strings.Builder
	size  int // of the pieces; arenaSize unless set
}

// put copies b and gives it as a string.
func (a *arena) put(b []byte) string {
	if len(b) > a.piece.Cap()-a.piece.Len() {
		if a.size == 0 {
			a.size = arenaSize
		}
		if len(b) > a.size/4 {
			return string(b)
		}
		a.piece = strings.Builder{}
		a.piece.Grow(a.size)
	}
	start := a.piece.Len()
	a.piece.Write(b)
	return a.piece.String()[start:]
}

// readStrings reads the table of shared strings, in the order of their numbers.
func readStrings(ctx context.Context, p *zipParts, name string, slow bool) ([]string, error) {
	x, err := p.open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer x.close()
	r := stringsReader{x: x, slow: slow, arena: arena{size: 1 << 20}}
	if size := p.files[partName(name)].UncompressedSize64; size < 1<<20 {
		r.arena.size = int(size) + 1
	}
	return r.read()
}

// expect makes room for as many strings as the table says it has, within reason.
func (r *stringsReader) expect() {
	const most = 1 << 20
	if n, ok := digits(attrOf(r.x.attrs, "uniqueCount")); ok {
		r.texts = make([]string, 0, min(n, most, r.arena.size))
	}
}

type stringsReader struct {
	x       *xmlReader
	arena   arena
	scratch []byte
	texts   []string
	slow    bool // without short cuts
}

func (r *stringsReader) read() ([]string, error) {
	root, ok, err := r.x.child(0)
	if err != nil || !ok || string(root) != "sst" {
		return nil, orMalformed(err, "no table of shared strings")
	}
	r.expect()
	for {
		r.plain()
		name, ok, err := r.x.child(1)
		if err != nil {
			return nil, err
		}
		if !ok {
			return r.texts, nil
		}
		if string(name) != "si" && string(name) != "sstItem" { // the second in files of 2006
			continue
		}
		text, err := r.x.richText(r.scratch[:0])
		if err != nil {
			return nil, err
		}
		r.scratch = text
		r.texts = append(r.texts, r.arena.put(unescape(text)))
	}
}

// orMalformed is err or, without one, that the part is not what it should be.
func orMalformed(err error, what string) error {
	if err == nil {
		err = malformed("%s", what)
	}
	return err
}

// plain takes strings of the usual form, <si><t>text</t></si> without anything to decode, as far as the
// window holds them; what it leaves is read in the general way, with the same result.
func (r *stringsReader) plain() {
	const head, space, tail = "<si><t>", `<si><t xml:space="preserve">`, "</t></si>"
	if r.slow || r.x.empty || r.x.depth() != 1 {
		return
	}
	for {
		rest := r.x.buf[r.x.pos:]
		start := len(head)
		if len(rest) < len(space) {
			return
		}
		if string(rest[:len(head)]) != head {
			if string(rest[:len(space)]) != space {
				return
			}
			start = len(space)
		}
		n := bytes.IndexByte(rest[start:], '<')
		end := start + n
		if n < 0 || n > r.x.maxToken || len(rest) < end+len(tail) || string(rest[end:end+len(tail)]) != tail {
			return
		}
		text := rest[start:end]
		if !isPlain(text) {
			return
		}
		r.texts = append(r.texts, r.arena.put(text))
		r.x.pos += end + len(tail)
	}
}

// isPlain reports whether text is UTF-8 without entities, escapes or control characters: decoding
// would change nothing.
func isPlain(text []byte) bool {
	var all byte
	for i, c := range text {
		all |= c
		if !plainByte[c] && (c != '_' || i+1 < len(text) && text[i+1] == 'x') {
			return false
		}
	}
	return all < utf8.RuneSelf || utf8.Valid(text)
}

// plainByte marks the bytes that stand for themselves wherever they are.
var plainByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= ' ' && c != 0x7f && c != '&' && c != '<' && c != '_'
	}
	t['\t'], t['\n'] = true, true
	return t
}()
