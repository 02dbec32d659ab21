package flows

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

// PlaceList lists areas: of one kind, as they were on a day, whose names contain a text. "" and NoDate
// leave a filter out.
func (p *Project) PlaceList(kind, contains string, asAt ledger.Date) *report.Table {
	return listPlaces(p.Registry(), kind, contains, asAt)
}

// Outside is a project without a workspace: it knows the program's own places and holds no ledger.
func Outside() *Project {
	return &Project{registry: func() (*mapping.Registry, error) { return mapping.Reference(), nil }}
}

// PlaceKinds are the kinds of areas that there are, sorted.
func (p *Project) PlaceKinds() []string {
	kinds := map[string]bool{}
	for _, a := range p.Registry().Areas() {
		kinds[a.Kind] = true
	}
	return slices.Sorted(maps.Keys(kinds))
}

func listPlaces(r *mapping.Registry, kind, contains string, asAt ledger.Date) *report.Table {
	t := &report.Table{Name: "places", Title: "Places", Plain: true, Columns: []report.Column{
		code("code"), text("name"), text("official_name"), text("kind"), {Name: "start", Kind: report.DateKind}, {Name: "end", Kind: report.DateKind},
	}}
	want := mapping.Fold(contains)
	for _, a := range r.Areas() {
		if kind != "" && a.Kind != kind || asAt != ledger.NoDate && !a.Holds(asAt) || want != "" && !nameContains(r, a, want) {
			continue
		}
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{a.Code, a.Name, a.Official, a.Kind, a.From, a.To}})
	}
	return t
}

// nameContains says whether one of an area's names holds the folded text as whole words, or its code is the text.
func nameContains(r *mapping.Registry, a mapping.Area, want string) bool {
	if strings.EqualFold(a.Code, want) || a.Kind == mapping.KindOwnPlace && strings.Contains(" "+mapping.Fold(a.Name)+" ", " "+want+" ") {
		return true
	}
	for _, n := range r.Names(a.Code) {
		if strings.Contains(" "+mapping.Fold(n.Text)+" ", " "+want+" ") {
			return true
		}
	}
	return false
}

// ShowPlace is all that the registry knows of a place, as tables: names, codes, what it lies in, what lies
// in it, what it succeeded, its population.
func (p *Project) ShowPlace(name string) ([]*report.Table, error) {
	if _, err := p.registry(); err != nil {
		return nil, err
	}
	if tables := p.showOwnPlace(name); tables != nil {
		return tables, nil
	}
	place, err := p.placeNamed(name, ledger.NoDate)
	if err != nil {
		return nil, err
	}
	r := p.Registry()
	a, _ := r.Area(place.Codes[0])
	head := pairs("place", a.Official+" ("+a.Code+")", "fact", "value")
	add := func(name, value string) {
		if value != "" {
			head.Rows = append(head.Rows, report.Row{Level: report.Body, Values: []any{name, value}})
		}
	}
	add("kind", a.Kind)
	add("nation", areaName(r, a.Nation))
	add("region", areaName(r, a.Region))
	add("from", a.From.String())
	add("to", a.To.String())
	add("former codes", strings.Join(a.FormerCodes, ", "))
	for _, c := range r.Codes(a.Code) {
		add("code, "+c.System, c.Value)
	}
	return []*report.Table{head, nameTable(r, a), memberTable(r, a, place), lineageTable(r, a), peopleTable(r, a)}, nil
}

func pairs(name, title, left, right string) *report.Table {
	return &report.Table{Name: name, Title: title, Plain: true, Columns: []report.Column{text(left), text(right)}}
}

func areaName(r *mapping.Registry, code string) string {
	if a, ok := r.Area(code); ok {
		return a.Name + " (" + code + ")"
	}
	return code
}

func nameTable(r *mapping.Registry, a mapping.Area) *report.Table {
	t := pairs("names", "Names by which it is known", "name", "kind")
	for _, n := range r.Names(a.Code) {
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{n.Text, n.Kind}})
	}
	return t
}

// memberTable lists what the place lies in and what lies in it, with the bodies' areas among them.
func memberTable(r *mapping.Registry, a mapping.Area, place Place) *report.Table {
	t := &report.Table{Name: "members", Title: "What it lies in, and what lies in it", Plain: true, Columns: []report.Column{
		text("relation"), code("code"), text("name"), text("kind"), frac("share"), {Name: "from", Kind: report.DateKind}, {Name: "to", Kind: report.DateKind},
	}}
	add := func(relation, other string, part any, from, to ledger.Date) {
		o, _ := r.Area(other)
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{relation, other, o.Official, o.Kind, part, from, to}})
	}
	for _, m := range r.Parents(a.Code, ledger.NoDate) {
		add("lies in", m.Parent, report.Ratio{Num: int64(m.Share), Den: ledger.Whole}, m.From, m.To)
	}
	for _, m := range r.Members(a.Code, ledger.NoDate) {
		add("has in it", m.Child, report.Ratio{Num: int64(m.Share), Den: ledger.Whole}, m.From, m.To)
	}
	for _, c := range place.Partly {
		add("has partly in it", c, nil, ledger.NoDate, ledger.NoDate)
	}
	sort.SliceStable(t.Rows, func(i, j int) bool {
		return fmt.Sprint(t.Rows[i].Values[0], t.Rows[i].Values[3], t.Rows[i].Values[1]) < fmt.Sprint(t.Rows[j].Values[0], t.Rows[j].Values[3], t.Rows[j].Values[1])
	})
	return t
}

func lineageTable(r *mapping.Registry, a mapping.Area) *report.Table {
	t := &report.Table{Name: "lineage", Title: "What it came from, and what came of it", Plain: true, Columns: []report.Column{
		text("relation"), code("code"), text("name"), {Name: "date", Kind: report.DateKind}, frac("share"), text("reason"),
	}}
	add := func(relation, other string, s mapping.Succession) {
		o, _ := r.Area(other)
		var part any
		if s.Share >= 0 {
			part = report.Ratio{Num: int64(s.Share), Den: ledger.Whole}
		}
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{relation, other, o.Official, s.Date, part, s.Reason}})
	}
	for _, s := range r.Predecessors(a.Code) {
		add("came from", s.Old, s)
	}
	for _, s := range r.Successors(a.Code) {
		add("became", s.New, s)
	}
	return t
}

func peopleTable(r *mapping.Registry, a mapping.Area) *report.Table {
	t := &report.Table{Name: "population", Title: "Population, mid-year", Plain: true, Columns: []report.Column{count("year"), count("persons"), text("basis")}}
	t.Columns[0].Kind = report.Text
	for y := 2009; y <= 2030; y++ {
		if p, ok := r.Population(a.Code, y); ok && p.Year == y {
			t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{fmt.Sprint(y), p.Persons, p.Basis}})
		}
	}
	return t
}

// FunctionList lists COFOG: all of it, or what is under a code or contains a text.
func FunctionList(search string) *report.Table {
	t := &report.Table{Name: "functions", Title: "COFOG divisions and groups", Plain: true, Columns: []report.Column{code("code"), text("name"), flag("catch_all")}}
	c := mapping.COFOG()
	want := strings.ToLower(search)
	for _, f := range c.Functions() {
		if want == "" || f.Code == search || strings.HasPrefix(f.Code, search+".") || strings.Contains(strings.ToLower(f.Name), want) {
			t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{f.Code, f.Name, c.CatchAll(f.Code)}})
		}
	}
	return t
}
