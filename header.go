package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// header says what a report counted: rule 3 of the rules for all reports.
// together is all money that is told of the places, each pound once.
func (p *Project) header(ctx context.Context, a *asked, q query.Report) (pairs []report.Pair, together ledger.Pence, err error) {
	loaded, err := p.loadedBodies()
	if err != nil {
		return nil, 0, err
	}
	covered, withheld, together, err := p.coverageWords(ctx, a, q.Use)
	if err != nil {
		return nil, 0, err
	}
	pairs = []report.Pair{
		{Name: "Scope", Value: scopeWords(a)},
		{Name: "Places", Value: placeWords(a.places)},
		{Name: "Boundaries", Value: boundaryWords(a)},
		{Name: "Years", Value: yearWords(a.years)},
		{Name: "Prices", Value: "nominal"},
		{Name: "Records", Value: recordWords(q.Use)},
		{Name: "View", Value: "all hops: money passed on between public bodies stands at each of them"},
		{Name: "Attribution", Value: attributionWords(a.attribution)},
		{Name: "Sources", Value: p.sourceWords()},
		{Name: "Coverage", Value: covered},
	}
	if withheld != "" {
		pairs = append(pairs, report.Pair{Name: "Withheld", Value: withheld})
	}
	left, err := p.leftOut(ctx, a, q.Use)
	if err != nil {
		return nil, 0, err
	}
	if left != "" {
		pairs = append(pairs, report.Pair{Name: "Left out", Value: left})
	}
	if a.geography.key != nil {
		pairs = append(pairs, report.Pair{Name: "Spreading", Value: spreadWords(a)})
	}
	if a.ObservedOnly {
		pairs = append(pairs, report.Pair{Name: "Evidence", Value: "observed only: what was apportioned or modelled stands in rows of its own"})
	}
	for _, place := range a.places {
		missing := p.missing(place, a.years, loaded)
		pairs = append(pairs, report.Pair{Name: "Not loaded", Value: missingWords(place.Name, missing)})
	}
	return pairs, together, nil
}

func scopeWords(a *asked) string {
	s := "all payers"
	if len(a.Departments) > 0 {
		s = "payers containing " + strings.Join(a.Departments, ", ")
	}
	if len(a.Functions) > 0 {
		s += "; functions " + strings.Join(a.Functions, ", ")
	}
	return s
}

func placeWords(places []Place) string {
	if len(places) == 0 {
		return "everywhere, placed or not"
	}
	var list []string
	for _, p := range places {
		list = append(list, fmt.Sprintf("%s (%s)", p.Name, strings.Join(p.Codes, ", ")))
	}
	return strings.Join(list, "; ")
}

// boundaryWords says on whose boundaries money stands.
func boundaryWords(a *asked) string {
	switch a.geography.word {
	case "":
		return "as they were at each payment's date"
	case "today":
		return "today's, the last that the tables know: money of earlier areas is restated by published splits; what none divides stands in rows of its own"
	}
	return "of 1 April " + a.geography.word + ": money of other areas is restated by published splits; what none divides stands in rows of its own"
}

func yearWords(years []ledger.Year) string {
	if len(years) == 0 {
		return "all"
	}
	var list []string
	for _, y := range years {
		list = append(list, y.String())
	}
	return strings.Join(list, ", ")
}

func recordWords(use string) string {
	switch use {
	case query.ForSpending:
		return "one kind per payer and year: statement (outturn before budget), else payment, else award"
	case query.ForAwards:
		return "one kind per payer and year: award, else payment (payments grouped by payer, payee, programme, reference and year)"
	}
	return "all that are loaded"
}

func attributionWords(a string) string {
	switch a {
	case "recipient":
		return "recipient: where the payee is"
	case "for":
		return "for: whom the money serves; a local body's own payments serve its area"
	}
	return "in: where the money is spent; a local body's own payments are spent in its area"
}

// sourceWords counts the sources that hold entries and gives one hash over all of them.
func (p *Project) sourceWords() string {
	h := sha256.New()
	n := 0
	first, last := ledger.NoDate, ledger.NoDate
	for _, s := range p.Ledger.Sources() {
		if s.Entries == 0 {
			continue
		}
		n++
		h.Write([]byte(s.SHA256 + s.Reading))
		for i := range s.Tables {
			t := &s.Tables[i]
			if t.First != ledger.NoDate && (first == ledger.NoDate || t.First < first) {
				first = t.First
			}
			if t.Last != ledger.NoDate && (last == ledger.NoDate || t.Last > last) {
				last = t.Last
			}
		}
	}
	s := fmt.Sprintf("%d files with entries, together %s", n, hex.EncodeToString(h.Sum(nil))[:12])
	if first != ledger.NoDate {
		s += fmt.Sprintf("; dated %s to %s", first, last)
	}
	return s
}

// loadedBodies are the ids of the bodies that publish in this ledger.
func (p *Project) loadedBodies() (map[string]bool, error) {
	loaded := map[string]bool{}
	return loaded, eachRow(p.Ledger.Shares(ledger.DimPayer), func(s *ledger.Share) {
		if s.Code != "" {
			loaded[strings.Clone(s.Code)] = true
		}
	})
}

// servingKinds are the kinds of areas whose bodies spend in a place.
var servingKinds = []string{"county", "metropolitan_county", "district", "unitary", "metropolitan", "london", "strategic_authority",
	"combined_authority", "police_area", "fire_area", "icb", "ccg", "pct", "health_board"}

// missing are the bodies that the registry knows to serve a place in the years and that no source covers.
func (p *Project) missing(place Place, years []ledger.Year, loaded map[string]bool) []mapping.Area {
	var list []mapping.Area
	for _, code := range slices.Concat(place.Inside, place.Partly) {
		a, ok := p.Registry().Area(code)
		if !ok || loaded[code] || !slices.Contains(servingKinds, a.Kind) || a.Kind == "metropolitan_county" {
			continue
		}
		if len(years) == 0 || slices.ContainsFunc(years, func(y ledger.Year) bool { return existed(a, y) }) {
			list = append(list, a)
		}
	}
	return list
}

// existed says whether an area existed at any time of a financial year.
func existed(a mapping.Area, y ledger.Year) bool {
	return y == 0 || (a.From == ledger.NoDate || a.From <= y.Last()) && (a.To == ledger.NoDate || a.To >= y.First())
}

func missingWords(place string, list []mapping.Area) string {
	if len(list) == 0 {
		return "every body known to serve " + place + " is loaded"
	}
	var names []string
	for i, a := range list {
		if i == 8 {
			names = append(names, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		names = append(names, a.Official)
	}
	return fmt.Sprintf("%d bodies known to serve %s: %s", len(list), place, strings.Join(names, ", "))
}

// coverageWords says how much of what is loaded was placed and classified, and what part is here; withheld
// says how many payments to private persons are among it, "" where none is; together is what is told of the
// places, each pound once.
func (p *Project) coverageWords(ctx context.Context, a *asked, use string) (covered, withheld string, together ledger.Pence, err error) {
	r, _ := query.Find("scope")
	args := a.args
	args.Use = use
	if use == "" {
		args.Use = query.ForSpending
	}
	result, err := query.Run(ctx, p.engine, r, args)
	if err != nil || len(result.Rows) == 0 {
		return "", "", 0, err
	}
	f := newFinisher(p, spec{name: "scope"}, a, result)
	row := f.recs()[0]
	all, inside := row.pence("amount"), row.pence("inside")
	s := fmt.Sprintf("%s of %s placed, %s classified; %d publishers loaded", pounds(row.pence("placed")), pounds(all), pounds(row.pence("classified")), row.count("publishers"))
	if observed, ok := share(row.pence("inside_observed"), inside).(report.Ratio); ok {
		s += fmt.Sprintf("; of %s here %s is observed in both place and function", pounds(inside), report.Percent(observed))
	}
	if n := row.count("individual_rows"); n > 0 {
		withheld = fmt.Sprintf("%s to individuals (%s) counted here and not named", counted(int(n), "payment"), pounds(row.pence("individual_amount")))
	}
	return s, withheld, inside + row.pence("partly_inside"), nil
}

// pounds is an amount in whole pounds with separators, as pages print it.
func pounds(p ledger.Pence) string { return report.Pounds(p) }
