package flows

import (
	"cmp"
	"maps"
	"slices"

	"flows/ledger"
)

// copies finds the tables that do not count, where this run read them or those that count in their place.
func (r *ingestRun) copies() []Copy {
	all := map[string]*ledger.Source{}
	for _, s := range append(r.p.Ledger.Sources(), r.fresh...) {
		all[s.ID] = s
	}
	sources := slices.Collect(maps.Values(all))
	counting := ledger.Count(sources, r.p.decided)
	fresh := map[string]bool{}
	for _, s := range r.fresh {
		fresh[s.ID] = true
	}
	var list []Copy
	for _, s := range sources {
		for i := range s.Tables {
			t := &s.Tables[i]
			why := counting.Counted(s.ID, t.N)
			of, release, by := whyNot(why)
			if of == "" && by == "" || !fresh[s.ID] && !fresh[of] || t.Entries == 0 {
				continue
			}
			c := Copy{Path: s.Path(), Sheet: t.Sheet, Entries: t.Entries, Sum: t.Sum, Release: release, Decided: by}
			if owner := all[of]; owner != nil {
				c.Of, c.Unsigned = owner.Path(), !release && lostSigns(owner, t)
				if release {
					c.Decided = r.p.countsBy(owner)
				}
			}
			if len(s.Fixes) > 0 {
				c.Corrects = t.File
			}
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Copy) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Sheet, b.Sheet)) })
	return list
}

// whyNot takes apart why a table does not count: the source that counts in its place, or the decision.
func whyNot(why string) (of string, release bool, by string) {
	if of, release = ledger.ReleaseOf(why); release {
		return of, true, ""
	}
	if of, copied := ledger.CopyOf(why); copied {
		return of, false, ""
	}
	by, _ = ledger.DecidedBy(why)
	return "", false, by
}

// countsBy is the decision by which a table of a source counts; "" where there is none.
func (p *Project) countsBy(s *ledger.Source) string {
	for i := range s.Tables {
		if said := p.decided(s, &s.Tables[i]); said != nil && said.Counts {
			return said.By
		}
	}
	return ""
}

// lostSigns says whether a table that does not count holds the payments of one of a source without their signs.
func lostSigns(s *ledger.Source, t *ledger.Table) bool {
	return !slices.ContainsFunc(s.Tables, func(of ledger.Table) bool { return of.Like.Bare == t.Like.Bare || of.Like.Core == t.Like.Core }) &&
		slices.ContainsFunc(s.Tables, func(of ledger.Table) bool { return of.Like.LostSigns(t.Like) })
}
