package mapping

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"

	"pgregory.net/rapid"
)

// Law: each postcode of a directory lies where the directory says; one that its sector has not, in a sector that
// several authorities share, lies in each of them by its postcodes, which add up to the whole.
func TestSectorsHoldEachPostcode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.bin")
	codes := []string{"E07000148", "E07000149", "E06000047"}
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfNDistinct(rapid.StringMatching(`[12] [0-3][A-BD-HJLNP-UW-Z]{2}`), 1, 60, rapid.ID[string]).Draw(t, "units")
		at := map[string]string{}
		var b strings.Builder
		b.WriteString("pcds,oslaua\n")
		for i, u := range units {
			code := codes[rapid.IntRange(0, len(codes)-1).Draw(t, "code")]
			at["NR"+units[i]] = code
			b.WriteString("NR" + u + "," + code + "\n")
		}
		if _, err := PackPostcodes(strings.NewReader(b.String()), path); err != nil {
			t.Fatal(err)
		}
		p, err := OpenPostcodes(path)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := WriteSectors(&out, p); err != nil {
			t.Fatal(err)
		}
		all, err := readSectors(&out)
		if err != nil {
			t.Fatal(err)
		}
		for postcode, code := range at {
			if areas, exact := all.lies(postcode); !exact || len(areas) != 1 || areas[0].Code != code || areas[0].Share != ledger.Whole {
				t.Fatalf("%s lies in %v, want %s", postcode, areas, code)
			}
		}
		for name := range all {
			areas, exact := all.lies(name + "VV")
			if sum := sumOf(areas); sum != ledger.Whole || exact && len(areas) > 1 {
				t.Fatalf("%s lies in %v, %d together", name, areas, sum)
			}
		}
	})
}

func sumOf(areas []AreaShare) (sum int64) {
	for _, a := range areas {
		sum += int64(a.Share)
	}
	return sum
}

// The program's own table: each sector lies in authorities that the registry knows, wholly, and its outcode too.
func TestProgramSectorsAreWhole(t *testing.T) {
	r := Reference()
	all := programSectors()
	if len(all) < 11_900 {
		t.Errorf("%d sectors", len(all))
	}
	for name, s := range all {
		if sumOf(s.areas) != ledger.Whole || len(s.units) != 0 && len(s.units) != units {
			t.Errorf("%s: %v, %d units", name, s.areas, len(s.units))
		}
		for _, code := range s.codes {
			a, ok := r.Area(code)
			if !ok || familyOfKind(a.Kind) != famCouncil || a.Kind == "county" {
				t.Errorf("%s lies in %s, which is no district or single-tier authority", name, code)
			}
		}
	}
}

// A postcode on a border is given to its own authority; a first half alone is divided.
func TestPostcodesOnABorder(t *testing.T) {
	r := Reference()
	for postcode, want := range map[string]string{"NR7 0DU": "E07000144", "nr70du": "E07000144", "NR3 1SE": "E07000148", "SA15 3QE": "W06000010"} {
		if g := r.byPostcodeToday(postcode); len(g.areas) != 1 || g.areas[0].Code != want || g.evidence != ledger.Observed {
			t.Errorf("%s: %+v, want %s", postcode, g, want)
		}
	}
	if g := r.byPostcodeToday("NR7"); len(g.areas) < 2 || g.evidence != ledger.Apportioned {
		t.Errorf("a first half alone: %+v", g)
	}
}

// A postcode is placed on the boundaries of the payment: on what its area became, or on the one area that it was. Of
// several that it may have been none is chosen, and the share says so.
func TestPostcodesAsOfTheirYear(t *testing.T) {
	r := Reference()
	for _, c := range []struct {
		postcode string
		year     ledger.Year
		want     string
		says     string
	}{
		{"SG13 8EQ", 2010, "E07000097", ""}, // East Hertfordshire before its boundary changed
		{"SG13 8EQ", 2015, "E07000242", ""},
		{"NE61 2EF", 2011, "E06000048", ""},
		{"S70 2TA", 2015, "E08000016", ""},
		{"CA28 7UQ", 2015, "E07000029", ""}, // Copeland
		{"CA28", 2015, "E06000063", "then one of Allerdale, Carlisle, Copeland"},
		{"TA1 1HE", 2020, "E07000246", ""},
		{"TA1 1HE", 2015, "E07000246", "then one of Taunton Deane, West Somerset"},
		{"HP19 8FF", 2015, "E06000060", "then one of Aylesbury Vale, Chiltern, South Bucks, Wycombe"},
		{"CA28 7UQ", 2023, "E06000063", ""},
	} {
		g := r.byPostcode(c.postcode, inYear(c.year))
		if len(g.areas) != 1 || g.areas[0].Code != c.want || c.says == "" != !strings.Contains(g.detail, "then one of") || !strings.Contains(g.detail, c.says) {
			t.Errorf("%s in %s: %+v, %q", c.postcode, c.year, g.areas, g.detail)
		}
	}
	if g := r.byPostcode("S70 2TA", onDay(ledger.NoDate)); g.areas[0].Code != r.Payee("Barnsley MBC", 0).Area {
		t.Errorf("without a date: %+v", g.areas)
	}
}
