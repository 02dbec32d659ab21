package workspace

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Limit is a line of the section limits: what one file may take at most.
type Limit struct {
	Name  string // file_size, columns …
	Value int64  // bytes, seconds or a number, at least 1
}

// LimitNames are the limits that can be set, in the order in which they are listed.
func LimitNames() []string {
	return []string{"file_size", "ratio", "columns", "cell_size", "xml_depth", "members", "nesting", "time"}
}

// Some limits cannot be higher than the files of the ledger allow or machines bear.
var highest = map[string]int64{"columns": 1 << 20, "cell_size": 1 << 30, "xml_depth": 10_000, "members": 100_000_000, "nesting": 16, "time": 7 * 24 * 3600}

// setLimits reads the section limits.
func setLimits(w *Workspace, n ast.Node) []error {
	pairs, err := section("limits", n)
	if err != nil {
		return []error{err}
	}
	var problems []error
	for _, p := range pairs {
		l, err := limit(p)
		switch {
		case err != nil:
			problems = append(problems, err)
		case slices.ContainsFunc(w.Limits, func(o Limit) bool { return o.Name == l.Name }):
			problems = append(problems, &Mistake{File, lineOf(p.Key), fmt.Sprintf("limit %q stands twice", l.Name), "each once", ""})
		default:
			w.Limits = append(w.Limits, l)
		}
	}
	slices.SortFunc(w.Limits, func(a, b Limit) int {
		return cmp.Compare(slices.Index(LimitNames(), a.Name), slices.Index(LimitNames(), b.Name))
	})
	return problems
}

// section are the lines under a key that holds names and values; none where nothing stands under it.
func section(name string, n ast.Node) ([]*ast.MappingValueNode, error) {
	switch n := n.(type) {
	case nil:
		return nil, nil
	case *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		return n.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, nil
	}
	return nil, &Mistake{File, lineOf(n), name + " holds no names and values", "lines under it such as \"  columns: 20000\"", ""}
}

// limit reads one line of the section.
func limit(p *ast.MappingValueNode) (Limit, error) {
	name := p.Key.GetToken().Value
	if names := LimitNames(); !slices.Contains(names, name) {
		return Limit{}, &Mistake{File, lineOf(p.Key), fmt.Sprintf("unknown limit %q", name), oneOf(names), nearest(name, names)}
	}
	v, err := scalar(p.Value, setting{name: name})
	if err != nil {
		return Limit{}, err
	}
	want, units := "a whole number from 1", map[string]int64{}
	switch name {
	case "file_size", "cell_size":
		want, units = "a size such as 500 MB", map[string]int64{"kB": 1 << 10, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}
	case "time":
		want = "a whole number of seconds from 1"
	}
	factor := int64(1)
	text := v.text
	for unit, f := range units {
		if before, ok := strings.CutSuffix(text, unit); ok {
			text, factor = strings.TrimSpace(before), f
		}
	}
	most := int64(math.MaxInt64 / 4)
	if m := highest[name]; m > 0 {
		most = m
	}
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < 1 {
		return Limit{}, &Mistake{File, v.line, fmt.Sprintf("limit %s is %q", name, v.text), want, ""}
	}
	if value > most/factor {
		return Limit{}, &Mistake{File, v.line, fmt.Sprintf("limit %s is %q", name, v.text), fmt.Sprintf("at most %d", most/factor), ""}
	}
	return Limit{name, value * factor}, nil
}
