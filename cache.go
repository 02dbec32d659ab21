package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"flows/ledger"
	"flows/query"
)

// cached names the files of what reports add up, and makes those that are not there. An engine that writes
// no files adds up in every report.
//
// What is added up lies in parts, each of some sources (see moneyPart), so that a file more costs that file.
// The index says which parts and which choice of records make up the ledger as it is.
func (p *Project) cached(ctx context.Context, a *asked, files *query.Files) error {
	w, ok := p.engine.(query.Writer)
	if !ok {
		return nil
	}
	m := &moneyCache{p: p, w: w, files: *files, dir: filepath.Join(p.cache(), p.moneyFolder(a.attribution, *files))}
	m.key = p.sourcesKey()
	index, ok := m.readIndex()
	if !ok {
		var err error
		if index, err = m.make(ctx); err != nil {
			return fmt.Errorf("cache: %w", err)
		}
	}
	files.Chosen = []string{filepath.Join(m.dir, index.Chosen)}
	for _, name := range index.Parts {
		files.Money = append(files.Money, filepath.Join(m.dir, name+moneyEnd))
	}
	if index.Renamed != "" {
		files.Renamed = []string{filepath.Join(m.dir, index.Renamed)}
	}
	return nil
}

// moneyCache is a folder of parts, and what they are made of.
type moneyCache struct {
	p     *Project
	w     query.Writer
	files query.Files
	dir   string
	key   string
}

// moneyIndex says which parts add up to the whole ledger, as it was under Key.
type moneyIndex struct {
	Key     string
	Chosen  string
	Renamed string // file of the payees that are another organisation than in the sums of some part; "" is none
	Parts   []string

	Recorded []string // what kinds of record the sources hold: each file that of some sources
}

// files are the names of all that the index needs to answer.
func (x *moneyIndex) files() []string {
	list := []string{x.Chosen}
	if x.Renamed != "" {
		list = append(list, x.Renamed)
	}
	for _, name := range slices.Concat(x.Parts, x.Recorded) {
		list = append(list, name+moneyEnd)
	}
	return list
}

// The names in a folder of parts: a part's sums, what they rest on, and the index of all.
const (
	moneyEnd  = ".parquet"
	partEnd   = ".part"
	indexName = "index.json"
)

// readIndex gives the index where it is of this ledger and all that it names is there.
func (m *moneyCache) readIndex() (index moneyIndex, ok bool) {
	if err := readJSON(filepath.Join(m.dir, indexName), &index); err != nil || index.Key != m.key {
		return index, false
	}
	for _, name := range index.files() {
		if !there(filepath.Join(m.dir, name)) {
			return index, false
		}
	}
	return index, true
}

// moneyFolder names all that sums of any source are made of: rules, attribution and what moves money. Its
// first part names the rules, so that folders of other rules are known.
func (p *Project) moneyFolder(attribution string, f query.Files) string {
	h := sha256.New()
	fmt.Fprintln(h, attribution)
	for _, name := range f.Moves {
		fmt.Fprintln(h, filepath.Base(name)) // which is the hash of what it holds
	}
	return p.moneyPrefix() + hex.EncodeToString(h.Sum(nil)[:8])
}

func (p *Project) moneyPrefix() string {
	return "money-" + shortHash(query.CacheVersion(), p.Ledger.Mapping().Rules) + "-"
}

// sourcesKey names the sources that are mapped and which of their tables count.
func (p *Project) sourcesKey() string {
	h := sha256.New()
	fmt.Fprintln(h, p.Ledger.Mapping().Sources)
	for _, u := range p.uncounted() {
		fmt.Fprintln(h, u.Source, u.Table, u.Why)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func shortHash(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		fmt.Fprintln(h, t)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// writeJSON writes a file that is whole or not there.
func writeJSON(path string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	tmp, err := ledger.CreateBeside(path)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(b)
	if err := errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// there says whether a path exists.
func there(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
