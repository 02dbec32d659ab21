package workspace_test

import (
	"reflect"
	"strings"
	"testing"

	"flows/workspace"

	"pgregory.net/rapid"
)

const listRecipe = `columns:
  - {heading: 'Supplier', field: payee}
  - {heading: 'Amount', field: amount}
`

// What a recipe says is what is written of it, and what is read again is the same.
func TestRecipesAreReadAsTheyAreWritten(t *testing.T) {
	word := rapid.SampledFrom([]string{"Supplier", "Net £", "Bob's \"own\" # heading", "[a, b]: {c}", "- dash", "yes", "null", "2009-10", "&a *b", "100%", "a · b", "~", "0x1F", "@at"})
	words := rapid.SliceOfNDistinct(word, 0, 3, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		r := &workspace.Recipe{File: "recipes/a.yaml", Load: rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "load")}
		r.Shape = rapid.SampledFrom([]string{"list", "years", "services", "account", "bodies"}).Draw(t, "shape")
		r.Unit = rapid.SampledFrom([]string{"", "thousands", workspace.Unknown}).Draw(t, "unit")
		if r.HeadingFirst = int32(rapid.IntRange(0, 9).Draw(t, "first")); r.HeadingFirst > 0 {
			r.HeadingLast = r.HeadingFirst + int32(rapid.IntRange(0, 2).Draw(t, "lines"))
		}
		fields := rapid.SliceOfNDistinct(rapid.SampledFrom(workspace.TextFields()), 1, 5, rapid.ID).Draw(t, "fields")
		for i, f := range fields {
			r.Columns = append(r.Columns, workspace.RecipeColumn{Heading: word.Draw(t, "heading"), Field: f, Also: words.Draw(t, "also")})
			if len(r.Columns[i].Also) == 0 {
				r.Columns[i].Also = nil
			}
		}
		r.Columns = append(r.Columns, workspace.RecipeColumn{Heading: "Amount", Field: "amount", Unit: rapid.SampledFrom([]string{"", "pence", "thousands"}).Draw(t, "unit"),
			Sign: rapid.SampledFrom([]string{"", "reversed"}).Draw(t, "sign"), VAT: rapid.SampledFrom([]string{"", "net"}).Draw(t, "vat"), Decimal: rapid.SampledFrom([]string{"", "comma"}).Draw(t, "decimal")})
		r.Record = rapid.SampledFrom([]string{"", "award"}).Draw(t, "record")
		r.DateOrder = rapid.SampledFrom([]string{"", "mdy"}).Draw(t, "order")
		r.Payer = rapid.SampledFrom([]string{"", "Invented: Council"}).Draw(t, "payer")
		for _, list := range []*[]string{&r.Totals, &r.Notes, &r.Payments, &r.SkipSheets} {
			if got := words.Draw(t, "texts"); len(got) > 0 {
				*list = got
			}
		}
		if rapid.Bool().Draw(t, "default") {
			r.Defaults = []workspace.RecipeDefault{{Field: "capital", Text: "revenue"}, {Field: "route", Text: word.Draw(t, "text")}}
		}
		text := workspace.FormatRecipe(r, []string{"A test."})
		got, mistakes := workspace.ParseRecipe(r.File, []byte(text))
		if len(mistakes) > 0 {
			t.Fatalf("%v in\n%s", mistakes, text)
		}
		got.PeriodLine = 0
		for i := range got.Columns {
			got.Columns[i].Line = 0
		}
		if !reflect.DeepEqual(got, r) {
			t.Fatalf("%+v became %+v through\n%s", r, got, text)
		}
	})
}

func TestMistakesInRecipes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"columns:\n  - {heading: 'A', feild: payee}\n", `recipes/a.yaml:2: unknown key "feild"; expected heading, field, also, unit, decimal, sign or vat; did you mean field?`},
		{"columns:\n  - {heading: 'A', field: paye}\n", `recipes/a.yaml:2: field is "paye"; expected payer, payer_group, payee, `},
		{"columns:\n  - {field: payee}\n", `recipes/a.yaml:2: a column without heading; expected heading: 'as published', or heading: '' where the column has none`},
		{"columns:\n  - {heading: 'A', field: payee}\n", `recipes/a.yaml:1: no column has the field amount; expected one that has, or load: no`},
		{"columns:\n  - {heading: 'A', field: payee}\n  - {heading: 'B', field: payee}\nload: no\n", `recipes/a.yaml:3: two columns have the field payee; expected one; the other can be extra`},
		{"columns:\n  - {heading: 'A', field: amount}\n  - {heading: 'B', field: amount}\n", `recipes/a.yaml:3: 2 columns have the field amount; expected one in a list; the others can be beside, or shape: years or services`},
		{"columns:\n  - {heading: 'A', field: figure}\n", `recipes/a.yaml:2: a column with the field figure in shape: list; expected amount, beside or total, or shape: years or services`},
		{"columns:\n  - {heading: 'A', field: payee, unit: pounds}\n  - {heading: 'B', field: amount}\n", `recipes/a.yaml:2: unit on a column with the field payee; expected it on columns of amounts only`},
		{"shape: lists\n" + listRecipe, `recipes/a.yaml:1: shape is "lists"; expected list, years, services, account or bodies; did you mean list?`},
		{"heading_rows: 4-9\n" + listRecipe, `recipes/a.yaml:1: heading_rows is "4-9"; expected anywhere, none, a row such as 5, or up to three such as 4-5`},
		{"heading_rows: none\n" + listRecipe, `recipes/a.yaml:3: a column with the heading "Supplier", and heading_rows is none; expected heading: '' on all columns`},
		{listRecipe + "columns: []\n", `recipes/a.yaml:`},
		{listRecipe + "colour: red\n", `recipes/a.yaml:4: unknown key "colour"; expected heading_rows, shape, load, columns, unit, record,`},
		{listRecipe + "defaults: {amount: 5}\n", `recipes/a.yaml:4: a default's field is "amount"; expected payer_group, payee,`},
		{listRecipe + "totals: {a: b}\n", `recipes/a.yaml:4: totals is a mapping; expected one line of text`},
		{listRecipe + "payer:\n", `recipes/a.yaml:4: payer is empty; expected one line of text`},
		{"columns: Supplier\n", `recipes/a.yaml:1: columns is a string; expected a line such as - {heading: 'Supplier', field: payee} for each`},
		{"", `recipes/a.yaml:1: no columns; expected columns: with a line such as`},
		{"a: 'x\n", `recipes/a.yaml:1: not readable as YAML: a single quote is not closed (inside a text it is written twice: 'council''s')`},
		{listRecipe + "payer: 'a council's'\nstage: paid\n", `recipes/a.yaml:4: not readable as YAML: a single quote is not closed`},
		{listRecipe + "\tpayer: x\n", `recipes/a.yaml:4: not readable as YAML: the line begins with a tab, where YAML takes blanks`},
		{"columns:\n  - {heading: 'A', field: amount\nload: yes\n", `recipes/a.yaml:2: not readable as YAML: the brackets of the line do not pair`},
	} {
		_, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", "recipes/a.yaml": c.text}))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// One layout has one recipe, whatever the files are called; other files in the folder are none.
func TestRecipesOfAWorkspace(t *testing.T) {
	w, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\namounts: gross\n", "recipes/b.yml": listRecipe, "recipes/README.md": "# none", "recipes/old/c.yaml": "x"}))
	if err != nil || len(w.Recipes) != 1 || w.Recipes[0].File != "recipes/b.yml" || w.Amounts != "gross" {
		t.Fatalf("%+v, %v", w, err)
	}
	_, err = workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", "recipes/a.yaml": listRecipe, "recipes/b.yaml": strings.Replace(listRecipe, "Supplier", " SUPPLIER", 1)}))
	if want := "recipes/b.yaml: the same headings as recipes/a.yaml; expected one recipe for each layout"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A comment changes nothing; what a recipe says changes its digest.
func TestDigestsOfRecipes(t *testing.T) {
	digest := func(text string) string {
		r, mistakes := workspace.ParseRecipe("recipes/a.yaml", []byte(text))
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		return r.Digest()
	}
	if digest(listRecipe) != digest("# seen by me\n"+listRecipe+"record: auto\n") {
		t.Error("a comment changes the digest")
	}
	if digest(listRecipe) == digest(listRecipe+"stage: budget\n") {
		t.Error("another stage does not change the digest")
	}
}
