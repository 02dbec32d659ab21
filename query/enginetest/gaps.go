package enginetest

import (
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
)

// gapsOf counts the entries of each body, year, kind of record and month.
func gapsOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"body", "year", "record", "month_no", "rows"}}
	type at struct {
		body, record string
		year, month  int64
	}
	bodies := map[int64]map[string]bool{}
	for _, path := range k.files.Payer {
		err := ledger.ReadTable(path, func(rows []ledger.Share) error {
			for _, s := range rows {
				if s.Dimension != ledger.DimPayer || s.Code == "" {
					continue
				}
				if bodies[s.Key] == nil {
					bodies[s.Key] = map[string]bool{}
				}
				bodies[s.Key][strings.Clone(s.Code)] = true
			}
			return nil
		})
		if err != nil {
			return l, err
		}
	}
	counted := map[query.Flow]bool{}
	for i := range k.pieces {
		counted[k.pieces[i].Flow] = true
	}
	count := map[at]int64{}
	for _, path := range k.files.Entries {
		err := ledger.ReadTable(path, func(rows []dated) error {
			for _, e := range rows {
				if !counted[query.Flow{Source: sourceOf(path), Table: e.Table, Row: e.Row, Col: e.Col}] || len(a.Years) > 0 && !slices.Contains(a.Years, e.Year) {
					continue
				}
				month := int64(0)
				if e.Date != nil {
					y, m, _ := e.Date.Civil()
					month = int64(y)*12 + int64(m) - 1
				}
				for body := range bodies[e.PayerKey] {
					count[at{body, strings.Clone(e.Record), int64(e.Year), month}]++
				}
			}
			return nil
		})
		if err != nil {
			return l, err
		}
	}
	for at, n := range count {
		l.add(at.body, at.year, at.record, at.month, n)
	}
	return l, nil
}
