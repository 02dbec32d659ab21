package enginetest

import (
	"cmp"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
)

// openPayeesOf finds, for each wording of a payee that was not placed, its sums and its three largest purposes.
func openPayeesOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"place_key", "purpose_key", "rows", "amount", "absolute"}}
	type sums struct {
		flows            map[query.Flow]bool
		amount, absolute int64
	}
	add := func(s *sums, p *query.Piece) {
		if s.flows == nil {
			s.flows = map[query.Flow]bool{}
		}
		s.flows[p.Flow] = true
		s.amount += int64(p.Amount)
		s.absolute += max(int64(p.Amount), -int64(p.Amount))
	}
	whole, byPurpose := map[int64]*sums{}, map[int64]map[int64]*sums{}
	for i := range k.pieces {
		p := &k.pieces[i]
		if p.Place != "" || !filtered(a, p) {
			continue
		}
		if whole[p.PlaceKey] == nil {
			whole[p.PlaceKey], byPurpose[p.PlaceKey] = &sums{}, map[int64]*sums{}
		}
		if byPurpose[p.PlaceKey][p.PurposeKey] == nil {
			byPurpose[p.PlaceKey][p.PurposeKey] = &sums{}
		}
		add(whole[p.PlaceKey], p)
		add(byPurpose[p.PlaceKey][p.PurposeKey], p)
	}
	for place, purposes := range byPurpose {
		var order []int64
		for purpose := range purposes {
			order = append(order, purpose)
		}
		slices.SortFunc(order, func(x, y int64) int {
			if d := purposes[y].absolute - purposes[x].absolute; d != 0 {
				return map[bool]int{true: 1, false: -1}[d > 0]
			}
			return int(x - y)
		})
		for _, purpose := range order[:min(3, len(order))] {
			w := whole[place]
			l.add(place, purpose, int64(len(w.flows)), w.amount, w.absolute)
		}
	}
	return l, nil
}

// filtered is lets without a use: questions over all records.
func filtered(a query.Args, p *query.Piece) bool {
	return (len(a.Years) == 0 || slices.Contains(a.Years, p.Year)) &&
		(len(a.Departments) == 0 || slices.Contains(a.Departments, p.Department)) &&
		(len(a.Functions) == 0 || slices.Contains(a.Functions, p.Function))
}

// openPurposesOf sums what is not classified, or modelled, inside the places asked for.
func openPurposesOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"purpose_key", "function_code", "function_step", "function_confidence", "rows", "amount", "absolute"}}
	type name struct {
		key        int64
		code, step string
		confidence int16
	}
	type sums struct {
		flows            map[query.Flow]bool
		amount, absolute int64
	}
	of := map[name]*sums{}
	for i := range k.pieces {
		p := &k.pieces[i]
		inside, place := len(k.files.Places) == 0, p.Place
		if p.Moved != "" {
			place = p.From // where it was placed, whatever was moved since
		}
		for _, relation := range k.scope[place] {
			inside = inside || relation == query.Inside
		}
		if !inside || !filtered(a, p) || p.Function != "" && p.FunctionEvidence != ledger.Modelled {
			continue
		}
		at := name{p.PurposeKey, p.Function, p.FunctionStep, p.FunctionConfidence}
		if of[at] == nil {
			of[at] = &sums{flows: map[query.Flow]bool{}}
		}
		of[at].flows[p.Flow] = true
		of[at].amount += int64(p.Amount)
		of[at].absolute += max(int64(p.Amount), -int64(p.Amount))
	}
	for at, s := range of {
		l.add(at.key, at.code, at.step, at.confidence, int64(len(s.flows)), s.amount, s.absolute)
	}
	return l, nil
}

// wouldMoveOf lays the shares in force over those proposed, entry by entry.
func wouldMoveOf(k *known, _ query.Args) (listing, error) {
	l := listing{columns: []string{"dimension", "from_code", "from_step", "to_code", "to_step", "rows", "amount", "spending"}}
	type name struct{ split, from, fromStep, to, toStep string }
	type sums struct {
		flows            map[query.Flow]bool
		amount, spending int64
	}
	of := map[name]*sums{}
	now, err := inForce(k)
	if err != nil {
		return l, err
	}
	wanted, err := sharesOf(k.files.Proposed)
	if err != nil {
		return l, err
	}
	seen := map[query.Flow]bool{}
	for i := range k.pieces {
		p := &k.pieces[i]
		if seen[p.Flow] {
			continue // the pieces of an entry tell the same of it
		}
		seen[p.Flow] = true
		for split, key := range map[string]int64{"place": p.PlaceKey, "payee": p.PlaceKey, "function": p.PurposeKey} {
			old := now[split][key]
			if len(old) == 0 {
				old = []ledger.Share{{Hi: ledger.Whole}}
			}
			for _, o := range old {
				for _, w := range wanted[split][key] {
					lo, hi := max(o.Lo, w.Lo), min(o.Hi, w.Hi)
					if lo >= hi || o.Code == w.Code && o.Step == w.Step {
						continue
					}
					at := name{split, o.Code, o.Step, w.Code, w.Step}
					if of[at] == nil {
						of[at] = &sums{flows: map[query.Flow]bool{}}
					}
					of[at].flows[p.Flow] = true
					of[at].amount += int64(p.Whole.Part(lo, hi))
					if p.Used(query.ForSpending) {
						of[at].spending += int64(p.Whole.Part(lo, hi))
					}
				}
			}
		}
	}
	for at, s := range of {
		l.add(at.split, at.from, at.fromStep, at.to, at.toStep, int64(len(s.flows)), s.amount, s.spending)
	}
	return l, nil
}

// inForce are the shares of both splits by key, without the keys whose shares do not tile.
func inForce(k *known) (map[string]map[int64][]ledger.Share, error) {
	now, err := sharesOf(slices.Concat(k.files.Place, k.files.Function, k.files.Payee))
	if err != nil {
		return nil, err
	}
	for key, list := range now["payee"] {
		now["payee"][key] = organisationOf(list)
	}
	for _, split := range now {
		for key, list := range split {
			covered := int64(0)
			for _, s := range list {
				covered += int64(s.Hi - s.Lo)
			}
			if covered != ledger.Whole { // the suite's broken shares lack a billionth; none overlap
				delete(split, key)
			}
		}
	}
	return now, nil
}

// organisationOf is the name of a payee's organisation as its one share: the widest share's, of equals the first's.
func organisationOf(list []ledger.Share) []ledger.Share {
	list = slices.DeleteFunc(list, func(s ledger.Share) bool { return s.Body == "" })
	slices.SortFunc(list, func(a, b ledger.Share) int {
		return cmp.Or(cmp.Compare(b.Hi-b.Lo, a.Hi-a.Lo), cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Body, b.Body))
	})
	if len(list) == 0 {
		return []ledger.Share{{Hi: ledger.Whole}}
	}
	return []ledger.Share{{Code: list[0].Body, Hi: ledger.Whole}}
}

// sharesOf reads shares by split and key.
func sharesOf(paths []string) (map[string]map[int64][]ledger.Share, error) {
	of := map[string]map[int64][]ledger.Share{"place": {}, "function": {}, "payee": {}}
	for _, path := range paths {
		err := ledger.ReadTable(path, func(rows []ledger.Share) error {
			for _, s := range rows {
				split := "place"
				if s.Dimension == ledger.DimFunction || s.Dimension == ledger.DimPayee {
					split = s.Dimension
				}
				s.Code, s.Step, s.Body = strings.Clone(s.Code), strings.Clone(s.Step), strings.Clone(s.Body)
				of[split][s.Key] = append(of[split][s.Key], s)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return of, nil
}
