package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/workspace"
)

// marker concludes the marks of one purpose.
type marker func(w *ledger.PurposeWording, function string) []query.Mark

// markedBy makes the file of marks that a list needs, where it is not there, and gives its path. It is named
// by all that it was made from, so that a changed plan is judged anew and nothing else is.
func (p *Project) markedBy(ctx context.Context, list string, f *framework) ([]string, error) {
	m := p.Ledger.Mapping()
	h := sha256.New()
	fmt.Fprintln(h, mapping.TablesHash(), m.Rules, m.Sources, list, p.Workspace.MarksDigest())
	var markers []marker
	if list == query.MarkTheme {
		themes, err := p.themeMarker()
		if err != nil {
			return nil, err
		}
		markers = append(markers, themes)
	} else {
		fmt.Fprintln(h, f.name)
		chains, err := p.chainMarker(f)
		if err != nil {
			return nil, err
		}
		markers = append(markers, outcomeMarker(f), chains)
	}
	path := filepath.Join(p.cache(), "marks-"+hex.EncodeToString(h.Sum(nil)[:8])+".parquet")
	if _, err := os.Stat(path); err == nil {
		return []string{path}, nil
	}
	rows, err := p.markPurposes(ctx, markers)
	if err != nil {
		return nil, err
	}
	return []string{path}, ledger.WriteParquet(path, rows)
}

// markPurposes judges every distinct purpose of the ledger, given the function it is classified under.
func (p *Project) markPurposes(ctx context.Context, markers []marker) ([]query.Mark, error) {
	functions, err := p.functionOf()
	if err != nil {
		return nil, err
	}
	words, err := p.wordings(ctx)
	if err != nil {
		return nil, err
	}
	return judged(ctx, words.purpose, func(w *ledger.Wording) []query.Mark {
		purpose := w.Purpose()
		var list []query.Mark
		for _, m := range markers {
			list = append(list, m(&purpose, functions[w.Key])...)
		}
		return list
	})
}

// functionOf is the function of each purpose: of several the one with the largest share.
func (p *Project) functionOf() (map[int64]string, error) {
	codes, sizes := map[int64]string{}, map[int64]int32{}
	return codes, eachRow(p.Ledger.Shares(ledger.DimFunction), func(s *ledger.Share) {
		if size := s.Hi - s.Lo; s.Code != "" && size > sizes[s.Key] {
			codes[s.Key], sizes[s.Key] = strings.Clone(s.Code), size
		}
	})
}

// outcomeMarker marks what a purpose serves, and what a person decided that it does not.
func outcomeMarker(f *framework) marker {
	return func(w *ledger.PurposeWording, function string) (list []query.Mark) {
		for _, s := range f.outcomes.Serve(w, function) {
			role := query.MarkContributing
			switch {
			case s.Primary:
				role = query.MarkPrimary
			case s.How == mapping.ServesNot && !s.Decided:
				continue
			case s.How == mapping.ServesNot:
				role = query.MarkOut
			}
			list = append(list, query.Mark{Key: w.Key, List: query.MarkOutcome, Code: s.Outcome, Role: role, Rule: s.Rule})
		}
		return list
	}
}

// chainMarker marks the chain that a purpose belongs to; of several the one with the more specific wording.
func (p *Project) chainMarker(f *framework) (marker, error) {
	if f.own == nil || len(f.own.Chains) == 0 {
		return func(*ledger.PurposeWording, string) []query.Mark { return nil }, nil
	}
	chains, err := p.chains(f.own)
	if err != nil {
		return nil, err
	}
	return func(w *ledger.PurposeWording, function string) (list []query.Mark) {
		for _, s := range chains.Serve(w, function) {
			if s.Primary {
				list = append(list, query.Mark{Key: w.Key, List: query.MarkChain, Code: s.Outcome, Role: query.MarkPrimary, Rule: s.Rule})
			}
		}
		return list
	}, nil
}

// chains are the chains of a framework as outcomes, each told by its programme.
func (p *Project) chains(f *workspace.Framework) (*mapping.Outcomes, error) {
	o := mapping.OutcomeOptions{Framework: query.MarkChain, Bodies: p.Registry()}
	for i, c := range f.Chains {
		o.Outcomes = append(o.Outcomes, mapping.Outcome{Framework: query.MarkChain, Code: chainCode(i), Name: c.Name})
		o.Rules = append(o.Rules, mapping.OutcomeRule{ID: f.Where(c.Line), Outcome: chainCode(i), Wording: c.Programme, Serves: mapping.ServesDirectly})
	}
	return mapping.NewOutcomes(o)
}

// chainCode numbers chains so that they sort as they stand in the file.
func chainCode(i int) string { return fmt.Sprintf("%04d", i+1) }

// themes are the rules of the themes as outcomes, one for each part of a theme, and the role of each.
func (p *Project) themes() (*mapping.Outcomes, map[string]string, error) {
	o := mapping.OutcomeOptions{Framework: query.MarkTheme, Bodies: p.Registry()}
	roles := map[string]string{} // by code
	for i := range p.Workspace.Themes {
		t := &p.Workspace.Themes[i]
		for _, part := range []struct {
			role  string
			rules []workspace.OutcomeRule
		}{{query.MarkIn, t.Include}, {query.MarkExcluded, t.Exclude}, {query.MarkAdministration, t.Administer}} {
			code := t.Name + " " + part.role
			roles[code] = part.role
			o.Outcomes = append(o.Outcomes, mapping.Outcome{Framework: query.MarkTheme, Code: code})
			for _, r := range part.rules {
				rule := ownRule(t.Where(r.Line), code, r)
				rule.Serves = mapping.ServesDirectly
				o.Rules = append(o.Rules, rule)
			}
		}
	}
	themes, err := mapping.NewOutcomes(o)
	return themes, roles, err
}

// themeMarker marks the themes that a purpose belongs to, or would but for a rule.
func (p *Project) themeMarker() (marker, error) {
	themes, roles, err := p.themes()
	if err != nil {
		return nil, err
	}
	return func(w *ledger.PurposeWording, function string) (list []query.Mark) {
		served := themes.Serve(w, function)
		in := func(code string) bool {
			return slices.ContainsFunc(served, func(s mapping.Served) bool { return s.Outcome == code })
		}
		for _, s := range served {
			role := roles[s.Outcome]
			theme := s.Outcome[:len(s.Outcome)-len(role)-1]
			if in(theme + " " + query.MarkIn) {
				list = append(list, query.Mark{Key: w.Key, List: query.MarkTheme, Code: theme, Role: role, Rule: s.Rule})
			}
		}
		return list
	}, nil
}

// attachMarks makes the engine ready for a report that goes by marks.
func (p *Project) attachMarks(ctx context.Context, list string, a *asked) (err error) {
	if list == query.MarkOutcome && a.framework == nil {
		if a.framework, err = p.framework(a.Framework); err != nil {
			return err
		}
	}
	if a.marks, err = p.markedBy(ctx, list, a.framework); err != nil {
		return err
	}
	return query.SetMarks(ctx, p.engine, a.marks)
}

// marksOf reads the marks of one list: by purpose, the codes with their roles.
func marksOf(files []string, list string) (map[int64]map[string]string, error) {
	marks := map[int64]map[string]string{}
	for _, path := range files {
		err := ledger.ReadTable(path, func(rows []query.Mark) error {
			for _, m := range rows {
				if m.List != list {
					continue
				}
				if marks[m.Key] == nil {
					marks[m.Key] = map[string]string{}
				}
				if have := marks[m.Key][m.Code]; have != query.MarkExcluded {
					marks[m.Key][m.Code] = m.Role
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return marks, nil
}
