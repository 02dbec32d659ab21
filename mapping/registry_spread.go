package mapping

import (
	"cmp"
	"fmt"
	"math/bits"

	"flows/ledger"
)

// Key weighs areas for spreading money of a wide area over the places in it.
type Key struct {
	Name string
	// Weigh is an area's weight in a year and where it comes from; ok is false where it is not known.
	Weigh func(code string, year int) (weight int64, basis string, ok bool)
	// Adds says that an area's weight is the sum of its authorities', so that areas which overlap can be
	// weighed authority by authority.
	Adds bool
}

// PopulationKey weighs areas by their people.
func (r *Registry) PopulationKey() Key {
	return Key{"population", func(code string, year int) (int64, string, bool) {
		p, ok := r.Population(code, year)
		return p.Persons, peopleBasis(p, year), ok
	}, true}
}

// peopleBasis says how an estimate was made, and of which year it is where that is not the one asked for.
func peopleBasis(p People, year int) string {
	if p.Year == year {
		return p.Basis
	}
	return fmt.Sprintf("%s of mid-%d, the nearest there is", p.Basis, p.Year)
}

// deprivedEdition is the one index of the tables that compares all nations.
const deprivedEdition = "UKIMD2020-E"

// DeprivedPopulationKey weighs areas by their people who live among the most deprived tenth.
func (r *Registry) DeprivedPopulationKey() Key {
	tenths := map[string]int32{}
	for _, d := range r.Deprivations() {
		if d.Edition == deprivedEdition && d.Tenth >= 0 {
			tenths[d.Code] = d.Tenth
		}
	}
	weigh := func(code string, year int) (sum int64, basis string, ok bool) {
		units, ok := r.units(code)
		for _, u := range units {
			tenth, known := tenths[u.Code]
			p, counted := r.Population(u.Code, year)
			if !known || !counted {
				return 0, "", false
			}
			sum += scaled(scaled(p.Persons, u.Share), tenth)
		}
		return sum, "population in the most deprived tenth, " + deprivedEdition, ok
	}
	return Key{"deprived-population", weigh, true}
}

// KeyRow is one line of a key that a workspace supplies.
type KeyRow struct {
	Area   string
	Year   int // 0: every year
	Weight int64
	Source string // "": that of the key
}

// TableKey weighs areas by a table. An area that is not in it has no weight; areas that overlap in part
// cannot be weighed.
func TableKey(name, source string, rows []KeyRow) Key {
	type at struct {
		area string
		year int
	}
	weights := map[at]KeyRow{}
	for _, row := range rows {
		row.Source = cmp.Or(row.Source, source)
		weights[at{row.Area, row.Year}] = row
	}
	return Key{Name: name, Weigh: func(code string, year int) (int64, string, bool) {
		row, ok := weights[at{code, year}]
		if !ok {
			row, ok = weights[at{code, 0}]
		}
		return row.Weight, row.Source, ok
	}}
}

// SpreadShare is the part of a wide area's money that a key gives to a place.
type SpreadShare struct {
	Share                  int32 // Numerator / Denominator in billionths
	Numerator, Denominator int64 // the key's weight of the place inside the area, and of the area
	Basis                  string
}

// Spread works out which part of an area's money a key gives to the place made of the areas given; the
// rest is elsewhere. ok is false where the key does not weigh one of them, or where they overlap and the
// key cannot weigh authority by authority.
func (r *Registry) Spread(code string, place []string, key Key, year int) (s SpreadShare, ok bool) {
	s.Denominator, s.Basis, ok = key.Weigh(code, year)
	if !ok || s.Denominator <= 0 {
		return SpreadShare{}, false
	}
	for _, p := range place {
		n, ok := r.weightInside(code, p, key, year)
		if !ok {
			return SpreadShare{}, false
		}
		s.Numerator += n
	}
	s.Numerator = min(s.Numerator, s.Denominator)
	s.Share = int32(wideShare(s.Numerator, s.Denominator))
	return s, true
}

// wideShare is n/of in billionths, rounded to the nearest; 0 ≤ n ≤ of.
func wideShare(n, of int64) int64 {
	hi, lo := bits.Mul64(uint64(n), ledger.Whole)
	lo, carry := bits.Add64(lo, uint64(of)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(of))
	return int64(q)
}

// weightInside is a key's weight of the part of a place that lies in an area.
func (r *Registry) weightInside(area, place string, key Key, year int) (int64, bool) {
	switch {
	case area == place, r.Contains(place, area):
		w, _, ok := key.Weigh(area, year)
		return w, ok
	case r.Contains(area, place):
		w, _, ok := key.Weigh(place, year)
		return w, ok
	case !r.Touches(area, place):
		return 0, true
	case !key.Adds:
		return 0, false
	}
	units, ok := r.units(place)
	if !ok {
		return 0, false
	}
	inside := map[string]int64{}
	for _, at := range r.atoms(area) {
		inside[at.Code] = int64(at.Share)
	}
	sum := int64(0)
	for _, u := range units {
		w, _, ok := key.Weigh(u.Code, year)
		part, known := unitInside(r.atoms(u.Code), inside)
		if !ok || !known {
			return 0, false
		}
		sum += scaled(scaled(w, u.Share), part)
	}
	return sum, true
}

// SpreadShares puts the part of each share that a key gives to the place under the code of the place,
// the rest under "" as elsewhere, inside the share's own interval; shares that a key does not weigh are
// left as they are. label is the code that stands for the place.
func (r *Registry) SpreadShares(list []ledger.Share, place []string, label string, key Key, year int) []ledger.Share {
	out := make([]ledger.Share, 0, len(list))
	for _, s := range list {
		spread, ok := r.Spread(s.Code, place, key, year)
		if s.Code == "" || !ok {
			out = append(out, s)
			continue
		}
		basis := "by " + key.Name + ": " + spread.Basis
		for _, one := range divided(s, []Restated{{label, spread.Share, basis}, {"", ledger.Whole - spread.Share, basis}}) {
			one.Evidence = weaker(s.Evidence, ledger.Apportioned)
			out = append(out, one)
		}
	}
	return out
}
