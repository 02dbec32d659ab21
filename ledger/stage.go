package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
)

// SourceWriter writes one source into the staging folder. Its methods are called from one goroutine,
// in the order of the rows. Nothing is seen in the ledger before Commit.
type SourceWriter struct {
	l       *Ledger
	st      *staging
	base    string // path of the staged files without the kind
	open    map[string]*os.File
	src     Source
	digests map[int32]*tableDigests
	probs   []Problem
}

// staging is a set of encoders: costly to make, used again for file after file.
type staging struct {
	entries  *encoder
	words    *gather
	problems *parquet.GenericWriter[Problem]
	tables   *parquet.GenericWriter[TableRow]
}

// newStaging makes encoders and uses each once: the Parquet library writes the first file of a writer
// with other bytes than all that follow, and equal input must give equal bytes whichever encoder it meets.
func newStaging() (*staging, error) {
	st := &staging{
		entries:  newEncoder(io.Discard),
		words:    newGather(io.Discard),
		problems: parquet.NewGenericWriter[Problem](io.Discard, writerOptions()...),
		tables:   parquet.NewGenericWriter[TableRow](io.Discard, writerOptions()...),
	}
	one := &Batch{N: 1, Row: []int32{1}, Col: []int32{1}, Year: []Year{0}, Amount: []Pence{0},
		PayerKey: []int64{0}, PlaceKey: []int64{0}, PurposeKey: []int64{0}}
	errs := []error{st.entries.write(one), st.entries.close(), st.words.write(one), st.words.close()}
	_, err := st.problems.Write([]Problem{{}})
	errs = append(errs, err, st.problems.Close())
	_, err = st.tables.Write([]TableRow{{}})
	return st, errors.Join(append(errs, err, st.tables.Close())...)
}

// Begin stages a new source.
func (l *Ledger) Begin() (*SourceWriter, error) {
	if l.lock == nil {
		return nil, errors.New("ledger: Begin without Lock")
	}
	if err := os.MkdirAll(l.stagingDir(), 0o755); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.serial++
	w := &SourceWriter{l: l, base: filepath.Join(l.stagingDir(), fmt.Sprint(l.serial))}
	if n := len(l.free); n > 0 {
		w.st, l.free = l.free[n-1], l.free[:n-1]
	} else {
		st, err := newStaging()
		if err != nil {
			return nil, err
		}
		w.st = st
	}
	w.Restart()
	return w, nil
}

// Restart throws away what was written, for a second reading of the file.
func (w *SourceWriter) Restart() {
	w.st.words.drop()
	for _, f := range w.open {
		f.Close()
		os.Remove(f.Name())
	}
	w.open, w.digests, w.probs = map[string]*os.File{}, map[int32]*tableDigests{}, nil
	w.src = Source{}
}

func (w *SourceWriter) create(kind string) (*os.File, error) {
	f, err := os.Create(w.base + "." + kind)
	if err == nil {
		w.open[kind] = f
	}
	return f, err
}

// Batch writes some entries of one table.
func (w *SourceWriter) Batch(b *Batch) error {
	if b.N == 0 {
		return nil
	}
	if w.src.Entries == 0 {
		for _, kind := range [...]string{"entries", "wordings"} {
			f, err := w.create(kind)
			if err != nil {
				return err
			}
			if kind == "entries" {
				w.st.entries.reset(f)
			} else {
				w.st.words.reset(f)
			}
		}
	}
	w.src.Entries += int64(b.N)
	d := w.digests[b.Table]
	if d == nil {
		d = &tableDigests{}
		w.digests[b.Table] = d
	}
	return w.st.entries.write(b,
		func() error { return w.st.words.write(b) },
		func() error {
			d.exact.add(b)
			d.like.add(b)
			d.lines.add(b)
			d.accounts.add(b)
			return nil
		})
}

// Problem records a problem.
func (w *SourceWriter) Problem(p Problem) error {
	if w.src.Problems == 0 {
		f, err := w.create("problems")
		if err != nil {
			return err
		}
		renew(w.st.problems, f)
	}
	w.src.Problems++
	_, err := w.st.problems.Write([]Problem{p})
	return err
}

// Table records a finished table.
func (w *SourceWriter) Table(t Table) error {
	if d := w.digests[t.N]; d != nil {
		t.Digest, t.Like, t.Lines, t.Accounts = d.exact.String(), d.like.result(), d.lines.result(), d.accounts.result()
	}
	w.src.Tables = append(w.src.Tables, t)
	return nil
}

// Staged is a finished source that waits for its commit.
type Staged struct {
	Source Source
	files  map[string]string // kind → staged path
}

// Finish closes the files. The source carries what the caller knows of it (id, hash, reading, names);
// tables, counts and digests are filled in here.
func (w *SourceWriter) Finish(s Source) (*Staged, error) {
	s.Tables, s.Entries, s.Problems = w.src.Tables, w.src.Entries, w.src.Problems
	if err := w.finish(&s); err != nil {
		w.Abort()
		return nil, err
	}
	staged := &Staged{Source: s, files: map[string]string{}}
	for kind, f := range w.open {
		staged.files[kind] = f.Name()
	}
	w.release()
	return staged, nil
}

func (w *SourceWriter) finish(s *Source) error {
	f, err := w.create("tables")
	if err != nil {
		return err
	}
	renew(w.st.tables, f)
	if _, err := w.st.tables.Write(tableRows(s)); err != nil {
		return err
	}
	errs := []error{w.st.tables.Close()}
	if s.Entries > 0 {
		errs = append(errs, w.st.entries.close(), w.st.words.close())
	}
	if s.Problems > 0 {
		errs = append(errs, w.st.problems.Close())
	}
	for _, f := range w.open {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// Abort throws the source away.
func (w *SourceWriter) Abort() {
	if w.st == nil {
		return
	}
	w.Restart()
	w.release()
}

func (w *SourceWriter) release() {
	w.l.mu.Lock()
	defer w.l.mu.Unlock()
	w.l.free = append(w.l.free, w.st)
	w.st = nil
}

// Discard throws finished sources away instead of committing them.
func (l *Ledger) Discard(staged []*Staged) {
	for _, s := range staged {
		for _, path := range s.files {
			os.Remove(path)
		}
	}
}

// Commit makes sources part of the ledger, all in one go as far as the disk is concerned: the data is
// made durable first, then each source's JSON is renamed into place. A crash leaves a source whole or not
// at all; where the disk has no room for all of them, none is left.
func (l *Ledger) Commit(staged []*Staged) error {
	if len(staged) == 0 {
		return nil
	}
	data, jsons, err := l.place(staged)
	if err == nil {
		err = syncAll(append(data, jsons...))
	}
	if err != nil {
		for _, path := range data {
			os.Remove(path)
			os.Remove(filepath.Dir(path)) // goes only if it is empty
		}
		for _, path := range jsons {
			os.Remove(path)
		}
		return err
	}
	return l.publish(staged, jsons)
}

// place moves the data of sources to where it is to stay and writes their JSONs beside their names.
func (l *Ledger) place(staged []*Staged) (data, jsons []string, err error) {
	for _, s := range staged {
		for kind, from := range s.files {
			to := l.file(kind, &s.Source)
			data = append(data, to)
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				return data, jsons, err
			}
			if err := os.Rename(from, to); err != nil {
				return data, jsons, err
			}
		}
		path, err := l.stageJSON(&s.Source)
		jsons = append(jsons, path)
		if err != nil {
			return data, jsons, err
		}
	}
	return data, jsons, nil
}

// stageJSON writes a source's JSON beside its final name.
func (l *Ledger) stageJSON(s *Source) (string, error) {
	b, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return "", err
	}
	path := filepath.Join(l.dir, "sources", s.ID+".json.tmp")
	return path, os.WriteFile(path, append(b, '\n'), 0o644)
}

func (l *Ledger) publish(staged []*Staged, jsons []string) error {
	for i, s := range staged {
		if err := os.Rename(jsons[i], jsons[i][:len(jsons[i])-len(".tmp")]); err != nil {
			return err
		}
		l.mu.Lock()
		old := l.sources[s.Source.ID]
		l.sources[s.Source.ID] = &s.Source
		l.mu.Unlock()
		if old != nil && old.Reading != s.Source.Reading {
			for _, kind := range kinds {
				os.Remove(l.file(kind, old))
			}
		}
	}
	return syncDir(filepath.Join(l.dir, "sources"))
}

// AddNames records that a committed source's bytes were seen under more paths; it is false if all were known.
func (l *Ledger) AddNames(id string, names ...Named) (bool, error) {
	l.mu.Lock()
	s := l.sources[id]
	l.mu.Unlock()
	if s == nil {
		return false, fmt.Errorf("ledger: no source %s", id)
	}
	changed := false
	for _, n := range names {
		changed = s.addName(n) || changed
	}
	if !changed {
		return false, nil
	}
	path, err := l.stageJSON(s)
	if err != nil {
		return false, err
	}
	return true, os.Rename(path, path[:len(path)-len(".tmp")])
}

func syncEach(paths []string) error {
	for _, p := range paths {
		f, err := os.OpenFile(p, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		err = f.Sync()
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	return nil
}

// syncDir makes renames durable where the system can; elsewhere it does nothing.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	_ = f.Sync() // not every system syncs folders
	return nil
}
