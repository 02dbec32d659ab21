package enginetest

import (
	"errors"
	"slices"

	"flows/ledger"
	"flows/query"
)

// measure is the value that a column of a row has to have.
func (q *question) measure(column string, r *row, know *truth) (any, error) {
	if count, ok := q.counts()[column]; ok {
		seen := map[string]bool{}
		for i := range r.pieces {
			if s := count(&r.pieces[i]); s != "" {
				seen[s] = true
			}
		}
		return int64(len(seen)), nil
	}
	if sum, ok := q.sums()[column]; ok {
		total := int64(0)
		for i := range r.pieces {
			total += sum(&r.pieces[i])
		}
		return total, nil
	}
	switch column {
	case "kind", "from_kind", "to_kind":
		return kindOf(column, r), nil
	case "top_spender", "top_spender_amount":
		return topSpender(column, r), nil
	case "everywhere":
		return everywhere(r, know.everything), nil
	case "median_low", "median_high", "smallest", "largest":
		return awardOf(column, r), nil
	case "lowest_threshold", "highest_threshold":
		return thresholdOf(column, r, know), nil
	}
	return nil, errors.New("the suite does not know the column")
}

// counts are the columns that count different things; "" is not counted. In reports by place an entry
// counts in each of the places that overlap on it, as its pence do.
func (q *question) counts() map[string]func(*piece) string {
	payer := func(p *piece) string { return p.Payer }
	return map[string]func(*piece) string{
		"rows":       func(p *piece) string { return flowID(p.Flow) + " " + p.place },
		"sources":    func(p *piece) string { return p.Source },
		"awards":     award,
		"streams":    stream,
		"programmes": func(p *piece) string { return p.Programme },
		"recipients": func(p *piece) string { return p.Payee },
		"departments": func(p *piece) string {
			return p.Department
		},
		"organisations": payer, "publishers": payer, "bodies": payer,
	}
}

// sums are the columns that add up pence.
func (q *question) sums() map[string]func(*piece) int64 {
	when := func(cond func(*piece) bool) func(*piece) int64 {
		return func(p *piece) int64 {
			if cond(p) {
				return int64(p.Amount)
			}
			return 0
		}
	}
	size := func(p *piece) int64 { return max(int64(p.Amount), -int64(p.Amount)) }
	sized := func(step string) func(*piece) int64 {
		return func(p *piece) int64 {
			if p.FunctionStep == step {
				return size(p)
			}
			return 0
		}
	}
	const transfers = "transfers to individuals"
	return map[string]func(*piece) int64{
		"amount":   func(p *piece) int64 { return int64(p.Amount) },
		"absolute": size,
		"confident": func(p *piece) int64 {
			c := p.PlaceConfidence
			if q.function {
				c = min(c, p.FunctionConfidence)
			}
			return size(p) * int64(c) / 1000
		},
		"by_remit":       sized("remit"),
		"by_model":       sized("modelled"),
		"apportioned":    when(func(p *piece) bool { return q.evidence(p) == ledger.Apportioned }),
		"modelled":       when(func(p *piece) bool { return q.evidence(p) == ledger.Modelled }),
		"transfers":      when(func(p *piece) bool { return p.Nature == transfers }),
		"capital":        when(func(p *piece) bool { return p.Capital == "capital" && p.Nature != transfers }),
		"spread_amount":  when(func(p *piece) bool { return p.Moved == query.Spread && p.beyond == "" }),
		"preventive":     when(func(p *piece) bool { return p.Prevention == "preventive" }),
		"reactive":       when(func(p *piece) bool { return p.Prevention == "reactive" }),
		"transferred":    when(func(p *piece) bool { return p.Prevention == "transfers" }),
		"administration": when(func(p *piece) bool { return p.Prevention == "administration" }),
		"not_told":       when(func(p *piece) bool { return p.Prevention == "" }),
		"nature_not_stated": func(p *piece) int64 {
			if p.Nature == "" {
				return size(p)
			}
			return 0
		},
		"capital_not_stated": func(p *piece) int64 {
			if p.Capital == "" {
				return size(p)
			}
			return 0
		},
		"health_education_protection": when(func(p *piece) bool {
			return slices.Contains([]string{"07", "09", "10"}, division(p.Function))
		}),
	}
}

// evidence is the weakest behind a piece.
func (q *question) evidence(p *piece) string {
	kinds := []string{p.PlaceEvidence}
	if q.function {
		kinds = append(kinds, p.FunctionEvidence)
	}
	for _, weak := range []string{ledger.Modelled, ledger.Apportioned} {
		if slices.Contains(kinds, weak) {
			return weak
		}
	}
	return ledger.Observed
}

func kindOf(column string, r *row) string {
	best := ""
	for i := range r.pieces {
		k := r.pieces[i].PayerKind
		if column == "to_kind" {
			k = r.pieces[i].PayeeKind
		}
		best = max(best, k)
	}
	if r.kind != "body" {
		return ""
	}
	return best
}

func topSpender(column string, r *row) any {
	sums := map[string]int64{}
	for i := range r.pieces {
		sums[r.pieces[i].Payer] += int64(r.pieces[i].Amount)
	}
	best, found := "", false
	for name, sum := range sums {
		if !found || sum > sums[best] || sum == sums[best] && name < best {
			best, found = name, true
		}
	}
	switch {
	case r.kind == "total" && column == "top_spender":
		return ""
	case r.kind == "total":
		return nil
	case column == "top_spender":
		return best
	}
	return sums[best]
}

// everywhere is what the row's body spends in all places.
func everywhere(r *row, everything []query.Piece) any {
	if r.kind != "body" {
		return nil
	}
	sum := int64(0)
	for i := range everything {
		if everything[i].Payer == r.dims["organisation"] {
			sum += int64(everything[i].Amount)
		}
	}
	return sum
}

// awardOf is the size of the smallest, middle or largest award of a row.
func awardOf(column string, r *row) any {
	if r.kind == "total" {
		return nil
	}
	byAward := map[string]int64{}
	for i := range r.pieces {
		byAward[award(&r.pieces[i])] += int64(r.pieces[i].Amount)
	}
	var sizes []int64
	for _, size := range byAward {
		sizes = append(sizes, size)
	}
	slices.Sort(sizes)
	return sizes[map[string]int{
		"smallest": 0, "median_low": (len(sizes) - 1) / 2, "median_high": len(sizes) / 2, "largest": len(sizes) - 1,
	}[column]]
}

// thresholdOf is the lowest or highest threshold of a row's sources.
func thresholdOf(column string, r *row, know *truth) any {
	var all []int64
	for i := range r.pieces {
		all = append(all, know.thresholds[r.pieces[i].Source])
	}
	switch {
	case len(all) == 0:
		return nil
	case column == "lowest_threshold":
		return slices.Min(all)
	}
	return slices.Max(all)
}
