package enginetest

import (
	"flows/ledger"
	"flows/query"
)

// leftOutOf knows what a report leaves out as the pieces of each kind of record that it does not use.
func leftOutOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"payer", "record", "years", "amount", "absolute"}}
	for _, record := range []string{"statement", "payment", "award"} {
		of := a
		of.Use = record
		type sum struct {
			amount, absolute int64
			years            map[ledger.Year]bool
		}
		by := map[string]*sum{}
		know := k.truth(of)
		for i := range know.together {
			p := &know.together[i]
			if p.beyond != "" || p.Used(a.Use) {
				continue
			}
			s := by[p.Payer]
			if s == nil {
				s = &sum{years: map[ledger.Year]bool{}}
				by[p.Payer] = s
			}
			s.amount += int64(p.Amount)
			s.absolute += max(int64(p.Amount), -int64(p.Amount))
			s.years[p.Year] = true
		}
		for payer, s := range by {
			l.add(payer, record, int64(len(s.years)), s.amount, s.absolute)
		}
	}
	return l, nil
}
