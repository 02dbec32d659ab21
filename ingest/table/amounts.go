package table

import (
	"fmt"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// The rule for the column of money, where several could be it, is
//
//  1. the part that was paid or awarded (distribution amount, payment value, amount awarded),
//  2. the plain amount,
//  3. net of VAT, 4. with VAT, 5. the invoice's amount, 6. totals of several lines,
//  8. what was asked for or costs in all;
//
// among equals the column with more amounts in it, then the left one. Columns that are empty or
// hold no amounts do not compete. The others are listed as skipped, with their sums.
var rankWords = map[int]string{
	1: "the part paid or awarded", 2: "the plain amount", 3: "the amount net of VAT", 4: "the amount with VAT",
	5: "the invoice's amount", 6: "a total of several lines", 8: "what was asked for or costs in all", 9: "an unlisted heading over amounts",
}

// candidate is a column that may be the money.
type candidate struct {
	col   int
	match match
	why   string
}

// series finds the columns of amounts and chooses the one to load.
func (h *headline) series(cols []Column, body []sheet.Row, ps []profile, title int64, prefer string) []Series {
	cs := h.candidates(cols, ps)
	best := preferred(cs, choose(cs, ps), ps, h.texts, prefer)
	if best >= 0 {
		h.rivals = h.rival(cs, best, body, ps)
	}
	if best < 0 || h.rivals != "" {
		return nil
	}
	out := make([]Series, len(cs))
	for i, c := range cs {
		p := &ps[c.col]
		out[i] = Series{Col: c.col, Name: h.texts[c.col], Status: Skipped, Unit: cell.Pounds, Decimal: p.decimal(), VAT: vatOf(h.texts[c.col], c.match.says), Why: c.why}
		if u := h.statedAt(c.col, title); u.pence != 0 {
			out[i].Unit, out[i].UnitWhy = u.pence, u.by
			out[i].Why += u.why()
		}
		if p.decimal() == cell.Comma {
			out[i].Why += "; decimals are written 1.234,50"
		}
		if i == best {
			out[i].Status = Load
			if len(cs) > 1 {
				out[i].Why += "; chosen as " + rankWords[c.match.rank]
			}
		} else if includes(body, &out[i], cs[best].col, ps) {
			out[i].Status = IsTotal
			out[i].Why += fmt.Sprintf("; a total that includes %q", h.texts[cs[best].col])
		} else {
			out[i].Why += fmt.Sprintf("; %s, and %q is chosen before it", rankWords[c.match.rank], h.texts[cs[best].col])
		}
	}
	return out
}

// choose is the candidate to load; -1 where there is none, or where so many are equally good that
// taking one would be a guess: two with headings that are not listed, three with listed ones.
func choose(cs []candidate, ps []profile) int {
	if len(cs) == 0 {
		return -1
	}
	best := 0
	for i := range cs {
		if i > 0 && cs[i].beats(&cs[best], ps) {
			best = i
		}
	}
	equal := 0
	for i := range cs {
		if cs[i].match.rank == cs[best].match.rank && 10*ps[cs[i].col].amounts() >= ps[cs[best].col].amounts() {
			equal++
		}
	}
	if equal >= 3 || equal == 2 && cs[best].match.rank == unlisted {
		return -1
	}
	return best
}

// preferred is the candidate that is net, or with VAT, where that is asked for and one stands beside
// the candidate best. It is best where there is none.
func preferred(cs []candidate, best int, ps []profile, texts []string, vat string) int {
	if best < 0 || vat == "" {
		return best
	}
	is := func(i int) bool { return vatOf(texts[cs[i].col], cs[i].match.says) == vat }
	if is(best) {
		return best
	}
	other := best
	for i := range cs {
		if is(i) && 10*ps[cs[i].col].amounts() >= ps[cs[best].col].amounts() && (other == best || cs[i].beats(&cs[other], ps)) {
			other = i
		}
	}
	return other
}

// unlisted is the rank of a heading that is not listed.
const unlisted = 9

// includes says whether a column is a total that includes the one chosen: its heading says total,
// in some rows it is more, and in hardly any (one of twenty) less.
func includes(body []sheet.Row, s *Series, chosen int, ps []profile) bool {
	if !strings.Contains(" "+Fold(s.Name)+" ", " total ") {
		return false
	}
	more, less := 0, 0
	for i := range body {
		a, ok := amountAt(&body[i], s.Col, s.Decimal)
		b, also := amountAt(&body[i], chosen, ps[chosen].decimal())
		if !ok || !also {
			continue
		}
		if a < b {
			less++
		} else if a > b {
			more++
		}
	}
	return more > 0 && 19*less <= more
}

// amountAt reads the amount in a cell, in pounds.
func amountAt(r *sheet.Row, col int, d cell.Decimal) (ledger.Pence, bool) {
	if col >= len(r.Cells) || r.Cells[col].Kind == sheet.Date {
		return 0, false
	}
	a, reason := cell.Money(r.Cells[col].Text, cell.Pounds, d)
	return a.Pence, reason == cell.Read
}

// candidates are the columns with a heading of an amount over amounts; where there is none, the one
// column whose heading speaks of money, or the only one that holds amounts with pence. In a list of
// payees the heading counts even where little under it can be read ("to be confirmed"): its rows are
// payments whose amounts are wrong, and no notes.
func (h *headline) candidates(cols []Column, ps []profile) []candidate {
	var cs, empty, unread []candidate
	for i, m := range h.matches {
		if !m.ok || m.field != Amount {
			continue
		}
		if c := (candidate{i, m, m.why}); ps[i].filled == 0 {
			empty = append(empty, c)
		} else if ps[i].amounts() > 0 && (ps[i].numeric() || ps[i].letters*2 <= ps[i].filled) {
			cs = append(cs, c)
		} else if m.all && h.has(Payee) && ps[i].unread() {
			c.why += "; most of what stands under it cannot be read as an amount"
			unread = append(unread, c)
		}
	}
	if len(cs) > 0 {
		return cs
	}
	for i := range cols {
		if cols[i].Field == Extra && cols[i].Heading != "" && ps[i].numeric() && speaksOfMoney(h.leaf(i)) {
			cs = append(cs, candidate{i, match{entry: entry{field: Amount, rank: unlisted}, ok: true}, "the heading is not listed and speaks of money, over amounts"})
		}
	}
	if len(cs) > 0 {
		return cs
	}
	if i := onlyPence(cols, ps); i >= 0 && h.has(Payee) {
		return []candidate{{i, match{entry: entry{field: Amount, rank: unlisted}, ok: true}, "it has no heading, and is the only column of amounts with pence"}}
	}
	if len(empty) > 0 {
		return empty
	}
	return unread
}

// beats says whether c is rather the money than d.
func (c *candidate) beats(d *candidate, ps []profile) bool {
	n, m := ps[c.col].amounts(), ps[d.col].amounts()
	if few := 10*n < m || 10*m < n; few && n != m {
		return n > m
	}
	if c.match.rank != d.match.rank {
		return c.match.rank < d.match.rank
	}
	return n > m
}

// onlyPence is the one column without a heading whose cells are mostly amounts with pence, in a table
// of payees; -1 if there is none or more.
func onlyPence(cols []Column, ps []profile) int {
	at := -1
	for i := range cols {
		if cols[i].Field == Extra && cols[i].Heading == "" && ps[i].filled >= 2 && ps[i].numeric() && 2*ps[i].pence >= ps[i].filled {
			if at >= 0 {
				return -1
			}
			at = i
		}
	}
	return at
}

// moneyWords make an unlisted heading one of money, noMoneyWords prevent it.
var (
	moneyWords   = []string{"amount", "value", "spend", "spent", "paid", "payment", "cost", "costs", "expenditure", "net", "gross", "total", "award", "awarded", "grant", "allocation", "allocated", "funding", "sum", "fee", "price", "gbp", "pounds", "invoiced", "investment", "budget"}
	noMoneyWords = []string{"number", "no", "num", "date", "code", "ref", "reference", "id", "type", "name", "percent", "percentage", "rate", "postcode", "threshold", "population", "count", "per", "share", "index", "salary", "band", "year", "vat", "fte", "staff", "employees", "hours", "days", "rank", "score"}
)

// speaksOfMoney says whether an unlisted heading is one of money by its words.
func speaksOfMoney(heading string) bool {
	if strings.Contains(heading, "%") {
		return false
	}
	money := strings.Contains(heading, "£") || unitOf(heading, true) != 0
	words, _ := withoutVAT(Fold(heading))
	for _, w := range strings.Fields(words) {
		for _, no := range noMoneyWords {
			if w == no {
				return false
			}
		}
		for _, yes := range moneyWords {
			money = money || w == yes
		}
	}
	return money
}

// vatOf says whether an amount is net of VAT or with it, by its heading.
func vatOf(heading, says string) string {
	if says == "net" || says == "gross" {
		return says
	}
	f := " " + Fold(heading) + " "
	switch {
	case strings.Contains(f, " excluding ") || strings.Contains(f, " excl ") || strings.Contains(f, " ex vat") || strings.Contains(f, " exc ") || strings.Contains(f, " net of vat"):
		return "net"
	case strings.Contains(f, " including vat") || strings.Contains(f, " incl vat") || strings.Contains(f, " inc vat"):
		return "gross"
	case strings.Contains(f, " net "):
		return "net"
	case strings.Contains(f, " gross "):
		return "gross"
	}
	return ""
}
