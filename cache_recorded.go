package flows

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
)

// recordedPart says of which sources a file of kinds of record is, each as mappedName names it. It holds as
// long as they are there as they were read: which of their tables count is asked when it is used.
type recordedPart struct{ Sources []string }

// The names of such a file and of what it rests on.
const (
	recordedStart = "recorded-"
	recordedEnd   = ".sources"
)

// manyRecorded is how many such files are kept beside each other before all is read into one.
const manyRecorded = 16

// recorded completes the files of kinds of record, by which it is chosen what counts, and gives their names.
func (m *moneyCache) recorded(ctx context.Context, tmp string) (names []string, err error) {
	open := m.withEntries()
	paths, _ := filepath.Glob(filepath.Join(m.dir, recordedStart+"*"+recordedEnd))
	for _, path := range paths {
		var part recordedPart
		name := strings.TrimSuffix(filepath.Base(path), recordedEnd)
		gone := func(s string) bool { return open[s] == nil } // or in another file already
		if readJSON(path, &part) != nil || !there(filepath.Join(m.dir, name+moneyEnd)) || slices.ContainsFunc(part.Sources, gone) {
			continue
		}
		for _, s := range part.Sources {
			delete(open, s)
		}
		names = append(names, name)
	}
	switch {
	case len(open) == 0:
		return names, nil
	case len(names) >= manyRecorded:
		names, open = nil, m.withEntries()
	}
	name, err := m.writeRecorded(ctx, tmp, open)
	return append(names, name), err
}

// withEntries are the sources with entries, by their names as mapped.
func (m *moneyCache) withEntries() map[string]*ledger.Source {
	list := map[string]*ledger.Source{}
	for _, s := range m.p.Ledger.Sources() {
		if s.Entries > 0 {
			list[mappedName(s)] = s
		}
	}
	return list
}

// writeRecorded writes the file of some sources and gives its name.
func (m *moneyCache) writeRecorded(ctx context.Context, tmp string, sources map[string]*ledger.Source) (string, error) {
	var part recordedPart
	var entries []string
	for name, s := range sources {
		part.Sources = append(part.Sources, name)
		entries = append(entries, m.p.Ledger.File("entries", s))
	}
	slices.Sort(part.Sources)
	slices.Sort(entries)
	name := recordedStart + shortHash(part.Sources...)
	made := filepath.Join(tmp, name+moneyEnd)
	if err := query.WriteRecorded(ctx, m.w, entries, made); err != nil {
		return "", err
	}
	if err := os.Rename(made, filepath.Join(m.dir, name+moneyEnd)); err != nil {
		return "", err
	}
	return name, writeJSON(filepath.Join(m.dir, name+recordedEnd), part)
}
