package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
)

// checkRefused finds the lines of areas.csv, places/ and decisions on payees for which the workspace's places
// cannot be known: an area or a parent that is not there, a pattern that cannot be read. It finds nothing where
// something else is the cause.
func (p *Project) checkRefused() (out []Finding) {
	t := p.registryTables()
	places, decisions, payees := t.Places, t.Decisions, t.Payees
	t.Places, t.Decisions, t.Payees = nil, nil, nil
	if out = p.refusedAreas(t.Areas); len(out) > 0 {
		return out // what is made of them would be refused for that alone
	}
	for i, place := range places {
		found := p.refusedMembers(t, i, place)
		if out = append(out, found...); len(found) == 0 {
			t.Places = append(t.Places, place)
		}
	}
	r, err := mapping.Build(t)
	if err != nil {
		return out
	}
	for i, d := range decisions {
		_, err := r.PlaceOf(d.Place)
		if _, unread := mapping.ParsePayeePattern(d.Pattern); cmp.Or(unread, err) != nil {
			out = append(out, refused("decisions/places.csv", p.Workspace.PlaceDecisions[i].Line, d.Pattern, cmp.Or(unread, err).Error()))
		}
	}
	for i, d := range payees {
		if _, err := mapping.ParsePayeePattern(d.Pattern); err != nil {
			out = append(out, refused("decisions/payees.csv", p.Workspace.PayeeDecisions[i].Line, d.Pattern, err.Error()))
		}
	}
	return out
}

// checkPlaceNames finds places of the workspace's own that are called as an area or a group of the tables is:
// --place with that name means the workspace's.
func (p *Project) checkPlaceNames() (out []Finding) {
	r := p.Registry()
	for _, o := range p.Workspace.OwnPlaces {
		var same []string
		for _, code := range r.Named(o.Name, ledger.NoDate) {
			if a, ok := r.Area(code); ok && !slices.Contains(bodyAreas, a.Kind) {
				same = append(same, code)
			}
		}
		for _, g := range r.Groups() {
			if strings.EqualFold(g.Name, o.Name) {
				same = append(same, "the group "+g.Name)
			}
		}
		if len(same) > 0 {
			out = append(out, Finding{Kind: mapping.RuleDuplicate, File: o.File, Rule: o.Name, Own: true,
				What: fmt.Sprintf("%s has this name too, and --place %q means this file", strings.Join(same, ", "), o.Name),
				Mend: "give it a name of its own"})
		}
	}
	return out
}

func refused(file string, line int, what, why string) Finding {
	return Finding{Kind: FindingUnknown, File: file, Line: line, Rule: what, What: strings.TrimPrefix(why, file+": "), Own: true,
		Mend: "correct it: until then every report is refused, and what hangs on places is not checked"}
}

// refusedAreas are the lines of areas.csv whose code is an official one or whose parent is in no table.
func (p *Project) refusedAreas(own []mapping.OwnArea) (out []Finding) {
	known := func(code string) bool {
		_, official := mapping.Reference().Area(code)
		return official || slices.ContainsFunc(own, func(a mapping.OwnArea) bool { return a.Code == code })
	}
	for i, a := range own {
		if _, taken := mapping.Reference().Area(a.Code); taken {
			out = append(out, refused("areas.csv", p.Workspace.Areas[i].Line, a.Code, "this code is taken"))
		}
		for _, parent := range a.Parents {
			if !known(parent) {
				out = append(out, refused("areas.csv", p.Workspace.Areas[i].Line, parent, fmt.Sprintf("parent is %q; expected the code of an area", parent)))
			}
		}
	}
	return out
}

// refusedMembers are the members for which a place is refused; the place itself, where each alone is well.
func (p *Project) refusedMembers(t mapping.Tables, i int, place mapping.OwnPlace) (out []Finding) {
	refusal := func(members []mapping.AreaShare) error {
		place.Members = members
		t.Places = []mapping.OwnPlace{place}
		_, err := mapping.Build(t)
		return err
	}
	all := place.Members
	whole := refusal(all)
	if whole == nil {
		return nil
	}
	for k, m := range all {
		if err := refusal([]mapping.AreaShare{m}); err != nil {
			out = append(out, refused(place.File, p.Workspace.OwnPlaces[i].Members[k].Line, m.Code, err.Error()))
		}
	}
	if len(out) == 0 {
		out = []Finding{refused(place.File, 0, place.Name, whole.Error())}
	}
	return out
}
