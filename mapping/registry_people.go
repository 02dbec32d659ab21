package mapping

import (
	_ "embed"
	"strconv"
)

//go:embed reference/population.csv
var populationCSV string

// The years of reference/population.csv.
const firstPeopleYear, lastPeopleYear = 2010, 2023

type peopleOf struct {
	persons [lastPeopleYear - firstPeopleYear + 1]int64
	basis   string
	year    int // of the one estimate there is; 0 where there is one for every year
}

// People is a mid-year population.
type People struct {
	Persons int64
	Year    int    // of the estimate: the year asked for, or the nearest there is
	Basis   string // how it was made, in words
}

func loadPeople() map[string]peopleOf {
	m := map[string]peopleOf{}
	n := lastPeopleYear - firstPeopleYear + 1
	records(populationCSV, n+2, func(f []string) {
		p := peopleOf{basis: f[n+1]}
		for i := range p.persons {
			p.persons[i], _ = strconv.ParseInt(f[i+1], 10, 64)
		}
		m[f[0]] = p
	})
	return m
}

// Population is the number of people in an area in the middle of a calendar year, or of the nearest
// year that is known. Areas without figures of their own are the sum of their members, or, where
// they ended, of whole successors; ok is false where that leaves a part unknown.
func (r *Registry) Population(code string, year int) (p People, ok bool) {
	year = min(max(year, firstPeopleYear), lastPeopleYear)
	if own, ok := r.people()[code]; ok && own.year != 0 {
		return People{own.persons[0], own.year, own.basis}, true
	} else if ok {
		return People{own.persons[year-firstPeopleYear], year, own.basis}, true
	}
	units, ok := r.units(code)
	if !ok {
		return People{}, false
	}
	p = People{Year: year, Basis: "sum of " + strconv.Itoa(len(units)) + " authorities"}
	for _, u := range units {
		own, ok := r.people()[u.Code]
		if !ok {
			return People{}, false
		}
		p.Persons += scaled(own.persons[year-firstPeopleYear], u.Share)
	}
	return p, true
}

// scaled is n × share, rounded to the nearest whole.
func scaled(n int64, share int32) int64 {
	const whole = 1_000_000_000
	return n/whole*int64(share) + (n%whole*int64(share)+whole/2)/whole
}
