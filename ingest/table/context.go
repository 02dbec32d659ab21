package table

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"flows/ingest/cell"
)

// context fills in what the columns do not say from the titles and, last, from the file's name:
// the payer and the period.
func (l *Layout) context(ps []profile, rows int, hints Hints) {
	if l.Find(Payer) < 0 && l.Find(PayerGroup) < 0 {
		l.Payer, l.PayerWhy = l.payer(hints)
		if l.Payer != "" {
			l.Reasons = append(l.Reasons, "no column names the payer; "+l.PayerWhy)
		}
	} else if i := l.Find(Payer); i >= 0 && ps[i].filled >= 2 && !ps[i].varied && ps[i].filled < rows {
		l.Payer, l.PayerWhy = ps[i].first, "all rows that name one name this"
		l.Reasons = append(l.Reasons, fmt.Sprintf("rows that name no payer are taken for those of %q: %s", l.Payer, l.PayerWhy))
	}
	for _, t := range l.Titles {
		if p, s, ok := periodIn(apart(t)); ok {
			l.Period, l.Span = s, p
			return
		}
	}
	name := baseName(hints.Path)
	for _, t := range [...]string{hints.Sheet, name} {
		if p, s, ok := periodIn(t); ok {
			l.Period, l.Span = s, p
			return
		}
	}
}

// apart keeps figures of two cells from being read as one period: columns that are numbered "8 · 9 · 11".
func apart(title string) string {
	parts := strings.Split(title, " · ")
	for i := 1; i < len(parts); i++ {
		if allDigits(parts[i-1]) && allDigits(parts[i]) {
			parts[i-1] += " ;"
		}
	}
	return strings.Join(parts, " · ")
}

// bodies are words by which a text names a public body.
var bodies = map[string]bool{
	"council": true, "department": true, "ministry": true, "agency": true, "authority": true, "office": true, "commission": true, "trust": true, "borough": true,
	"county": true, "police": true, "service": true, "board": true, "executive": true, "college": true, "university": true, "company": true, "assembly": true, "rail": true,
	"corporation": true, "nhs": true, "institute": true, "museum": true, "gallery": true, "library": true, "society": true,
}

// strong are those of them that a file's name must hold to be taken for the name of a body.
var strong = map[string]bool{
	"council": true, "department": true, "ministry": true, "agency": true, "authority": true, "commission": true, "borough": true, "police": true, "university": true, "nhs": true,
}

// payer is the body that a title names, else the one that the file's path does.
func (l *Layout) payer(hints Hints) (name, why string) {
	for _, t := range l.Titles {
		for _, part := range strings.FieldsFunc(t, func(r rune) bool { return r == '·' || r == '–' || r == ':' || r == '|' }) {
			part = cell.Trim(strings.SplitN(part, " - ", 2)[0])
			if n := bodyIn(part); n != "" {
				return n, "a title does"
			}
		}
	}
	dirs := strings.Split(path.Dir(strings.ReplaceAll(hints.Path, "%20", " ")), "/")
	base := baseName(hints.Path)
	if n := bodyName(base); namesBody(n, strong) {
		return n, "the file's name does"
	}
	for i := len(dirs) - 1; i >= 0; i-- {
		if n := hints.publisher(bodyName(dirs[i])); n != "" {
			return n, "the folder's name is taken for it"
		}
	}
	if n := hints.publisher(bodyName(base)); n != "" {
		return n, "the file's name is taken for it"
	}
	return "", ""
}

// publisher is the body of a folder's or file's name; "" where it is nobody's.
func (h *Hints) publisher(name string) string {
	if name == "" || h.Publisher == nil {
		return name
	}
	body, ok := h.Publisher(name)
	if !ok {
		return ""
	}
	return body
}

// bodyIn is the name of a body that a short title holds: a run of words with capitals, a word of bodies
// among them, while all else in the title is what a list is called. "Payments over £500 by Larkshire County
// Council April 2012" names it; "Card holders for the Larkshire Police" tells of something else.
func bodyIn(title string) string {
	if len(title) >= 80 {
		return ""
	}
	ws := strings.Fields(title)
	plain := strings.ToLower(title) == title // no capitals anywhere: they say nothing
	for from := 0; from < len(ws); from++ {
		to := from
		for to < len(ws) && (plain || proper(ws[to]) || joins[Fold(ws[to])]) && (to == from || !strings.ContainsAny(ws[to-1], ",;()")) {
			to++
		}
		a, b := from, to
		for a < b && called(ws[a]) {
			a++
		}
		for a < b && called(ws[b-1]) {
			b--
		}
		name := strings.Trim(strings.Join(ws[a:b], " "), ",;.()")
		if len(name) < 60 && namesBody(name, bodies) && !slices.ContainsFunc(slices.Concat(ws[:a], ws[b:]), notCalled) {
			return name
		}
		from = max(from, to-1)
	}
	return ""
}

// proper says whether a word is written as part of a name: with a capital or a figure in front.
func proper(w string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(\"'‘“"))
	return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '&'
}

// joins are the words between those of a name.
var joins = map[string]bool{"of": true, "and": true, "the": true, "for": true, "in": true, "on": true, "upon": true, "with": true}

// called says whether a word belongs to what a list is called, not to who published it.
func called(w string) bool {
	f := strings.Trim(Fold(w), "0123456789 ")
	if f == "" || joins[f] || cell.Month(f) > 0 {
		return true
	}
	switch f {
	case "by", "k", "m", "q", "qtr", "gbp", "pounds", "th", "st", "nd", "rd", "greater", "more", "than", "above", "exceeding", "excess", "value", "incurred", "published", "publishable", "paid",
		"individual", "items", "item", "lines", "between", "during", "ended", "ending", "end", "financial", "fy", "csv", "open", "source", "file", "name", "title", "publisher", "organisation",
		"spend", "spending", "payments", "payment", "expenditure", "transparency", "data", "report", "reports", "supplier", "suppliers", "invoices",
		"transactions", "list", "lists", "over", "monthly", "quarterly", "annual", "register", "publication", "return", "returns", "schedule", "details",
		"summary", "statement", "operations", "grants", "grant", "contracts", "to", "from", "made", "period", "month", "year", "quarter", "all", "vat":
		return true
	}
	return false
}

func notCalled(w string) bool { return !called(w) }

// baseName is the last part of a path, without its extension.
func baseName(p string) string { return strings.TrimSuffix(path.Base(p), path.Ext(p)) }

// namesBody says whether two words or more hold one of those given.
func namesBody(s string, among map[string]bool) bool {
	ws := strings.Fields(Fold(s))
	if len(ws) < 2 {
		return false
	}
	for _, w := range ws {
		if among[w] {
			return true
		}
	}
	return false
}

// chaff are words of paths that name no body.
var chaff = map[string]bool{
	"data": true, "spend": true, "spending": true, "over": true, "csv": true, "xls": true, "xlsx": true, "raw": true, "clean": true, "processed": true, "fetched": true,
	"archive": true, "public": true, "publishable": true, "published": true, "transparency": true, "report": true, "reports": true, "payments": true, "payment": true,
	"expenditure": true, "files": true, "file": true, "download": true, "downloads": true, "all": true, "final": true, "k": true, "the": true, "for": true, "of": true,
	"and": true, "to": true, "gbp": true, "transactions": true, "grants": true, "grant": true, "list": true, "lists": true, "sample": true, "dev": true, "zip": true,
	"test": true, "tests": true, "resources": true, "suppliers": true, "supplier": true, "invoices": true, "card": true, "cards": true, "code": true, "dataset": true,
	"json": true, "open": true, "src": true, "tmp": true, "home": true, "work": true, "sheet": true, "copy": true, "v": true, "assets": true, "fixtures": true, "import": true, "rev": true, "revised": true, "version": true, "paid": true, "output": true,
}

// bodyName is what remains of a file's or folder's name without numbers, months and chaff.
func bodyName(s string) string {
	var keep []string
	s = strings.NewReplacer("-", " ", "_", " ", "+", " ", "%20", " ", ".", " ").Replace(s)
	for _, w := range strings.Fields(s) {
		f := Fold(w)
		letters := strings.Trim(f, "0123456789 ")
		if letters == "" || chaff[letters] || cell.Month(letters) > 0 {
			continue
		}
		keep = append(keep, w)
	}
	return strings.Join(keep, " ")
}

// periodIn finds a period among the words of a title or a name: the longest run of words that is
// one, with dashes as parts of words ("2011-09") or, if there is none, between them ("july-2013").
func periodIn(s string) (cell.Span, string, bool) {
	if p, t, ok := periodAmong(s, " _+,():·%"); ok {
		return p, t, true
	}
	return periodAmong(s, " _+,():·%-")
}

func periodAmong(s, between string) (cell.Span, string, bool) {
	ws := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(between, r) })
	if len(ws) > 40 {
		return cell.Span{}, "", false
	}
	for n := min(6, len(ws)); n > 0; n-- {
		for i := 0; i+n <= len(ws); i++ {
			if p, t, ok := period(ws[i : i+n]); ok {
				return p, t, true
			}
		}
	}
	return cell.Span{}, "", false
}

// period reads words as a period, without those in front that add nothing: "Month".
func period(ws []string) (cell.Span, string, bool) {
	t := strings.Join(ws, " ")
	p, r := cell.ParseSpan(t)
	if r != cell.Read || p.Last-p.First >= 400 || len(ws) == 1 && allDigits(t) {
		return cell.Span{}, "", false
	}
	for k := 1; k < len(ws); k++ {
		short := strings.Join(ws[k:], " ")
		if q, r := cell.ParseSpan(short); r == cell.Read && q == p {
			t = short
		}
	}
	return p, t, true
}
