package flows

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
	"flows/workspace"
)

// transcript is all that a reading gives, but the reasons.
type transcript struct {
	inspection
	lines []string
}

func (s *transcript) Restart() { *s = transcript{inspection: inspection{shown: s.shown}} }

func (s *transcript) Batch(b *ledger.Batch) error {
	for i := range b.N {
		line := fmt.Sprint("entry ", b.Table, b.Row[i], b.Col[i], b.Amount[i], b.Year[i], b.PayerKey[i], b.PlaceKey[i], b.PurposeKey[i])
		for c := range b.Text {
			line += "|" + b.Text[c].At(i)
		}
		for _, days := range [][]ledger.Date{b.Date, b.Start, b.End} {
			if days != nil {
				line += "|" + days[i].String()
			}
		}
		if b.Extra != nil {
			line += fmt.Sprintf("|%q", b.Extra[i])
		}
		s.lines = append(s.lines, line)
	}
	return nil
}

func (s *transcript) Problem(p ledger.Problem) error {
	s.lines = append(s.lines, fmt.Sprintf("problem %+v", p))
	return nil
}

func (s *transcript) Table(t ledger.Table) error {
	s.inspection.tables = append(s.inspection.tables, t)
	t.Reasons, t.Series = nil, append([]ledger.Series(nil), t.Series...)
	for i := range t.Series {
		t.Series[i].Why = ""
	}
	s.lines = append(s.lines, fmt.Sprintf("table %+v", t))
	return nil
}

// The law of saved recipes, over each file of the gallery by itself.
func TestSavedRecipesOfTheGallery(t *testing.T) {
	t.Parallel()
	read := func(path string, text []byte, rules ingest.Rules) *transcript {
		got := &transcript{inspection: inspection{shown: func(cells []string, _ string) []string { return cells }}}
		err := sheet.Expand(sheet.BytesInput(path, text), sheet.DefaultLimits(), func(in *sheet.Input) error {
			_, err := ingest.Read(context.Background(), in, ingest.Options{Jobs: 1, Limits: sheet.DefaultLimits(), Rules: rules, Layout: got.layout}, got)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return got
	}
	names, err := filepath.Glob("testdata/gallery/*/*")
	if err != nil || len(names) < 400 {
		t.Fatalf("%d files in the gallery, %v", len(names), err)
	}
	governed := 0
	for _, name := range names {
		if filepath.Base(name) == "expected.csv" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		plain := read(name, text, ingest.Rules{})
		var recipes []workspace.Recipe
		have := map[string]bool{}
		for i := range plain.tables {
			seen := plain.of(&plain.tables[i])
			if seen == nil || seen.layout.None != "" && !seen.layout.Doubt && !seen.layout.Unstated {
				continue
			}
			r := recipeOf(seen.layout, len(seen.values))
			r, mistakes := workspace.ParseRecipe("recipes/"+r.Signature()+".yaml", []byte(workspace.FormatRecipe(r, nil)))
			if len(mistakes) > 0 {
				t.Errorf("%s: %v", name, mistakes)
			} else if !have[r.Signature()] {
				have[r.Signature()] = true
				recipes = append(recipes, *r)
			}
		}
		saved := read(name, text, ingest.Rules{Recipes: tableRecipes(recipes)})
		for _, s := range saved.seen {
			if s.layout.By != nil {
				governed++
			}
		}
		for i := range max(len(plain.lines), len(saved.lines)) {
			if i >= len(plain.lines) || i >= len(saved.lines) || plain.lines[i] != saved.lines[i] {
				t.Errorf("%s is read differently by its recipe; without\n%s\nwith\n%s", name, strings.Join(plain.lines, "\n"), strings.Join(saved.lines, "\n"))
				break
			}
		}
	}
	if governed < 150 {
		t.Errorf("recipes governed %d tables only", governed)
	}
}
