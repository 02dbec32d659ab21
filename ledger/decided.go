package ledger

// Said is what a person decided about a table: whether its entries count in totals.
type Said struct {
	Counts bool
	By     string // where the decision stands: decisions/sources.csv:3
}

// Decided gives what a person decided about a table; nil where nothing is decided. A nil Decided decides nothing.
type Decided func(*Source, *Table) *Said

// always says whether a table counts whatever the rules would make of it.
func (d Decided) always(s *Source, t *Table) bool {
	said := d.said(s, t)
	return said != nil && said.Counts
}

func (d Decided) said(s *Source, t *Table) *Said {
	if d == nil {
		return nil
	}
	return d(s, t)
}

// leaveOut sets aside the tables that a person decided not to count. Corrections are taken back by themselves.
func (c Counting) leaveOut(sources []*Source, decided Decided) {
	for _, s := range sources {
		for i := range s.Tables {
			t := &s.Tables[i]
			if said := decided.said(s, t); said != nil && !said.Counts && len(s.Fixes) == 0 {
				c.set(s.ID, t.N, NotBy(said.By))
			}
		}
	}
}

// The words that say why a table does not count, before what they are about.
const (
	notBy     = "no ("        // by whose decision; a bracket closes it
	copyOf    = "copy-of "    // the id of the source that counts
	releaseOf = "release-of " // the id of the source whose release of the same statement counts
)

// NotBy is why a table does not count that a person decided about; by is where the decision stands.
func NotBy(by string) string { return notBy + by + ")" }

// IsCopyOf is why a table does not count that is a copy of one of the source with this id.
func IsCopyOf(id string) string { return copyOf + id }

// alwaysFirst puts what a person decided to count before the rest.
func alwaysFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
