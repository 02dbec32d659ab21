package query

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"flows/ledger"
)

// Summed is what the adder finds for one place asked for.
type Summed struct {
	Place    string // "" is all places together, each pound once, and what is around them, which no place has
	Relation string // Inside, or why it stands apart: Partly, Wider, Elsewhere, Unrestated
	Amount   ledger.Pence
	Entries  int64 // entries with a part in it
}

// Sum adds up what the places asked for get, in plain Go. Of a, it takes Use, Years, Departments and
// Functions. It is what every report's total has to be: of Place "" the reports of all places together,
// of the others those by place. The lines are ordered by place and relation.
func Sum(f Files, a Args) ([]Summed, error) {
	scope, err := readScope(f)
	if err != nil {
		return nil, err
	}
	type line struct{ place, relation string }
	sums, last := map[line]*Summed{}, map[line]Flow{}
	err = eachCounted(f, func(p *Piece) error {
		if !a.lets(p) {
			return nil
		}
		for place, relation := range scope.of(p.Place) {
			relation = cmp.Or(p.Beyond(relation, len(scope) == 0), Inside)
			if place != "" && Around(relation) {
				continue
			}
			at := line{place, relation}
			s := sums[at]
			if s == nil {
				s = &Summed{Place: place, Relation: relation}
				sums[at] = s
			}
			total, ok := s.Amount.Add(p.Amount)
			if !ok {
				return fmt.Errorf("the sum of %s does not fit into 64 bits", cmp.Or(place, "all places"))
			}
			s.Amount = total
			if last[at] != p.Flow { // the pieces of an entry come one after the other
				last[at] = p.Flow
				s.Entries++
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]Summed, 0, len(sums))
	for _, s := range sums {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(x, y Summed) int {
		return cmp.Or(cmp.Compare(x.Place, y.Place), cmp.Compare(x.Relation, y.Relation))
	})
	return list, nil
}

// lets says whether the filters let a piece through.
func (a *Args) lets(p *Piece) bool {
	in := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	return p.Used(a.Use) && (len(a.Years) == 0 || slices.Contains(a.Years, p.Year)) &&
		in(a.Departments, p.Department) && in(a.Functions, p.Function)
}

// scope tells to which places an area code belongs, and how. An empty one holds every code.
type scope map[string]map[string]string // code → place → relation

func readScope(f Files) (scope, error) {
	s := scope{}
	for _, path := range f.Places {
		err := ledger.ReadTable(path, func(rows []Place) error {
			for _, r := range rows {
				code, place := strings.Clone(r.Code), strings.Clone(r.Place)
				if s[code] == nil {
					s[code] = map[string]string{}
				}
				if have, ok := s[code][place]; !ok || r.Relation < have {
					s[code][place] = strings.Clone(r.Relation)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, places := range s {
		places[""] = slices.Min(slices.Collect(maps.Values(places)))
	}
	return s, nil
}

// of gives the places of a code, and under the name "" all of them together: inside before partly.
func (s scope) of(code string) map[string]string {
	if len(s) == 0 {
		return map[string]string{"": Inside}
	}
	return s[code]
}
