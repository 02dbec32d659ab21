package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// ownPlace is a place of the workspace: what lies inside its whole members is inside; of the members that
// belong to it in part, and of what lies wholly inside those, it has a share.
func (p *Project) ownPlace(o *mapping.OwnPlace) Place {
	var whole, all []string
	parts := map[string]int32{}
	for _, m := range o.Members {
		all = append(all, m.Code)
		if m.Share == ledger.Whole {
			whole = append(whole, m.Code)
			continue
		}
		for _, code := range p.place("", []string{m.Code}).Inside {
			parts[code] = m.Share
		}
	}
	if len(parts) == 0 {
		return p.place(o.Name, whole)
	}
	around := p.place(o.Name, all)
	out := Place{Name: o.Name, Codes: all, Wider: around.Wider, Shares: parts, own: o.Code, basis: o.File + ": " + o.Source}
	if len(whole) > 0 {
		out.Inside = p.place(o.Name, whole).Inside
	}
	for _, code := range slices.Concat(around.Inside, around.Partly) {
		if !slices.Contains(out.Inside, code) {
			out.Partly = append(out.Partly, code)
		}
	}
	out.Inside = append(out.Inside, o.Code)
	slices.Sort(out.Inside)
	slices.Sort(out.Partly)
	return out
}

// showOwnPlace is what there is to know of a place of the workspace; nil where it has none of this name.
func (p *Project) showOwnPlace(name string) []*report.Table {
	for _, o := range p.Registry().OwnPlaces() {
		if !strings.EqualFold(strings.TrimSpace(name), o.Name) && !strings.EqualFold(strings.TrimSpace(name), o.Code) {
			continue
		}
		head := pairs("place", o.Name+" ("+o.Code+")", "fact", "value")
		for _, fact := range [][2]string{{"kind", mapping.KindOwnPlace}, {"file", o.File}, {"source", o.Source}} {
			head.Rows = append(head.Rows, report.Row{Level: report.Body, Values: []any{fact[0], fact[1]}})
		}
		members := &report.Table{Name: "members", Title: "What it is made of", Plain: true,
			Columns: []report.Column{code("code"), text("name"), text("kind"), frac("share")}}
		for _, m := range o.Members {
			a, _ := p.Registry().Area(m.Code)
			members.Rows = append(members.Rows, report.Row{Level: report.Body, Values: []any{m.Code, a.Official, a.Kind, report.Ratio{Num: int64(m.Share), Den: ledger.Whole}}})
		}
		return []*report.Table{head, members}
	}
	return nil
}

// divided says whether a place holds areas in part.
func divided(p Place) bool { return len(p.Shares) > 0 }

// dividable says why the parts of areas cannot be told apart, if so: of two places that have a part each it
// is not known whether they have the same one.
func dividable(places []Place) error {
	for i, a := range places {
		for k, b := range places {
			if i == k {
				continue
			}
			for _, code := range slices.Sorted(maps.Keys(a.Shares)) {
				_, inside := slices.BinarySearch(b.Inside, code)
				if _, part := b.Shares[code]; inside || part {
					return fmt.Errorf("--place: %s has a part of %s, which %s has too, and which part is not known; ask for one of them", a.Name, code, b.Name)
				}
			}
		}
	}
	return nil
}

// shared gives places of the workspace's own their parts of areas, and what they leave is elsewhere. moves
// are those of one area and year before; none where its money stays.
func (a *asked) shared(moves []query.Move, code string, year ledger.Year) []query.Move {
	if !slices.ContainsFunc(a.places, divided) {
		return moves
	}
	if len(moves) == 0 {
		parts := a.partsOf(query.Move{Code: code, Year: int16(year), Hi: ledger.Whole, To: code})
		if len(parts) == 1 {
			return nil
		}
		return parts
	}
	var out []query.Move
	for _, m := range moves {
		out = append(out, a.partsOf(m)...)
	}
	return out
}

// partsOf divides one move where a place has a part of its area.
func (a *asked) partsOf(m query.Move) []query.Move {
	if m.How == query.Elsewhere || m.How == query.Unrestated {
		return []query.Move{m}
	}
	for _, p := range a.places {
		share, part := p.Shares[m.To]
		if !part {
			continue
		}
		mine, rest := m, m
		mine.Hi = m.Lo + int32(int64(m.Hi-m.Lo)*int64(share)/ledger.Whole)
		rest.Lo = mine.Hi
		mine.To, mine.From, mine.How, mine.Basis, mine.Evidence = p.own, m.To, query.Spread, p.basis, ledger.Apportioned
		rest.From, rest.How, rest.Basis, rest.Evidence = m.To, query.Elsewhere, p.basis, ledger.Apportioned
		if mine.Hi == mine.Lo {
			return []query.Move{rest}
		}
		if rest.Hi == rest.Lo {
			return []query.Move{mine}
		}
		return []query.Move{mine, rest}
	}
	return []query.Move{m}
}
