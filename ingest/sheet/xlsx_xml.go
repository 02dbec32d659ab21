package sheet

import (
	"bytes"
	"io"
)

// token is what xmlReader.next found.
type token uint8

const (
	tokEOF   token = iota
	tokStart       // name and attrs are set
	tokEnd         // name is set; an empty element gives tokStart, then tokEnd
	tokText        // text is set, as in the file: appendText decodes it. Long text comes in pieces.
	tokCData       // text is set and needs no decoding
)

// xmlReader reads the tags and texts of a part out of a window on it, without copying them: name,
// attrs and text hold until the next call. Comments and processing instructions are skipped, a
// document type declaration is refused, no entity is ever expanded from one. Tags must match.
type xmlReader struct {
	src  blockSource
	part io.Closer
	buf  []byte // the window; what is before pos has been read
	pos  int

	name  []byte // with its prefix
	attrs []byte // what stands in the tag after the name
	text  []byte

	open  []byte // names of the open elements, one after another
	marks []int  // where each begins
	empty bool   // the tag just given was <name/>

	maxDepth, maxToken int
}

// depth is the number of open elements.
func (x *xmlReader) depth() int { return len(x.marks) }

// close ends the reading.
func (x *xmlReader) close() {
	x.src.close()
	x.part.Close()
}

// next reads the next token. At the end of the part it gives tokEOF if all elements are closed.
func (x *xmlReader) next() (token, error) {
	if x.empty {
		x.empty = false
		return x.pop(), nil
	}
	for {
		if x.pos == len(x.buf) {
			switch more, err := x.more(); {
			case err != nil:
				return tokEOF, err
			case !more && len(x.marks) > 0:
				return tokEOF, damaged("the part ends inside <%s>", x.open[x.marks[len(x.marks)-1]:])
			case !more:
				return tokEOF, nil
			}
		}
		if x.buf[x.pos] != '<' {
			return tokText, x.readText()
		}
		if t, err := x.markup(); t != tokEOF || err != nil {
			return t, err
		}
	}
}

// more moves the window on, keeping what is from pos on; false at the end of the part.
func (x *xmlReader) more() (bool, error) {
	window, err := x.src.next(x.buf[x.pos:])
	x.buf, x.pos = window, 0
	if err == io.EOF {
		return false, nil
	}
	return err == nil, err
}

// find gives the index in the window of the first c at or after pos+off.
func (x *xmlReader) find(off int, c byte) (int, error) {
	for {
		if x.pos+off < len(x.buf) {
			if i := bytes.IndexByte(x.buf[x.pos+off:], c); i >= 0 {
				return x.pos + off + i, nil
			}
			off = len(x.buf) - x.pos
		}
		if err := x.extend(); err != nil {
			return 0, err
		}
	}
}

// extend makes the window longer, within a token that must be whole.
func (x *xmlReader) extend() error {
	if len(x.buf)-x.pos > x.maxToken+blockSize {
		return &limitError{"CellSize", int64(x.maxToken), "a tag or text"}
	}
	more, err := x.more()
	if err == nil && !more {
		err = damaged("the part ends inside a tag")
	}
	return err
}

// readText sets text to what comes before the next tag or, where that is far, to a piece of it that
// ends inside neither an entity nor a line end.
func (x *xmlReader) readText() error {
	for {
		rest := x.buf[x.pos:]
		end := bytes.IndexByte(rest, '<')
		if end < 0 && len(rest) > 4*longestEntity {
			end = len(rest) - 1
			if amp := bytes.LastIndexByte(rest[len(rest)-longestEntity:], '&'); amp >= 0 {
				end = len(rest) - longestEntity + amp
			}
			if rest[end-1] == '\r' {
				end--
			}
		}
		if end >= 0 {
			x.text, x.pos = rest[:end], x.pos+end
			return nil
		}
		more, err := x.more()
		if err != nil {
			return err
		}
		if !more {
			x.text, x.pos = x.buf[x.pos:], len(x.buf)
			return nil
		}
	}
}

// markup reads what begins with "<". tokEOF means that it was nothing to give.
func (x *xmlReader) markup() (token, error) {
	for len(x.buf)-x.pos < len("<![CDATA[") {
		if more, err := x.more(); err != nil {
			return tokEOF, err
		} else if !more {
			break
		}
	}
	rest := x.buf[x.pos:]
	switch {
	case len(rest) < 2:
		return tokEOF, damaged("the part ends inside a tag")
	case rest[1] == '/':
		return x.endTag()
	case rest[1] == '?':
		return tokEOF, x.skipPast("?>")
	case rest[1] != '!':
		return x.startTag()
	case bytes.HasPrefix(rest, []byte("<!--")):
		x.pos += len("<!--")
		return tokEOF, x.skipPast("-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		return x.cdata()
	}
	return tokEOF, malformed("a document type declaration or other <! markup, which workbooks do not have")
}

// skipPast moves beyond the next end, however far it is.
func (x *xmlReader) skipPast(end string) error {
	for {
		if i := bytes.Index(x.buf[x.pos:], []byte(end)); i >= 0 {
			x.pos += i + len(end)
			return nil
		}
		x.pos = max(x.pos, len(x.buf)-len(end)+1)
		more, err := x.more()
		if err != nil {
			return err
		}
		if !more {
			return damaged("the part ends before %q", end)
		}
	}
}

func (x *xmlReader) cdata() (token, error) {
	x.pos += len("<![CDATA[")
	for {
		if i := bytes.Index(x.buf[x.pos:], []byte("]]>")); i >= 0 {
			x.text = x.buf[x.pos : x.pos+i]
			x.pos += i + len("]]>")
			return tokCData, nil
		}
		if err := x.extend(); err != nil {
			return tokEOF, err
		}
	}
}

func (x *xmlReader) endTag() (token, error) {
	end, err := x.find(2, '>')
	if err != nil {
		return tokEOF, err
	}
	name := x.buf[x.pos+2 : end]
	for len(name) > 0 && isSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if len(x.marks) == 0 || !bytes.Equal(name, x.open[x.marks[len(x.marks)-1]:]) {
		return tokEOF, malformed("</%.40s> closes nothing that is open", name)
	}
	x.pos = end + 1
	return x.pop(), nil
}

// pop closes the innermost element.
func (x *xmlReader) pop() token {
	mark := x.marks[len(x.marks)-1]
	x.name = x.open[mark:]
	x.open, x.marks = x.open[:mark], x.marks[:len(x.marks)-1]
	return tokEnd
}

func (x *xmlReader) startTag() (token, error) {
	end, err := x.tagEnd()
	if err != nil {
		return tokEOF, err
	}
	tag := x.buf[x.pos+1 : end]
	x.pos = end + 1
	if n := len(tag) - 1; n >= 0 && tag[n] == '/' {
		x.empty, tag = true, tag[:n]
	}
	n := 0
	for n < len(tag) && !isSpace(tag[n]) {
		n++
	}
	if n == 0 {
		return tokEOF, malformed("a tag without a name")
	}
	x.name, x.attrs = tag[:n], tag[n:]
	if !wellFormed(x.attrs) {
		return tokEOF, malformed("the tag <%.60s> is not well-formed", tag)
	}
	if len(x.marks) >= x.maxDepth {
		return tokEOF, &limitError{"XMLDepth", int64(x.maxDepth), "the nesting of elements"}
	}
	x.marks = append(x.marks, len(x.open))
	x.open = append(x.open, x.name...)
	return tokStart, nil
}

// tagEnd is the index of the ">" that ends the tag at pos; one inside quotes does not.
func (x *xmlReader) tagEnd() (int, error) {
	var quote byte
	for i := 1; ; i++ {
		if x.pos+i >= len(x.buf) {
			if err := x.extend(); err != nil {
				return 0, err
			}
			i-- // the window may have moved
			continue
		}
		switch c := x.buf[x.pos+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return x.pos + i, nil
		case c == '<':
			return 0, malformed("a < inside a tag")
		}
	}
}

// local is a name without its prefix.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
