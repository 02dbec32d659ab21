package sheet

import (
	"strconv"
	"strings"
)

// longestCode is longer than any format code that programs accept.
const longestCode = 1024

// Display gives a cell as a person sees it in a spreadsheet program set to Britain: numbers and dates by
// the cell's number format, texts as they are. Blanks that only align figures are left out, and so is
// what depends on a column's width. What a format cannot show (a date before 1900) stays as the file
// stores it.
func Display(c Cell, s *Sheet) string {
	switch c.Kind {
	case Text:
		return displayText(c.Text, formatOf(c, s))
	case Number, Date:
		code := formatOf(c, s)
		if code == "" || code == "General" || len(code) > longestCode {
			return displayGeneral(c)
		}
		return displayNumber(c, code, s.Date1904)
	}
	return c.Text
}

// formatOf is the code of a cell's format.
func formatOf(c Cell, s *Sheet) string {
	if int(c.Format) < len(s.Formats) {
		return s.Formats[c.Format]
	}
	return ""
}

// displayText applies the section for texts, if a code has one that is more than the text itself.
func displayText(text, code string) string {
	if code == "@" || !strings.Contains(code, "@") && strings.Count(code, ";") < 3 {
		return text
	}
	sections := parseFormat(code)
	last := sections[len(sections)-1]
	if len(sections) < 4 && !last.has(pieceAt) {
		return text
	}
	var b strings.Builder
	for _, p := range last.pieces {
		switch p.kind {
		case pieceAt:
			b.WriteString(text)
		case pieceText:
			b.WriteString(p.text)
		}
	}
	return strings.TrimSpace(b.String())
}

// displayGeneral shows a number without a format, and a date that is text already.
func displayGeneral(c Cell) string {
	d, ok := parseDecimal(c.Text)
	if !ok {
		return c.Text
	}
	return d.general()
}

// displayNumber applies a format code to a number or date.
func displayNumber(c Cell, code string, date1904 bool) string {
	text := c.Text
	serial, isISO := isoSerial(text, date1904)
	if isISO {
		text = strconv.FormatFloat(serial, 'g', 15, 64)
	}
	d, ok := parseDecimal(text)
	if !ok {
		return c.Text
	}
	sections := parseFormat(code)
	sec, minus := chooseSection(sections, d)
	if sec == nil {
		return d.general()
	}
	var out string
	switch {
	case sec.isDate():
		shown, ok := displayDate(d.float(), sec, date1904)
		if !ok {
			return c.Text
		}
		return strings.TrimSpace(shown)
	case sec.has(pieceGeneral) || sec.has(pieceAt) && !sec.has(pieceDigit):
		out = sec.fill(d.abs().general())
	case sec.has(pieceExp):
		out = displayScientific(d.abs(), sec)
	case sec.isFraction():
		out = displayFraction(d.abs(), sec)
	default:
		out = displayDecimal(d.abs(), sec)
	}
	if minus {
		out = "-" + strings.TrimLeft(out, " ")
	}
	return strings.TrimSpace(out)
}

// chooseSection finds the section for a number, and whether a minus has to be written before it: the
// sections for negative numbers bring their own sign. nil means that none fits.
func chooseSection(sections []section, d decimal) (sec *section, minus bool) {
	sections = sections[:min(len(sections), 3)]
	for i := range sections {
		if sections[i].op != "" {
			return chooseByCondition(sections, d)
		}
	}
	switch {
	case len(sections) == 3 && d.isZero():
		return &sections[2], false
	case len(sections) >= 2 && d.neg && !d.isZero():
		return &sections[1], false
	}
	return &sections[0], d.neg && !d.isZero()
}

// chooseByCondition is chooseSection for codes like [<100]0.0;[>=1000]0,"k";0
func chooseByCondition(sections []section, d decimal) (sec *section, minus bool) {
	for i := range sections {
		s := &sections[i]
		negative := i == 1 && sections[0].op != "" && s.op == "" && len(sections) == 3
		if s.op == "" && !negative || s.holds(d.float()) || negative && d.neg {
			return s, d.neg && !negative && !(s.op == "<" && s.bound == "0")
		}
	}
	return nil, false
}

// holds reports whether the section's condition is true of v.
func (s *section) holds(v float64) bool {
	bound, err := strconv.ParseFloat(s.bound, 64)
	if err != nil {
		return false
	}
	switch s.op {
	case "<":
		return v < bound
	case "<=":
		return v <= bound
	case "=":
		return v == bound
	case ">":
		return v > bound
	case ">=":
		return v >= bound
	case "<>":
		return v != bound
	}
	return false
}

func (s *section) has(kind pieceKind) bool {
	for _, p := range s.pieces {
		if p.kind == kind {
			return true
		}
	}
	return false
}

// fill writes the section with value in the place of General or @.
func (s *section) fill(value string) string {
	var b strings.Builder
	for _, p := range s.pieces {
		switch p.kind {
		case pieceGeneral, pieceAt:
			b.WriteString(value)
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// isFraction reports whether the section shows halves and quarters: a slash with a place for a digit or
// a number on its right, a place for a digit on its left, and no point.
func (s *section) isFraction() bool {
	if s.has(piecePoint) {
		return false
	}
	for i, p := range s.pieces {
		if p.kind == pieceSlash && i > 0 && i+1 < len(s.pieces) {
			return s.pieces[i-1].kind == pieceDigit && (s.pieces[i+1].kind == pieceDigit || isDigits(s.pieces[i+1].text))
		}
	}
	return false
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
