package enginetest

import (
	"maps"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
)

// names are the distinct values of pieces, sorted and joined.
func (r *row) names(of func(*piece) string, by string) string {
	seen := map[string]bool{}
	for i := range r.pieces {
		if s := of(&r.pieces[i]); s != "" {
			seen[s] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(seen)), by)
}

func payee(p *piece) string { return p.Payee }

func stakeholdersOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"outcome", "organisation", "department", "paid", "received", "pays", "receives", "programmes", "amount", "rows"}}
	m, err := k.marked()
	if err != nil {
		return l, err
	}
	paid, received, both := grouped{}, grouped{}, grouped{}
	for _, p := range k.truth(a).together {
		if p.beyond != "" {
			continue
		}
		for code := range m.serves(p.PurposeKey) {
			if p.Payer != "" {
				paid.add(p, code, p.Payer)
				both.add(p, code, p.Payer)
			}
			if p.Payee != "" {
				received.add(p, code, p.Payee)
				both.add(p, code, p.Payee)
			}
		}
	}
	one := func(is bool) int64 {
		if is {
			return 1
		}
		return 0
	}
	both.each(func(n []string, r *row) {
		key := strings.Join(n, "\x1e")
		pays, gets := &row{pieces: paid[key]}, &row{pieces: received[key]}
		counts := gets
		if len(gets.pieces) == 0 {
			counts = pays
		}
		l.add(n[0], n[1], counts.names(department, ", "), pays.amount(), gets.amount(), one(len(pays.pieces) > 0), one(len(gets.pieces) > 0),
			r.distinct(scheme), counts.amount(), counts.rows())
	})
	return l, nil
}

func joinUpOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"outcome", "place", "departments", "programmes", "recipients_in_common", "awards", "amount", "smallest_award",
		"first_end", "last_end", "department_names", "recipient_names", "rows"}}
	m, err := k.marked()
	if err != nil {
		return l, err
	}
	byPayee := grouped{}
	for _, p := range k.truth(a).byPlace {
		if p.beyond != "" || p.Payee == "" || p.Department == "" {
			continue
		}
		for code := range m.serves(p.PurposeKey) {
			byPayee.add(p, code, p.place, p.Payee)
		}
	}
	pooled := grouped{}
	byPayee.each(func(n []string, r *row) {
		if r.distinct(department) > 1 {
			for _, p := range r.pieces {
				pooled.add(p, n[0], n[1])
			}
		}
	})
	pooled.each(func(n []string, r *row) {
		var first, last any
		for i := range r.pieces {
			if end := r.pieces[i].End; end != ledger.NoDate {
				if first == nil || end < first.(ledger.Date) {
					first = end
				}
				if last == nil || end > last.(ledger.Date) {
					last = end
				}
			}
		}
		l.add(n[0], n[1], r.distinct(department), r.distinct(scheme), r.distinct(payee), r.distinct(award), r.amount(), awardOf("smallest", r),
			first, last, r.names(department, "\x1f"), r.names(payee, "\x1f"), r.rows())
	})
	return l, nil
}

func deepDiveOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "theme", "organisation", "programme", "expense_area", "expense_type", "funded_by", "amount",
		"administration", "excluded", "rows"}}
	m, err := k.marked()
	if err != nil {
		return l, err
	}
	roles := func(key int64) map[string]map[string]bool {
		of := map[string]map[string]bool{}
		for _, x := range m[key] {
			if x.List == query.MarkTheme {
				if of[x.Code] == nil {
					of[x.Code] = map[string]bool{}
				}
				of[x.Code][x.Role] = true
			}
		}
		return of
	}
	g, funders := grouped{}, grouped{}
	for _, p := range k.truth(a).together {
		if p.beyond != "" {
			continue
		}
		for theme, has := range roles(p.PurposeKey) {
			g.add(p, "subtotal", theme, "", "", "", "")
			if p.Programme != "" {
				g.add(p, "body", theme, p.Payer, p.Programme, "", "")
			} else {
				g.add(p, "body", theme, p.Payer, "", p.ExpenseArea, p.ExpenseType)
			}
			if !has[query.MarkExcluded] && p.Payee != p.Payer && p.Payee != "" {
				funders.add(p, theme, p.Payee)
			}
		}
	}
	g.each(func(n []string, r *row) {
		in, administration, out := &row{}, &row{}, &row{}
		for _, p := range r.pieces {
			switch has := roles(p.PurposeKey)[n[1]]; {
			case has[query.MarkExcluded]:
				out.pieces = append(out.pieces, p)
			case has[query.MarkAdministration]:
				administration.pieces = append(administration.pieces, p)
				fallthrough
			default:
				in.pieces = append(in.pieces, p)
			}
		}
		by := ""
		if n[0] == "body" {
			by = (&row{pieces: funders[n[1]+"\x1e"+n[2]]}).names(department, ", ")
		}
		l.add(n[0], n[1], n[2], n[3], n[4], n[5], by, in.amount(), administration.amount(), out.amount(), r.rows())
	})
	return l, nil
}
