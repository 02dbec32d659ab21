package table

import (
	"fmt"
	"strings"

	"flows/ingest/sheet"
)

// A layout that differs from a recipe's in nothing that the recipe says anything about is read by it, and
// the difference is told: a column that was only kept is gone, or one is new that holds no money. What is new
// is read as it would be without a recipe, where the recipe has no column for it. All else is asked.

// grown is the recipe that a span has all but in full, and where its columns stand; nil where none is
// or two are equally near.
func (rs *Recipes) grown(s *span, rows []sheet.Row) (best *rule, at []int) {
	if rs.Empty() || s.account {
		return nil, nil
	}
	least, again := 0, false
	for _, r := range rs.likely(s) {
		if r.Headless || r.accounts() || r.named < 3 || r.First > 0 && s.records != [2]int32{r.First, r.Last} {
			continue
		}
		stands, missing, added := r.fit(s)
		n := len(missing) + len(added)
		if len(missing) > r.slack() || len(added) > max(1, r.slack()) || best != nil && n > least {
			continue
		}
		again = best != nil && n == least
		best, least, at = r, n, stands
		if !r.unconcerned(s, stands, missing, added, rows) {
			at = nil
		}
	}
	if again || at == nil {
		return nil, nil
	}
	return best, at
}

// differs opens what is told of a layout that is read by a recipe of almost the same.
func (r *rule) differs() string {
	return "not quite the layout of " + r.Name + ", which reads it all the same: "
}

// unconcerned says whether nothing that is missing or added touches what the recipe says.
func (r *rule) unconcerned(s *span, at, missing, added []int, rows []sheet.Row) bool {
	for _, i := range missing {
		if c := &r.Columns[i]; c.Figures || c.Field != Extra {
			return false
		}
	}
	if r.positional {
		if len(missing) > 0 || !inPlace(at, r) {
			return false
		}
	}
	body := rows[s.last+1:]
	h := headings().window(rows, s.first, s.last)
	body = h.untilNext(body, nil)
	h.pad(body)
	ps := profiles(body, len(h.texts))
	news := &Layout{Columns: make([]Column, len(h.texts))}
	for c := range news.Columns {
		news.Columns[c] = Column{Heading: h.texts[c], Field: Amount}
	}
	for _, c := range added {
		if h.money(c, &ps[c]) {
			return false
		}
		news.Columns[c].Field = Extra
	}
	return news.mixedStages(body) == ""
}

// money says whether a column may hold amounts, or shows that the table is none of payments.
func (h *headline) money(c int, p *profile) bool {
	if m := h.matches[c]; m.ok && (m.field == Amount || m.field == NotFlow || m.field == Measure) {
		return true
	}
	if h.matches[c].ok {
		return false
	}
	return p.numeric() && (speaksOfMoney(h.texts[c]) || 2*p.pence >= p.filled)
}

// keepsNew gives the columns that the recipe does not have the fields they would have without it, as far
// as none of its columns has them, and tells of them and of what is gone.
func (r *rule) keepsNew(l *Layout, h *headline, cols []*RecipeColumn, ps []profile) {
	usual, has := h.columns(ps), map[Field]bool{}
	there := map[*RecipeColumn]bool{}
	for _, c := range cols {
		if c != nil {
			has[c.Field], there[c] = true, true
		}
	}
	var told []string
	for c := range l.Columns {
		if cols[c] != nil || l.Columns[c].Heading == "" || c >= len(usual) {
			continue
		}
		as := "kept beside"
		if f := usual[c].Field; f != Extra && f != Amount && f == h.matches[c].field && !has[f] {
			l.Columns[c].Field, l.Columns[c].Why, has[f] = f, "the recipe has no such column; "+usual[c].Why, true
			if f <= FunctionStated {
				as = "read as " + f.String()
			}
		}
		told = append(told, fmt.Sprintf("column %q is new, %s", l.Columns[c].Heading, as))
	}
	for i := range r.Columns {
		if r.keys[i] != nil && !there[&r.Columns[i]] && l.Shift == 0 {
			told = append(told, fmt.Sprintf("column %q is gone, which it only kept", r.Columns[i].Heading))
		}
	}
	if len(told) > 0 {
		l.Differs = r.differs() + strings.Join(told, "; ")
	}
}
