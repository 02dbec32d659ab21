package ledger

import (
	"cmp"
	"slices"
)

// Counting says, for each table of each source, whether its entries count in totals.
type Counting map[string]map[int32]string // source id → table → Yes or why not: "copy-of ID", "release-of ID", "no (…)" or Stale

// Counted is Yes or why not.
func (c Counting) Counted(source string, table int32) string {
	if why, ok := c[source][table]; ok {
		return why
	}
	return Yes
}

// Yes marks a table that counts.
const Yes = "yes"

// Count finds the tables whose normalised entries equal those of another and lets one of them count:
// the one whose rows state more (see Likeness), of equal ones the one whose file comes first by name,
// whatever the order in which they were read. One whose amounts are those of another without their signs does not
// count. Of releases of one statement one counts too. What a person decided goes before all of this: a table that
// counts by decision is nobody's copy or release, and others can be its; one that does not is as if it were not there.
// decided may be nil.
func Count(sources []*Source, decided Decided) Counting {
	c, owners := Counting{}, map[tableAt]tableAt{}
	c.leaveOut(sources, decided)
	first, alike, bare, abs := map[string]counted{}, map[string][]counted{}, map[string][]counted{}, map[string][]counted{}
	for _, x := range c.byFullness(sources, decided) {
		t := x.table
		owner := first[t.Digest]
		if owner.table == nil {
			owner = ownerOf(alike[t.Like.Core], t, likely, Likeness.Same)
		}
		if owner.table == nil && t.Like.Bare != "" {
			owner = ownerOf(bare[t.Like.Bare], t, surely, Likeness.SamePayments)
		}
		if owner.table == nil {
			owner = ownerOf(abs[t.Like.Abs], t, surely, eitherLostSigns)
		}
		if owner.table == nil || x.always {
			if first[t.Digest].table == nil {
				first[t.Digest] = x
			}
			alike[t.Like.Core] = append(alike[t.Like.Core], x)
			bare[t.Like.Bare] = append(bare[t.Like.Bare], x)
			if t.Like.Less*2 < t.Entries { // where most are refunds, nothing says which signs were lost
				abs[t.Like.Abs] = append(abs[t.Like.Abs], x)
			}
			continue
		}
		c.set(x.source, t.N, IsCopyOf(owner.source))
		owners[tableAt{x.source, t.N}] = tableAt{owner.source, owner.table.N}
	}
	c.countReleases(sources, decided)
	c.countLayouts(sources, decided)
	c.countFixes(sources, owners)
	return c
}

// tableAt is a table of a source.
type tableAt struct {
	source string
	n      int32
}

// counted is a table that counts, or may.
type counted struct {
	source string
	table  *Table
	always bool // a person decided so
}

// byFullness are the tables that hold entries and may count: those of which a person decided so, then those with
// refunds, whose signs another may have lost; then those whose rows state more; of equal ones the one whose file
// comes first by name.
func (c Counting) byFullness(sources []*Source, decided Decided) (list []counted) {
	for _, s := range byName(sources) {
		for i := range s.Tables {
			if t := &s.Tables[i]; t.Digest != "" && t.Entries > 0 && len(s.Fixes) == 0 && c.Counted(s.ID, t.N) == Yes {
				list = append(list, counted{s.ID, t, decided.always(s, t)})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y counted) int {
		return cmp.Or(alwaysFirst(x.always, y.always), cmp.Compare(min(y.table.Like.Less, 1), min(x.table.Like.Less, 1)), cmp.Compare(y.table.Like.says(), x.table.Like.says()), cmp.Compare(y.table.Like.Said, x.table.Like.Said))
	})
	return list
}

// ownerOf is the first table that t is the same as, though one of them states more; nothing if there is none.
func ownerOf(owners []counted, t *Table, least int64, same func(a, b Likeness) bool) counted {
	for _, o := range owners {
		if t.Entries >= least && t.Entries == o.table.Entries && t.Sum != 0 && same(o.table.Like, t.Like) {
			return o
		}
	}
	return counted{}
}

// eitherLostSigns says whether one of two tables holds the payments of the other without their signs. That one comes
// first only where a person decided that it counts.
func eitherLostSigns(owner, t Likeness) bool { return owner.LostSigns(t) || t.LostSigns(owner) }
