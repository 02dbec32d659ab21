package table

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed headings.csv
var headingsCSV string

// entry is one line of headings.csv.
type entry struct {
	heading string // folded
	field   Field
	rank    int    // the lower, the rather it is this field when several columns could be
	says    string // net | gross | award | ""
}

// dictionary is headings.csv, and its headings by length for misspellings.
type dictionary struct {
	by    map[string]entry
	byLen map[int][]entry
}

var headings = sync.OnceValue(func() *dictionary {
	d := &dictionary{by: map[string]entry{}, byLen: map[int][]entry{}}
	names := map[string]Field{}
	for f := Amount; f < Fields; f++ {
		names[f.String()] = f
	}
	for i, line := range strings.Split(strings.TrimSpace(headingsCSV), "\n") {
		p := strings.Split(line, ",")
		if i == 0 || len(p) != 4 {
			continue
		}
		rank, _ := strconv.Atoi(p[2])
		e := entry{Fold(p[0]), names[p[1]], rank, p[3]}
		d.by[e.heading] = e
		d.byLen[len(e.heading)] = append(d.byLen[len(e.heading)], e)
	}
	return d
})

// find looks a heading up: as it is, without brackets, without the numbers in it ("Expense Area 3"),
// made of words for an amount, and last by the words in it.
func (d *dictionary) find(heading string) (entry, string, bool) {
	f := Fold(heading)
	if e, ok := d.by[f]; ok {
		return e, "the heading is listed", true
	}
	c, why, made := composed(f)
	if made && c.says != "" { // what is said of VAT often stands in brackets
		return c, why, true
	}
	if short := Fold(withoutBrackets(heading)); short != f && short != "" {
		if e, ok := d.by[short]; ok {
			return e, "the heading without its brackets is listed", true
		}
		f = short
	}
	if bare := withoutNumbers(f); bare != f && bare != "" {
		if e, ok := d.by[bare]; ok {
			e.rank++
			return e, "the heading without its number is listed", true
		}
	}
	if made {
		return c, why, true
	}
	return spoken(f)
}

// spoken is what an unlisted heading of a few words speaks of. The first rule of which a word stands in
// the heading decides, unless one stands in it that the rule excludes.
func spoken(f string) (entry, string, bool) {
	ws := strings.Fields(f)
	if len(ws) < 2 || len(ws) > 6 {
		return entry{}, "", false
	}
	for _, r := range speech {
		if hasWord(ws, r.any) && !hasWord(ws, r.not) && (r.also == "" || hasWord(ws, r.also)) {
			return entry{f, r.field, spokenRank, ""}, "the heading is not listed and speaks of it", true
		}
	}
	return entry{}, "", false
}

// spokenRank is behind that of all listed headings.
const spokenRank = 7

// speech are the rules of spoken, their words divided by blanks.
var speech = []struct {
	field          Field
	any, also, not string
}{
	{PayeePostcode, "postcode", "supplier vendor payee creditor beneficiary recipient", ""},
	{PayeeRef, "supplier vendor payee creditor beneficiary recipient", "id no number num code ref reference", "invoice transaction vat payment document"},
	{PayeeKind, "supplier vendor payee creditor beneficiary recipient", "type category class status", ""},
	{Reference, "transaction voucher document payment", "no number num id ref reference", "vat"},
	{Date, "date", "payment paid pay transaction posting posted clearing cleared settlement invoice", "due received order start end"},
	{ExpenseType, "merchant", "category group", ""},
	{Payee, "supplier suppliers vendor payee creditor beneficiary recipient contractor merchant", "", "category group code vat postcode post address town country sme registration charity company contract date amount value payment total bank site description invoice count sum invoiced spend spent cost price net gross"},
	{ExpenseType, "expense expenditure", "type category", "total amount value"},
	{ExpenseArea, "expense service business budget cost", "area directorate centre center division holder", "total amount value code"},
	{Description, "description narrative", "", "code account date number amount"},
}

// hasWord says whether one of the words is among those of a list divided by blanks.
func hasWord(ws []string, list string) bool {
	for _, w := range ws {
		if containsWord(list, w) {
			return true
		}
	}
	return false
}

// containsWord says whether a list divided by blanks holds a word.
func containsWord(list, w string) bool {
	for list != "" {
		head, rest, _ := strings.Cut(list, " ")
		if head == w {
			return true
		}
		list = rest
	}
	return false
}

// withoutNumbers is a folded heading without the words that are numbers: "expense area 3",
// "recipient organisation 0 name".
func withoutNumbers(f string) string {
	if !strings.ContainsAny(f, "0123456789") {
		return f
	}
	var keep []string
	for _, w := range strings.Fields(f) {
		if word := strings.TrimLeft(w, "0123456789"); len(word) >= 4 {
			w = word // "5expense"
		}
		if !allDigits(w) {
			keep = append(keep, w)
		}
	}
	return strings.Join(keep, " ")
}

// near looks a heading up that is misspelt: of 6 to 11 letters one may be wrong, missing, extra or
// swapped with its neighbour, of 12 and more two. Two listed headings equally near of different
// fields are no match.
func (d *dictionary) near(heading string) (entry, string, bool) {
	f := Fold(withoutBrackets(heading))
	allowed := 1
	switch {
	case len(f) < 6 || len(f) > 40:
		return entry{}, "", false
	case len(f) >= 12:
		allowed = 2
	}
	best, bestAt, tie := entry{}, allowed+1, false
	for n := len(f) - allowed; n <= len(f)+allowed; n++ {
		for _, e := range d.byLen[n] {
			if e.field == Known || len(e.heading) < 5 {
				continue
			}
			switch at := distance(f, e.heading, bestAt); {
			case at < bestAt:
				best, bestAt, tie = e, at, false
			case at == bestAt && at <= allowed && e.field != best.field:
				tie = true
			}
		}
	}
	if bestAt > allowed || tie {
		return entry{}, "", false
	}
	return best, "the heading is spelt nearly like the listed " + strconv.Quote(best.heading), true
}

// distance is the number of letters to change, add, drop or swap with the neighbour to make a into
// b (optimal string alignment: Damerau 1964), or more than limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var store [3][48]int
	prev2, prev, cur := store[0][:], store[1][:], store[2][:]
	for j := 0; j <= len(b); j++ {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		low := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			v := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				v = min(v, prev2[j-2]+1)
			}
			cur[j] = v
			low = min(low, v)
		}
		if low > limit {
			return limit + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
