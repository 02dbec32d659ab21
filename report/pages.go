package report

import (
	"slices"
	"strings"

	"flows/ledger"
)

// asPages gives tables as pages show them: what machines read as whole pence stands there as pounds,
// for nobody should take 180,050 pence for pounds. Tables without such a column stay as they are.
func asPages(tables []*Table) []*Table {
	out := slices.Clone(tables)
	for i, t := range out {
		if slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Kind == InPence }) {
			out[i] = t.inPounds()
		}
		out[i] = out[i].withoutEchoes()
	}
	return out
}

// withoutEchoes is the table without the notes that say what a row is called: a residual row has its reason in both.
func (t *Table) withoutEchoes() *Table {
	at := t.index("note")
	if at < 0 {
		return t
	}
	p := *t
	p.Rows = slices.Clone(t.Rows)
	for i, r := range p.Rows {
		note, _ := r.Values[at].(string)
		for j, v := range r.Values {
			called, _ := v.(string)
			rest, echo := strings.CutPrefix(note, called)
			if more, behind := strings.CutPrefix(rest, "; "); j != at && called != "" && echo && (rest == "" || behind) {
				p.Rows[i].Values = slices.Clone(r.Values)
				p.Rows[i].Values[at] = more
				break
			}
		}
	}
	return &p
}

func (t *Table) inPounds() *Table {
	p := *t
	p.Columns = slices.Clone(t.Columns)
	p.Rows = slices.Clone(t.Rows)
	for i := range p.Rows {
		p.Rows[i].Values = slices.Clone(p.Rows[i].Values)
	}
	for j := range p.Columns {
		c := &p.Columns[j]
		if c.Kind != InPence {
			continue
		}
		c.Kind, c.Name = Money, strings.TrimSuffix(c.Name, "_pence")
		for _, r := range p.Rows {
			if n, known := r.Values[j].(int64); known {
				r.Values[j] = ledger.Pence(n)
			}
		}
	}
	return &p
}
