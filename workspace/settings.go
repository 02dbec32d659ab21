package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"flows/ledger"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// setting is one key of flows.yaml.
type setting struct {
	name string
	list bool // may hold several values
	set  func(w *Workspace, v value) error

	section func(w *Workspace, n ast.Node) []error // of a key that holds lines of its own, instead of set
}

// value is one scalar as it is written, and where.
type value struct {
	text string
	line int
}

func settings() []setting {
	return []setting{
		{name: "name", set: func(w *Workspace, v value) error { w.Name = v.text; return nil }},
		{name: "places", list: true, set: func(w *Workspace, v value) error { return once(&w.Places, "place", v) }},
		{name: "years", list: true, set: setYear},
		{name: "price_basis", set: setPriceBasis},
		{name: "attribution", set: func(w *Workspace, v value) error {
			w.Attribution = v.text
			return choice(File, v.line, "attribution", v.text, attributions())
		}},
		{name: "geography", set: setGeography},
		{name: "amounts", set: func(w *Workspace, v value) error {
			w.Amounts = v.text
			return choice(File, v.line, "amounts", v.text, []string{"net", "gross"})
		}},
		{name: "sources", list: true, set: setSource},
		{name: "limits", section: setLimits},
	}
}

func attributions() []string { return []string{"in", "for", "recipient"} }

// once adds a value to a list in which it may stand once.
func once(list *[]string, what string, v value) error {
	if slices.Contains(*list, v.text) {
		return &Mistake{File, v.line, fmt.Sprintf("%s %q stands twice", what, v.text), "each once", ""}
	}
	*list = append(*list, v.text)
	return nil
}

func setYear(w *Workspace, v value) error {
	year, err := ledger.ParseYear(v.text)
	if err != nil {
		return &Mistake{File, v.line, fmt.Sprintf("year %q", v.text), "a financial year such as 2009-10", ""}
	}
	return once(&w.Years, "year", value{year.String(), v.line})
}

func setPriceBasis(w *Workspace, v value) error {
	w.PriceBasis = v.text
	if v.text == "real" {
		return &Mistake{File, v.line, "price_basis is real, which this version does not compute", "nominal", ""}
	}
	return choice(File, v.line, "price_basis", v.text, []string{"nominal"})
}

// setGeography reads a boundary vintage: the first of April of a year, or the last that is known.
func setGeography(w *Workspace, v value) error {
	if y, err := strconv.Atoi(v.text); v.text != "today" && (err != nil || len(v.text) != 4 || y < 1974 || y > 2100) {
		return &Mistake{File, v.line, fmt.Sprintf("geography %q", v.text), "the year of a first of April, such as 2019, or today", ""}
	}
	w.Geography = v.text
	return nil
}

func setSource(w *Workspace, v value) error {
	if strings.ContainsRune(v.text, '\\') {
		return &Mistake{File, v.line, fmt.Sprintf("source %q", v.text), "forward slashes, which every system reads", fmt.Sprintf("%q", strings.ReplaceAll(v.text, `\`, "/"))}
	}
	return once(&w.Sources, "source", value{path.Clean(v.text), v.line})
}

// settings reads flows.yaml over the defaults.
func (w *Workspace) settings(text []byte) []error {
	w.PriceBasis, w.Attribution = "nominal", "in"
	top, err := topMapping(File, "lines such as \"name: Norfolk\"", text)
	if err != nil {
		return []error{err}
	}
	var problems []error
	seen := map[string]bool{}
	for _, pair := range top {
		if err := w.pair(pair, seen); err != nil {
			problems = append(problems, err...)
		}
	}
	if !seen["name"] && len(problems) == 0 {
		problems = append(problems, &Mistake{File, 0, "no name", "a line such as \"name: Norfolk\"", ""})
	}
	return problems
}

// withoutMark is a text without the byte order mark that some editors put before it.
func withoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\ufeff")) }

// topMapping parses the one document of a file.
func topMapping(name, want string, text []byte) ([]*ast.MappingValueNode, error) {
	file, err := parser.ParseBytes(withoutMark(text), 0)
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil && syntax.GetToken().Position != nil {
			line, why := unreadable(text, syntax.GetToken().Position.Line, syntax.GetMessage())
			return nil, &Mistake{name, line, "not readable as YAML: " + why, want, ""}
		}
		return nil, &Mistake{name, 0, "not readable as YAML", want, ""}
	}
	var body ast.Node
	for _, d := range file.Docs {
		if d.Body == nil || d.Body.Type() == ast.NullType || d.Body.Type() == ast.CommentType {
			continue
		}
		if body != nil {
			return nil, &Mistake{name, lineOf(d.Body), "a second document", "one, without lines of ---", ""}
		}
		body = d.Body
	}
	switch n := body.(type) {
	case nil:
		return nil, nil
	case *ast.MappingNode:
		return n.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, nil
	default:
		return nil, &Mistake{name, lineOf(n), "a " + strings.ToLower(n.Type().String()), want, ""}
	}
}

// unreadable says which line of YAML is wrong and how, in words of ours where it is one of the usual mistakes: on
// the line at which the parser stopped, or on the one before.
func unreadable(text []byte, line int, parser string) (at int, why string) {
	lines := strings.Split(string(text), "\n")
	for _, at := range []int{line, line - 1} {
		if at < 1 || at > len(lines) {
			continue
		}
		s := lines[at-1]
		switch {
		case strings.HasPrefix(strings.TrimLeft(s, " "), "\t"):
			return at, "the line begins with a tab, where YAML takes blanks"
		case strings.Count(s, "'")%2 == 1 && !strings.Contains(s, "\""):
			return at, "a single quote is not closed (inside a text it is written twice: 'council''s')"
		case strings.Count(s, "{") != strings.Count(s, "}"):
			return at, "the brackets of the line do not pair"
		}
	}
	return line, parser
}

// pair sets one key.
func (w *Workspace) pair(pair *ast.MappingValueNode, seen map[string]bool) []error {
	key := pair.Key.GetToken().Value
	line := lineOf(pair.Key)
	all := settings()
	i := slices.IndexFunc(all, func(s setting) bool { return s.name == key })
	if i < 0 {
		names := make([]string, len(all))
		for i, s := range all {
			names[i] = s.name
		}
		return []error{&Mistake{File, line, fmt.Sprintf("unknown key %q", key), oneOf(names), nearest(key, names)}}
	}
	if seen[key] {
		return []error{&Mistake{File, line, fmt.Sprintf("key %q stands twice", key), "each once", ""}}
	}
	seen[key] = true
	if all[i].section != nil {
		return all[i].section(w, pair.Value)
	}
	values, err := values(pair.Value, all[i])
	if err != nil {
		return []error{err}
	}
	var problems []error
	for _, v := range values {
		if err := all[i].set(w, v); err != nil {
			problems = append(problems, err)
		}
	}
	return problems
}

// values are a key's scalars: one, or several where it is a list. A key with nothing after it keeps
// the default, except the name.
func values(n ast.Node, s setting) ([]value, error) {
	if list, ok := n.(*ast.SequenceNode); ok && s.list {
		var all []value
		for _, item := range list.Values {
			v, err := scalar(item, s)
			if err != nil {
				return nil, err
			}
			all = append(all, v)
		}
		return all, nil
	}
	if n == nil || n.Type() == ast.NullType && s.name != "name" {
		return nil, nil
	}
	v, err := scalar(n, s)
	return []value{v}, err
}

// scalar is one value as it is written: 2009-10 is neither a date nor a sum.
func scalar(n ast.Node, s setting) (value, error) {
	want := "one line of text"
	if s.list {
		want = "text, or a list of lines that begin with \"- \""
	}
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
	default:
		return value{}, &Mistake{File, lineOf(n), fmt.Sprintf("%s is a %s", s.name, strings.ToLower(n.Type().String())), want, ""}
	}
	text := strings.TrimSpace(n.GetToken().Value)
	if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return value{}, &Mistake{File, lineOf(n), s.name + " is empty or holds control characters", want, ""}
	}
	return value{text, lineOf(n)}, nil
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}
