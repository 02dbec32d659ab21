package mapping

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// records calls row with the fields of each line of an embedded table after its heading. Fields are
// slices of the text, so that loading copies nothing; row must not keep the slice itself.
// The tables are ours: a line of the wrong width is a broken build, which the tests exclude.
func records(text string, width int, row func(f []string)) {
	fields := make([]string, 0, width)
	for first := true; text != ""; first = false {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		fields = splitRecord(fields[:0], line)
		if len(fields) != width {
			panic(fmt.Sprintf("reference table: %d fields, want %d: %q", len(fields), width, line))
		}
		if !first {
			row(fields)
		}
	}
}

// splitRecord appends the fields of one line of CSV without line breaks in its fields.
func splitRecord(to []string, line string) []string {
	for {
		if strings.HasPrefix(line, `"`) {
			field, rest := quoted(line[1:])
			to = append(to, field)
			if rest == "" {
				return to
			}
			line = rest[1:]
			continue
		}
		field, rest, more := strings.Cut(line, ",")
		to = append(to, field)
		if !more {
			return to
		}
		line = rest
	}
}

// quoted reads a field whose opening quote is already taken; rest begins with the comma, or is "".
func quoted(s string) (field, rest string) {
	for i := 0; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			i++
			continue
		}
		return strings.ReplaceAll(s[:i], `""`, `"`), s[i+1:]
	}
	return s, ""
}

// mustDate reads an ISO date of our own tables; "" is ledger.NoDate.
func mustDate(s string) ledger.Date {
	if s == "" {
		return ledger.NoDate
	}
	num := func(s string) int {
		n := 0
		for _, c := range []byte(s) {
			n = n*10 + int(c-'0')
		}
		return n
	}
	if len(s) == 10 {
		if d, ok := ledger.NewDate(num(s[:4]), num(s[5:7]), num(s[8:])); ok {
			return d
		}
	}
	panic(fmt.Sprintf("reference table: %q is not a date", s))
}

// mustShare reads a decimal fraction from 0 to 1 as billionths.
func mustShare(s string) int32 {
	whole, frac, _ := strings.Cut(s, ".")
	n, scale := int64(0), int64(ledger.Whole)
	for _, c := range []byte(whole) {
		n = n*10 + int64(c-'0')*scale
	}
	for _, c := range []byte(frac) {
		scale /= 10
		n += int64(c-'0') * scale
	}
	if s == "" || n < 0 || n > ledger.Whole {
		panic(fmt.Sprintf("reference table: %q is not a share", s))
	}
	return int32(n)
}
