package flows

import (
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
	"flows/workspace"
)

// KeyNames are the keys to spread by: those built in and the workspace's.
func (p *Project) KeyNames() []string {
	names := workspace.BuiltInKeys()
	for _, k := range p.Workspace.Keys {
		names = append(names, k.Name)
	}
	return names
}

// keyNamed is a key to spread by. A workspace's key that weighs an area of no table, or parts of an area that
// weigh more than the area, is an error.
func (p *Project) keyNamed(name string) (*mapping.Key, int, error) {
	r := p.Registry()
	var key mapping.Key
	switch name {
	case population:
		key = r.PopulationKey()
		return &key, 0, nil
	case deprivedPopulation:
		key = r.DeprivedPopulationKey()
		return &key, 0, nil
	}
	i := slices.IndexFunc(p.Workspace.Keys, func(k workspace.Key) bool { return k.Name == name })
	if i < 0 {
		return nil, 0, fmt.Errorf("--spread %s: no such key; %sthere are %s; a key of your own is a file keys/NAME.csv with the columns area, year, weight, source",
			name, didYouMean(name, p.KeyNames()), strings.Join(p.KeyNames(), ", "))
	}
	k := &p.Workspace.Keys[i]
	if wrong := p.keyFaults(k); len(wrong) > 0 {
		return nil, 0, fmt.Errorf("%s:%d: %s; %s", k.File, wrong[0].line, wrong[0].what, wrong[0].mend)
	}
	var rows []mapping.KeyRow
	for _, row := range k.Rows {
		rows = append(rows, mapping.KeyRow{Area: row.Area, Year: int(row.Year), Weight: row.Weight, Source: row.Source})
	}
	key = mapping.TableKey(k.Name, k.File, rows)
	return &key, k.Decimals, nil
}

// keyFault is what is wrong with a line of a key that reads well by itself.
type keyFault struct {
	line             int
	kind             string // of a finding of 'flows check'
	area, what, mend string
}

// keyFaults finds the lines of a key that weigh an area of no table, else those whose areas have parts that
// weigh more together than they do.
func (p *Project) keyFaults(k *workspace.Key) (out []keyFault) {
	for _, row := range k.Rows {
		if _, ok := p.Registry().Area(row.Area); !ok {
			out = append(out, keyFault{row.Line, FindingUnknown, row.Area, fmt.Sprintf("area is %q; expected the code of an area", row.Area), p.codeMeant(row.Area)})
		}
	}
	if out != nil {
		return out
	}
	years := []ledger.Year{0}
	for _, row := range k.Rows {
		years = append(years, row.Year)
	}
	slices.Sort(years)
	told := map[int]bool{}
	for _, year := range slices.Compact(years) {
		rows := weightsOf(k, year)
		for _, whole := range rows {
			if f, wrong := p.tooHeavy(k, whole, rows, year); wrong && !told[whole.Line] {
				told[whole.Line] = true
				out = append(out, f)
			}
		}
	}
	return out
}

// codeMeant says what code was meant where a name stands for it.
func (p *Project) codeMeant(name string) string {
	place, err := p.placeNamed(name, ledger.NoDate)
	if err != nil {
		return "'flows places search NAME' finds codes"
	}
	return place.Name + " is " + strings.Join(place.Codes, ", ")
}

// weightsOf are the lines of a key that hold in a year: its own, and of other areas those of every year.
func weightsOf(k *workspace.Key, year ledger.Year) (rows []workspace.KeyRow) {
	for _, row := range k.Rows {
		own := slices.ContainsFunc(k.Rows, func(o workspace.KeyRow) bool { return o.Area == row.Area && o.Year == year })
		if row.Year == year || row.Year == 0 && !own {
			rows = append(rows, row)
		}
	}
	return rows
}

// tooHeavy says whether parts of an area that share no ground weigh more than the area. What rounding each
// weight can have added is let pass.
func (p *Project) tooHeavy(k *workspace.Key, whole workspace.KeyRow, rows []workspace.KeyRow, year ledger.Year) (keyFault, bool) {
	r := p.Registry()
	var parts []workspace.KeyRow
	sum := int64(0)
	for _, row := range rows {
		if row.Area == whole.Area || !r.Contains(whole.Area, row.Area) || r.Contains(row.Area, whole.Area) ||
			slices.ContainsFunc(parts, func(o workspace.KeyRow) bool { return r.Touches(o.Area, row.Area) }) {
			continue
		}
		parts = append(parts, row)
		sum += row.Weight
	}
	rounding := int64(0)
	if len(parts) > 1 {
		rounding = int64(len(parts)+2) / 2
	}
	if sum <= whole.Weight+rounding {
		return keyFault{}, false
	}
	named := parts[0].Area
	if len(parts) > 1 {
		named = fmt.Sprintf("%s and %d more areas", named, len(parts)-1)
	}
	scale := int64(1)
	for range k.Decimals {
		scale *= 10
	}
	weight := func(n int64) string { return report.Ratio{Num: n, Den: scale}.Decimal(k.Decimals) }
	when := ""
	if year != 0 {
		when = " in " + year.String()
	}
	return keyFault{whole.Line, mapping.RuleContradictory, whole.Area,
		fmt.Sprintf("%s weighs %s%s, and what lies in it weighs %s: %s", whole.Area, weight(whole.Weight), when, weight(sum), named),
		"the parts of an area weigh no more than the area"}, true
}

// checkKeys finds what is wrong with the keys of the workspace.
func (p *Project) checkKeys() (out []Finding) {
	for i := range p.Workspace.Keys {
		k := &p.Workspace.Keys[i]
		for _, f := range p.keyFaults(k) {
			out = append(out, Finding{Kind: f.kind, File: k.File, Line: f.line, Rule: f.area, Own: true, What: f.what,
				Mend: f.mend + "; --spread " + k.Name + " is refused until then"})
		}
	}
	return out
}

// weighable are the areas of a place by which a key weighs it: its own, else the authorities that have their
// ground together.
func (p *Project) weighable(place Place, key *mapping.Key) []string {
	lacks := func(codes []string) bool {
		return slices.ContainsFunc(codes, func(code string) bool {
			_, _, ok := key.Weigh(code, keyYear(0))
			return !ok
		})
	}
	if divided(place) || !lacks(place.Codes) {
		return place.Codes
	}
	if units, ok := p.Registry().Units(place.Codes...); ok && !lacks(units) {
		return units
	}
	return place.Codes
}

// weighedBy are the areas by which the key weighs the place.
func (p *Place) weighedBy() []string {
	if len(p.weighed) == 0 {
		return p.Codes
	}
	return p.weighed
}

// unweighed are the places asked for that the key does not weigh in any of the years: over them, and the
// places beside them, nothing is spread.
func (a *asked) unweighed() (names []string) {
	years := a.years
	if len(years) == 0 {
		for y := ledger.Year(1990); y < 2100; y++ {
			years = append(years, y)
		}
	}
	for _, place := range a.places {
		weighs := func(y ledger.Year) bool {
			return !slices.ContainsFunc(place.weighedBy(), func(code string) bool {
				_, _, ok := a.geography.key.Weigh(code, keyYear(y))
				return !ok
			})
		}
		if !slices.ContainsFunc(years, weighs) {
			names = append(names, place.Name)
		}
	}
	return names
}

// spreadWords says in the heading how money was spread.
func spreadWords(a *asked) string {
	by := "by " + a.geography.key.Name + ": "
	if names := a.unweighed(); len(names) > 0 {
		return by + "nothing is spread, for the key does not weigh " + strings.Join(names, ", ")
	}
	return by + "of money of areas wider than the places, each place has its part, marked apportioned, and the rest is a row elsewhere"
}
