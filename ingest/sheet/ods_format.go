package sheet

import "strings"

// Number formats of an ods are elements; they are turned into the codes that the other formats use,
// so that one program shows all of them:
//
//	<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>   #,##0.00

// odsData is a number format: its code without sections, and where others apply in its place.
type odsData struct {
	code string
	maps []odsMap
}

// odsMap names the format for numbers that meet a condition, such as "value()>=0".
type odsMap struct{ condition, style string }

// dataCode is the code of a number format with its sections: positive, negative, zero.
func (s *odsStyles) dataCode(name string) string {
	d, ok := s.data[name]
	if !ok {
		return "General"
	}
	var sections []string
	for i, m := range d.maps {
		section := s.data[m.style].code
		condition := strings.TrimPrefix(strings.ReplaceAll(m.condition, " ", ""), "value()")
		usual := i == 0 && (condition == ">0" || condition == ">=0") || i == 1 && condition == "<0" || i == 2 && condition == "=0"
		if !usual {
			section = "[" + condition + "]" + section
		}
		sections = append(sections, section)
	}
	return strings.Join(append(sections, d.code), ";")
}

// dataStyle reads one number format.
func (s *odsStyles) dataStyle(x *xmlReader, kind string) error {
	name := attrString(x.attrs, "name")
	elapsed := string(attrLocal(x.attrs, "truncate-on-overflow")) == "false"
	usual := string(attrLocal(x.attrs, "automatic-order")) == "true" // the short date of the country
	depth := x.depth()
	var code strings.Builder
	var d odsData
	for {
		child, ok, err := x.child(depth)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		switch string(child) {
		case "map":
			d.maps = append(d.maps, odsMap{attrString(x.attrs, "condition"), attrString(x.attrs, "apply-style-name")})
		case "text", "currency-symbol":
			text, err := x.textOf(nil)
			if err != nil {
				return err
			}
			if string(child) == "currency-symbol" {
				code.WriteString(quoted(string(text)))
				continue
			}
			code.WriteString(literal(string(text), kind == "percentage-style"))
		default:
			part := odsPart(string(child), x.attrs)
			if elapsed && part != "" && strings.Contains("hms", part[:1]) {
				part, elapsed = "["+part+"]", false
			}
			if usual && (part == "d" || part == "m") {
				part += part
			}
			code.WriteString(part)
		}
	}
	if d.code = code.String(); d.code == "" {
		d.code = "General"
	}
	s.data[name] = d
	return nil
}

// literal writes text so that it is not taken for code.
func literal(text string, percent bool) string {
	if percent && strings.Contains(text, "%") {
		before, after, _ := strings.Cut(text, "%")
		return literal(before, false) + "%" + literal(after, false)
	}
	if strings.Trim(text, " -/:()+") == "" {
		return text
	}
	return quoted(text)
}

func quoted(text string) string {
	return `"` + strings.ReplaceAll(text, `"`, `"\""`) + `"`
}

// odsPart is the code of one element of a number format.
func odsPart(name string, attrs []byte) string {
	long := string(attrLocal(attrs, "style")) == "long"
	pick := func(short, full string) string {
		if long {
			return full
		}
		return short
	}
	switch name {
	case "number":
		return odsNumberCode(attrs)
	case "scientific-number":
		return odsDigits(attrs) + "E+" + strings.Repeat("0", max(1, odsCount(attrs, "min-exponent-digits", 2)))
	case "fraction":
		return "# " + strings.Repeat("?", odsCount(attrs, "min-numerator-digits", 1)) + "/" + strings.Repeat("?", odsCount(attrs, "min-denominator-digits", 1))
	case "day":
		return pick("d", "dd")
	case "month":
		if string(attrLocal(attrs, "textual")) == "true" {
			return pick("mmm", "mmmm")
		}
		return pick("m", "mm")
	case "year":
		return pick("yy", "yyyy")
	case "day-of-week":
		return pick("ddd", "dddd")
	case "hours":
		return pick("h", "hh")
	case "minutes":
		return pick("m", "mm")
	case "seconds":
		if n := odsCount(attrs, "decimal-places", 0); n > 0 {
			return pick("s", "ss") + "." + strings.Repeat("0", n)
		}
		return pick("s", "ss")
	case "am-pm":
		return "AM/PM"
	case "text-content":
		return "@"
	}
	return ""
}

// odsNumberCode is the code of a plain number. One that says nothing of decimal places shows as many
// as there are.
func odsNumberCode(attrs []byte) string {
	if attrLocal(attrs, "decimal-places") == nil && string(attrLocal(attrs, "grouping")) != "true" {
		if odsCount(attrs, "min-integer-digits", 1) <= 1 {
			return "General"
		}
	}
	code := odsDigits(attrs)
	switch string(attrLocal(attrs, "display-factor")) {
	case "1000":
		code += ","
	case "1000000":
		code += ",,"
	}
	return code
}

// odsDigits is the places of a number before and after the point.
func odsDigits(attrs []byte) string {
	whole := strings.Repeat("0", odsCount(attrs, "min-integer-digits", 0))
	if string(attrLocal(attrs, "grouping")) == "true" {
		for len(whole) < 4 {
			whole = "#" + whole
		}
		whole = whole[:len(whole)-3] + "," + whole[len(whole)-3:]
	} else if whole == "" {
		whole = "#"
	}
	places := odsCount(attrs, "decimal-places", 0)
	if places == 0 {
		return whole
	}
	sure := min(odsCount(attrs, "min-decimal-places", places), places)
	return whole + "." + strings.Repeat("0", sure) + strings.Repeat("#", places-sure)
}

// odsCount reads a small number from an attribute.
func odsCount(attrs []byte, name string, otherwise int) int {
	n, ok := digits(attrLocal(attrs, name))
	if !ok {
		return otherwise
	}
	return min(n, 30)
}
