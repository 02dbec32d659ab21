package flows

import (
	"context"
	"fmt"

	"flows/ledger"
	"flows/query"
)

// mostLeftOut is how many payers of each kind of record the header of a report names.
const mostLeftOut = 3

// leftOut says what is loaded of the places and not counted in a report, since another kind of record of its
// payer is; "" where nothing is.
func (p *Project) leftOut(ctx context.Context, a *asked, use string) (string, error) {
	if use == "" {
		return "", nil
	}
	r, _ := query.Find("left-out")
	args := a.args
	args.Use = use
	result, err := query.Run(ctx, p.engine, r, args)
	if err != nil {
		return "", err
	}
	by := map[string][]rec{}
	for _, row := range newFinisher(p, spec{name: "left-out"}, a, result).recs() {
		by[row.text("record")] = append(by[row.text("record")], row)
	}
	s := ""
	for _, x := range leftReasons(use) {
		if rows := by[x.record]; len(rows) > 0 {
			s += fmt.Sprintf("%s, %s. ", leftWords(x.record, rows), x.because)
		}
	}
	if s == "" {
		return "", nil
	}
	if use == query.ForAwards {
		return s + "Reports of spending, as 'flows report organisations', count statements and payments first.", nil
	}
	return s + "Reports of awards, as 'flows report streams', count awards first.", nil
}

// leftReason says why records of a kind do not count.
type leftReason struct{ record, because string }

func leftReasons(use string) []leftReason {
	if use == query.ForAwards {
		return []leftReason{
			{"payment", "because awards of the same payers and years are counted: no pound counts twice"},
			{"statement", "because awards and payments are counted here, and no statements of account"},
		}
	}
	return []leftReason{
		{"payment", "because statements of account of the same payers and years are counted: no pound counts twice"},
		{"award", "because payments or statements of the same payers and years are counted: no pound counts twice"},
	}
}

// leftWords is "£120 of payments by one payer (2 years), £80 by another (1 year), and £12 by 4 more payers".
func leftWords(record string, rows []rec) string {
	var parts []string
	var rest ledger.Pence
	for i, r := range rows {
		if i >= mostLeftOut {
			rest += r.pence("amount")
			continue
		}
		of, name := "", r.text("payer")
		if i == 0 {
			of = " of " + record + "s"
		}
		if name == "" {
			name = "payers not known"
		}
		parts = append(parts, fmt.Sprintf("%s%s by %s (%s)", pounds(r.pence("amount")), of, name, counted(int(r.count("years")), "year")))
	}
	if n := len(rows) - mostLeftOut; n > 0 {
		parts = append(parts, fmt.Sprintf("%s by %s", pounds(rest), counted(n, "more payer")))
	}
	if n := len(parts); n > 1 {
		parts[n-1] = "and " + parts[n-1]
	}
	return join(parts)
}
