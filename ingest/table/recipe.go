package table

import (
	"fmt"
	"slices"

	"flows/ingest/cell"
)

// Shape says how the amounts of a layout stand.
type Shape uint8

// The shapes.
const (
	List     Shape = iota // one amount per row
	Years                 // an amount per row and year, a year per column
	Services              // a body per row, a service per column
	OneBody               // an account: a service per row, and columns from gross to net
	Bodies                // a service per row, a body per column
)

var shapeNames = [...]string{"list", "years", "services", "account", "bodies"}

// String is "list", "years", "services", "account" or "bodies".
func (s Shape) String() string { return shapeNames[min(s, Bodies)] }

// Shape says how the amounts of the layout stand.
func (l *Layout) Shape() Shape {
	switch {
	case l.Across:
		return Bodies
	case l.Account:
		return OneBody
	case l.Wide && l.Statement:
		return Services
	case l.Wide:
		return Years
	}
	return List
}

// Recipe is how to read one layout, as it was written down. It overrules what Find would conclude, and
// says nothing about what is left at its zero value.
type Recipe struct {
	Name       string // of its file, for messages
	Digest     string // of all that it says
	Headless   bool   // the table has no heading: its columns are known by their positions
	First      int32  // where the heading stands, from record First to Last; 0: anywhere
	Last       int32
	Shape      Shape
	Leave      bool     // tables of this layout are not loaded
	SkipSheets []string // patterns of the sheets on which they are not
	Columns    []RecipeColumn
	Record     string // payment | award | statement | national
	Stage      string
	Unit       int64 // pence in one, of amounts for which nothing else states it; 0: not said
	Order      *cell.Order
	Payer      string // of rows that name none
	Period     string // of rows without a date
	Totals     []string
	Notes      []string
	Payments   []string // patterns of texts that make a row a total, a note, an entry
	Defaults   []Default
}

// RecipeColumn is one column of a recipe, by its heading, or by its position where it has none.
type RecipeColumn struct {
	Heading  string
	Also     []string // other headings of the same column
	Field    Field
	Status   Status // of a column of amounts: Load where Field is Amount, else IsTotal or Skipped
	Figures  bool   // it is a column of amounts, loaded or not
	Open     bool   // of these: whether it is loaded is worked out
	Unit     int64  // pence in one, whatever heading or title say; 0: as they say
	Decimal  *cell.Decimal
	Reversed bool   // what is written with a minus is a payment
	VAT      string // net | gross; "": as the heading says
}

// Default is the text of a field in rows that give none.
type Default struct {
	Field Field
	Text  string
}

// Recipes are the recipes of a workspace, ready to be looked up. It is never changed.
type Recipes struct {
	list []*rule
	by   map[string][]int // the recipes that have a heading, once for each column
}

// rule is a recipe with its headings folded.
type rule struct {
	*Recipe
	keys       [][]string // of each column: its heading and the others it goes by; nil where it has none
	named      int        // columns with a heading
	positional bool       // headings stand twice, or a column without one has a field: the positions count
}

// NewRecipes makes recipes ready. The order does not matter: at one place at most one fits.
func NewRecipes(list []Recipe) *Recipes {
	rs := &Recipes{by: map[string][]int{}}
	for i := range list {
		r := newRule(&list[i])
		rs.list = append(rs.list, r)
	}
	slices.SortFunc(rs.list, func(a, b *rule) int {
		switch {
		case a.Name < b.Name:
			return -1
		case a.Name > b.Name:
			return 1
		}
		return 0
	})
	for i, r := range rs.list {
		for _, keys := range r.keys {
			for _, k := range keys {
				rs.by[k] = append(rs.by[k], i)
			}
		}
	}
	return rs
}

func newRule(r *Recipe) *rule {
	x := &rule{Recipe: r, keys: make([][]string, len(r.Columns))}
	seen := map[string]bool{}
	for i, c := range r.Columns {
		if c.Heading == "" {
			x.positional = x.positional || c.Field != Extra || c.Figures
			continue
		}
		x.named++
		for _, h := range append([]string{c.Heading}, c.Also...) {
			k := headingKey(h)
			x.positional = x.positional || seen[k]
			seen[k] = true
			x.keys[i] = append(x.keys[i], k)
		}
	}
	return x
}

// headingKey is a heading as recipes compare it, by which two columns of one recipe are told apart: folded,
// or as it stands where nothing remains of it.
func headingKey(s string) string {
	if k := Fold(s); k != "" {
		return k
	}
	return cell.Trim(s)
}

// Empty says whether there are none.
func (rs *Recipes) Empty() bool { return rs == nil || len(rs.list) == 0 }

// Find gives the recipe of this name, nil if there is none.
func (rs *Recipes) Find(name string) *Recipe {
	if rs == nil {
		return nil
	}
	for _, r := range rs.list {
		if r.Name == name {
			return r.Recipe
		}
	}
	return nil
}

// FieldNamed is the field of a name, as fields print themselves.
func FieldNamed(name string) (Field, bool) {
	for f := Amount; f <= FunctionStated; f++ {
		if f.String() == name {
			return f, true
		}
	}
	return Extra, false
}

// setUnit gives a column of amounts its unit: what the recipe says of the column, else what is stated, else
// what the recipe says of the table. It is told where the two contradict each other.
func (r *rule) setUnit(s *Series, c *RecipeColumn, stated statedUnit) {
	s.Unit, s.UnitWhy = stated.pence, stated.by
	switch {
	case c.Unit != 0:
		s.Unit, s.UnitWhy = c.Unit, "the recipe counts the column in "+unitName(c.Unit)
		if stated.pence != 0 && stated.pence != c.Unit && !stated.weak {
			s.UnitWhy += ", though " + stated.by
		}
	case r.Unit != 0 && (stated.pence == 0 || stated.weak):
		s.Unit, s.UnitWhy = r.Unit, "the recipe counts in "+unitName(r.Unit)
	case r.Unit != 0 && stated.pence != r.Unit:
		s.UnitWhy += fmt.Sprintf(", before the recipe's %s, which is for tables that state none", unitName(r.Unit))
	}
}
