package table

import (
	"fmt"
	"slices"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// Refusal says why a table that holds amounts is not read.
type Refusal uint8

// The refusals.
const (
	NotRefused Refusal = iota
	NearMiss           // its layout is almost that of a recipe
	Impossible         // the recipe of its layout cannot be followed
)

// overrule reads the table by the recipe of its layout. A layout that is almost a recipe's is refused,
// with the question whether it is: l then says how it would be read without the recipe.
func (rs *Recipes) overrule(l *Layout, rows []sheet.Row, list []span, hints Hints) *Layout {
	if rs.Empty() {
		return l
	}
	own, found := l.span(rows)
	if r, s, at := rs.fitting(list, own, found, rows); r != nil {
		return r.read(l, rows, s, at, hints)
	}
	if found {
		if r, at := rs.grown(own, rows); r != nil {
			return r.read(l, rows, own, at, hints)
		}
		l.ask(rs, own)
		return l
	}
	return rs.unfound(l, rows, list, hints)
}

// unfound reads by a recipe what is no table without one, or asks whether it is.
func (rs *Recipes) unfound(l *Layout, rows []sheet.Row, list []span, hints Hints) *Layout {
	if by := rs.headless(rows, hints); by != nil {
		return by
	}
	for i := range list {
		if r, at := rs.grown(&list[i], rows); r != nil {
			return r.read(l, rows, &list[i], at, hints)
		}
	}
	for i := range list {
		if s := &list[i]; l.ask(rs, s) {
			l.First, l.Last = s.records[0], s.records[1]
			for _, t := range s.texts {
				l.Columns = append(l.Columns, Column{Heading: t})
			}
			return l
		}
	}
	return l
}

// ask refuses the layout where its heading is almost that of a recipe.
func (l *Layout) ask(rs *Recipes, s *span) bool {
	r, question := rs.near(s)
	if r == nil {
		return false
	}
	l.Refusal, l.Recipe = NearMiss, r.Name
	l.None = fmt.Sprintf("the layout is almost that of %s: %s", r.Name, question)
	l.Reasons = append(l.Reasons, l.None)
	return true
}

// span is the heading that was found, among the rows.
func (l *Layout) span(rows []sheet.Row) (*span, bool) {
	first, last := -1, -1
	for i := range rows {
		if rows[i].Record == l.First {
			first = i
		}
		if rows[i].Record == l.Last {
			last = i
		}
	}
	if l.Last == 0 || last < 0 {
		return nil, false
	}
	if l.Account {
		return l.accountSpan(first, last), true
	}
	if l.Wide || first < 0 {
		first = last
	}
	s := spanOf(rows, first, last)
	return &s, true
}

// fitting finds the first heading that is a recipe's. The one that was found without recipes goes first
// where it fits, and where figures stand between it and the recipe's: they are a table of their own.
func (rs *Recipes) fitting(list []span, own *span, found bool, rows []sheet.Row) (*rule, *span, []int) {
	if found {
		if r, at := rs.exact(own); r != nil {
			return r, own, at
		}
	}
	for i := range list {
		s := &list[i]
		if found && s.first > own.last && anyFigure(rows[own.last+1:s.first]) {
			return nil, nil, nil
		}
		if r, at := rs.exact(s); r != nil {
			return r, s, at
		}
	}
	return nil, nil, nil
}

func anyFigure(rows []sheet.Row) bool {
	for i := range rows {
		if !wordsOnly(&rows[i]) {
			return true
		}
	}
	return false
}

// read reads the table under a heading by the recipe.
func (r *rule) read(found *Layout, rows []sheet.Row, s *span, at []int, hints Hints) *Layout {
	if found.Last != s.records[1] {
		found = nil
	}
	var l *Layout
	if s.account {
		l = r.readAccount(found, at, hints)
	} else if r.Shape == List {
		l = r.readList(rows, s, hints)
	} else {
		l = r.readWide(found, rows, s, hints)
	}
	if _, missing, added := r.fit(s); l.Differs == "" && len(missing)+len(added) > 0 {
		l.Differs = r.differs() + r.question(s, missing, added)
	} else if l.Differs == "" && !inPlace(at, r) && l.None == "" {
		l.Reasons = append(l.Reasons, "its columns stand in another order than the recipe's; they are told by their headings")
	}
	return l
}

// readList reads a list of amounts.
func (r *rule) readList(rows []sheet.Row, s *span, hints Hints) *Layout {
	h := headings().window(rows, s.first, s.last)
	l := &Layout{First: s.records[0], Last: s.records[1], Score: h.score, Titles: titles(rows[:s.first])}
	body := h.untilNext(rows[s.last+1:], hints.Recipes)
	h.pad(body)
	ps := profiles(body, len(h.texts))
	cols := r.columnsAt(h.texts)
	if moved, why, by := h.shifted(ps); by != 0 {
		l.Standing, l.Shift, h = h.texts, by, moved
		l.Reasons = append(l.Reasons, why)
		cols = shift(cols, by)
	}
	r.conclude(l, &h, cols, body, ps, hints)
	return l
}

// conclude fills in what a list's columns say by the recipe, and what the recipe leaves open as Find does.
func (r *rule) conclude(l *Layout, h *headline, cols []*RecipeColumn, body []sheet.Row, ps []profile, hints Hints) {
	l.Columns = make([]Column, len(h.texts))
	for i := range l.Columns {
		l.Columns[i].Heading = h.texts[i]
	}
	for c, rc := range cols {
		if rc == nil {
			continue
		}
		l.Columns[c].Why = "the recipe says so"
		if !rc.Figures {
			l.Columns[c].Field = rc.Field
			continue
		}
		l.Series = append(l.Series, r.series(rc, c, h, &ps[c], l.titleUnit()))
		if rc.Status == Load {
			l.Columns[c].Field = Amount
		}
	}
	r.keepsNew(l, h, cols, ps)
	l.Typical = l.typical(body)
	l.order(ps)
	l.decided(hints)
	for i := range l.Series {
		if d := cols[l.Series[i].Col].Decimal; d != nil {
			l.Series[i].Decimal = *d
		}
	}
	l.kind()
	l.context(ps, filledRows(body), hints)
	r.fix(l, hints)
	if l.None == "" {
		r.possible(l, ps)
	}
	l.toldRecipe(r)
}

// columnsAt gives for each heading the recipe's column; nil where the recipe has none.
func (r *rule) columnsAt(texts []string) []*RecipeColumn {
	s := span{texts: texts, keys: make([]string, len(texts))}
	for i := range texts {
		s.keys[i] = headingKey(texts[i])
	}
	at, _, _ := r.fit(&s)
	cols := make([]*RecipeColumn, len(texts))
	for i, c := range at {
		if r.keys[i] == nil && i < len(texts) && s.keys[i] == "" {
			c = i
		}
		if c >= 0 {
			cols[c] = &r.Columns[i]
		}
	}
	return cols
}

// shift moves columns to the right, or to the left where by is below nought.
func shift(cols []*RecipeColumn, by int) []*RecipeColumn {
	out := make([]*RecipeColumn, len(cols))
	for i := range out {
		if j := i - by; j >= 0 && j < len(cols) {
			out[i] = cols[j]
		}
	}
	return out
}

// series is a column of amounts as the recipe has it.
func (r *rule) series(c *RecipeColumn, col int, h *headline, p *profile, title int64) Series {
	heading := h.texts[col]
	s := Series{Col: col, Name: heading, Status: c.Status, Decimal: p.decimal(), VAT: c.VAT, Negate: c.Reversed, Why: "the recipe says so"}
	if s.VAT == "" {
		e, _, _ := headings().find(heading)
		s.VAT = vatOf(heading, e.says)
	}
	if r.setUnit(&s, c, h.statedAt(col, title)); s.Unit == 0 {
		s.Unit = cell.Pounds
	} else {
		s.Why += "; " + s.UnitWhy
	}
	if c.Reversed {
		s.Why += "; the recipe turns its signs round"
	}
	return s
}

// fix sets what the recipe states for the table as a whole.
func (r *rule) fix(l *Layout, hints Hints) {
	l.Recipe, l.By = r.Name, r.Recipe
	if r.Record != "" {
		l.Record = r.Record
	}
	if r.Stage != "" {
		l.Stage = r.Stage
	}
	if r.Order != nil {
		l.Order, l.OrderWhy = *r.Order, "the recipe says so"
	}
	if r.Payer != "" {
		l.Payer, l.PayerWhy = r.Payer, "the recipe says so"
	}
	if r.Period != "" {
		l.Period = r.Period
		l.Span, _ = cell.ParseSpan(r.Period)
	}
	switch {
	case r.Leave:
		l.None = r.Name + " says that this layout is not loaded"
	case slices.ContainsFunc(r.SkipSheets, func(p string) bool { return NewPattern(p).Is(Fold(hints.Sheet)) }):
		l.None = fmt.Sprintf("%s skips sheets named %q", r.Name, hints.Sheet)
	}
}

// possible refuses a list whose amounts are none, rather than to lose them row by row.
func (r *rule) possible(l *Layout, ps []profile) {
	a := l.Amount()
	if a == nil {
		l.impossible("no column of it is an amount that is loaded")
		return
	}
	p := &ps[a.Col]
	if p.filled > 0 && p.amounts() == 0 {
		l.impossible(fmt.Sprintf("it takes %q for the amount, and none of the first %d cells under it is one", a.Name, p.filled))
	}
	for _, s := range l.Series {
		if p.filled == 0 && s.Status != Load && ps[s.Col].amounts() > 0 {
			l.impossible(fmt.Sprintf("it takes %q for the amount, which is empty, and not %q, which is not", a.Name, s.Name))
			return
		}
	}
}

func (l *Layout) impossible(why string) {
	l.Refusal = Impossible
	l.None = fmt.Sprintf("%s cannot be followed here: %s", l.Recipe, why)
}

// toldRecipe puts the conclusions into words.
func (l *Layout) toldRecipe(r *rule) {
	where := "a table without heading"
	if l.Last > 0 {
		where = fmt.Sprintf("heading in record %d", l.Last)
	}
	l.Reasons = append(l.Reasons, fmt.Sprintf("%s: read by %s", where, r.Name))
	if l.None != "" {
		l.Reasons = append(l.Reasons, l.None)
		return
	}
	for _, s := range l.Series {
		if !l.Wide {
			l.Reasons = append(l.Reasons, fmt.Sprintf("amount %q: %s: %s", s.Name, s.Status, s.Why))
		}
	}
}

// headless reads rows without a heading by a recipe of as many columns, if they hold what it says.
func (rs *Recipes) headless(rows []sheet.Row, hints Hints) *Layout {
	n := Width(rows)
	for _, r := range rs.list {
		if !r.Headless || len(r.Columns) != n {
			continue
		}
		ps := profiles(rows, n)
		fit := true
		for i, c := range r.Columns {
			fit = fit && (c.Field != Date || ps[i].dated() || ps[i].serials > 0) && (!c.Figures || c.Status != Load || ps[i].numeric())
		}
		if fit {
			h := headline{texts: make([]string, n), matches: make([]match, n)}
			l := &Layout{}
			r.conclude(l, &h, r.columnsAt(h.texts), rows, ps, hints)
			return l
		}
	}
	return nil
}
