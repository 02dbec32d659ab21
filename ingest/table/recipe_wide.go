package table

import (
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// readWide reads a table with many columns of amounts: as it was found, and the columns as the recipe has
// them. Where the recipe leaves open which of them add up, that is worked out as without it.
func (r *rule) readWide(found *Layout, rows []sheet.Row, s *span, hints Hints) *Layout {
	w := wide{headline: headings().window(rows, s.first, s.last), group: -1}
	body := rows[s.last+1:]
	w.pad(body)
	cols, states := r.columnsAt(w.texts), false
	for c, rc := range cols {
		if rc != nil && rc.Figures {
			w.figures = append(w.figures, c)
			states = states || !rc.Open
		}
	}
	l := found
	if l == nil || !l.Wide {
		l = &Layout{First: s.records[0], Last: s.records[1], Score: w.score, Wide: true, Titles: titles(rows[:s.first])}
		l.Columns = w.columns(profiles(body, len(w.texts)))
		l.wideKind(&w, hints)
		l.context(profiles(body, len(w.texts)), 0, hints)
		l.None, l.Doubt = "which of its columns of figures add up is not known", true
	}
	u := l.wideUnit(&w, hints)
	if states {
		l.Statement, l.Reasons, l.None, l.Doubt = r.Shape == Services, nil, "", false
		r.wideColumns(l, &w, cols, rows, u)
	} else {
		r.wideUnits(l, cols, u)
		r.wideLabels(l, cols)
	}
	r.fix(l, hints)
	r.possibleWide(l)
	l.Typical = l.typical(body)
	l.toldRecipe(r)
	return l
}

// possibleWide refuses a wide table or account of which nothing would be loaded, or not known how much.
func (r *rule) possibleWide(l *Layout) {
	switch a := l.Amount(); {
	case l.None != "":
	case a == nil:
		l.impossible("no column of it is an amount that is loaded")
	case slices.ContainsFunc(l.Series, func(s Series) bool { return s.Status == Load && s.Unit == 0 }):
		l.impossible("nothing says in what unit its figures count; write it at unit: in the recipe")
	}
}

// wideUnits gives the columns that were found their units. Where a unit was all that was wanting, they are
// loaded now.
func (r *rule) wideUnits(l *Layout, cols []*RecipeColumn, stated statedUnit) {
	if l.Unstated {
		l.Series, l.Would = l.Would, nil
	}
	known := len(l.Series) > 0
	for i := range l.Series {
		s := &l.Series[i]
		before := s.UnitWhy
		if c := s.Col; c < len(cols) && cols[c] != nil {
			r.setUnit(s, cols[c], stated)
		}
		if s.Status == Load && s.UnitWhy != before {
			s.Why = strings.TrimSuffix(s.Why, stated.why()) + "; " + s.UnitWhy
		}
		known = known && (s.Unit != 0 || s.Status != Load)
	}
	if !l.Unstated {
		return
	}
	if !known {
		l.Would, l.Series = l.Series, nil
		return
	}
	l.None, l.Doubt, l.Unstated, l.Reasons = "", false, false, nil
	l.loadWide("")
}

// wideLabels gives the columns of a wide table that hold no figures their fields.
func (r *rule) wideLabels(l *Layout, cols []*RecipeColumn) {
	for c, rc := range cols {
		if c >= len(l.Columns) || rc == nil || rc.Figures || slices.ContainsFunc(l.Series, func(s Series) bool { return s.Col == c }) {
			continue
		}
		if f := l.Columns[c].Field; f != rc.Field && (rc.Field != Extra || f <= FunctionStated) {
			l.Columns[c].Field, l.Columns[c].Why = rc.Field, "the recipe says so"
		}
	}
}

// wideColumns gives the columns of a wide table their fields, and lists those of amounts.
func (r *rule) wideColumns(l *Layout, w *wide, cols []*RecipeColumn, rows []sheet.Row, u statedUnit) {
	before := slices.Concat(l.Series, l.Would)
	l.Would, l.Unstated = nil, false
	w.group = groupLine(rows, w)
	groups := w.groups(rows)
	l.Series = nil
	for c, rc := range cols {
		if c >= len(l.Columns) {
			break
		}
		col := &l.Columns[c]
		col.Field, col.Why = Extra, ""
		if rc == nil {
			continue
		}
		col.Why = "the recipe says so"
		if !rc.Figures {
			col.Field = rc.Field
			continue
		}
		s := Series{Col: c, Name: cell.Trim(withoutBrackets(col.Heading)), Status: Skipped, Why: "the recipe says so"}
		if k := slices.IndexFunc(before, func(b Series) bool { return b.Col == c }); k >= 0 {
			s = before[k]
		} else if p, reason := cell.ParseSpan(col.Heading); r.Shape == Years && reason == cell.Read && yearText(col.Heading) {
			s.Name, s.Year, s.Period = col.Heading, p.Year(), col.Heading
		} else if groups[c] != "" && !strings.EqualFold(groups[c], col.Heading) {
			s.Group = groups[c]
		}
		s.Why = strings.TrimSuffix(s.Why, u.why())
		if r.setUnit(&s, rc, u); s.Unit != 0 {
			s.Why += "; " + s.UnitWhy
		}
		rc.setSeries(&s, col)
		l.Series = append(l.Series, s)
	}
	if l.Record == "" {
		l.Record = ledger.Statement
	}
}

// setSeries overrules what was worked out about a column of amounts.
func (c *RecipeColumn) setSeries(s *Series, col *Column) {
	if !c.Open {
		s.Status, s.Negate = c.Status, c.Reversed
	}
	if c.Decimal != nil {
		s.Decimal = *c.Decimal
	}
	if s.Name == "" {
		s.Name = col.Heading
	}
	if s.Status == Load {
		col.Field = Amount
	}
}
