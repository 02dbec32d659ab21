package sheet

import (
	"strings"
	"unicode/utf8"
)

// A number format code is up to four sections, for positive and negative numbers, zero and text:
//
//	#,##0.00 ;[Red](#,##0.00);"nil";@
//
// A section is a run of these pieces. Colours, and the space that a * would fill, are left out.
type pieceKind uint8

const (
	pieceText    pieceKind = iota // text as it is: quoted, escaped, a currency sign, a blank for _x
	pieceDigit                    // 0, # or ?
	piecePoint                    // .
	pieceComma                    // ,
	piecePercent                  // %
	pieceExp                      // E+ or E-
	pieceSlash                    // /, of a fraction or between the parts of a date
	pieceDate                     // a run of y, m, d, h, s, e, g or b
	pieceElapsed                  // [h], [mm], [s] …
	pieceAmPm                     // AM/PM or A/P
	pieceAt                       // @, the text of the cell
	pieceGeneral                  // the word General
)

// piece is one element of a section.
type piece struct {
	kind pieceKind
	text string // what it is written as; of dates in lower case, without brackets
}

// section is one of the parts of a code between semicolons.
type section struct {
	pieces []piece
	op     string // of a condition like [>=100]: "<", "<=", "=", ">", ">=", "<>"; "" without one
	bound  string // the number of the condition
}

// parseFormat splits a code into its sections; there is always one.
func parseFormat(code string) []section {
	sections := []section{{}}
	for code != "" {
		if code[0] == ';' {
			sections = append(sections, section{})
			code = code[1:]
			continue
		}
		code = sections[len(sections)-1].take(code)
	}
	return sections
}

// take moves one piece from the beginning of code to the section.
func (s *section) take(code string) string {
	c := code[0]
	switch {
	case c == '"':
		text, rest, _ := strings.Cut(code[1:], `"`)
		return s.add(pieceText, text, rest)
	case c == '\\' || c == '!':
		n := runeLen(code[1:])
		return s.add(pieceText, code[1:1+n], code[1+n:])
	case c == '_':
		return s.add(pieceText, " ", code[1+runeLen(code[1:]):])
	case c == '*':
		return code[1+runeLen(code[1:]):]
	case c == '[':
		inside, rest, ok := strings.Cut(code[1:], "]")
		if !ok {
			return s.add(pieceText, code, "")
		}
		s.bracket(inside)
		return rest
	case foldPrefix(code, "general"):
		return s.add(pieceGeneral, "General", code[len("general"):])
	case foldPrefix(code, "am/pm"), foldPrefix(code, "a/p"):
		n := len("a/p")
		if foldPrefix(code, "am/pm") {
			n = len("am/pm")
		}
		return s.add(pieceAmPm, code[:n], code[n:])
	case (c == 'E' || c == 'e') && len(code) > 1 && (code[1] == '+' || code[1] == '-'):
		return s.add(pieceExp, code[:2], code[2:])
	case strings.IndexByte("yYmMdDhHsSeEgGbB", c) >= 0:
		n := 1
		for n < len(code) && code[n]|0x20 == c|0x20 {
			n++
		}
		return s.add(pieceDate, strings.ToLower(code[:n]), code[n:])
	}
	n := runeLen(code)
	return s.add(symbolKind(c), code[:n], code[n:])
}

// symbolKind is the kind of a piece that is one character.
func symbolKind(c byte) pieceKind {
	switch c {
	case '0', '#', '?':
		return pieceDigit
	case '.':
		return piecePoint
	case ',':
		return pieceComma
	case '%':
		return piecePercent
	case '/':
		return pieceSlash
	case '@':
		return pieceAt
	}
	return pieceText
}

func (s *section) add(kind pieceKind, text, rest string) string {
	s.pieces = append(s.pieces, piece{kind, text})
	return rest
}

// bracket takes what stands in square brackets: a currency with its locale, elapsed time, a condition
// or a colour.
func (s *section) bracket(inside string) {
	lower := strings.ToLower(inside)
	switch {
	case strings.HasPrefix(inside, "$"):
		sign := inside[1:]
		if i := strings.LastIndexByte(sign, '-'); i >= 0 {
			sign = sign[:i]
		}
		if sign != "" {
			s.add(pieceText, sign, "")
		}
	case lower != "" && strings.Trim(lower, lower[:1]) == "" && strings.Contains("hms", lower[:1]):
		s.add(pieceElapsed, lower, "")
	case inside != "" && strings.IndexByte("<>=", inside[0]) >= 0:
		n := 1
		if len(inside) > 1 && strings.IndexByte("=>", inside[1]) >= 0 {
			n = 2
		}
		s.op, s.bound = inside[:n], strings.TrimSpace(inside[n:])
	}
}

// isDate reports whether the section shows a number as a date, a time or a duration. A section with
// places for digits, other than fractions of a second, shows a number whatever else it holds.
func (s *section) isDate() bool {
	date := false
	for i, p := range s.pieces {
		switch p.kind {
		case pieceDate, pieceElapsed:
			date = true
		case pieceDigit:
			if p.text != "0" || !s.inFraction(i) {
				return false
			}
		case pieceExp, piecePercent, pieceGeneral:
			return false
		}
	}
	return date
}

// inFraction reports whether the digit at i belongs to the fraction of seconds: ss.00
func (s *section) inFraction(i int) bool {
	for i > 0 && s.pieces[i].kind == pieceDigit {
		i--
	}
	return i > 0 && s.pieces[i].kind == piecePoint && strings.HasPrefix(s.pieces[i-1].text, "s") &&
		(s.pieces[i-1].kind == pieceDate || s.pieces[i-1].kind == pieceElapsed)
}

// isDateFormat reports whether a format code makes dates or times of numbers: its first section decides.
func isDateFormat(code string) bool { return parseFormat(code)[0].isDate() }

func runeLen(s string) int {
	if s == "" {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

func foldPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// builtinFormat is the code of a format that workbooks give by number only. Numbers 27 to 36 and 50 to
// 58 are dates whose form depends on the country; they are shown as ISO dates.
func builtinFormat(id int) string {
	switch id {
	case 1:
		return "0"
	case 2:
		return "0.00"
	case 3:
		return "#,##0"
	case 4:
		return "#,##0.00"
	case 5:
		return `"£"#,##0;-"£"#,##0`
	case 6:
		return `"£"#,##0;[Red]-"£"#,##0`
	case 7:
		return `"£"#,##0.00;-"£"#,##0.00`
	case 8:
		return `"£"#,##0.00;[Red]-"£"#,##0.00`
	case 9:
		return "0%"
	case 10:
		return "0.00%"
	case 11:
		return "0.00E+00"
	case 12:
		return "# ?/?"
	case 13:
		return "# ??/??"
	case 37:
		return "#,##0;-#,##0"
	case 38:
		return "#,##0;[Red]-#,##0"
	case 39:
		return "#,##0.00;-#,##0.00"
	case 40:
		return "#,##0.00;[Red]-#,##0.00"
	case 41:
		return `_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-`
	case 42:
		return `_-"£"* #,##0_-;-"£"* #,##0_-;_-"£"* "-"_-;_-@_-`
	case 43:
		return `_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-`
	case 44:
		return `_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-`
	case 48:
		return "##0.0E+0"
	case 49:
		return "@"
	}
	return builtinDate(id)
}

// builtinDate is builtinFormat for dates and times, in the order of days usual in Britain.
func builtinDate(id int) string {
	switch {
	case id == 14:
		return "dd/mm/yyyy"
	case id == 15:
		return "dd-mmm-yy"
	case id == 16:
		return "dd-mmm"
	case id == 17:
		return "mmm-yy"
	case id == 18:
		return "h:mm AM/PM"
	case id == 19:
		return "h:mm:ss AM/PM"
	case id == 20:
		return "hh:mm"
	case id == 21:
		return "hh:mm:ss"
	case id == 22:
		return "dd/mm/yyyy hh:mm"
	case id >= 27 && id <= 36, id >= 50 && id <= 58:
		return "yyyy-mm-dd"
	case id == 45:
		return "mm:ss"
	case id == 46:
		return "[h]:mm:ss"
	case id == 47:
		return "mm:ss.0"
	}
	return "General"
}
