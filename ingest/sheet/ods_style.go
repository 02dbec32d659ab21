package sheet

import "math"

// odsStyles is what the styles of an ods say: the number format of cells, and which sheets are hidden.
type odsStyles struct {
	cells  map[string]odsStyle // styles of cells, by name
	hidden map[string]bool     // styles of tables that are not displayed
	data   map[string]odsData  // number formats, by name

	codes []string          // Sheet.Formats
	seen  map[string]uint16 // formats of styles that have been asked for
	last  string            // the style asked for last,
	got   uint16            // and its format
}

// odsStyle is the style of a cell. A style without a number format has that of its parent.
type odsStyle struct{ data, parent string }

func (s *odsStyles) init() {
	s.cells, s.hidden, s.data = map[string]odsStyle{}, map[string]bool{}, map[string]odsData{}
	s.codes, s.seen = []string{"General"}, map[string]uint16{}
	s.last = "\x00" // no name of a style
}

// hidesTable tells whether a table of that style is not displayed.
func (s *odsStyles) hidesTable(style []byte) bool { return s.hidden[string(style)] }

// format is the index of a style's number format among the codes.
func (s *odsStyles) format(style []byte) uint16 {
	if string(style) == s.last {
		return s.got
	}
	at, ok := s.seen[string(style)]
	if !ok {
		at = s.index(s.code(string(style)))
		s.seen[string(style)] = at
	}
	s.last, s.got = string(style), at
	return at
}

// code is the number format of a style. Parents that go round in a circle are left after a few steps.
func (s *odsStyles) code(style string) string {
	const generations = 16
	for range generations {
		st, ok := s.cells[style]
		switch {
		case !ok:
			return "General"
		case st.data != "":
			return s.dataCode(st.data)
		}
		style = st.parent
	}
	return "General"
}

func (s *odsStyles) index(code string) uint16 {
	for i, c := range s.codes {
		if c == code {
			return uint16(i)
		}
	}
	if len(s.codes) > math.MaxUint16 {
		return 0
	}
	s.codes = append(s.codes, code)
	return uint16(len(s.codes) - 1)
}

// read reads a list of styles, whose element is open.
func (s *odsStyles) read(x *xmlReader) error {
	depth := x.depth()
	for {
		name, ok, err := x.child(depth)
		if err != nil || !ok {
			return err
		}
		switch string(name) {
		case "style":
			err = s.style(x)
		case "default-style":
			if string(attrLocal(x.attrs, "family")) == "table-cell" {
				s.cells[""] = odsStyle{data: attrString(x.attrs, "data-style-name")}
			}
		case "number-style", "currency-style", "percentage-style", "date-style", "time-style", "boolean-style", "text-style":
			err = s.dataStyle(x, string(name))
		}
		if err != nil {
			return err
		}
	}
}

func attrString(attrs []byte, name string) string {
	return string(appendText(nil, attrLocal(attrs, name)))
}

// style reads one style.
func (s *odsStyles) style(x *xmlReader) error {
	name := attrString(x.attrs, "name")
	switch string(attrLocal(x.attrs, "family")) {
	case "table-cell":
		s.cells[name] = odsStyle{attrString(x.attrs, "data-style-name"), attrString(x.attrs, "parent-style-name")}
	case "table":
		depth := x.depth()
		for {
			child, ok, err := x.child(depth)
			if err != nil || !ok {
				return err
			}
			if string(child) == "table-properties" && string(attrLocal(x.attrs, "display")) == "false" {
				s.hidden[name] = true
			}
		}
	}
	return nil
}
