package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Ledger is an open ledger folder. Reading is safe beside a writer; there is one writer at a time.
type Ledger struct {
	dir     string
	mu      sync.Mutex
	sources map[string]*Source
	free    []*staging // encoders ready to be used again
	lock    *fileLock
	serial  int
}

// ErrNewer is in the error of opening a ledger that a newer program wrote.
var ErrNewer = errors.New("written by a newer version of flows")

// ErrBusy is in the error of writing to a ledger to which another run writes.
var ErrBusy = errors.New("another run is writing to this ledger; try again when it has ended")

type format struct{ Version int }

// Open opens the ledger in dir; a folder that is not there is an empty ledger.
func Open(dir string) (*Ledger, error) {
	l := &Ledger{dir: dir}
	if err := l.load(); err != nil {
		return nil, err
	}
	return l, nil
}

// load checks the format and reads what is committed.
func (l *Ledger) load() error {
	l.sources = map[string]*Source{}
	var f format
	err := readJSON(filepath.Join(l.dir, "ledger.json"), &f)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("%s: not a ledger: %w", l.dir, err)
	case f.Version > Version:
		return fmt.Errorf("%s: %w (format %d, this program reads up to %d); use the newer program, nothing was changed", l.dir, ErrNewer, f.Version, Version)
	}
	return l.loadSources()
}

// loadSources reads the sources' JSONs.
func (l *Ledger) loadSources() error {
	names, err := inFolder(filepath.Join(l.dir, "sources"), "*.json")
	if err != nil {
		return err
	}
	list := make([]*Source, len(names))
	var g errgroup.Group
	g.SetLimit(2 * runtime.NumCPU())
	for i, name := range names {
		g.Go(func() error {
			list[i] = &Source{}
			return readJSON(name, list[i])
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for _, s := range list {
		l.sources[s.ID] = s
	}
	return nil
}

// inFolder gives the files and folders in dir whose names match, sorted; none where there is no dir.
// Unlike filepath.Glob it takes dir as it is: a folder may be called "grants [final]".
func inFolder(dir, pattern string) ([]string, error) {
	all, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var list []string
	for _, f := range all {
		if ok, err := filepath.Match(pattern, f.Name()); err != nil {
			return nil, err
		} else if ok {
			list = append(list, filepath.Join(dir, f.Name()))
		}
	}
	return list, nil
}

func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}

// Dir is the ledger's folder.
func (l *Ledger) Dir() string { return l.dir }

// Sources are the committed sources, by their first path and then id.
func (l *Ledger) Sources() []*Source {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]*Source, 0, len(l.sources))
	for _, s := range l.sources {
		list = append(list, s)
	}
	return byName(list)
}

// Source is the committed source with this id, or nil.
func (l *Ledger) Source(id string) *Source {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sources[id]
}

// Lock makes this run the ledger's writer, creates the folder where there is none, reads again what other
// runs committed since Open, and sweeps up what a crashed run left. ErrBusy if another run holds it.
func (l *Ledger) Lock() error {
	if l.lock != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(l.dir, "sources"), 0o755); err != nil {
		return err
	}
	lock, err := lockFile(filepath.Join(l.dir, "lock"))
	if err != nil {
		return fmt.Errorf("%s: %w", l.dir, err)
	}
	l.lock = lock
	path := filepath.Join(l.dir, "ledger.json")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := writeFile(path, []byte(fmt.Sprintf("{\"Version\": %d}\n", Version))); err != nil {
			return err
		}
	}
	if err := l.load(); err != nil { // sweeping by what was known at Open would take another run's data for leavings
		return err
	}
	return l.sweep()
}

// Unlock ends the writing.
func (l *Ledger) Unlock() error {
	if l.lock == nil {
		return nil
	}
	lock := l.lock
	l.lock = nil
	os.RemoveAll(l.stagingDir())
	return lock.close()
}

func (l *Ledger) stagingDir() string { return filepath.Join(l.dir, "staging") }

// kinds of files that a source can have.
var kinds = [...]string{"entries", "wordings", "problems", "tables"}

// sweep removes what no committed source names: data files renamed by a run that ended before its commit.
func (l *Ledger) sweep() error {
	if err := os.RemoveAll(l.stagingDir()); err != nil {
		return err
	}
	halves, err := inFolder(filepath.Join(l.dir, "sources"), "*.tmp")
	if err != nil {
		return err
	}
	for _, half := range halves {
		if err := os.Remove(half); err != nil {
			return err
		}
	}
	for _, kind := range kinds {
		dirs, err := inFolder(filepath.Join(l.dir, kind), "source=*")
		if err != nil {
			return err
		}
		for _, dir := range dirs {
			if l.sources[strings.TrimPrefix(filepath.Base(dir), "source=")] == nil {
				if err := os.RemoveAll(dir); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Files are the committed Parquet files of one kind ("entries", "wordings", "problems", "tables"), sorted.
func (l *Ledger) Files(kind string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []string
	for _, s := range l.sources {
		if s.has(kind) {
			list = append(list, l.file(kind, s))
		}
	}
	sort.Strings(list)
	return list
}

// has says whether the source wrote a file of this kind.
func (s *Source) has(kind string) bool {
	switch kind {
	case "entries", "wordings":
		return s.Entries > 0
	case "problems":
		return s.Problems > 0
	}
	return true
}

func (l *Ledger) file(kind string, s *Source) string {
	return filepath.Join(l.dir, kind, "source="+s.ID, s.Reading+".parquet")
}

// File is the path of a source's file of one kind; "" where it has none.
func (l *Ledger) File(kind string, s *Source) string {
	if !s.has(kind) {
		return ""
	}
	return l.file(kind, s)
}

// writeFile writes a small file so that it is whole or not there.
func writeFile(path string, data []byte) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
	}
	return err
}
