package sheet

import "bytes"

// content gathers the text that a cell shows: its paragraphs, one per line. Comments, pictures and
// whatever else hangs on a cell are passed over.
func (r *odsReader) content(depth int) error {
	lines := 0
	for {
		t, err := r.x.next()
		if err != nil {
			return err
		}
		switch {
		case t == tokEnd && r.x.depth() < depth:
			return nil
		case t != tokStart:
			continue
		}
		switch string(local(r.x.name)) {
		case "p", "h":
			if lines++; lines > 1 {
				r.text = append(r.text, '\n')
			}
			err = r.paragraph(r.x.depth())
		case "list", "list-item", "list-header":
		case "annotation":
			r.comments++
			err = r.pass()
		default:
			err = r.pass()
		}
		if err != nil {
			return err
		}
	}
}

// pass reads to the end of the element just opened.
func (r *odsReader) pass() error {
	depth := r.x.depth()
	for {
		t, err := r.x.next()
		if err != nil || t == tokEnd && r.x.depth() < depth {
			return err
		}
	}
}

// paragraph appends the text of a paragraph. As LibreOffice reads it, runs of white space count as one
// blank, and none at the beginning; blanks beyond that have elements of their own.
func (r *odsReader) paragraph(depth int) error {
	from := len(r.text)
	r.gap = false
	for {
		t, err := r.x.next()
		if err != nil {
			return err
		}
		switch t {
		case tokEnd:
			if r.x.depth() < depth {
				r.blank(from)
				return nil
			}
		case tokStart:
			err = r.inline(from)
		case tokCData:
			r.words(r.x.text, from)
		case tokText:
			raw := r.x.text
			if bytes.IndexByte(raw, '&') >= 0 {
				r.plain = appendText(r.plain[:0], raw)
				raw = r.plain
			}
			r.words(raw, from)
		}
		if len(r.text) > r.lim.CellSize {
			err = &limitError{"CellSize", int64(r.lim.CellSize), "the text of a cell"}
		}
		if err != nil {
			return err
		}
	}
}

// inline reads an element within a paragraph that began at from. The text of those it does not know
// is part of the paragraph.
func (r *odsReader) inline(from int) error {
	mark := func(c byte, n int) {
		r.blank(from)
		for range min(n, r.lim.CellSize) {
			r.text = append(r.text, c)
		}
	}
	name := local(r.x.name)
	switch string(name) {
	case "s":
		n, ok := digits(attrLocal(r.x.attrs, "c"))
		if !ok {
			n = 1
		}
		mark(' ', n)
	case "tab":
		mark('\t', 1)
	case "line-break":
		mark('\n', 1)
	case "annotation":
		r.comments++
		return r.pass()
	case "note", "ruby-text", "script", "frame", "custom-shape":
		return r.pass()
	}
	return nil
}

// blank adds the blank for which white space was seen.
func (r *odsReader) blank(from int) {
	if r.gap && len(r.text) > from {
		r.text = append(r.text, ' ')
	}
	r.gap = false
}

// words appends text with its white space made single blanks.
func (r *odsReader) words(raw []byte, from int) {
	for len(raw) > 0 {
		n := 0
		for n < len(raw) && raw[n] > ' ' {
			n++
		}
		if n > 0 {
			r.blank(from)
			r.text = append(r.text, raw[:n]...)
			raw = raw[n:]
			continue
		}
		r.gap = r.gap || isSpace(raw[0])
		raw = raw[1:]
	}
}
