package enginetest

import (
	"fmt"
	"slices"

	"flows/ledger"
	"flows/query"
)

// truth is what plain Go knows of the files behind a report.
type truth struct {
	everything        []query.Piece // that the filters let through, wherever they went
	together, byPlace []piece       // of them those of the places asked for: each pound once, or once in each place
	thresholds        map[string]int64
}

// known is what plain Go reads of files, once for all reports.
type known struct {
	files      query.Files
	pieces     []query.Piece
	scope      map[string]map[string]string
	thresholds map[string]int64
	sums       map[string][]query.Summed // by arguments
}

func read(f query.Files) (*known, error) {
	scope, err := places(f)
	if err != nil {
		return nil, err
	}
	k := &known{files: f, scope: scope, sums: map[string][]query.Summed{}}
	paid := map[string]map[query.Flow]ledger.Pence{}
	err = query.EachPiece(f, func(p *query.Piece) error {
		k.pieces = append(k.pieces, *p)
		if p.Record == ledger.Payment && p.Whole > 0 {
			if paid[p.Source] == nil {
				paid[p.Source] = map[query.Flow]ledger.Pence{}
			}
			paid[p.Source][p.Flow] = p.Whole
		}
		return nil
	})
	k.thresholds = thresholds(paid)
	return k, err
}

// truth is what there is to know for a report with these arguments.
func (k *known) truth(a query.Args) *truth {
	w := &truth{thresholds: k.thresholds}
	for i := range k.pieces {
		if p := &k.pieces[i]; lets(a, p) {
			w.everything = append(w.everything, *p)
			w.put(k.scope, k.files, p)
		}
	}
	return w
}

// sum is what the adder says.
func (k *known) sum(a query.Args) ([]query.Summed, error) {
	key := fmt.Sprint(a)
	if s, ok := k.sums[key]; ok {
		return s, nil
	}
	s, err := query.Sum(k.files, a)
	k.sums[key] = s
	return s, err
}

// put gives a piece to the places that asked for it.
func (w *truth) put(scope map[string]map[string]string, f query.Files, p *query.Piece) {
	if len(f.Places) == 0 {
		w.together = append(w.together, piece{Piece: *p, beyond: p.Beyond(query.Inside, true)})
		w.byPlace = append(w.byPlace, piece{Piece: *p, beyond: p.Beyond(query.Inside, true)})
		return
	}
	best := ""
	for place, relation := range scope[p.Place] {
		if beyond := p.Beyond(relation, false); !query.Around(beyond) {
			w.byPlace = append(w.byPlace, piece{Piece: *p, place: place, beyond: beyond})
		}
		if best == "" || relation < best {
			best = relation
		}
	}
	if best != "" {
		one := piece{Piece: *p, beyond: p.Beyond(best, false)}
		w.together = append(w.together, one)
		if query.Around(one.beyond) { // in no place
			w.byPlace = append(w.byPlace, one)
		}
	}
}

// places reads which place each code belongs to, and how: inside before partly.
func places(f query.Files) (map[string]map[string]string, error) {
	m := map[string]map[string]string{}
	for _, path := range f.Places {
		err := ledger.ReadTable(path, func(rows []query.Place) error {
			for _, r := range rows {
				if m[r.Code] == nil {
					m[r.Code] = map[string]string{}
				}
				if m[r.Code][r.Place] != query.Inside {
					m[r.Code][r.Place] = r.Relation
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return m, nil
}

func lets(a query.Args, p *query.Piece) bool {
	return p.Used(a.Use) && (len(a.Years) == 0 || slices.Contains(a.Years, p.Year)) &&
		(len(a.Departments) == 0 || slices.Contains(a.Departments, p.Department)) &&
		(len(a.Functions) == 0 || slices.Contains(a.Functions, p.Function))
}

// thresholds are the pence from which 19 of 20 payments of a source are.
func thresholds(paid map[string]map[query.Flow]ledger.Pence) map[string]int64 {
	m := map[string]int64{}
	for source, flows := range paid {
		for _, t := range []ledger.Pence{500_00, 25_000_00} {
			n := 0
			for _, amount := range flows {
				if amount >= t {
					n++
				}
			}
			if n*20 >= len(flows)*19 {
				m[source] = int64(t)
			}
		}
	}
	return m
}

// compare holds the rows of a grouping report to the pieces behind them.
func (q *question) compare(r query.Report, k *known, a query.Args, got query.Result) error {
	know := k.truth(a)
	mine := know.together
	if q.byPlace {
		mine = know.byPlace
	}
	giveBands(mine)
	want := q.answer(mine)
	seen := map[string]bool{}
	sums := map[any]int64{}
	for _, values := range got.Rows {
		have := row{kind: values[0].(string), residual: values[1].(string), area: values[2].(string), dims: map[string]string{}}
		for _, d := range q.dims {
			have.dims[d] = fmt.Sprint(values[column(r, d)])
		}
		key := have.key(q.dims)
		expected := want[key]
		if expected == nil || seen[key] {
			return fmt.Errorf("a row too many: %v", values)
		}
		seen[key] = true
		sums[have.kind] += values[column(r, "amount")].(int64)
		for i, c := range r.Columns {
			if i < 3 || slices.Contains(q.dims, c.Name) {
				continue
			}
			if m, err := q.measure(c.Name, expected, know); err != nil || m != values[i] {
				return fmt.Errorf("row %v: %s is %v, want %v (%v)", values, c.Name, values[i], m, err)
			}
		}
	}
	if len(seen) != len(want) {
		return fmt.Errorf("%d rows, want %d", len(seen), len(want))
	}
	return addsUp(q, k, a, sums)
}

// addsUp holds a report to the law of all reports: bodies and residuals are the total, the total is the adder's.
func addsUp(q *question, k *known, a query.Args, sums map[any]int64) error {
	if sums["body"]+sums["residual"] != sums["total"] {
		return fmt.Errorf("body rows %d and residual rows %d are not the total %d", sums["body"], sums["residual"], sums["total"])
	}
	lines, err := k.sum(a)
	if err != nil {
		return err
	}
	added := ledger.Pence(0)
	for _, s := range lines {
		if (s.Place == "") != (q.byPlace && len(k.files.Places) > 0) || s.Place == "" && query.Around(s.Relation) {
			added += s.Amount
		}
	}
	if int64(added) != sums["total"] {
		return fmt.Errorf("the total is %d, the adder's sum %d", sums["total"], added)
	}
	return nil
}
