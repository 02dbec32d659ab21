package ledger

// Fix is one row of a source of corrections: which row of which source it corrects, and who says so. The
// entries made of it bear the file, sheet and row of the old one.
type Fix struct {
	Source  string // id of the source that holds the row
	Reading string // under which the row was quarantined
	Table   int32  // of that source
	Row     int32
	As      int32  // the table of the fix's own source in which its entries are
	By      string // who corrected it, as the sheet states
	On      Date   // when, as the sheet states
	Cells   []FixedCell
}

// FixedCell is one cell that a person changed, as shown.
type FixedCell struct {
	Col     int32 // from 1
	Was, Is string
}

// FixAt is where a row stands that may be corrected.
type FixAt struct {
	Source     string
	Table, Row int32
}

// Fixes are the corrected rows of all sources, with the source that corrects each. Of a source that was
// read anew since, no row is.
func Fixes(sources []*Source) map[FixAt]FixedBy {
	reading := map[string]string{}
	for _, s := range sources {
		reading[s.ID] = s.Reading
	}
	all := map[FixAt]FixedBy{}
	for _, s := range byName(sources) {
		for i := range s.Fixes {
			f := &s.Fixes[i]
			if reading[f.Source] != f.Reading {
				continue
			}
			all[FixAt{f.Source, f.Table, f.Row}] = FixedBy{s, f}
		}
	}
	return all
}

// FixedBy is a correction and its source.
type FixedBy struct {
	Source *Source
	Fix    *Fix
}

// String says who corrected a row, when, and in which sheet.
func (f FixedBy) String() string {
	return f.Fix.By + ", " + f.Fix.On.String() + " (" + f.Source.Path() + ")"
}

// Stale marks the corrections of a row whose source was read anew since: the row may be loaded by now,
// and must not count twice.
const Stale = "stale: the original was read anew; apply the corrections again"

// countFixes settles which corrections count: those of rows whose own table counts, read as they were. Of a
// table and its copies those of one count: of the table that counts if it has any, else of the first copy by
// name. A row that is quarantined in all of them is then corrected once, wherever a person did so.
func (c Counting) countFixes(sources []*Source, owners map[tableAt]tableAt) {
	byID := map[string]*Source{}
	for _, s := range sources {
		byID[s.ID] = s
	}
	stale := func(f *Fix) bool { return byID[f.Source] == nil || byID[f.Source].Reading != f.Reading }
	chosen := chooseFixed(sources, owners, stale)
	for _, s := range sources {
		for i := range s.Fixes {
			f := &s.Fixes[i]
			at := tableAt{f.Source, f.Table}
			of := whole(owners, at)
			why := c.Counted(f.Source, f.Table)
			if stale(f) {
				why = Stale
			} else if chosen[of] == at {
				why = c.Counted(of.source, of.n)
			}
			if why != Yes {
				c.set(s.ID, f.As, why)
			}
		}
	}
}

// chooseFixed gives, for each table that counts, the one of it and its copies whose corrections count.
func chooseFixed(sources []*Source, owners map[tableAt]tableAt, stale func(*Fix) bool) map[tableAt]tableAt {
	name := map[string]string{}
	for _, s := range sources {
		name[s.ID] = s.Path()
	}
	chosen := map[tableAt]tableAt{}
	for _, s := range byName(sources) {
		for i := range s.Fixes {
			f := &s.Fixes[i]
			at := tableAt{f.Source, f.Table}
			of := whole(owners, at)
			have, any := chosen[of]
			if stale(f) || any && (have == of || at != of && !(name[at.source] < name[have.source])) {
				continue
			}
			chosen[of] = at
		}
	}
	return chosen
}

// whole is the table of which a table is a copy, or itself.
func whole(owners map[tableAt]tableAt, at tableAt) tableAt {
	if of, is := owners[at]; is {
		return of
	}
	return at
}
