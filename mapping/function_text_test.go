package mapping

import (
	"slices"
	"strings"
	"testing"
)

func TestFoldedTokens(t *testing.T) {
	for in, want := range map[string]string{
		"Grants in Aid":              "grants aid",
		"R&D to LA's":                "r d las",
		"Children’s Services—Surrey": "childrens services surrey",
		"Café  Ŵy":                   "cafe wy",
		"16-19 (HEFCE)":              "16 19 hefce",
		"of the":                     "",
		"":                           "",
	} {
		if got := strings.Join(foldedTokens(nil, in), " "); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}

// Law: what is folded folds to itself.
func FuzzFoldedTokens(f *testing.F) {
	f.Add("Grants to LA's (R&D) £1.2m")
	f.Add("ÀÉÎÕÜ ßþ 漢字 İ")
	f.Fuzz(func(t *testing.T, s string) {
		once := foldedTokens(nil, s)
		twice := foldedTokens(nil, strings.Join(once, " "))
		if !slices.Equal(once, twice) {
			t.Fatalf("%q folds to %q and then to %q", s, once, twice)
		}
	})
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		wording, text string
		want          bool
	}{
		{"adult social care", "Adult and Social Care", true},
		{"adult social care", "Adult Health and Social Care", false},
		{"librar*", "Public Libraries", true},
		{"librar* book*", "library of books", true},
		{"=housing", "Housing", true},
		{"=housing", "Housing benefit", false},
		{"^grants to", "Grants to schools", true},
		{"^grants", "Current grants", false},
		{"council$", "Vale Council", true},
		{"council$", "Council of Vale", false},
		{"prison* & education", "Education in prisons", true},
		{"training & !teacher*", "Staff training", true},
		{"training & !teacher*", "Training of teachers", false},
	} {
		patterns, err := parsePatterns(c.wording)
		if err != nil {
			t.Fatal(err)
		}
		if got := patterns[0].in(foldedTokens(nil, c.text)); got != c.want {
			t.Errorf("{%s} in %q: %v, want %v", c.wording, c.text, got, c.want)
		}
	}
}

// Law: a pattern reads as it is written.
func TestPatternsPrintAsTheyRead(t *testing.T) {
	for _, r := range noModel(t).index.rules {
		for _, p := range r.patterns {
			again, err := parsePatterns(p.String())
			if err != nil || len(again) != 1 || again[0].String() != p.String() {
				t.Errorf("rule %s: %q reads as %v, %v", r.ID, p.String(), again, err)
			}
		}
	}
}
