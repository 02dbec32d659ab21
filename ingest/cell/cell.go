// Package cell says what the text of one cell means: an amount of money, a date, a period.
//
//	Money   "£1,200" "(978)" "978-" "1.2m" "12.50 CR" "–"      → pence, or a reason
//	Date    "01/02/2011" "1-Feb-11" "2011-02-01T00:00" "40575"  → a civil date, or a reason
//	Span    "Q2 2023-24" "FYE 2019" "April 2012" "2013-14"      → first and last day
//
// What one text leaves open (is 01/02 in January or in February? is 4.578 four pounds or four
// thousand?) its column decides: Ballot and Convention say what each text allows, and the caller
// counts the votes. Nothing is guessed: a text that is not understood gives a Reason.
//
// All functions are pure and do not allocate on success. What they accept they accept again from
// their own output: Money(p.String(), Pounds, Point) is p, Date(d.String(), any order) is d.
package cell

// Reason says why a text was not read. The zero value, Read, says that it was.
type Reason uint8

// The reasons.
const (
	Read       Reason = iota // it was read
	None                     // blank, or a dash: nothing is stated
	Withheld                 // "n/a", "..", "*", "nil", "tbc": stated to be not there
	ErrorValue               // "#REF!", "#N/A", "####": a spreadsheet's error
	Words                    // text without a number that could be meant
	Malformed                // digits whose grouping, sign or decimals do not fit together
	Foreign                  // an amount in another currency
	Percent                  // a percentage
	DateLike                 // a date where money should be
	TooLarge                 // beyond ledger.MaxPence
	Impossible               // a date that no calendar has, or outside 1900 to 2100
	Partial                  // a month or a year where a day should be
)

var reasonWords = [...]string{
	Read:       "read",
	None:       "blank",
	Withheld:   "stated as not available",
	ErrorValue: "a spreadsheet's error value",
	Words:      "text without a number",
	Malformed:  "digits, signs and separators that do not fit together",
	Foreign:    "an amount in another currency",
	Percent:    "a percentage",
	DateLike:   "a date where money should be",
	TooLarge:   "too large to be an amount of pounds",
	Impossible: "a day that is in no calendar from 1900 to 2100",
	Partial:    "a month or a year, not a day",
}

// String is the reason in words.
func (r Reason) String() string {
	if int(r) < len(reasonWords) {
		return reasonWords[r]
	}
	return "not read"
}

// space is the length of the white space that s begins with: 0 if none. It knows the blanks that
// spreadsheets and web pages leave behind: no-break, thin, figure and ideographic spaces, byte-order marks.
func space(s string) int {
	switch c := s[0]; {
	case c == ' ' || c >= '\t' && c <= '\r':
		return 1
	case c < 0x80:
		return 0
	case len(s) >= 2 && s[0] == 0xC2 && (s[1] == 0xA0 || s[1] == 0x85 || s[1] == 0xAD):
		return 2
	case len(s) >= 3 && s[0] == 0xE2 && s[1] == 0x80 && (s[2] >= 0x80 && s[2] <= 0x8F || s[2] == 0xA8 || s[2] == 0xA9 || s[2] == 0xAF):
		return 3
	case len(s) >= 3 && (s[:3] == "\u205F" || s[:3] == "\u2060" || s[:3] == "\u3000" || s[:3] == "\uFEFF"):
		return 3
	}
	return 0
}

// Trim is s without the white space around it, of the kinds that space knows.
func Trim(s string) string {
	for s != "" {
		n := space(s)
		if n == 0 {
			break
		}
		s = s[n:]
	}
	for s != "" {
		i := len(s) - 1
		if c := s[i]; c == ' ' || c >= '\t' && c <= '\r' {
			s = s[:i]
			continue
		} else if c < 0x80 {
			return s
		}
		for n := 2; ; n++ {
			if n > 3 || n > len(s) {
				return s
			}
			if space(s[len(s)-n:]) == n {
				s = s[:len(s)-n]
				break
			}
		}
	}
	return s
}

// withheld are the marks by which publishers say that a figure is not given.
func withheld(s string) bool {
	if len(s) > 14 {
		return false
	}
	var b [14]byte
	for i := 0; i < len(s); i++ {
		b[i] = lower(s[i])
	}
	switch string(b[:len(s)]) {
	case "n/a", "na", "n.a.", "n.a", "nil", "none", "null", "nan", ".", "..", "...", "…", ":", "*", "**", "#", "?", "x", "z", "c", "[x]", "[z]", "[c]", "tbc", "tba",
		"not applicable", "not available", "not known", "unknown", "redacted", "withheld", "suppressed", "confidential":
		return true
	}
	return false
}

// errorValue says whether s is what a spreadsheet shows in place of a value.
func errorValue(s string) bool {
	switch s {
	case "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#REF", "#NAME", "#VALUE", "#DIV/0", "#NUM":
		return true
	}
	if len(s) < 2 {
		return false
	}
	for i := 0; i < len(s); i++ { // a column too narrow for its number
		if s[i] != '#' {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func letter(c byte) bool { c = lower(c); return c >= 'a' && c <= 'z' }

// word is the run of ASCII letters that s begins with.
func word(s string) string {
	i := 0
	for i < len(s) && letter(s[i]) {
		i++
	}
	return s[:i]
}

// same says whether s is the lower-case word w in any case.
func same(s, w string) bool {
	if len(s) != len(w) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if lower(s[i]) != w[i] {
			return false
		}
	}
	return true
}
