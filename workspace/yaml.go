package workspace

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"flows/ledger"

	"github.com/goccy/go-yaml/ast"
)

// page is one YAML file of a workspace, read by tables of its keys: what is in no table is a Mistake.
type page struct {
	file     string // relative to the workspace, with forward slashes
	problems []error
}

// key is one key of an object and what to do with its value.
type key struct {
	name     string
	required bool
	read     func(ast.Node)
}

func (p *page) fail(line int, what, want, hint string) {
	p.problems = append(p.problems, &Mistake{p.file, line, what, want, hint})
}

// object reads the keys of a mapping. what is what the object is, for messages.
func (p *page) object(n ast.Node, what string, keys []key) {
	var pairs []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		p.fail(lineOf(n), fmt.Sprintf("%s is no list of keys", what), "lines such as \"name: …\"", "")
		return
	}
	p.pairs(pairs, lineOf(n), what, keys)
}

func (p *page) pairs(pairs []*ast.MappingValueNode, line int, what string, keys []key) {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		name := pair.Key.GetToken().Value
		i := slices.Index(names, name)
		switch {
		case i < 0:
			p.fail(lineOf(pair.Key), fmt.Sprintf("%s has an unknown key %q", what, name), oneOf(names), nearest(name, names))
		case seen[name]:
			p.fail(lineOf(pair.Key), fmt.Sprintf("key %q stands twice in %s", name, what), "each once", "")
		case pair.Value == nil || pair.Value.Type() == ast.NullType:
			if keys[i].required {
				p.fail(lineOf(pair.Key), fmt.Sprintf("%s of %s is empty", name, what), "a value", "")
			}
		default:
			keys[i].read(pair.Value)
		}
		seen[name] = true
	}
	for _, k := range keys {
		if k.required && !seen[k.name] {
			p.fail(line, fmt.Sprintf("%s has no %s", what, k.name), "a line \""+k.name+": …\"", "")
		}
	}
}

// each calls read for the items of a list; one item may stand without a list.
func (p *page) each(read func(ast.Node)) func(ast.Node) {
	return func(n ast.Node) {
		list, ok := n.(*ast.SequenceNode)
		if !ok {
			read(n)
			return
		}
		for _, item := range list.Values {
			read(item)
		}
	}
}

// text is one scalar as it is written; "" and a Mistake where it is none.
func (p *page) text(name string, n ast.Node) string {
	s := ""
	switch v := n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		s = n.GetToken().Value
	case *ast.LiteralNode:
		s = v.Value.Value
	default:
		p.fail(lineOf(n), fmt.Sprintf("%s is a %s", name, strings.ToLower(n.Type().String())), "text", "")
		return ""
	}
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		p.fail(lineOf(n), name+" is empty or holds control characters", "text", "")
		return ""
	}
	return s
}

// into reads a text into a field.
func (p *page) into(name string, to *string) key {
	return key{name: name, read: func(n ast.Node) { *to = p.text(name, n) }}
}

// must is a key without which the object is a Mistake.
func must(k key) key {
	k.required = true
	return k
}

// joined reads one text, or several that are told one after the other with semicolons.
func (p *page) joined(name string, to *string) key {
	return key{name: name, read: p.each(func(n ast.Node) {
		if s := p.text(name, n); *to == "" {
			*to = s
		} else if s != "" {
			*to += "; " + s
		}
	})}
}

// lines reads a list of texts.
func (p *page) lines(name string, to *[]string) key {
	return key{name: name, read: p.each(func(n ast.Node) {
		if s := p.text(name, n); s != "" {
			*to = append(*to, s)
		}
	})}
}

// oneOf reads a text that is one of some.
func (p *page) oneOf(name string, to *string, known []string) key {
	return key{name: name, read: func(n ast.Node) {
		if *to = p.text(name, n); *to != "" {
			if err := choice(p.file, lineOf(n), name, *to, known); err != nil {
				p.problems = append(p.problems, err)
			}
		}
	}}
}

// day reads an ISO date.
func (p *page) day(name string, to *ledger.Date) key {
	return key{name: name, read: func(n ast.Node) {
		s := p.text(name, n)
		r := record{p.file, lineOf(n), map[string]string{name: s}}
		var err error
		if *to, err = r.day(name); err != nil && s != "" {
			p.problems = append(p.problems, err)
		}
	}}
}
