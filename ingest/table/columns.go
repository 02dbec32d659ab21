package table

import (
	"fmt"
	"strings"
)

// columns gives each column its field: what its heading is listed as, unless what it holds says
// otherwise. Where several columns could be one field, the lower rank wins, then the one that
// holds more, then the left one; the others are kept as extra columns.
func (h *headline) columns(ps []profile) []Column {
	cols := make([]Column, len(h.texts))
	for i := range cols {
		cols[i].Heading = h.texts[i]
	}
	h.misspelt()
	for f := Date; f < NotFlow; f++ {
		if i := h.choose(f, ps); i >= 0 {
			cols[i].Field, cols[i].Why = f, h.matches[i].why
		}
	}
	for i, m := range h.matches {
		if m.ok && (m.field == NotFlow || m.field == Known) && cols[i].Field == Extra {
			cols[i].Field, cols[i].Why = m.field, m.why
		}
	}
	kindsOfPayees(cols, ps)
	promotePayee(cols, ps)
	h.numbers(cols, ps)
	h.awardedTo(cols)
	publisher(cols, ps)
	return cols
}

// misspelt looks up headings that are not listed by the tolerance for misspellings, for fields that
// no listed heading has taken.
func (h *headline) misspelt() {
	for i := range h.matches {
		if h.matches[i].ok || h.texts[i] == "" {
			continue
		}
		if e, why, ok := headings().near(h.texts[i]); ok && !h.has(e.field) {
			h.matches[i] = match{e, why, true, true}
			h.hits++
			h.fields++
		}
	}
}

// choose is the column for a field, -1 if there is none.
func (h *headline) choose(f Field, ps []profile) int {
	best := -1
	for i := range h.matches {
		if !h.matches[i].ok || h.matches[i].field != f || !fits(f, &ps[i]) {
			continue
		}
		if best < 0 || h.before(i, best, ps) {
			best = i
		}
	}
	return best
}

// before says whether column i is the better one for the field that it and column j could be.
func (h *headline) before(i, j int, ps []profile) bool {
	if (ps[i].filled == 0) != (ps[j].filled == 0) {
		return ps[i].filled > 0
	}
	f := h.matches[i].field
	if f == Payee && ps[i].textual() != ps[j].textual() {
		return ps[i].textual()
	}
	if f == Payer && (2*ps[i].links > ps[i].filled) != (2*ps[j].links > ps[j].filled) {
		return 2*ps[i].links <= ps[i].filled
	}
	if h.matches[i].rank != h.matches[j].rank {
		return h.matches[i].rank < h.matches[j].rank
	}
	return ps[i].filled > 2*ps[j].filled
}

// fits says whether what a column holds can be the field.
func fits(f Field, p *profile) bool {
	if p.filled == 0 {
		return true
	}
	switch f {
	case Date, Start, End:
		return p.dates > 0 || p.spans > 0 || p.serials > 0 || p.amounts() == 0 && p.filled < 3
	case Payee:
		return p.textual() || p.letters > 0 && 3*p.letters >= p.filled || p.amounts() < p.filled
	}
	return true
}

// sectorWords are the words of a list of sectors.
const sectorWords = "sector sectors public private voluntary third local central government communities community individuals international charity charities ngo ngos police unknown other and or"

// sectorsOnly says whether a text names sectors and nobody.
func sectorsOnly(s string) bool {
	if len(s) > 80 || len(s) < 3 || !letter(s[0]) {
		return false
	}
	ws := strings.Fields(Fold(s))
	for _, w := range ws {
		if !containsWord(sectorWords, w) {
			return false
		}
	}
	return len(ws) > 0
}

// kindsOfPayees takes a column headed as recipients that holds their sectors ("Voluntary Sector", "Local
// Government") in nine of ten rows for what kind they are: it names nobody.
func kindsOfPayees(cols []Column, ps []profile) {
	at := -1
	for i := range cols {
		switch cols[i].Field {
		case PayeeKind:
			return
		case Payee:
			at = i
		}
	}
	if at >= 0 && ps[at].varied && ps[at].filled >= 3 && 10*ps[at].sectors >= 9*ps[at].filled {
		cols[at].Field, cols[at].Why = PayeeKind, "the heading speaks of recipients, and the column holds their sectors"
	}
}

// promotePayee takes a column of supplier numbers for the payee where no column is, if what it
// holds is names: "Supplier ID(T)".
func promotePayee(cols []Column, ps []profile) {
	ref := -1
	for i := range cols {
		switch cols[i].Field {
		case Payee:
			return
		case PayeeRef:
			ref = i
		}
	}
	if ref >= 0 && ps[ref].textual() && 4*ps[ref].amounts() < ps[ref].filled {
		cols[ref].Field = Payee
		cols[ref].Why = "the heading speaks of numbers and the column holds names"
	}
}

// numbers takes a second column of suppliers, which holds numbers beside the one with the names, for
// their references.
func (h *headline) numbers(cols []Column, ps []profile) {
	for i := range cols {
		if cols[i].Field == PayeeRef {
			return
		}
	}
	for i, m := range h.matches {
		if m.ok && m.field == Payee && cols[i].Field == Extra && ps[i].filled > 0 && !ps[i].textual() {
			cols[i].Field, cols[i].Why = PayeeRef, "the heading names suppliers, and the column holds their numbers beside the names"
			return
		}
	}
}

// publisher takes a place that is the same in all rows for the payer, where no column names one: the
// council that publishes the list.
func publisher(cols []Column, ps []profile) {
	at := -1
	for i := range cols {
		switch cols[i].Field {
		case Payer, PayerGroup:
			return
		case PlaceStated:
			at = i
		}
	}
	if at >= 0 && ps[at].filled >= 3 && !ps[at].varied && namesBody(ps[at].first, bodies) {
		cols[at].Field, cols[at].Why = Payer, "the heading names a place, which is the same body in all rows"
	}
}

// awardedTo takes the column of organisations for the payee where amounts are awards and no column
// names who got them.
func (h *headline) awardedTo(cols []Column) {
	award, at := false, -1
	for i := range cols {
		switch cols[i].Field {
		case Payee:
			return
		case Payer:
			at = i
		}
		if m := h.matches[i]; m.ok && m.field == Amount && m.says == "award" {
			award = true
		}
	}
	if award && at >= 0 && !strings.Contains(Fold(cols[at].Heading), "fund") {
		cols[at].Field = Payee
		cols[at].Why = "the amounts are awards, and no other column names who got them"
	}
}

// shifted returns the heading with its texts moved by one column, where the body stands one column
// beside it: the date under no heading of a date, the amount under none of an amount, and both right
// once moved; by says to which side, and is 0 where it is not so.
func (h *headline) shifted(ps []profile) (moved headline, why string, by int) {
	for _, by = range [...]int{1, -1} {
		if !h.misses(ps, 0) || h.misses(ps, by) {
			continue
		}
		moved = *h
		moved.texts = make([]string, len(h.texts))
		moved.matches = make([]match, len(h.texts))
		moved.leaves = make([]string, len(h.texts))
		for i := range h.texts {
			if j := i - by; j >= 0 && j < len(h.texts) {
				moved.texts[i], moved.matches[i], moved.leaves[i] = h.texts[j], h.matches[j], h.leaf(j)
			}
		}
		side := "right"
		if by < 0 {
			side = "left"
		}
		return moved, fmt.Sprintf("the body stands one column to the %s of its heading: dates and amounts are found there", side), by
	}
	return *h, "", 0
}

// misses says whether, with the heading moved by so many columns, no heading of a date stands over
// dates or none of an amount over amounts.
func (h *headline) misses(ps []profile, by int) bool {
	date, amount, dates, amounts := false, false, false, false
	for i := range h.matches {
		if !h.matches[i].ok {
			continue
		}
		j := i + by
		over := j >= 0 && j < len(ps)
		switch h.matches[i].field {
		case Date:
			dates = true
			date = date || over && ps[j].dated()
		case Amount:
			amounts = true
			amount = amount || over && ps[j].numeric()
		}
	}
	return !dates || !amounts || !date || !amount
}
