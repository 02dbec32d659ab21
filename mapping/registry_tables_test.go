package mapping

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
)

// The tables are facts typed and copied by people: these tests hold them against each other.

func TestTablesAreCleanText(t *testing.T) {
	for name, text := range map[string]string{
		"areas": areasCSV, "area_names": areaNamesCSV, "area_codes": areaCodesCSV, "area_aliases": areaAliasesCSV,
		"members": membersCSV, "lineage": lineageCSV, "places": placesCSV, "outcodes": outcodesCSV,
		"population": populationCSV, "organisations": organisationsCSV, "organisation_names": organisationNamesCSV,
		"bodies": bodiesCSV, "body_words": bodyWordsCSV, "name_words": nameWordsCSV, "payee_words": payeeWordsCSV,
		"towns": townsCSV, "homonyms": homonymsCSV, "deprivation": deprivationCSV,
	} {
		if strings.ContainsAny(text, "\r\ufeff\ufffd") || !strings.HasSuffix(text, "\n") {
			t.Errorf("%s: carriage return, byte-order mark, replacement character or no last line end", name)
		}
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		seen := map[string]bool{}
		for _, line := range lines {
			if seen[line] {
				t.Errorf("%s: twice the line %q", name, line)
			}
			seen[line] = true
			for _, field := range splitRecord(nil, line) {
				if field != strings.TrimSpace(field) {
					t.Errorf("%s: space at an edge of %q", name, field)
				}
			}
		}
	}
}

func TestTablesNameKnownAreas(t *testing.T) {
	r := Reference()
	known := func(table, code string) {
		if _, ok := r.Area(code); !ok {
			t.Errorf("%s: %q is in no line of areas", table, code)
		}
	}
	records(areaNamesCSV, 5, func(f []string) { known("area_names", f[1]) })
	records(areaAliasesCSV, 5, func(f []string) { known("area_aliases", f[1]) })
	records(areaCodesCSV, 3, func(f []string) { known("area_codes", f[2]) })
	records(membersCSV, 6, func(f []string) { known("members", f[0]); known("members", f[1]) })
	records(lineageCSV, 5, func(f []string) { known("lineage", f[0]); known("lineage", f[1]) })
	records(placesCSV, 3, func(f []string) { known("places", f[2]) })
	records(outcodesCSV, 4, func(f []string) { known("outcodes", f[1]) })
	records(bodiesCSV, 6, func(f []string) { known("bodies", f[3]) })
	records(townsCSV, 4, func(f []string) { known("towns", f[1]) })
	records(deprivationCSV, 7, func(f []string) { known("deprivation", f[0]) })
	for code := range r.people() {
		known("population", code)
	}
	for _, a := range r.Areas() {
		for _, up := range []string{a.Nation, a.Region} {
			if up != "" {
				known("areas", up)
			}
		}
		if a.From != ledger.NoDate && a.To != ledger.NoDate && a.From > a.To {
			t.Errorf("areas: %s ends before it begins", a.Code)
		}
	}
}

func TestSharesOfOutcodesAndLineageSumToOne(t *testing.T) {
	r := Reference()
	outcode := regexp.MustCompile(`^[A-Z]{1,2}[0-9][0-9A-Z]?$`)
	for code, shares := range r.outcodes() {
		sum := int64(0)
		for _, s := range shares {
			sum += int64(s.Share)
			if s.Share <= 0 {
				t.Errorf("outcode %s has a share of %d", code, s.Share)
			}
		}
		if sum != ledger.Whole || !outcode.MatchString(code) {
			t.Errorf("outcode %s: shares sum to %d", code, sum)
		}
	}
	type event struct {
		old  string
		date ledger.Date
	}
	sums, unknown := map[event]int64{}, map[event]bool{}
	for old, list := range r.forward {
		for _, s := range list {
			e := event{old, s.Date}
			if s.Share < 0 {
				unknown[e] = true
				continue
			}
			sums[e] += int64(s.Share)
		}
		if a, _ := r.Area(old); a.To != ledger.NoDate && a.To >= list[0].Date {
			t.Errorf("lineage: %s is still open on %s", old, list[0].Date)
		}
	}
	for e, sum := range sums {
		if off := sum - ledger.Whole; unknown[e] || off < -2000 || off > 2000 {
			t.Errorf("lineage: shares of %s on %s sum to %d", e.old, e.date, sum)
		}
	}
}

func TestEndedAreasHaveSuccessors(t *testing.T) {
	r := Reference()
	for _, a := range r.Areas() {
		if a.To == ledger.NoDate || a.Kind == "metropolitan_county" {
			continue
		}
		if len(r.Successors(a.Code)) == 0 {
			t.Errorf("%s %s ended on %s and leads nowhere", a.Code, a.Name, a.To)
		}
	}
}

// Every English authority lies once in a region, a police and a fire area, and in the NHS commissioners
// of the day; every district in one county. Part shares are rounded to ten thousandths.
func TestAuthoritiesAreCoveredOnce(t *testing.T) {
	r := Reference()
	for day, commissioner := range map[string]string{
		"2010-06-30": "pct", "2012-06-30": "pct", "2014-06-30": "ccg", "2018-06-30": "ccg", "2021-06-30": "ccg", "2022-12-31": "icb", "2025-06-30": "icb",
	} {
		at := mustDate(day)
		for _, a := range r.Areas() {
			if !isAuthority(a.Kind) || !a.Holds(at) || a.Nation != "E92000001" {
				continue
			}
			sum := map[string]int64{}
			for _, m := range r.Parents(a.Code, at) {
				p, _ := r.Area(m.Parent)
				sum[p.Kind] += int64(m.Share)
			}
			want := []string{"region", "nation", "police_area", "fire_area", commissioner}
			if a.Kind == "district" {
				want = append(want, "county")
			}
			for _, kind := range want {
				if off := sum[kind] - ledger.Whole; off < -1_100_000 || off > 1_100_000 {
					t.Errorf("%s: %s of %s %s sum to %d", day, kind, a.Code, a.Name, sum[kind])
				}
			}
		}
	}
}

func TestPopulationsAddUpToThePublishedTotals(t *testing.T) {
	r := Reference()
	sum := map[int]int64{}
	for _, p := range r.people() {
		for i, n := range p.persons {
			if n <= 0 {
				t.Errorf("a population of %d", n)
			}
			sum[firstPeopleYear+i] += n
		}
	}
	if sum[2010] != 62_759_456 || sum[2023] != 68_265_209 {
		t.Errorf("the United Kingdom has %d people in 2010 and %d in 2023", sum[2010], sum[2023])
	}
}

func TestWordTablesSayOneThingEach(t *testing.T) {
	swaps := map[string]bool{}
	records(nameWordsCSV, 3, func(f []string) {
		if f[1] != "swap" {
			return
		}
		if swaps[f[0]] {
			t.Errorf("name_words: two swaps of %q", f[0])
		}
		swaps[f[0]] = true
		if f[0] == f[2] {
			t.Errorf("name_words: %q becomes itself", f[0])
		}
	})
	kinds := []string{KindCounty, KindDistrict, KindUnitary, KindStrategic, KindPolice, KindFire, KindNHS, KindSchool, KindUniversity,
		KindHousing, KindVoluntary, KindBusiness, KindIndividual, KindCentral, KindParish, KindJoint}
	records(bodyWordsCSV, 5, func(f []string) {
		if !slices.Contains(kinds, f[1]) {
			t.Errorf("body_words: %q is no kind of body", f[1])
		}
	})
	ids := map[string]bool{}
	records(bodiesCSV, 6, func(f []string) {
		if !slices.Contains(kinds, f[2]) || ids[f[0]] || f[5] == "" {
			t.Errorf("bodies: %s has an unknown kind, a second line or no source", f[0])
		}
		ids[f[0]] = true
	})
}

func TestOrganisationsAreKnownByTheirIDs(t *testing.T) {
	b := Reference().bodies()
	records(organisationNamesCSV, 5, func(f []string) {
		if _, ok := b.byID[f[1]]; !ok {
			t.Errorf("organisation_names: %q is in no line of organisations", f[1])
		}
	})
}

func TestPilotGroupsHaveThirteenPlaces(t *testing.T) {
	r := Reference()
	for _, name := range []string{"pfpp-pilots-2021", "total-place-pilots-2009"} {
		g, ok := r.Group(name)
		if !ok || len(g.Places) != 13 {
			t.Errorf("%s has %d places", name, len(g.Places))
		}
	}
	for short, full := range map[string]string{"pfpp": "pfpp-pilots-2021", "total-place": "total-place-pilots-2009"} {
		if g, ok := r.Group(short); !ok || g.Name != full {
			t.Errorf("%q means %q, want %q", short, g.Name, full)
		}
	}
}
