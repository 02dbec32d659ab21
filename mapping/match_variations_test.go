package mapping

import (
	"strings"
	"testing"

	"flows/ledger"
)

// Law: an official name as files write it (in capitals, with two spaces, an entity, an account behind it, its titles
// shortened, misspelt or run together, or cut off) is its own body's or left open; it never becomes another place's. How
// many are left open is held to the share given, in thousandths.
func TestOfficialNamesInFiles(t *testing.T) {
	short := strings.NewReplacer("Council", "Cncl", "County", "Cty", "Borough", "Boro", "District", "Dist", "Metropolitan", "Met", "Authority", "Auth")
	slip := strings.NewReplacer("Council", "Counicl", "Authority", "Authortiy", "Constabulary", "Constabluary", "Commissioning", "Comissioning", "Primary", "Primray")
	cut := func(width int) func(string) string {
		return func(s string) string { return strings.TrimSpace(s[:min(width, len(s))]) }
	}
	for _, form := range []struct {
		name   string
		write  func(string) string
		recall int
	}{
		{"capitals", strings.ToUpper, 1000},
		{"two spaces", func(s string) string { return strings.ReplaceAll(s, " ", "  ") }, 1000},
		{"entity", func(s string) string { return strings.ReplaceAll(s, " and ", " &amp; ") }, 1000},
		{"no commas", func(s string) string { return strings.ReplaceAll(s, ",", "") }, 1000},
		{"account", func(s string) string { return s + " (Exchequer)" }, 990},
		{"number", func(s string) string { return s + " - 1004567" }, 980},
		{"trading name", func(s string) string { return s + " T/A Highways" }, 950},
		{"shortened titles", short.Replace, 970},
		{"misspelt title", slip.Replace, 970},
		{"letters changed about", strings.NewReplacer("Council", "oCuncil", "Authority", "uAthority", "Primary", "rPimary").Replace, 970},
		{"titles run together", strings.NewReplacer(" Council", "Council", " County", "County", " Authority", "Authority", " Service", "Service").Replace, 950},
		{"35 letters", cut(35), 950},
		{"30 letters", cut(30), 900},
		{"25 letters", cut(25), 800},
	} {
		asked, right := 0, 0
		for _, a := range Reference().Areas() {
			if familyOfKind(a.Kind) == 0 {
				continue
			}
			year := ledger.Year(2012)
			if from, _, _ := a.From.Civil(); a.From != ledger.NoDate && from >= 2012 {
				year = ledger.Year(from + 1)
			}
			if to, _, _ := a.To.Civil(); a.To != ledger.NoDate && to <= int(year) {
				year = ledger.Year(to - 2)
			}
			if fit, _ := inYear(year).fit(a.Span); fit != fitNow {
				continue
			}
			name := form.write(a.Official)
			asked++
			switch b := Reference().Payee(name, year); {
			case b.Area == a.Code && b.Own:
				right++
			case b.Own && !beginsAnothers(name, b.Name):
				t.Errorf("%s: %q in %d became %s by %q, it is %s", form.name, name, year, b.Name, b.Rule, a.Official)
			}
		}
		if 1000*right < form.recall*asked {
			t.Errorf("%s: %d of %d found", form.name, right, asked)
		}
	}
}

// beginsAnothers says whether what is left of a name that was cut off begins another body's name as well: "East Riding of
// Yorkshire" was a trust's and is a council's.
func beginsAnothers(name, other string) bool {
	return strings.HasPrefix(Fold(other), Fold(name)) || strings.HasPrefix(Fold(other), strings.TrimSuffix(Fold(name), " c"))
}
