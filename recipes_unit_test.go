package flows

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
	"flows/workspace"
)

// byRecipe writes the recipe of one file in a new workspace, edits its text, and reads the files by it. It gives
// what inspect then prints of the first.
func byRecipe(t *testing.T, edit *strings.Replacer, texts ...string) (string, *ledger.Ledger) {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for i, text := range texts {
		name := filepath.Join(dir, string(rune('a'+i))+".csv")
		files(t, dir, map[string]string{filepath.Base(name): text})
		names = append(names, name)
	}
	w := filepath.Join(dir, "w")
	p := emptyProject(t, w)
	err := Inspect(context.Background(), p, InspectOptions{Names: names[:1], Save: true, Wrote: func(string) {}}, &strings.Builder{})
	p.Close()
	recipes, _ := filepath.Glob(filepath.Join(w, "recipes", "*.yaml"))
	if err != nil || len(recipes) != 1 {
		t.Fatalf("%q, %v", recipes, err)
	}
	text, err := os.ReadFile(recipes[0])
	if err != nil {
		t.Fatal(err)
	}
	files(t, w, map[string]string{"recipes/" + filepath.Base(recipes[0]): edit.Replace(string(text))})
	p = opened(t, w)
	t.Cleanup(func() { p.Close() })
	ingested(t, p, IngestOptions{Names: names})
	var shown strings.Builder
	if err := Inspect(context.Background(), p, InspectOptions{Names: names[:1]}, &shown); err != nil {
		t.Fatal(err)
	}
	return shown.String(), p.Ledger
}

func totalOf(l *ledger.Ledger) (sum ledger.Pence) {
	for _, s := range l.Sources() {
		for i := range s.Tables {
			sum += s.Tables[i].Sum
		}
	}
	return sum
}

// Tables that are refused because nothing states their unit are loaded once a person has stated it.
func TestUnitsOfRecipes(t *testing.T) {
	t.Parallel()
	account, err := os.ReadFile("testdata/gallery/account-without-unit/account.csv")
	if err != nil {
		t.Fatal(err)
	}
	const wide = "Spending of councils in 2015-16\nLocal authority,Class,Education,Highways,Social care,Housing,Total service expenditure\nAyton,UA,10,20,30,40,100\nBeeton,SD,1,2,3,4,10\nCeeton,UA,5,5,5,5,20\n"
	across := "Spending in 2015-16\n,,ENGLAND,Ayton,Beeton,Ceeton,Deeton,Eeton\n"
	for _, row := range []string{"A1,Schools,15,1,2,3,4,5", "A2,Roads,20,2,3,4,5,6", "A3,Homes,25,3,4,5,6,7", "A4,Parks,30,4,5,6,7,8", "A5,Waste,5,1,1,1,1,1", "A6,Debts,10,2,2,2,2,2"} {
		across += row + "\n"
	}
	stated := strings.Replace(string(account), "expenditure in", "expenditure in £ million in", 1)
	for _, c := range []struct {
		name, csv, from, to, shown string
		sum                        ledger.Pence
	}{
		{"an account, not edited", string(account), "", "", "not stated", 0},
		{"an account in thousands", string(account), "unit: unknown", "unit: thousands", "£ thousand (the recipe counts in £ thousand)", 1600000},
		{"an account in pounds", string(account), "unit: unknown", "unit: pounds", "pounds (the recipe counts in pounds)", 1600},
		{"a statement, not edited", wide, "", "", "not stated", 0},
		{"a statement in millions", wide, "unit: unknown", "unit: millions", "£ million (the recipe counts in £ million)", 13000000000},
		{"bodies across, not edited", across, "", "", "not stated", 0},
		{"bodies across in thousands", across, "unit: unknown", "unit: thousands", "£ thousand (the recipe counts in £ thousand)", 10500000},
		{"a title goes before the recipe", stated, "unit: auto", "unit: thousands", "£ million (a title counts in £ million, before the recipe's £ thousand", 1600000000},
		{"a column's own unit goes before a title", stated, "field: amount, unit: auto", "field: amount, unit: thousands", "£ thousand (the recipe counts the column in £ thousand, though a title counts in £ million)", 1600000},
	} {
		edit := strings.NewReplacer("\n"+c.from, "\n"+c.to)
		if strings.HasPrefix(c.from, "field:") {
			edit = strings.NewReplacer(c.from, c.to)
		}
		shown, l := byRecipe(t, edit, c.csv)
		if sum := totalOf(l); sum != c.sum {
			t.Errorf("%s: %v, want %v\n%s", c.name, sum, c.sum, shown)
		}
		if !strings.Contains(shown, "unit       "+c.shown) {
			t.Errorf("%s: %s", c.name, shown)
		}
	}
}

// One recipe reads the accounts of all bodies with its headings, and may load another of their columns.
func TestRecipesOfAccounts(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/gallery/account-without-unit/account.csv")
	if err != nil {
		t.Fatal(err)
	}
	other := strings.NewReplacer("Northshire", "Southshire", "8,3,11,1,10", "9,3,12,1,11").Replace(string(text))
	if _, l := byRecipe(t, strings.NewReplacer("unit: unknown", "unit: thousands"), string(text), other); totalOf(l) != 1600000+1700000 {
		t.Errorf("two bodies: %v", totalOf(l))
	}
	gross := strings.NewReplacer("unit: unknown", "unit: pounds", "field: amount, unit: auto, sign: as-written", "field: beside", "'GROSS COST', field: beside", "'GROSS COST', field: amount")
	if shown, l := byRecipe(t, gross, string(text)); totalOf(l) != 1300 || !strings.Contains(shown, `amount "GROSS COST": ok: the recipe says so`) {
		t.Errorf("gross cost: %v\n%s", totalOf(l), shown)
	}
}

// Check tells of recipes that wait for a person's word; inspect says why it writes none.
func TestRecipesThatWait(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/gallery/account-without-unit/account.csv")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files(t, dir, map[string]string{"a.csv": string(text), "notes.csv": "Notes only\nhello\n"})
	p := emptyProject(t, filepath.Join(dir, "w"))
	var said []string
	opt := InspectOptions{Names: []string{filepath.Join(dir, "a.csv"), filepath.Join(dir, "notes.csv")}, Save: true, Wrote: func(s string) { said = append(said, s) }}
	err = Inspect(context.Background(), p, opt, &strings.Builder{})
	p.Close()
	if err != nil || len(said) != 2 || !strings.HasPrefix(said[0], "wrote recipes/") || !strings.HasSuffix(said[1], "no recipe is written, for there is no table of amounts in it: there is text in it and no amount") {
		t.Fatalf("%q, %v", said, err)
	}
	p = opened(t, filepath.Join(dir, "w"))
	defer p.Close()
	if found := p.checkRecipes(); len(found) != 1 || found[0].What != "the recipe does nothing yet: unit: is unknown" {
		t.Errorf("%+v", found)
	}
}

// A recipe whose unit nobody has written does nothing.
func TestUnknownUnits(t *testing.T) {
	t.Parallel()
	const text = "shape: services\nunit: unknown\ncolumns:\n  - {heading: 'A', field: payer}\n  - {heading: 'B', field: amount%s}\n"
	for word, open := range map[string]bool{"": true, ", unit: pounds": false} {
		r, mistakes := workspace.ParseRecipe("recipes/a.yaml", []byte(strings.Replace(text, "%s", word, 1)))
		if len(mistakes) > 0 || r.Open() != open {
			t.Errorf("%q: %v, %v", word, r.Open(), mistakes)
		}
	}
}
