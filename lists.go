package flows

import (
	"sort"
	"strings"

	"flows/mapping"
	"flows/query"
	"flows/report"
)

// ReportList is the catalogue as a listing: name, code, title and columns of each report.
func ReportList() *report.Table {
	t := &report.Table{Name: "reports", Title: "Reports", Plain: true, Columns: []report.Column{
		{Name: "name"}, {Name: "code", Kind: report.Code}, {Name: "title"}, {Name: "columns"},
	}}
	for _, s := range specs() {
		q, _ := query.Find(s.name)
		names := []string{"row_kind"}
		for _, c := range append(s.columns, closing()...) {
			names = append(names, c.Name)
		}
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{s.name, q.Code, q.Title, strings.Join(names, " ")}})
	}
	return t
}

// CompletePlaces are the names of places and groups that begin with what was typed, outside any workspace.
func CompletePlaces(typed string) []string { return completePlaces(mapping.Reference(), typed) }

// CompletePlaces are the names of places and groups, the workspace's own among them, that begin with what was typed.
func (p *Project) CompletePlaces(typed string) []string { return completePlaces(p.Registry(), typed) }

func completePlaces(r *mapping.Registry, typed string) []string {
	typed = strings.ToLower(typed)
	seen := map[string]bool{}
	add := func(name string) {
		if strings.HasPrefix(strings.ToLower(name), typed) {
			seen[name] = true
		}
	}
	for _, a := range r.Areas() {
		add(a.Name)
		if typed != "" {
			add(a.Code)
		}
	}
	for _, g := range r.Groups() {
		add(g.Name)
	}
	for short := range groupAliases {
		add(short)
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
