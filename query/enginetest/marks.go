package enginetest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"flows/ledger"
	"flows/query"
)

// anyMarks draws marks as they are and as they should not be: twice, with two primaries, of keys that no
// entry has. Whatever they are, no total may change.
func anyMarks(t *rapid.T) (list []query.Mark) {
	roles := map[string][]string{
		query.MarkOutcome: {query.MarkPrimary, query.MarkContributing, query.MarkContributing, query.MarkOut},
		query.MarkChain:   {query.MarkPrimary},
		query.MarkTheme:   {query.MarkIn, query.MarkIn, query.MarkAdministration, query.MarkExcluded},
	}
	for range rapid.IntRange(0, 12).Draw(t, "marks") {
		of := pick(t, "list", query.MarkOutcome, query.MarkOutcome, query.MarkChain, query.MarkTheme)
		list = append(list, query.Mark{Key: rapid.Int64Range(0, keys+1).Draw(t, "marked"), List: of,
			Code: pick(t, "marked with", "A", "B", "C"), Role: pick(t, "role", roles[of]...), Rule: pick(t, "by", "r1", "r2")})
	}
	return list
}

// marked is what plain Go knows of the marks.
type marked map[int64][]query.Mark

func (k *known) marked() (marked, error) {
	m := marked{}
	for _, path := range k.files.Marks {
		err := ledger.ReadTable(path, func(rows []query.Mark) error {
			for _, r := range rows {
				m[r.Key] = append(m[r.Key], r)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return m, nil
}

// primary is the first code that a purpose is marked with as primary, "" if none.
func (m marked) primary(key int64, list string) string {
	best := ""
	for _, r := range m[key] {
		if r.List == list && r.Role == query.MarkPrimary && (best == "" || r.Code < best) {
			best = r.Code
		}
	}
	return best
}

// serves are the outcomes of a purpose, and whether each is primary.
func (m marked) serves(key int64) map[string]bool {
	of := map[string]bool{}
	for _, r := range m[key] {
		if r.List == query.MarkOutcome && r.Role != query.MarkOut {
			of[r.Code] = of[r.Code] || r.Role == query.MarkPrimary
		}
	}
	return of
}

func scheme(p *piece) string {
	return p.Department + "\x1f" + cmp.Or(p.Programme, "\x1f"+p.ExpenseArea+"\x1f"+p.ExpenseType)
}

// grouped gathers pieces under names, which come back sorted.
type grouped map[string][]piece

func (g grouped) add(p piece, name ...string) {
	key := strings.Join(name, "\x1e")
	g[key] = append(g[key], p)
}

func (g grouped) each(visit func(name []string, r *row)) {
	for _, key := range slices.Sorted(maps.Keys(g)) {
		visit(strings.Split(key, "\x1e"), &row{kind: "body", pieces: g[key]})
	}
}

func (r *row) distinct(of func(*piece) string) int64 {
	seen := map[string]bool{}
	for i := range r.pieces {
		if s := of(&r.pieces[i]); s != "" {
			seen[s] = true
		}
	}
	return int64(len(seen))
}

func (r *row) amount() (sum int64) {
	for i := range r.pieces {
		sum += int64(r.pieces[i].Amount)
	}
	return sum
}

func (r *row) rows() int64 {
	return r.distinct(func(p *piece) string { return flowID(p.Flow) + " " + p.place })
}

func department(p *piece) string { return p.Department }

// exclusively lists what each pound is marked with first, under one list.
func exclusively(k *known, a query.Args, list, column, none string) (listing, error) {
	l := listing{columns: []string{"row_kind", "residual", "residual_area", column, "amount", "rows"}}
	m, err := k.marked()
	if err != nil {
		return l, err
	}
	g, all := grouped{}, &row{}
	for _, p := range k.truth(a).together {
		all.pieces = append(all.pieces, p)
		code := m.primary(p.PurposeKey, list)
		switch {
		case p.beyond != "":
			g.add(p, "residual", p.beyond, areaBeyond(&p), "")
		case code == "":
			g.add(p, "residual", none, "", "")
		default:
			g.add(p, "body", "", "", code)
		}
	}
	g.each(func(n []string, r *row) { l.add(n[0], n[1], n[2], n[3], r.amount(), r.rows()) })
	l.add("total", "", "", "", all.amount(), all.rows())
	return l, nil
}

func alignmentOf(k *known, a query.Args) (listing, error) {
	return exclusively(k, a, query.MarkOutcome, "outcome", "aligned to no stated outcome")
}

func chainsOf(k *known, a query.Args) (listing, error) {
	return exclusively(k, a, query.MarkChain, "chain", "in no chain")
}

func alignmentByFunctionOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "division", "amount", "stranded"}}
	m, err := k.marked()
	if err != nil {
		return l, err
	}
	sums := map[string][2]int64{}
	total := [2]int64{}
	for _, p := range k.truth(a).together {
		if p.beyond != "" {
			continue
		}
		stranded := int64(0)
		if m.primary(p.PurposeKey, query.MarkOutcome) == "" {
			stranded = int64(p.Amount)
		}
		s := sums[division(p.Function)]
		sums[division(p.Function)] = [2]int64{s[0] + int64(p.Amount), s[1] + stranded}
		total = [2]int64{total[0] + int64(p.Amount), total[1] + stranded}
	}
	for d, s := range sums {
		l.add("body", d, s[0], s[1])
	}
	l.add("total", "", total[0], total[1])
	return l, nil
}

// outcomesOf has a line for each outcome that anything serves, first or too.
func outcomesOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "residual", "residual_area", "outcome", "programmes", "departments", "awards", "amount",
		"contributing", "programmes_shared", "rows", "sources"}}
	m, err := k.marked()
	if err != nil {
		return l, err
	}
	g, rest, all := grouped{}, grouped{}, &row{}
	serves := map[string]map[string]bool{} // by scheme
	for _, p := range k.truth(a).together {
		all.pieces = append(all.pieces, p)
		if p.beyond != "" {
			rest.add(p, p.beyond, areaBeyond(&p))
			continue
		}
		for code := range m.serves(p.PurposeKey) {
			g.add(p, code)
			if serves[scheme(&p)] == nil {
				serves[scheme(&p)] = map[string]bool{}
			}
			serves[scheme(&p)][code] = true
		}
		if m.primary(p.PurposeKey, query.MarkOutcome) == "" {
			rest.add(p, "aligned to no stated outcome", "")
		}
	}
	shared := func(p *piece) string {
		if p.beyond == "" && len(serves[scheme(p)]) > 1 {
			return scheme(p)
		}
		return ""
	}
	line := func(kind, residual, area, outcome string, r *row, amount int64, contributing, programmesShared any) {
		l.add(kind, residual, area, outcome, r.distinct(scheme), r.distinct(department), r.distinct(award), amount, contributing,
			programmesShared, r.rows(), r.distinct(func(p *piece) string { return p.Source }))
	}
	g.each(func(n []string, r *row) {
		first, too := &row{}, &row{}
		for _, p := range r.pieces {
			if m.serves(p.PurposeKey)[n[0]] {
				first.pieces = append(first.pieces, p)
			} else {
				too.pieces = append(too.pieces, p)
			}
		}
		line("body", "", "", n[0], r, first.amount(), too.amount(), r.distinct(shared))
	})
	rest.each(func(n []string, r *row) { line("residual", n[0], n[1], "", r, r.amount(), nil, nil) })
	line("total", "", "", "", all, all.amount(), nil, all.distinct(shared))
	return l, nil
}

func selectedOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "residual", "residual_area", "programme", "expense_area", "expense_type", "department",
		"marks", "amount", "national", "rows"}}
	m, err := k.marked()
	if err != nil {
		return l, err
	}
	know := k.truth(a)
	g, all := grouped{}, &row{}
	name := func(p *piece) []string {
		if p.Programme != "" {
			return []string{p.Programme, "", "", p.Department}
		}
		return []string{"", p.ExpenseArea, p.ExpenseType, p.Department}
	}
	everywhere := map[string]int64{}
	for i := range know.everything {
		everywhere[strings.Join(name(&piece{Piece: know.everything[i]}), "\x1e")] += int64(know.everything[i].Amount)
	}
	for _, p := range know.together {
		all.pieces = append(all.pieces, p)
		switch {
		case p.beyond != "":
			g.add(p, "residual", p.beyond, areaBeyond(&p), "", "", "", "")
		case p.Programme+p.ExpenseArea+p.ExpenseType == "":
			g.add(p, append([]string{"residual", "not named", ""}, name(&p)...)...)
		default:
			g.add(p, append([]string{"body", "", ""}, name(&p)...)...)
		}
	}
	g.each(func(n []string, r *row) {
		marks, national := map[string]bool{}, any(nil)
		if n[0] == "body" {
			national = everywhere[strings.Join(n[3:], "\x1e")]
			for i := range r.pieces {
				for _, x := range m[r.pieces[i].PurposeKey] {
					if x.List == query.MarkOutcome {
						marks[x.Code+"\x1f"+x.Role+"\x1f"+x.Rule] = true
					}
				}
			}
		}
		l.add(n[0], n[1], n[2], n[3], n[4], n[5], n[6], strings.Join(slices.Sorted(maps.Keys(marks)), "\x1e"), r.amount(), national, r.rows())
	})
	l.add("total", "", "", "", "", "", "", "", all.amount(), nil, all.rows())
	return l, nil
}
