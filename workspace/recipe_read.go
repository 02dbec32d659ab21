package workspace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// recipeKey is one key of a recipe or of one of its columns.
type recipeKey[T any] struct {
	name string
	set  func(r *T, v value) error // of one text
	list func(r *T) *[]string      // of several
	node func(r *T, p *recipeParser, n ast.Node)
}

// recipeParser reads one recipe and gathers its mistakes.
type recipeParser struct {
	file     string
	problems []error
}

func (p *recipeParser) mistake(line int, what, want, hint string) {
	p.problems = append(p.problems, &Mistake{p.file, line, what, want, hint})
}

// ParseRecipe reads a recipe's text. Every mistake in it is told.
func ParseRecipe(file string, text []byte) (*Recipe, []error) {
	pairs, err := topMapping(file, "lines such as \"shape: list\"", text)
	if err != nil {
		return nil, []error{err}
	}
	r := &Recipe{File: file, Shape: "list", Load: "yes"}
	p := &recipeParser{file: file}
	parsePairs(p, r, pairs, recipeKeys())
	if p.problems == nil {
		line := 1
		if len(pairs) > 0 {
			line = lineOf(pairs[0].Key)
		}
		p.problems = r.check(line)
	}
	return r, p.problems
}

func recipeKeys() []recipeKey[Recipe] {
	word := func(name string, at func(r *Recipe) *string, known ...string) recipeKey[Recipe] {
		return recipeKey[Recipe]{name: name, set: func(r *Recipe, v value) error { return setWord(r.File, name, at(r), v, known) }}
	}
	lines := func(name string, at func(r *Recipe) *[]string) recipeKey[Recipe] {
		return recipeKey[Recipe]{name: name, list: at}
	}
	return []recipeKey[Recipe]{
		{name: "heading_rows", set: setHeadingRows},
		word("shape", func(r *Recipe) *string { return &r.Shape }, "list", "years", "services", "account", "bodies"),
		word("load", func(r *Recipe) *string { return &r.Load }, "yes", "no", Undecided),
		{name: "columns", node: (*Recipe).parseColumns},
		word("unit", func(r *Recipe) *string { return &r.Unit }, append(units(), Auto, Unknown)...),
		word("record", func(r *Recipe) *string { return &r.Record }, append(records(), Auto)...),
		word("stage", func(r *Recipe) *string { return &r.Stage }, append(stages(), Auto)...),
		word("date_order", func(r *Recipe) *string { return &r.DateOrder }, "dmy", "mdy", "ymd", Auto),
		word("payer", func(r *Recipe) *string { return &r.Payer }),
		{name: "period", set: func(r *Recipe, v value) error {
			r.PeriodLine = v.line
			return setWord(r.File, "period", &r.Period, v, nil)
		}},
		lines("totals", func(r *Recipe) *[]string { return &r.Totals }),
		lines("notes", func(r *Recipe) *[]string { return &r.Notes }),
		lines("payments", func(r *Recipe) *[]string { return &r.Payments }),
		lines("skip_sheets", func(r *Recipe) *[]string { return &r.SkipSheets }),
		{name: "defaults", node: (*Recipe).parseDefaults},
	}
}

func columnKeys(file string) []recipeKey[RecipeColumn] {
	word := func(name string, at func(c *RecipeColumn) *string, known ...string) recipeKey[RecipeColumn] {
		return recipeKey[RecipeColumn]{name: name, set: func(c *RecipeColumn, v value) error { return setWord(file, name, at(c), v, known) }}
	}
	return []recipeKey[RecipeColumn]{
		{name: "heading", set: func(c *RecipeColumn, v value) error { c.Heading = v.text; return nil }},
		word("field", func(c *RecipeColumn) *string { return &c.Field }, RecipeFields()...),
		{name: "also", list: func(c *RecipeColumn) *[]string { return &c.Also }},
		word("unit", func(c *RecipeColumn) *string { return &c.Unit }, append(units(), Auto)...),
		word("decimal", func(c *RecipeColumn) *string { return &c.Decimal }, "point", "comma", Auto),
		word("sign", func(c *RecipeColumn) *string { return &c.Sign }, "as-written", Reversed),
		word("vat", func(c *RecipeColumn) *string { return &c.VAT }, "net", "gross", Auto),
	}
}

// setWord sets a word out of a closed list, or any where there is none. "auto" is the empty word.
func setWord(file, name string, at *string, v value, known []string) error {
	if *at = v.text; v.text == Auto || v.text == "as-written" {
		*at = ""
	}
	if v.text == "" {
		return &Mistake{file, v.line, name + " is empty", "a value", ""}
	}
	if known == nil {
		return nil
	}
	return choice(file, v.line, name, v.text, known)
}

// setHeadingRows reads anywhere, none, 5 or 4-5.
func setHeadingRows(r *Recipe, v value) error {
	switch v.text {
	case "anywhere":
		return nil
	case "none":
		r.Headless = true
		return nil
	}
	from, to, two := strings.Cut(v.text, "-")
	if !two {
		to = from
	}
	first, err1 := strconv.ParseInt(strings.TrimSpace(from), 10, 32)
	last, err2 := strconv.ParseInt(strings.TrimSpace(to), 10, 32)
	if err1 != nil || err2 != nil || first < 1 || last < first || last > first+2 {
		return &Mistake{r.File, v.line, fmt.Sprintf("heading_rows is %q", v.text), "anywhere, none, a row such as 5, or up to three such as 4-5", ""}
	}
	r.HeadingFirst, r.HeadingLast = int32(first), int32(last)
	return nil
}

// parsePairs sets the keys of a mapping, each once.
func parsePairs[T any](p *recipeParser, to *T, pairs []*ast.MappingValueNode, keys []recipeKey[T]) map[string]bool {
	seen := map[string]bool{}
	for _, pair := range pairs {
		name, line := pair.Key.GetToken().Value, lineOf(pair.Key)
		i := slices.IndexFunc(keys, func(k recipeKey[T]) bool { return k.name == name })
		switch {
		case i < 0:
			var names []string
			for _, k := range keys {
				names = append(names, k.name)
			}
			p.mistake(line, fmt.Sprintf("unknown key %q", name), oneOf(names), nearest(name, names))
		case seen[name]:
			p.mistake(line, fmt.Sprintf("key %q stands twice", name), "each once", "")
		case keys[i].node != nil:
			keys[i].node(to, p, pair.Value)
		case keys[i].list != nil:
			*keys[i].list(to) = p.texts(name, pair.Value)
		default:
			if v, ok := p.text(name, pair.Value); ok {
				if err := keys[i].set(to, v); err != nil {
					p.problems = append(p.problems, err)
				}
			}
		}
		seen[name] = true
	}
	return seen
}

// text is one text as it is written; it may be empty where it is quoted.
func (p *recipeParser) text(name string, n ast.Node) (value, bool) {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
	default:
		p.mistake(lineOf(n), fmt.Sprintf("%s is %s", name, kindOf(n)), "one line of text", "")
		return value{}, false
	}
	text := strings.TrimSpace(n.GetToken().Value)
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		p.mistake(lineOf(n), name+" holds control characters", "one line of text", "")
		return value{}, false
	}
	return value{text, lineOf(n)}, true
}

// kindOf names what stands where a text should.
func kindOf(n ast.Node) string {
	if n == nil || n.Type() == ast.NullType {
		return "empty"
	}
	return "a " + strings.ToLower(n.Type().String())
}

// texts are the texts of a list, or one.
func (p *recipeParser) texts(name string, n ast.Node) (list []string) {
	items := []ast.Node{n}
	if seq, ok := n.(*ast.SequenceNode); ok {
		items = seq.Values
	}
	for _, item := range items {
		v, ok := p.text(name, item)
		if ok && v.text == "" {
			p.mistake(v.line, name+" holds an empty text", "texts", "")
		} else if ok {
			list = append(list, v.text)
		}
	}
	return list
}

// pairsOf are the pairs of a mapping.
func (p *recipeParser) pairsOf(name string, n ast.Node) []*ast.MappingValueNode {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}
	}
	p.mistake(lineOf(n), fmt.Sprintf("%s is %s", name, kindOf(n)), "keys and values, such as {heading: 'Supplier', field: payee}", "")
	return nil
}

func (r *Recipe) parseColumns(p *recipeParser, n ast.Node) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		p.mistake(lineOf(n), "columns is "+kindOf(n), "a line such as - {heading: 'Supplier', field: payee} for each", "")
		return
	}
	for _, item := range seq.Values {
		c := RecipeColumn{Field: NoField}
		pairs := p.pairsOf("a column", item)
		if pairs == nil {
			continue
		}
		c.Line = lineOf(pairs[0].Key)
		seen := parsePairs(p, &c, pairs, columnKeys(r.File))
		if !seen["heading"] {
			p.mistake(lineOf(pairs[0].Key), "a column without heading", "heading: 'as published', or heading: '' where the column has none", "")
		}
		for _, key := range []string{"unit", "decimal", "sign", "vat"} {
			if seen[key] && !c.figures() {
				p.mistake(lineOf(pairs[0].Key), fmt.Sprintf("%s on a column with the field %s", key, c.Field), "it on columns of amounts only", "")
			}
		}
		r.Columns = append(r.Columns, c)
	}
}

func (r *Recipe) parseDefaults(p *recipeParser, n ast.Node) {
	for _, pair := range p.pairsOf("defaults", n) {
		name, line := pair.Key.GetToken().Value, lineOf(pair.Key)
		if err := choice(r.File, line, "a default's field", name, defaultFields()); err != nil {
			p.problems = append(p.problems, err)
			continue
		}
		if slices.ContainsFunc(r.Defaults, func(d RecipeDefault) bool { return d.Field == name }) {
			p.mistake(line, fmt.Sprintf("key %q stands twice", name), "each once", "")
			continue
		}
		if v, ok := p.text(name, pair.Value); ok {
			r.Defaults = append(r.Defaults, RecipeDefault{name, v.text})
		}
	}
}

// defaultFields are the fields that can have a default: payer and period have keys of their own, and a
// currency is never assumed.
func defaultFields() []string {
	return slices.DeleteFunc(TextFields(), func(f string) bool { return f == "payer" || f == "period" || f == "currency" })
}
