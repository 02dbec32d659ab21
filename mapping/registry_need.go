package mapping

import (
	_ "embed"
	"strconv"
)

var (
	//go:embed reference/deprivation.csv
	deprivationCSV string
	//go:embed reference/deflator.csv
	deflatorCSV string
)

// Deprivation is one official index of an area. Ranks: 1 is most deprived. Scores of different
// editions, and of different nations but in edition UKIMD2020-E, are not comparable.
type Deprivation struct {
	Code, Edition, Measure, Value string // Value as published
	Rank                          int    // 0 where there is none
	Tenth                         int32  // billionths of its people among the most deprived tenth; -1 where not known
	Basis                         string
}

// Deprivations returns the indices of all areas, ordered by code and edition.
func (r *Registry) Deprivations() []Deprivation {
	var out []Deprivation
	records(deprivationCSV, 7, func(f []string) {
		d := Deprivation{Code: f[0], Edition: f[1], Measure: f[2], Value: f[3], Tenth: -1, Basis: f[6]}
		d.Rank, _ = strconv.Atoi(f[4])
		if f[5] != "" {
			d.Tenth = mustShare(f[5])
		}
		out = append(out, d)
	})
	return out
}

// Deflator is a price level. Vintages are never mixed.
type Deflator struct {
	Year    int    // the April in which the financial year starts
	Index   string // as published; 100 in the base year
	Base    string
	Vintage string
	Basis   string // financial: by financial year
	Status  string // outturn or forecast
}

// Deflators returns the price levels of all vintages, ordered by year and index.
func (r *Registry) Deflators() []Deflator {
	var out []Deflator
	records(deflatorCSV, 6, func(f []string) {
		d := Deflator{Index: f[1], Base: f[2], Vintage: f[3], Basis: f[4], Status: f[5]}
		d.Year, _ = strconv.Atoi(f[0])
		out = append(out, d)
	})
	return out
}
