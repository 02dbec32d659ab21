package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"flows/ledger"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// OwnPlace is one file places/NAME.yaml: a place that no table knows, as areas that it is made of.
type OwnPlace struct {
	File    string // places/NAME.yaml
	Name    string
	Code    string // begins with X; made of the file's name where the file gives none
	Source  string // where the members and their shares come from
	Members []PlaceMember
}

// PlaceMember is an area of a place, wholly or in part.
type PlaceMember struct {
	Line  int
	Area  string // GSS code, or one of areas.csv
	Share int32  // of the area's money, in billionths
}

var (
	placeFile  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`) })
	placeShare = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(0\.[0-9]{1,9}|1(\.0{1,9})?)$`) })
)

// readPlaces reads every file of the folder places, in the order of their names.
func (w *Workspace) readPlaces() []error {
	files, err := os.ReadDir(filepath.Join(w.Dir, "places"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return []error{err}
	}
	var problems []error
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".yml") {
			problems = append(problems, &Mistake{"places/" + f.Name(), 0, "a file that ends in .yml", "NAME.yaml", ""})
		}
		name, isPlace := strings.CutSuffix(f.Name(), ".yaml")
		if f.IsDir() || !isPlace {
			continue
		}
		place, wrong := readPlace(w.Dir, name)
		if wrong == nil {
			wrong = w.placeTwice(place)
		}
		problems = append(problems, wrong...)
		w.OwnPlaces = append(w.OwnPlaces, place)
	}
	return problems
}

// placeTwice finds a name or code that another place or area of the workspace has.
func (w *Workspace) placeTwice(p OwnPlace) []error {
	for _, o := range w.OwnPlaces {
		if o.Code == p.Code || strings.EqualFold(o.Name, p.Name) {
			return []error{&Mistake{p.File, 0, fmt.Sprintf("%s has the name or the code (%s) of this place too", o.File, o.Code), "each once", ""}}
		}
	}
	for _, a := range w.Areas {
		if a.Code == p.Code || strings.EqualFold(a.Name, p.Name) {
			return []error{&Mistake{p.File, 0, fmt.Sprintf("line %d of areas.csv has the name or the code (%s) of this place too", a.Line, a.Code), "each once", ""}}
		}
	}
	return nil
}

func readPlace(dir, name string) (OwnPlace, []error) {
	p := OwnPlace{File: "places/" + name + ".yaml"}
	if !placeFile().MatchString(name) {
		return p, []error{&Mistake{p.File, 0, fmt.Sprintf("a place's file called %q", name+".yaml"), "a name of lower-case letters, digits and hyphens", ""}}
	}
	text, err := os.ReadFile(filepath.Join(dir, "places", name+".yaml"))
	if err != nil {
		return p, []error{err}
	}
	top, err := yamlPairs(p.File, text)
	if err != nil {
		return p, []error{err}
	}
	var problems []error
	seen := map[string]bool{}
	for _, pair := range top {
		if err := p.set(pair, seen); err != nil {
			problems = append(problems, err...)
		}
	}
	for _, key := range []string{"name", "source", "members"} {
		if !seen[key] {
			problems = append(problems, &Mistake{p.File, 0, "no " + key, "the keys name, source and members", ""})
		}
	}
	if p.Code == "" {
		p.Code = "X" + strings.ToUpper(strings.ReplaceAll(name, "-", ""))
		p.Code = p.Code[:min(len(p.Code), 16)]
	}
	return p, problems
}

// yamlPairs are the keys of a file's one document.
func yamlPairs(file string, text []byte) ([]*ast.MappingValueNode, error) {
	doc, err := parser.ParseBytes(withoutMark(text), 0)
	if err != nil {
		line := 0
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil && syntax.GetToken().Position != nil {
			line = syntax.GetToken().Position.Line
		}
		return nil, &Mistake{file, line, "not readable as YAML", "lines such as \"name: Norwich and around\"", ""}
	}
	if len(doc.Docs) != 1 {
		return nil, &Mistake{file, 0, fmt.Sprintf("%d documents", len(doc.Docs)), "one", ""}
	}
	switch n := doc.Docs[0].Body.(type) {
	case *ast.MappingNode:
		return n.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, nil
	}
	return nil, &Mistake{file, 0, "no keys", "lines such as \"name: Norwich and around\"", ""}
}

// set reads one key of the file.
func (p *OwnPlace) set(pair *ast.MappingValueNode, seen map[string]bool) []error {
	key, line := pair.Key.GetToken().Value, lineOf(pair.Key)
	if known := []string{"name", "code", "source", "members"}; !slices.Contains(known, key) {
		return []error{&Mistake{p.File, line, fmt.Sprintf("unknown key %q", key), oneOf(known), nearest(key, known)}}
	}
	if seen[key] {
		return []error{&Mistake{p.File, line, fmt.Sprintf("key %q stands twice", key), "each once", ""}}
	}
	seen[key] = true
	if key == "members" {
		return p.members(pair.Value)
	}
	text, err := yamlText(p.File, key, pair.Value)
	if err != nil {
		return []error{err}
	}
	switch key {
	case "name":
		p.Name = text
	case "source":
		p.Source = text
	case "code":
		p.Code = text
		if !ownCode().MatchString(text) {
			return []error{&Mistake{p.File, line, fmt.Sprintf("code is %q", text), "X and then digits or capital letters, so that it is no GSS code", ""}}
		}
	}
	return nil
}

// yamlText is a value that is one line of text.
func yamlText(file, key string, n ast.Node) (string, error) {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		text := strings.TrimSpace(n.GetToken().Value)
		if text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return text, nil
		}
	}
	return "", &Mistake{file, lineOf(n), key + " is not one line of text", "text", ""}
}

// members reads the list of areas.
func (p *OwnPlace) members(n ast.Node) (problems []error) {
	list, ok := n.(*ast.SequenceNode)
	if !ok || len(list.Values) == 0 {
		return []error{&Mistake{p.File, lineOf(n), "members is no list", "lines such as \"- area: E07000148\"", ""}}
	}
	for _, item := range list.Values {
		m, err := p.member(item)
		if err == nil && slices.ContainsFunc(p.Members, func(o PlaceMember) bool { return o.Area == m.Area }) {
			err = &Mistake{p.File, m.Line, "area " + m.Area + " stands twice", "each once", ""}
		}
		if err != nil {
			problems = append(problems, err)
			continue
		}
		p.Members = append(p.Members, m)
	}
	return problems
}

// member reads one area: area and, where not all of it belongs to the place, share.
func (p *OwnPlace) member(n ast.Node) (PlaceMember, error) {
	m := PlaceMember{Line: lineOf(n), Share: ledger.Whole}
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		return m, &Mistake{p.File, m.Line, "a member without area", "\"- area: E07000148\", and under it \"share: 0.35\" where only a part belongs to the place", ""}
	}
	for _, pair := range pairs {
		key := pair.Key.GetToken().Value
		m.Line = lineOf(pair.Key)
		text, err := yamlText(p.File, key, pair.Value)
		if err != nil {
			return m, err
		}
		switch key {
		case "area":
			m.Area = strings.ToUpper(text)
		case "share":
			if !placeShare().MatchString(text) || strings.Trim(text, "0.") == "" {
				return m, &Mistake{p.File, m.Line, fmt.Sprintf("share is %q", text), "a fraction above 0 and up to 1, of at most nine decimals, such as 0.35", ""}
			}
			whole, part, _ := strings.Cut(text, ".")
			billionths, err := strconv.ParseInt(whole+part+strings.Repeat("0", 9-len(part)), 10, 64)
			if err != nil {
				return m, err
			}
			m.Share = int32(billionths)
		default:
			return m, &Mistake{p.File, m.Line, fmt.Sprintf("unknown key %q", key), "area or share", nearest(key, []string{"area", "share"})}
		}
	}
	if m.Area == "" {
		return m, &Mistake{p.File, m.Line, "a member without area", "\"- area: E07000148\"", ""}
	}
	return m, nil
}
