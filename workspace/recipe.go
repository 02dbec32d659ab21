package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// RecipeFolder is the folder of a workspace's recipes.
const RecipeFolder = "recipes"

// Words of recipes.
const (
	Auto      = "auto"      // as the file says
	Total     = "total"     // the field of a column of amounts that is the sum of others
	Beside    = "beside"    // the field of a column of amounts that stands beside the one that is loaded
	Figure    = "figure"    // the field of a column of amounts of a wide table: whether it is loaded is worked out
	NoField   = "extra"     // the field of a column that is kept under its heading
	Undecided = "undecided" // whether a layout is loaded: a person has to say
	Unknown   = "unknown"   // the unit of figures for which nothing states one: the recipe does nothing until a person does
	Reversed  = "reversed"  // the sign of amounts of which those with a minus are payments
)

// Recipe is one file of recipes/: how to read the tables of one layout. A word that is empty leaves it
// to what is found in the file.
type Recipe struct {
	File                      string `json:"-"` // relative to the workspace
	Headless                  bool
	HeadingFirst, HeadingLast int32  // records of the heading; 0: anywhere
	Shape                     string // list | years | services | account | bodies
	Load                      string // yes | no | undecided: its tables are a problem until a person says
	SkipSheets                []string
	Columns                   []RecipeColumn
	Unit                      string // of amounts for which nothing else states it; unknown: a person has to say
	Record, Stage             string
	DateOrder                 string // dmy | mdy | ymd
	Payer                     string // of rows that name none
	Period                    string // of rows without a date
	PeriodLine                int    `json:"-"`
	Totals, Notes, Payments   []string
	Defaults                  []RecipeDefault
	Comments                  map[string]string `json:"-"` // for FormatRecipe, by key
}

// RecipeColumn is one column of a recipe.
type RecipeColumn struct {
	Heading string   // as published; "" where the column has none
	Also    []string // other headings of the same column
	Field   string   // of RecipeFields
	Unit    string   // pence | pounds | thousands | millions | billions
	Decimal string   // point | comma
	Sign    string   // reversed
	VAT     string   // net | gross
	Comment string   `json:"-"` // for FormatRecipe
	Line    int      `json:"-"` // in the file; 0: not read from one
}

// RecipeDefault is the text of a field in rows that give none.
type RecipeDefault struct{ Field, Text string }

// Open says whether a person has yet to say something, before which the recipe does nothing.
func (r *Recipe) Open() bool {
	return r.Load == Undecided || r.Load == "yes" && r.Unit == Unknown && slices.ContainsFunc(r.Columns, func(c RecipeColumn) bool { return c.figures() && c.Unit == "" })
}

// figures says whether the column is one of amounts, loaded or not.
func (c *RecipeColumn) figures() bool {
	return c.Field == "amount" || c.Field == Beside || c.Field == Total || c.Field == Figure
}

// Digest is the SHA-256 of all that the recipe says. Comments are no part of it.
func (r *Recipe) Digest() string {
	b, err := json.Marshal(r)
	if err != nil {
		panic("workspace: a recipe cannot be written as JSON: " + err.Error()) // it holds nothing but text and numbers
	}
	sum := sha256.Sum256(append(b, r.File...))
	return hex.EncodeToString(sum[:])
}

// RecipeFields are the fields that a column can have: first those of an entry that hold text, then the
// days and the money.
func RecipeFields() []string {
	return append(TextFields(), "date", "start", "end", "amount", Beside, Total, Figure, NoField)
}

// TextFields are the fields of an entry that hold text.
func TextFields() []string {
	return []string{"payer", "payer_group", "payee", "payee_ref", "payee_postcode", "payee_kind", "programme", "scheme_ref", "title", "purpose",
		"expense_type", "expense_area", "description", "reference", "award_ref", "currency", "budget_type", "route", "capital",
		"place_stated", "place_stated_for", "function_stated", "period"}
}

// records and stages are the closed lists of what a row can be.
func records() []string { return []string{"payment", "award", "statement", "national"} }

func stages() []string {
	return []string{"announced", "allocated", "awarded", "committed", "budget", "forecast", "outturn", "paid"}
}

// units are the words for what figures count.
func units() []string { return []string{"pence", "pounds", "thousands", "millions", "billions"} }

// loadRecipes reads all files of recipes/, in the order of their names.
func (w *Workspace) loadRecipes() (problems []error) {
	files, err := os.ReadDir(filepath.Join(w.Dir, RecipeFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return []error{err}
	}
	layouts := map[string]string{}
	for _, f := range files {
		name := path.Join(RecipeFolder, f.Name())
		if ext := path.Ext(name); f.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(w.Dir, filepath.FromSlash(name)))
		if err != nil {
			return append(problems, err)
		}
		r, mistakes := ParseRecipe(name, text)
		if len(mistakes) > 0 {
			problems = append(problems, mistakes...)
			continue
		}
		if other, twice := layouts[r.layout()]; twice {
			problems = append(problems, &Mistake{name, 0, "the same headings as " + other, "one recipe for each layout", ""})
			continue
		}
		layouts[r.layout()] = name
		w.Recipes = append(w.Recipes, *r)
	}
	return problems
}

// layout is what two recipes may not have in common.
func (r *Recipe) layout() string {
	parts := []string{fmt.Sprint(r.Headless, r.HeadingFirst, r.HeadingLast)}
	for _, c := range r.Columns {
		parts = append(parts, strings.ToLower(strings.Join(strings.Fields(c.Heading), " ")))
	}
	return strings.Join(parts, "\x1f")
}

// Signature is a short name of a layout: its headings and whether it has any.
func (r *Recipe) Signature() string {
	sum := sha256.Sum256([]byte(r.layout()))
	return hex.EncodeToString(sum[:4])
}

// NewRecipeFile is a name for a new recipe: of its first and its amount's heading, and its signature.
func NewRecipeFile(r *Recipe) string {
	var words []string
	for _, c := range r.Columns {
		if s := slug(c.Heading); s != "" && (len(words) == 0 || c.Field == "amount" && len(words) == 1) {
			words = append(words, s)
		}
	}
	return path.Join(RecipeFolder, strings.Join(append(words, r.Signature()), "-")+".yaml")
}

// slug is a heading as part of a file's name.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == 24 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}

// WriteRecipe adds a recipe's file to a workspace; it never replaces one that is there.
func WriteRecipe(dir, name, text string) error {
	if err := os.MkdirAll(filepath.Join(dir, RecipeFolder), 0o777); err != nil {
		return err
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already; it stays as it is", file)
	}
	return create(file, text)
}

// check finds what does not go together.
func (r *Recipe) check(line int) (problems []error) {
	mistake := func(line int, what, want string) { problems = append(problems, &Mistake{r.File, line, what, want, ""}) }
	seen := map[string]bool{}
	amounts, figures, second, figure := 0, 0, line, line
	for _, c := range r.Columns {
		switch c.Field {
		case "amount":
			if amounts++; amounts == 2 {
				second = c.Line
			}
		case Figure:
			if figures++; figures == 1 {
				figure = c.Line
			}
		case Beside, Total, NoField:
		default:
			if seen[c.Field] {
				mistake(c.Line, fmt.Sprintf("two columns have the field %s", c.Field), "one; the other can be "+NoField)
			}
			seen[c.Field] = true
		}
		if r.Headless && c.Heading != "" {
			mistake(c.Line, fmt.Sprintf("a column with the heading %q, and heading_rows is none", c.Heading), "heading: '' on all columns")
		}
	}
	switch {
	case len(r.Columns) == 0:
		mistake(line, "no columns", "columns: with a line such as - {heading: 'Supplier', field: payee} for each")
	case r.Shape != "years" && r.Shape != "services" && figures > 0:
		mistake(figure, fmt.Sprintf("a column with the field figure in shape: %s", r.Shape), "amount, "+Beside+" or "+Total+", or shape: years or services")
	case r.Load == "yes" && amounts+figures == 0:
		mistake(line, "no column has the field amount", "one that has, or load: no")
	case r.Shape == "list" && amounts > 1:
		mistake(second, fmt.Sprintf("%d columns have the field amount", amounts), "one in a list; the others can be "+Beside+", or shape: years or services")
	case r.Shape == "account" && amounts > 1:
		mistake(second, fmt.Sprintf("%d columns have the field amount", amounts), "one in the account of one body; the others can be "+Beside)
	}
	if !r.Headless && !slices.ContainsFunc(r.Columns, func(c RecipeColumn) bool { return c.Heading != "" }) {
		mistake(line, "no column has a heading", "headings, or heading_rows: none")
	}
	return problems
}
