package table

import "fmt"

// tellVAT says by which rule one of several amounts that stand side by side is loaded where they differ
// in VAT, and how to have another.
func (l *Layout) tellVAT(prefer string) {
	a := l.Amount()
	if a == nil || l.Wide {
		return
	}
	for i := range l.Series {
		s := &l.Series[i]
		if s.Status == Load || s.VAT == a.VAT {
			continue
		}
		change := "a recipe of the layout"
		if s.VAT != "" {
			change = fmt.Sprintf("'amounts: %s' in flows.yaml or a recipe of the layout", s.VAT)
		}
		l.Reasons = append(l.Reasons, fmt.Sprintf("%q is loaded and %q beside it is not: %s; %s changes it", a.Name, s.Name, vatRule(a.VAT, s.VAT, prefer), change))
	}
	if i := l.Find(VATAmount); i >= 0 {
		l.Reasons = append(l.Reasons, fmt.Sprintf("the tax in %q beside %q is kept and not added", l.Columns[i].Heading, a.Name))
	}
}

// vatRule is the rule by which one amount goes before another.
func vatRule(loaded, other, prefer string) string {
	switch {
	case prefer != "" && loaded == prefer:
		return "flows.yaml says 'amounts: " + prefer + "'"
	case loaded == "":
		return "the plain amount goes before one that is marked net or gross"
	case loaded == "net" && other == "gross":
		return "the amount net of VAT goes before the one with it"
	}
	return "it holds more amounts, or its heading is the plainer one"
}
