package table

import (
	"fmt"
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// A return on many services has the same columns again under each: acquisition of land, new construction,
// total expenditure, sales; or total expenditure, total income, net current expenditure. What is loaded of
// each service is its net current expenditure, where that is its expenditure less its income, else the
// columns that make up its total expenditure. The services that are sums of others are found by arithmetic,
// and what is loaded are the services that make up the last sum of all before it.

// repeated is the columns under the services of such a return.
type repeated struct {
	services []string
	items    []string // the headings under each service, left to right
	cols     [][]int  // the column of each item under each service
}

// repeated finds three services or more with the same two headings or more under each, one behind the other.
func (w *wide) repeated(groups []string) (r repeated, ok bool) {
	last := w.figures[len(w.figures)-1]
	var items [][]string
	for c := w.figures[0]; c <= last; c++ {
		service, item := groups[c], headed(w.texts[c])
		if w.group < 0 {
			service, item = splitHeading(w.texts[c])
		}
		switch {
		case item == "" && !slices.Contains(w.figures, c):
			continue // a column that only sets services apart
		case item == "" || service == "":
			return r, false
		}
		if n := len(r.services); n == 0 || r.services[n-1] != service {
			r.services, r.cols, items = append(r.services, service), append(r.cols, nil), append(items, nil)
		}
		n := len(r.services) - 1
		r.cols[n], items[n] = append(r.cols[n], c), append(items[n], Fold(item))
	}
	if len(items) < 3 || len(items[0]) < 2 {
		return r, false
	}
	for _, other := range items[1:] {
		if !slices.Equal(other, items[0]) {
			return r, false
		}
	}
	for _, c := range r.cols[0] {
		item := headed(w.texts[c])
		if w.group < 0 {
			_, item = splitHeading(w.texts[c])
		}
		r.items = append(r.items, item)
	}
	return r, true
}

// headed is a heading without what stands in brackets.
func headed(s string) string {
	if t := cell.Trim(withoutBrackets(s)); t != "" {
		return t
	}
	return cell.Trim(s)
}

// splitHeading parts "Libraries: total expenditure" into the service and what is counted of it.
func splitHeading(s string) (service, item string) {
	s = headed(s)
	at, n := -1, 0
	for _, sep := range [...]string{": ", " - ", " – ", " · "} {
		if i := strings.LastIndex(s, sep); i > at {
			at, n = i, len(sep)
		}
	}
	if at < 0 {
		return "", s
	}
	return cell.Trim(s[:at]), cell.Trim(s[at+n:])
}

// choice is what is loaded of each service.
type choice struct {
	whole int    // the item that is the whole of a service
	net   bool   // it is expenditure less income; no part of it is loaded, only itself
	sums  sums   // of the items
	why   string // where nothing is chosen
}

// choose finds the whole of a service by what the rows of all services say together.
func (r *repeated) choose(body []sheet.Row) choice {
	var rows [][]figure
	for i := range body {
		if !labelled(&body[i]) {
			continue
		}
		for _, cols := range r.cols {
			if row, some := figuresIn(&body[i], cols); some {
				rows = append(rows, row)
			}
		}
	}
	c := choice{whole: -1, sums: sumsOf(rows, len(r.items))}
	for k, item := range r.items {
		if strings.Contains(Fold(item), targets[0]) && lessIncome(rows, r.items, k) {
			c.whole, c.net = k, true
			return c
		}
	}
	for k, item := range r.items {
		if c.sums.covers[k] && spent(item) {
			c.whole = k
		}
	}
	if c.whole < 0 {
		c.why = "the same columns stand under each service, and none is the total expenditure that others make up, nor net current expenditure as expenditure less income"
		return c
	}
	for k := c.whole + 1; k < len(r.items); k++ {
		if c.sums.total[k] && !raises(r.items[k]) {
			c.why = fmt.Sprintf("each service has several totals, %q and %q among them, and which is the whole is not known", r.items[c.whole], r.items[k])
		}
	}
	return c
}

// figuresIn is a row of figures, blank ones being nought, and whether it has two that are not.
func figuresIn(r *sheet.Row, cols []int) (row []figure, some bool) {
	row = make([]figure, len(cols))
	n := 0
	for k, c := range cols {
		p, ok := amountAt(r, c, cell.Point)
		if row[k] = (figure{int64(p), true}); ok && p != 0 {
			n++
		}
	}
	return row, n >= 2
}

// spent says whether a heading speaks of spending, and raises whether it speaks of money raised.
func spent(heading string) bool {
	f := Fold(heading)
	return !raises(heading) && (strings.Contains(f, "expenditure") || strings.Contains(f, "payments") || strings.Contains(f, "spend"))
}

func raises(heading string) bool {
	return slices.ContainsFunc(strings.Fields(Fold(heading)), func(w string) bool { return containsWord(raised, w) })
}

// lessIncome says whether an item is one of spending less one of income (or with it, where income has a minus)
// in 19 of 20 rows, three at least having income.
func lessIncome(rows [][]figure, items []string, net int) bool {
	for e := range net {
		if !spent(items[e]) {
			continue
		}
		for i := range net {
			if raises(items[i]) && (isDifference(rows, e, i, net, -1) || isDifference(rows, e, i, net, 1)) {
				return true
			}
		}
	}
	return false
}

func isDifference(rows [][]figure, e, i, net int, sign int64) bool {
	good, bad, with := 0, 0, 0
	for _, r := range rows {
		if d := r[e].pence + sign*r[i].pence - r[net].pence; d > 200 || -d > 200 {
			bad++
			continue
		}
		if good++; r[i].pence != 0 {
			with++
		}
	}
	return with >= 3 && good >= 19*bad
}

// byRepeated loads what is the whole of each service, or what makes it up.
func (l *Layout) byRepeated(r *repeated, body []sheet.Row, ps []profile, u statedUnit) {
	l.Statement = true
	if !l.bodiesDown(ps) {
		l.None = "it has many columns of figures, and no column names the bodies"
		return
	}
	c := r.choose(body)
	if l.None = c.why; l.None != "" {
		return
	}
	over, last := r.totals(body, c.whole)
	if last < 0 {
		l.None = fmt.Sprintf("%q stands under each of %d services, none of which is the sum of others: which of them add up is not known", r.items[c.whole], len(r.services))
		return
	}
	for g, service := range r.services {
		for k, col := range r.cols[g] {
			s := Series{Col: col, Name: service + " · " + r.items[k], Unit: u.pence, UnitWhy: u.by, Group: service, Item: r.items[k]}
			switch {
			case over.total[g] && k == c.whole:
				s.Status, s.Why = IsTotal, "the sum of services before it"
			case g > last:
				s.Status, s.Why = Skipped, fmt.Sprintf("it stands behind %q, which the services before make up", r.services[last])
			case over.total[g] || !over.part[g]:
				s.Status, s.Why = Skipped, "the service is no part of the total"
			default:
				s.Status, s.Why = c.of(k, r.items[c.whole])
			}
			l.Series = append(l.Series, s)
		}
	}
}

// of says what becomes of an item of a service that is loaded.
func (c *choice) of(k int, whole string) (Status, string) {
	switch {
	case k == c.whole && c.net:
		return Load, "it is the spending on the service less its income"
	case c.net:
		return Skipped, fmt.Sprintf("%q stands beside it", whole)
	case k == c.whole || c.sums.total[k]:
		return IsTotal, "the sum of columns before it"
	case k > c.whole:
		return Skipped, fmt.Sprintf("it stands behind %q, which the columns before make up", whole)
	case !c.sums.part[k]:
		return Skipped, "it is no part of the total"
	}
	return Load, fmt.Sprintf("a part of %q of a service", whole)
}

// totals finds the services that are sums of services before them, by one item, and the last of all before it;
// -1 where there is none.
func (r *repeated) totals(body []sheet.Row, item int) (sums, int) {
	cols := make([]int, len(r.cols))
	for g := range r.cols {
		cols[g] = r.cols[g][item]
	}
	var rows [][]figure
	for i := range body {
		if row, some := figuresIn(&body[i], cols); some && labelled(&body[i]) {
			rows = append(rows, row)
		}
	}
	s := sumsOf(rows, len(cols))
	last := -1
	for g := range s.covers {
		if s.covers[g] {
			last = g
		}
	}
	return s, last
}
