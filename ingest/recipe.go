package ingest

import (
	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
)

// fateMark is the fate that a recipe gives a row by a text in it.
type fateMark uint8

const (
	unmarked fateMark = iota
	markNote
	markTotal
	markPayment
)

// mark is one pattern of a recipe.
type mark struct {
	like table.Pattern
	fate fateMark
}

// recipe takes from the layout's recipe what is about rows.
func (p *plan) recipe() {
	by := p.layout.By
	if by == nil {
		return
	}
	for _, group := range [...]struct {
		patterns []string
		fate     fateMark
	}{{by.Payments, markPayment}, {by.Totals, markTotal}, {by.Notes, markNote}} {
		for _, s := range group.patterns {
			p.marks = append(p.marks, mark{table.NewPattern(s), group.fate})
		}
	}
	for _, d := range by.Defaults {
		c, ok := texts[d.Field]
		switch {
		case !ok:
		case p.from[c] >= 0:
			p.fill[c] = d.Text
		case p.same[c] == "":
			p.same[c] = d.Text
		}
	}
}

// marked is the fate that the recipe gives a row; the first of its patterns that a text is like counts.
func (c *classifier) marked(r *sheet.Row) fateMark {
	if len(c.marks) == 0 {
		return unmarked
	}
	folded := make([]string, 0, len(r.Cells))
	for i := range r.Cells {
		if f := table.Fold(r.Cells[i].Text); f != "" {
			folded = append(folded, f)
		}
	}
	for _, m := range c.marks {
		for _, f := range folded {
			if m.like.Is(f) {
				return m.fate
			}
		}
	}
	return unmarked
}

// headings takes note of a row that may be the heading of another table.
func (c *classifier) headings(r *sheet.Row) {
	if c.heads == nil {
		c.heads = table.Heads{}
	}
	c.heads.NoteRow(r)
}

// refuseRow gives a row of a refused table its fate.
func (q *sequence) refuseRow(r *sheet.Row) {
	for i := range r.Cells {
		if table.Total(r.Cells[i].Text) == table.Strong {
			q.counted[ledger.Total]++
			return
		}
	}
	q.counted[ledger.Quarantined]++
	for _, s := range q.none.Series {
		if s.Status != table.Load {
			continue
		}
		if a, reason := cell.Money(text(r, s.Col), s.Unit, s.Decimal); reason == cell.Read {
			q.atRisk += a.Pence
		}
	}
}

// tellLayout hands a layout to whom it interests.
func (q *sequence) tellLayout(l *table.Layout) {
	if q.r.layout != nil {
		q.r.layout(Seen{q.r.book, q.sheet, l, q.look})
	}
}
