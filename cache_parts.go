package flows

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
)

// moneyPart is what the sums of some sources rest on beside the rules. They hold as long as it does:
// the sources' readings and which of their tables count, and which kind of record counts for their payers and
// years. Which organisation their payees are depends on the payees of all sources: what changed of that is
// put right when the sums are read, as long as it is little.
type moneyPart struct {
	name string

	Sources []partSource
	Bytes   int64        // of their entries
	Payees  []byte       // their keys, and a hash of which organisation each was: 16 bytes a payee
	Choices []partChoice // by which the sums were made
}

type partSource struct{ ID, Reading, Uncounted string }

type partChoice struct {
	query.Choice
	Says string
}

// A part is added up again when more than one in manyRenamed of its payees has become another organisation.
const manyRenamed = 8

// manySmall is how many small parts are kept beside each other before they are added up as one: an engine
// opens each part in every report.
const manySmall = 8

// make completes the parts and writes the index.
func (m *moneyCache) make(ctx context.Context) (index moneyIndex, err error) {
	if err := os.MkdirAll(m.dir, 0o755); err != nil {
		return index, err
	}
	tmp, err := os.MkdirTemp(m.dir, "making-*.tmp")
	if err != nil {
		return index, err
	}
	defer os.RemoveAll(tmp)
	index = moneyIndex{Key: m.key, Chosen: "chosen-" + m.key + moneyEnd}
	chosen := filepath.Join(tmp, index.Chosen)
	files := m.files
	if index.Recorded, err = m.recorded(ctx, tmp); err != nil {
		return index, err
	}
	for _, name := range index.Recorded {
		files.Recorded = append(files.Recorded, filepath.Join(m.dir, name+moneyEnd))
	}
	if err := query.WriteChosen(ctx, m.w, files, chosen); err != nil {
		return index, err
	}
	choices, err := query.Choices(ctx, m.w, chosen)
	if err != nil {
		return index, err
	}
	bodies, err := m.p.payeeBodies()
	if err != nil {
		return index, err
	}
	kept, open := m.keep(choices, bodies)
	renamed := map[int64]bool{}
	for _, part := range kept {
		for _, key := range part.renamed(bodies) {
			renamed[key] = true
		}
	}
	made, err := m.makeParts(ctx, open, tmp, chosen, choices, bodies)
	if err != nil {
		return index, err
	}
	if err := os.Rename(chosen, filepath.Join(m.dir, index.Chosen)); err != nil {
		return index, err
	}
	if index.Renamed, err = m.writeRenamed(renamed, bodies); err != nil {
		return index, err
	}
	for _, part := range append(kept, made...) {
		index.Parts = append(index.Parts, part.name)
	}
	slices.Sort(index.Parts)
	return index, writeJSON(filepath.Join(m.dir, indexName), index)
}

// keep finds the parts that hold, and the sources that no such part has added up. Many small parts are
// taken apart, to be added up together.
func (m *moneyCache) keep(choices map[query.Choice]string, bodies map[int64]payeeBody) (kept []*moneyPart, open []*ledger.Source) {
	current := m.current()
	taken := map[string]bool{}
	for _, part := range m.parts() {
		if part.holds(current, taken, choices, bodies) {
			kept = append(kept, part)
			for _, s := range part.Sources {
				taken[s.ID] = true
			}
		}
	}
	small := func(part *moneyPart) bool { return part.Bytes < query.CacheStep/4 }
	var few []*moneyPart
	for _, part := range kept {
		if small(part) {
			few = append(few, part)
		}
	}
	if len(few) > manySmall {
		kept = slices.DeleteFunc(kept, small)
		for _, part := range few {
			for _, s := range part.Sources {
				delete(taken, s.ID)
			}
		}
	}
	for _, s := range m.p.Ledger.Sources() {
		if s.Entries > 0 && !taken[s.ID] {
			open = append(open, s)
		}
	}
	return kept, open
}

// parts are the parts in the folder, the largest first. One that is not whole is none.
func (m *moneyCache) parts() (list []*moneyPart) {
	names, _ := filepath.Glob(filepath.Join(m.dir, "*"+partEnd))
	for _, path := range names {
		part := &moneyPart{name: strings.TrimSuffix(filepath.Base(path), partEnd)}
		if readJSON(path, part) == nil && there(filepath.Join(m.dir, part.name+moneyEnd)) {
			list = append(list, part)
		}
	}
	slices.SortFunc(list, func(a, b *moneyPart) int { return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.name, b.name)) })
	return list
}

// current is each source as a part would name it.
func (m *moneyCache) current() map[string]partSource {
	uncounted := map[string]string{}
	for _, u := range m.p.uncounted() {
		uncounted[u.Source] += fmt.Sprintf("%d ", u.Table)
	}
	list := map[string]partSource{}
	for _, s := range m.p.Ledger.Sources() {
		list[s.ID] = partSource{s.ID, s.Reading, uncounted[s.ID]}
	}
	return list
}

// holds says whether a part's sums are still those of its sources, none of which is taken.
func (part *moneyPart) holds(current map[string]partSource, taken map[string]bool, choices map[query.Choice]string, bodies map[int64]payeeBody) bool {
	for _, s := range part.Sources {
		if taken[s.ID] || current[s.ID] != s {
			return false
		}
	}
	for _, c := range part.Choices {
		if choices[c.Choice] != c.Says {
			return false
		}
	}
	renamed := part.renamed(bodies)
	for _, key := range renamed {
		if bodies[key].body == "" {
			return false
		}
	}
	return len(renamed)*manyRenamed <= len(part.Payees)/payeeBytes
}

// makeParts adds up the open sources, some at a time, and puts the parts into the folder.
func (m *moneyCache) makeParts(ctx context.Context, open []*ledger.Source, tmp, chosen string, choices map[query.Choice]string, bodies map[int64]payeeBody) ([]*moneyPart, error) {
	parts, steps, err := m.plan(open, tmp, bodies)
	if err != nil {
		return nil, err
	}
	files := m.files
	files.Chosen = []string{chosen}
	if err := query.WriteMoney(ctx, m.w, files, steps, filepath.Join(tmp, "judged")); err != nil {
		return nil, err
	}
	for i, part := range parts {
		relied, err := query.Relied(ctx, m.w, steps[i].Path)
		if err != nil {
			return nil, err
		}
		for _, c := range relied {
			part.Choices = append(part.Choices, partChoice{c, choices[c]}) // also where nothing is chosen yet
		}
		if err := os.Rename(steps[i].Path, filepath.Join(m.dir, part.name+moneyEnd)); err != nil {
			return nil, err
		}
		if err := writeJSON(filepath.Join(m.dir, part.name+partEnd), part); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// plan divides sources into parts of about query.CacheStep bytes of entries.
func (m *moneyCache) plan(open []*ledger.Source, tmp string, bodies map[int64]payeeBody) (parts []*moneyPart, steps []query.Step, err error) {
	current := m.current()
	keys := map[int64]bool{}
	end := func() {
		if n := len(parts) - 1; n >= 0 {
			parts[n].finish(keys, m.key, bodies)
			steps[n].Path = filepath.Join(tmp, parts[n].name+moneyEnd)
		}
	}
	for _, s := range open {
		path := m.p.Ledger.File("entries", s)
		info, err := os.Stat(path)
		if err != nil {
			return nil, nil, err
		}
		if n := len(parts) - 1; n < 0 || parts[n].Bytes+info.Size() > query.CacheStep {
			end()
			parts, steps, keys = append(parts, &moneyPart{}), append(steps, query.Step{}), map[int64]bool{}
		}
		n := len(parts) - 1
		parts[n].Sources = append(parts[n].Sources, current[s.ID])
		parts[n].Bytes += info.Size()
		steps[n].Entries = append(steps[n].Entries, path)
		if problems := m.p.Ledger.File("problems", s); problems != "" {
			steps[n].Problems = append(steps[n].Problems, problems)
		}
		list, err := ledger.ReadWordings(nil, m.p.Ledger.File("wordings", s))
		if err != nil {
			return nil, nil, err
		}
		for i := range list {
			if list[i].Kind == ledger.KindPlace {
				keys[list[i].Key] = true
			}
		}
	}
	end()
	return parts, steps, nil
}

// finish notes which organisations a part's payees are, and names it.
func (part *moneyPart) finish(keys map[int64]bool, made string, bodies map[int64]payeeBody) {
	sorted := make([]int64, 0, len(keys))
	for k := range keys {
		sorted = append(sorted, k)
	}
	slices.Sort(sorted)
	part.Payees = make([]byte, 0, payeeBytes*len(sorted))
	for _, k := range sorted {
		part.Payees = binary.LittleEndian.AppendUint64(part.Payees, uint64(k))
		part.Payees = binary.LittleEndian.AppendUint64(part.Payees, bodies[k].hash())
	}
	part.name = "part-" + shortHash(made, fmt.Sprint(part.Sources))
}
