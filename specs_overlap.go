package flows

import (
	"math/big"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

func overlapSpec() spec {
	return spec{
		name: "overlap",
		columns: []report.Column{
			code("group"), text("name"), noted(count("organisations"), notAdded), money("amount"), text("largest"), frac("largest_share"),
			frac("concentration"), flag("catch_all"), text("organisation_list"),
		},
		rows: overlapRows,
	}
}

// spending is a group of COFOG with the bodies that spend on it, the most money first.
type spending struct {
	rec
	names   []string
	amounts []ledger.Pence // of the bodies, in their order
	unnamed ledger.Pence   // what bodies pay that no source names
}

// spendings folds the lines of each body, which stand under their group, into the group.
func (f *finisher) spendings() (out []spending) {
	for _, r := range f.recs() {
		if r.kind() != "detail" {
			out = append(out, spending{rec: r})
			continue
		}
		g := &out[len(out)-1]
		if name := r.text("organisation"); name != "" {
			g.names, g.amounts = append(g.names, name), append(g.amounts, r.pence("amount"))
		} else {
			g.unnamed += r.pence("amount")
		}
	}
	return out
}

// largest is the body that spends most and its share; money without a named payer counts as one of them.
func (g spending) largest() (name, part any) {
	amount := g.pence("amount")
	switch {
	case g.unnamed != 0 && (len(g.names) == 0 || g.unnamed > g.amounts[0]):
		return payerNotKnown, share(g.unnamed, amount)
	case len(g.names) > 0:
		return g.names[0], share(g.amounts[0], amount)
	}
	return "", nil
}

func overlapRows(f *finisher) {
	for _, g := range f.spendings() {
		c := g.text("group_code")
		name, part := g.largest()
		f.add(g.rec, report.Level(g.kind()), c, groupName(g.rec, c), g.count("organisations"), g.pence("amount"), name, part,
			concentration(g.amounts), catchAll(c), join(g.names))
		var words []string
		if doubt := f.codingDoubt(g.rec); doubt.Whole > 0 {
			words = append(words, doubt.Words())
		}
		if g.unnamed != 0 {
			words = append(words, report.Sterling(g.unnamed)+" of it from payers not named")
		}
		if len(words) > 0 {
			f.noteLast(strings.Join(words, "; "))
		}
	}
	f.notes = append(f.notes,
		"Several bodies spending on one function is a question, not a finding of waste. Groups marked catch_all (n.e.c., R&D, 09.5) gather what coding could not tell apart.",
		"Coding doubt is the share of a group's money, regardless of sign, that only the payer's remit or the text model put there, and all of a catch-all group. Of the total it is that of all groups together.",
		"Concentration is the Herfindahl index of the amounts above nought of the bodies that are named: 1 where one body spends all.")
}

// concentration is the Herfindahl–Hirschman index: the sum of squared shares of the amounts above nought,
// in millionths; nil where there are none.
func concentration(amounts []ledger.Pence) any {
	sum, squares := new(big.Int), new(big.Int)
	for _, a := range amounts {
		if a > 0 {
			n := big.NewInt(int64(a))
			sum.Add(sum, n)
			squares.Add(squares, n.Mul(n, n))
		}
	}
	if sum.Sign() == 0 {
		return nil
	}
	const scale = 1_000_000
	den := sum.Mul(sum, sum)
	num := squares.Mul(squares, big.NewInt(2*scale))
	num.Add(num, den).Quo(num, den.Mul(den, big.NewInt(2))) // rounded half up
	return report.Ratio{Num: num.Int64(), Den: scale}
}

// codingDoubt says how sure it is that a row's money belongs together: a group's own, and of the total
// that of all groups. Of residual rows, which are no group, Whole is 0.
func (f *finisher) codingDoubt(r rec) (d report.Doubt) {
	groups := []rec{r}
	switch r.kind() {
	case "residual":
		return d
	case "total":
		groups = f.recs("body")
	}
	for _, g := range groups {
		d.Whole += g.count("absolute")
		if mapping.COFOG().CatchAll(g.text("group_code")) {
			d.CatchAll += g.count("absolute")
			continue
		}
		d.Remit += g.count("by_remit")
		d.Model += g.count("by_model")
	}
	return d
}

// noteLast adds a note to the row that was added last.
func (f *finisher) noteLast(note string) {
	values := f.out[len(f.out)-1].Values
	if kept, _ := values[len(values)-1].(string); kept != "" {
		note = kept + "; " + note
	}
	values[len(values)-1] = note
}
