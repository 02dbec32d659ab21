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
	if len(all) < 12_000 {
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
		if g := r.byPostcode(postcode); len(g.areas) != 1 || g.areas[0].Code != want || g.evidence != ledger.Observed {
			t.Errorf("%s: %+v, want %s", postcode, g, want)
		}
	}
	if g := r.byPostcode("NR7"); len(g.areas) < 2 || g.evidence != ledger.Apportioned {
		t.Errorf("a first half alone: %+v", g)
	}
}
