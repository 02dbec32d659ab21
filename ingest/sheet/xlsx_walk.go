package sheet

// Walks over the elements of a part: each begins where next gave tokStart, and depth is then that of the
// element's content.

// child moves to the next child of the element at the given depth, past whatever is left of the last
// child, and says its local name; false when the element ends or ended.
func (x *xmlReader) child(depth int) (name []byte, ok bool, err error) {
	for {
		t, err := x.next()
		switch {
		case err != nil || t == tokEOF:
			return nil, false, err
		case t == tokStart && len(x.marks) == depth+1:
			return local(x.name), true, nil
		case t == tokEnd && len(x.marks) < depth:
			return nil, false, nil
		}
	}
}

// textOf appends the decoded text directly inside the element just opened and reads past its end.
func (x *xmlReader) textOf(dst []byte) ([]byte, error) {
	depth := x.depth()
	for {
		t, err := x.next()
		if err != nil {
			return dst, err
		}
		switch {
		case t == tokEnd && len(x.marks) < depth:
			return dst, nil
		case t == tokText && len(x.marks) == depth:
			dst = appendText(dst, x.text)
		case t == tokCData && len(x.marks) == depth:
			dst = appendLines(dst, x.text)
		}
		if len(dst) > x.maxToken {
			return dst, &limitError{"CellSize", int64(x.maxToken), "the text of a cell"}
		}
	}
}

// richText appends the text of the string item or inline string just opened, which may be in runs, and
// reads past its end. Phonetic runs are no part of the text.
func (x *xmlReader) richText(dst []byte) ([]byte, error) {
	depth := x.depth()
	for {
		t, err := x.next()
		if err != nil {
			return dst, err
		}
		if t == tokEnd && x.depth() < depth {
			return dst, nil
		}
		if t != tokStart {
			continue
		}
		switch string(local(x.name)) {
		case "r": // a run: its text comes next
		case "t":
			dst, err = x.textOf(dst)
		default:
			err = x.skip()
		}
		if err != nil {
			return dst, err
		}
	}
}

// skip reads past the end of the element just opened.
func (x *xmlReader) skip() error {
	depth := x.depth()
	for {
		t, err := x.next()
		if err != nil || t == tokEnd && x.depth() < depth {
			return err
		}
	}
}

// eachOf calls visit with the attributes of each child of that name of the element just opened.
func eachOf(x *xmlReader, child string, visit func(attrs []byte)) error {
	depth := x.depth()
	for {
		name, ok, err := x.child(depth)
		if err != nil || !ok {
			return err
		}
		if string(name) == child {
			visit(x.attrs)
		}
	}
}
