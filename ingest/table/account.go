package table

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// An account is a statement of one body: a service per row, and columns from gross to net of which a
// line over the body says how they follow from each other:
//
//	Service · · Gross · Income · NET CURRENT EXPENDITURE
//	col A · col B · col C · col D · col E = C - D
//	C: · OLDER PEOPLE
//	C1 · Home care · 40 · 10 · 30
//	C2 · TOTAL OLDER PEOPLE (LINE C1) · 40 · 10 · 30
//
// Net current expenditure is loaded, the other columns stand beside it. It is read only where the rows
// bear the line of formulas out and something says in what unit they count. Its total lines are known
// by their words; rows without a code break the line above down; what follows the total of the whole is
// no part of it.

// Section is a heading inside an account: it holds for the rows below it.
type Section struct {
	Record int32
	Text   string
}

// accountTarget is the folded heading of the column of an account that is loaded.
const accountTarget = "net current expenditure"

// account is the heading of an account.
type account struct {
	top, line   int            // the first line of the heading, and that of the formulas
	letters     map[string]int // of columns, as the formulas name them
	formulas    map[int]string // by column: "H - L"
	first       int            // the first column of figures
	code, label int            // the columns of codes and of services
}

// columnLetter is a cell of the line of formulas: "col M = H - L".
var columnLetter = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\s*col\.?\s+([A-Z]{1,2})\s*(?:=\s*(.+?))?\s*$`)
})

// findAccount looks for the line of formulas: three columns named by letters at least, two of them with
// a formula.
func findAccount(rows []sheet.Row) (a account, ok bool) {
	for i := range rows[:min(len(rows), 60)] {
		a = account{line: i, letters: map[string]int{}, formulas: map[int]string{}}
		for c := range rows[i].Cells {
			m := columnLetter().FindStringSubmatch(rows[i].Cells[c].Text)
			if m == nil {
				continue
			}
			a.letters[strings.ToUpper(m[1])] = c
			if m[2] != "" {
				a.formulas[c] = m[2]
			}
		}
		if len(a.letters) >= 4 && len(a.formulas) >= 2 && a.labels(rows[i+1:]) {
			a.top = i
			for a.top > 0 && a.words(&rows[a.top-1]) {
				a.top--
			}
			return a, true
		}
	}
	return account{}, false
}

// labels finds the columns of codes and services: the two before the first column of figures.
func (a *account) labels(body []sheet.Row) bool {
	n := 0
	for _, c := range a.letters {
		n = max(n, c+1)
	}
	for a.first = range n {
		if p := profileOf(body, a.first); p.filled >= 3 && p.numeric() && !p.textual() {
			break
		}
	}
	a.code, a.label = a.first-2, a.first-1
	return a.first >= 2 && a.first < n-1
}

// words says whether a row holds words over the columns of figures.
func (a *account) words(r *sheet.Row) bool {
	for c := a.first; c < len(r.Cells); c++ {
		if !Missing(r.Cells[c].Text) {
			return true
		}
	}
	return false
}

// Missing says whether a cell of an account holds nothing, or the mark under which statistics programs write nothing.
func Missing(s string) bool { return blank(s) || s == "NA" }

// layout reads an account, or says why it cannot be read.
func (a *account) layout(rows []sheet.Row, hints Hints) *Layout {
	l := &Layout{First: rows[a.top].Record, Last: rows[a.line].Record, Statement: true, Account: true}
	l.Titles = titles(rows[:a.top])
	a.columns(l, rows)
	l.context(make([]profile, len(l.Columns)), 0, hints)
	l.wideKind(&wide{}, hints)
	l.Payer, l.PayerWhy = a.body(rows, hints)
	u := l.wideUnit(&wide{}, hints)
	at := a.target(l)
	a.series(l, at, u)
	l.sections(a, rows[a.line+1:])
	l.Typical = 2
	if at < 0 {
		l.None = "it is the account of one body, and none of its columns is net current expenditure"
	} else {
		l.None = a.refuted(rows[a.line+1:])
	}
	if l.None == "" && u.pence == 0 {
		l.None, l.Unstated = "it is the account of one body, and nothing says in what unit its figures count", true
	}
	if l.None != "" {
		l.Doubt, l.Would, l.Series = true, l.Series, nil
		l.Reasons = []string{fmt.Sprintf("heading in records %d to %d, under which columns are named by letters and formulas", l.First, l.Last), l.None}
		return l
	}
	l.Columns[at].Field, l.Columns[at].Why = Amount, l.Amount().Why
	l.Reasons = []string{
		fmt.Sprintf("heading in records %d to %d, under which columns are named by letters and formulas, which hold in the rows", l.First, l.Last),
		fmt.Sprintf("the account of %q: %s", l.Payer, l.PayerWhy), fmt.Sprintf("amount %q: %s", l.Columns[at].Heading, l.Amount().Why),
	}
	return l
}

// series lists the columns of figures, of which the one at is loaded.
func (a *account) series(l *Layout, at int, u statedUnit) {
	for c := a.first; c < len(l.Columns); c++ {
		s := Series{Col: c, Name: l.Columns[c].Heading, Unit: u.pence, UnitWhy: u.by, Status: Skipped, Why: "it stands beside net current expenditure"}
		if f := a.formulas[c]; f != "" {
			s.Why += ", and is " + f
		}
		if c == at {
			s.Status, s.Why = Load, "net current expenditure, "+a.formulas[c]+u.why()
		}
		l.Series = append(l.Series, s)
	}
}

// columns names the columns by the words above the line of formulas.
func (a *account) columns(l *Layout, rows []sheet.Row) {
	n := 0
	for _, c := range a.letters {
		n = max(n, c+1)
	}
	l.Columns = make([]Column, n)
	for c := range l.Columns {
		var parts []string
		for i := a.top; i < a.line; i++ {
			if c < len(rows[i].Cells) && !Missing(rows[i].Cells[c].Text) {
				parts = append(parts, strings.Join(strings.Fields(rows[i].Cells[c].Text), " "))
			}
		}
		l.Columns[c].Heading = strings.Join(parts, lineMark)
	}
	l.Columns[a.code].Field, l.Columns[a.code].Why = Reference, "it holds the codes of the lines"
	l.Columns[a.label].Field, l.Columns[a.label].Why = Purpose, "it names the services"
}

// target is the column of net current expenditure with its formula, -1 if there is none or more.
func (a *account) target(l *Layout) int {
	at := -1
	for c := range l.Columns {
		if a.formulas[c] != "" && strings.HasPrefix(Fold(l.Columns[c].Heading), accountTarget) {
			if at >= 0 {
				return -1
			}
			at = c
		}
	}
	return at
}

// body is whose account it is: the name over the services, else the sheet's, else the file's.
func (a *account) body(rows []sheet.Row, hints Hints) (name, why string) {
	if r := &rows[a.top]; a.label < len(r.Cells) && !Missing(r.Cells[a.label].Text) {
		return cell.Trim(r.Cells[a.label].Text), "the heading names it"
	}
	if hints.Sheet != "" {
		return cell.Trim(hints.Sheet), "the sheet bears its name"
	}
	return bodyName(baseName(hints.Path)), "the file's name is taken for it"
}

// sections are the lines that have a label and no figure.
func (l *Layout) sections(a *account, body []sheet.Row) {
	for i := range body {
		r := &body[i]
		if a.label >= len(r.Cells) || Missing(r.Cells[a.label].Text) || Missing(r.Cells[a.code].Text) || a.figures(r) {
			continue
		}
		l.Sections = append(l.Sections, Section{r.Record, cell.Trim(r.Cells[a.label].Text)})
	}
}

// figures says whether a row holds a figure.
func (a *account) figures(r *sheet.Row) bool {
	for c := a.first; c < len(r.Cells); c++ {
		if _, ok := amountAt(r, c, cell.Point); ok {
			return true
		}
	}
	return false
}

// Section is the section in which a record stands, "" above the first.
func (l *Layout) Section(record int32) (text string) {
	for _, s := range l.Sections {
		if s.Record > record {
			break
		}
		text = s.Text
	}
	return text
}

// refuted says which formula the rows do not bear out, "" if they bear out all: each must hold in nine
// of ten rows, but for rounding of each figure, and they in six cases together.
func (a *account) refuted(body []sheet.Row) string {
	held := 0
	for c := a.first; c < a.last(); c++ {
		f := a.formulas[c]
		if f == "" {
			continue
		}
		parts, ok := a.parse(f)
		good, bad := holds(body, c, parts)
		if !ok || good < 9*bad {
			return fmt.Sprintf("it is the account of one body, and its rows do not bear out what its heading says: %q", "= "+f)
		}
		held += good
	}
	if held < 6 {
		return "it is the account of one body, and has too few figures to bear out the formulas of its heading"
	}
	return ""
}

// holds counts the rows in which a column is the sum of the parts, and those in which it is not; rows
// that give none of the parts do not count.
func holds(body []sheet.Row, c int, parts []term) (good, bad int) {
	for i := range body {
		want, has := amountAt(&body[i], c, cell.Point)
		if !has || want == 0 {
			continue
		}
		var sum ledger.Pence
		given := 0
		for _, p := range parts {
			if v, has := amountAt(&body[i], p.col, cell.Point); has {
				sum += v * ledger.Pence(p.sign)
				given++
			}
		}
		if d, slack := sum-want, ledger.Pence(50*(len(parts)+1)); given == 0 {
			continue
		} else if d <= slack && -d <= slack {
			good++
		} else {
			bad++
		}
	}
	return good, bad
}

func (a *account) last() (n int) {
	for _, c := range a.letters {
		n = max(n, c+1)
	}
	return n
}

// term is one column of a formula.
type term struct{ col, sign int }

// parse reads "H - L", "K - M - N" or "(I to K)"; false where it is anything else.
func (a *account) parse(formula string) (out []term, ok bool) {
	sign := 1
	ws := strings.Fields(strings.NewReplacer("(", " ", ")", " ", "+", " + ", "-", " - ", "–", " - ").Replace(formula))
	for i, w := range ws {
		c, letter := a.letters[strings.ToUpper(w)]
		switch {
		case w == "+":
			sign = 1
		case w == "-":
			sign = -1
		case letter && i > 0 && strings.EqualFold(ws[i-1], "to"):
			for k := out[len(out)-1].col + 1; k <= c; k++ {
				out = append(out, term{k, sign})
			}
		case letter:
			out = append(out, term{c, sign})
		case !strings.EqualFold(w, "to") || len(out) == 0:
			return nil, false
		}
	}
	return out, len(out) > 0
}
