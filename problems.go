package flows

import (
	"slices"
	"sort"

	"flows/ledger"
	"flows/privacy"
	"flows/report"
)

// ProblemFilter narrows a listing of problems.
type ProblemFilter struct {
	File  string // path or source id
	Code  string // FL0204
	Limit int    // 0 is all
}

// Problem is a problem with the source it stands in.
type Problem struct {
	Source string
	ledger.Problem
}

// Problems lists what could not be read, the most pounds at risk first. Rows and cells that name private
// persons are privacy.Withheld; what names them in rows that were read is listed by PrivacyProblems.
func (p *Project) Problems(f ProblemFilter) ([]Problem, error) {
	shown, err := p.rowShown()
	if err != nil {
		return nil, err
	}
	var list []Problem
	fixed := ledger.Fixes(p.Ledger.Sources())
	for _, s := range p.Ledger.Sources() {
		path := p.Ledger.File("problems", s)
		if path == "" || f.File != "" && f.File != s.ID && !named(s, f.File) {
			continue
		}
		err := ledger.ReadTable(path, func(rows []ledger.Problem) error {
			for _, r := range rows {
				if (f.Code == "" || f.Code == r.Code) && !slices.Contains(privacy.Codes(), r.Code) {
					r.Got, r.Raw = shown(privacy.Text(r.Got)), shown(r.Raw, r.File, r.Sheet)
					if by, ok := fixed[ledger.FixAt{Source: s.ID, Table: r.Table, Row: r.Row}]; ok && r.Col > 0 {
						r.FixedBy = by.String()
					}
					list = append(list, Problem{s.ID, r})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return f.first(list), nil
}

// first orders problems, the most pounds at risk first, and takes as many as are asked for.
func (f ProblemFilter) first(list []Problem) []Problem {
	sort.SliceStable(list, func(i, j int) bool { return abs(list[i].AtRisk) > abs(list[j].AtRisk) })
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
	}
	return list
}

func named(s *ledger.Source, path string) bool {
	for _, n := range s.Names {
		if n.Is(path) {
			return true
		}
	}
	return false
}

func abs(p ledger.Pence) ledger.Pence {
	if p < 0 {
		return -p
	}
	return p
}

// ProblemsTable is Problems as a listing.
func ProblemsTable(list []Problem) *report.Table {
	t := &report.Table{Name: "problems", Title: "What could not be read", Plain: true, Columns: []report.Column{
		{Name: "code", Kind: report.Code}, {Name: "file"}, {Name: "sheet"}, {Name: "row", Kind: report.Count},
		{Name: "col", Kind: report.Count}, {Name: "found"}, {Name: "expected"}, {Name: "hint"},
		{Name: "at_risk", Kind: report.Money}, {Name: "raw"}, {Name: "source", Kind: report.Code}, {Name: "fixed_by"},
	}}
	for _, p := range list {
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{
			p.Code, p.File, p.Sheet, positive(p.Row), positive(p.Col), p.Got, p.Want, p.Hint, p.AtRisk, p.Raw, p.Source, p.FixedBy,
		}})
	}
	return t
}

// positive is n, or nil where it says nothing.
func positive(n int32) any {
	if n <= 0 {
		return nil
	}
	return int64(n)
}

// ProblemGroups counts problems by code, the most pounds at risk first. Nothing is at risk any more where
// a row was corrected.
func ProblemGroups(list []Problem) *report.Table {
	type group struct {
		code, hint string
		n, fixed   int64
		files      map[string]bool
		risk       ledger.Pence
	}
	groups := map[string]*group{}
	for _, p := range list {
		g := groups[p.Code]
		if g == nil {
			g = &group{code: p.Code, hint: p.Hint, files: map[string]bool{}}
			groups[p.Code] = g
		}
		g.n++
		g.files[p.File] = true
		if p.FixedBy != "" {
			g.fixed++
			continue
		}
		g.risk += abs(p.AtRisk)
	}
	sorted := make([]*group, 0, len(groups))
	for _, g := range groups {
		sorted = append(sorted, g)
	}
	sort.Slice(sorted, func(i, j int) bool {
		if sorted[i].risk != sorted[j].risk {
			return sorted[i].risk > sorted[j].risk
		}
		return sorted[i].code < sorted[j].code
	})
	t := &report.Table{Name: "problem-groups", Title: "Problems by kind", Plain: true, Columns: []report.Column{
		{Name: "code", Kind: report.Code}, {Name: "problems", Kind: report.Count}, {Name: "files", Kind: report.Count}, {Name: "fixed", Kind: report.Count},
		{Name: "at_risk", Kind: report.Money}, {Name: "meaning"}, {Name: "hint"},
	}}
	for _, g := range sorted {
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{g.code, g.n, int64(len(g.files)), g.fixed, g.risk, ErrorTitle(g.code), g.hint}})
	}
	return t
}
