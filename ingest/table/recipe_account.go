package table

import (
	"slices"
	"strings"
)

// An account is told by its lines of formulas, or by the sums of its bodies, and not by its headings alone. So a
// recipe of an account reads what was found to be one, and nothing else. Its codes and services have the
// body's name for a heading, or none: their columns are known by their positions.

// accountSpan is the heading of an account, for comparing it with recipes.
func (l *Layout) accountSpan(first, last int) *span {
	s := &span{account: true, first: max(first, 0), last: last, records: [2]int32{l.First, l.Last}, texts: make([]string, len(l.Columns)), keys: make([]string, len(l.Columns))}
	for c := range l.Columns {
		if f := l.Columns[c].Field; f == Reference || f == Purpose {
			continue
		}
		s.texts[c] = l.Columns[c].Heading
		s.keys[c] = headingKey(s.texts[c])
	}
	return s
}

// accounts says whether the recipe is one of accounts.
func (r *rule) accounts() bool { return r.Shape == OneBody || r.Shape == Bodies }

// readAccount reads an account: as it was found, and the columns of figures as the recipe has them.
func (r *rule) readAccount(l *Layout, at []int, hints Hints) *Layout {
	if l.None != "" {
		l.Series, l.Would = l.Would, nil
	}
	l.None, l.Doubt, l.Unstated, l.Reasons = "", false, false, nil
	stated := l.wideUnit(&wide{}, hints)
	for i, c := range at {
		rc := &r.Columns[i]
		k := slices.IndexFunc(l.Series, func(s Series) bool { return s.Col == c })
		if c < 0 || k < 0 || !rc.Figures {
			continue
		}
		s, col := &l.Series[k], &l.Columns[c]
		s.Why = strings.TrimSuffix(s.Why, stated.why())
		if s.Status != rc.Status || rc.Reversed {
			s.Why = "the recipe says so"
		}
		s.Status, s.Negate = rc.Status, rc.Reversed
		if rc.Decimal != nil {
			s.Decimal = *rc.Decimal
		}
		if r.setUnit(s, rc, stated); s.UnitWhy != "" && s.Status == Load {
			s.Why += "; " + s.UnitWhy
		}
		col.Field, col.Why = Extra, s.Why
		if s.Status == Load {
			col.Field = Amount
		}
	}
	r.fix(l, hints)
	r.possibleWide(l)
	l.toldRecipe(r)
	return l
}
