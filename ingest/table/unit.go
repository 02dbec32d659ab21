package table

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"flows/ingest/cell"
)

// signs is a pound sign, or what a wrong charset made of it.
const signs = `(?:£|Â£|\x{FFFD}|œ|ú|gbp\s)`

// units are the ways in which headings and titles say what their figures count. "Spend over
// £25,000" is none of them: its noughts follow digits.
var units = sync.OnceValue(func() []unitPattern {
	compile := func(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }
	return []unitPattern{
		{compile(signs + `\s*(?:in\s+)?(?:bn|billions?)\b`), cell.Billions, false},
		{compile(signs + `\s*(?:in\s+)?(?:m|mn|mill|millions?)\b`), cell.Millions, false},
		{compile(signs + `\s*(?:in\s+)?['’‘,]?\s?(?:000|k\b|thousands?\b)`), cell.Thousands, false},
		{compile(`\b(?:in|figures are|values are)\s+(?:` + signs + `\s*)?millions?\b|\bmillions? of pounds\b|\bpounds? millions?\b`), cell.Millions, false},
		{compile(`\b(?:in|figures are|values are)\s+(?:` + signs + `\s*)?thousands?\b|\bthousands? of pounds\b|\bpounds? thousands?\b|\b000s?\s*gbp`), cell.Thousands, false},
		{compile(`(?:^|[^0-9,.])['’‘]?000['’]?s?\b`), cell.Thousands, true},
		{compile(`\(\s*pence\s*\)|\bin pence\b|(?:^|[\s_])pence\s*$|(?-i:[a-z]Pence$)`), cell.Penny, true},
		{compile(`\(\s*(?:m|mn)\s*\)|\bmillions?\s*$`), cell.Millions, true},
		{compile(`\(\s*k\s*\)|\bthousands?\s*$`), cell.Thousands, true},
	}
})

// poundsAndPence is how a heading says that its amounts have both.
var poundsAndPence = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:pounds?|` + signs + `)\s*(?:and|&|\+|[./,])\s*pence`)
})

type unitPattern struct {
	re          *regexp.Regexp
	pence       int64
	headingOnly bool
}

// unitOf is the unit that a heading or a title line states; 0 if it states none.
func unitOf(s string, heading bool) int64 {
	if len(s) > 2000 || s == "" || !mayState(s) {
		return 0
	}
	for _, u := range units() {
		if (heading || !u.headingOnly) && u.re.MatchString(s) && (u.pence != cell.Penny || !poundsAndPence().MatchString(s)) {
			return u.pence
		}
	}
	return 0
}

// unitAt is the unit that the heading of a column states; 0 if it states none. Letters by which the columns
// of a return are named, "Total expenditure (k)" beside "Private (x)", are no units.
func (h *headline) unitAt(c int) int64 {
	s := h.texts[c]
	if letterIn(s) != 0 && h.lettered() {
		s = cell.Trim(s)[:strings.LastIndexByte(cell.Trim(s), '(')]
	}
	return unitOf(s, true)
}

// statedAt is the unit that the heading of a column states, else the one of a title.
func (h *headline) statedAt(c int, title int64) statedUnit {
	if u := h.unitAt(c); u != 0 {
		return statedUnit{pence: u, by: "the heading counts in " + unitName(u)}
	}
	if title != 0 {
		return statedUnit{pence: title, by: "a title counts in " + unitName(title)}
	}
	return statedUnit{}
}

// lettered says whether two headings at least end in a letter in brackets that stands for no unit.
func (h *headline) lettered() bool {
	n := 0
	for _, s := range h.texts {
		if l := letterIn(s); l != 0 && l != 'k' && l != 'm' {
			n++
		}
	}
	return n >= 2
}

// letterIn is the letter in brackets in which a heading ends, small; 0 if it does not.
func letterIn(s string) byte {
	s = cell.Trim(s)
	if n := len(s); n > 3 && s[n-1] == ')' && letter(s[n-2]) && s[n-3] == '(' {
		return s[n-2] | 0x20
	}
	return 0
}

// mayState is a quick look whether a text can state a unit at all.
func mayState(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case 0xC2, 0xEF, 0xC5, 0xC3: // the first bytes of a pound sign, and of what becomes of it
			return true
		case '0':
			if strings.HasPrefix(s[i:], "000") {
				return true
			}
		case '(', 'l', 'L', 'o', 'O', 'g', 'G', 'p', 'P':
			if begins(s[i:], "pence") || begins(s[i:], "llion") || begins(s[i:], "ousand") || begins(s[i:], "gbp") || s[i] == '(' && i+2 < len(s) {
				return true
			}
		}
	}
	return false
}

// StatedUnit is the unit in which a text outside any table says that figures are, in pence; 0 if it
// says nothing of the kind.
func StatedUnit(text string) int64 { return unitOf(text, false) }

// unitName is a unit in words.
func unitName(pence int64) string {
	switch pence {
	case cell.Penny:
		return "pence"
	case cell.Thousands:
		return "£ thousand"
	case cell.Millions:
		return "£ million"
	case cell.Billions:
		return "£ billion"
	}
	return "pounds"
}

// unitMark says whether a cell holds a unit and nothing else: "£", "£000", "(£m)", "%".
func unitMark(s string) bool {
	if len(s) > 24 || strings.ContainsAny(s, "123456789") {
		return false
	}
	t := cell.Trim(s)
	if t == "" || len(t) > 14 {
		return false
	}
	switch t {
	case "£", "(£)", "%", "(%)", "\uFFFD", "£s", "£ s", "GBP", "£p":
		return true
	}
	if !strings.ContainsAny(t, "£\uFFFDœú") && !strings.Contains(t, "000") && !strings.Contains(strings.ToLower(t), "llion") && !strings.Contains(strings.ToLower(t), "thousand") {
		return false
	}
	return unitOf(t, true) != 0
}

// UnitWords say in what the amounts that are loaded count, and who says so; "" where nobody does.
func (l *Layout) UnitWords() string {
	var parts []string
	for _, s := range l.Series {
		if s.Status != Load || s.UnitWhy == "" {
			continue
		}
		if p := unitName(s.Unit) + " (" + s.UnitWhy + ")"; !slices.Contains(parts, p) {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "; ")
}
