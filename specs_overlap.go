package flows

import (
	"math/big"

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

// overlapRows folds the lines of each body, which stand under their group, into the group's row.
func overlapRows(f *finisher) {
	all := f.recs()
	for i, r := range all {
		if r.kind() == "detail" {
			continue
		}
		var names []string
		var amounts []ledger.Pence
		for _, d := range all[i+1:] {
			if d.kind() != "detail" {
				break
			}
			if name := d.text("organisation"); name != "" {
				names, amounts = append(names, name), append(amounts, d.pence("amount"))
			}
		}
		amount, c := r.pence("amount"), r.text("group_code")
		var largest, largestShare any = "", nil
		if len(names) > 0 {
			largest, largestShare = names[0], share(amounts[0], amount)
		}
		f.add(r, report.Level(r.kind()), c, groupName(r, c), r.count("organisations"), amount, largest, largestShare,
			concentration(amounts), catchAll(c), join(names))
		if doubt := f.codingDoubt(r); doubt.Whole > 0 {
			f.noteLast(doubt.Words())
		}
	}
	f.notes = append(f.notes,
		"Several bodies spending on one function is a question, not a finding of waste. Groups marked catch_all (n.e.c., R&D, 09.5) gather what coding could not tell apart.",
		"Coding doubt is the share of a group's money, regardless of sign, that only the payer's remit or the text model put there, and all of a catch-all group. Of the total it is that of all groups together.",
		"Concentration is the Herfindahl index of the amounts above nought: 1 where one body spends all.")
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

// noteLast is the note of the row that was added last.
func (f *finisher) noteLast(note string) {
	values := f.out[len(f.out)-1].Values
	values[len(values)-1] = note
}
