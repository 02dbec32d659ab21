package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Mapping says what the shares in a ledger were made from. They are current as long as it is equal.
type Mapping struct {
	Rules   string // hash of the rules, reference tables and decisions
	Sources string // hash of the ids and readings mapped
	Parts   []int  `json:",omitempty"` // numbers of the further files of shares: of wordings that came later
}

// Mapping is what the ledger's shares were made from; the zero value where there are none.
func (l *Ledger) Mapping() Mapping {
	var m Mapping
	if err := readJSON(filepath.Join(l.dir, "shares", "mapping.json"), &m); err != nil {
		return Mapping{}
	}
	return m
}

// BeginMapping marks the shares as not current, so that a run cut short is noticed.
func (l *Ledger) BeginMapping() error {
	err := os.Remove(filepath.Join(l.dir, "shares", "mapping.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// EndMapping marks the shares as made from m, whose sources are those named: with it, and not before, further
// parts are seen.
func (l *Ledger) EndMapping(m Mapping, sources []string) error {
	for _, f := range []struct {
		name string
		says any
	}{{"sources.json", mappedSources{m.Sources, sources}}, {"mapping.json", m}} {
		b, err := json.MarshalIndent(f.says, "", " ")
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(l.dir, "shares", f.name), append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// mappedSources are what a mapping's hash of sources stands for.
type mappedSources struct {
	Sources string
	Names   []string
}

// MappedSources are the sources whose wordings the shares hold, as they were named to EndMapping; none where
// that is not known.
func (l *Ledger) MappedSources() []string {
	var s mappedSources
	if err := readJSON(filepath.Join(l.dir, "shares", "sources.json"), &s); err != nil || s.Sources != l.Mapping().Sources {
		return nil
	}
	return s.Names
}

// SweepShares removes the parts of shares that the mapping does not name: of runs cut short, and of parts
// that were joined since.
func (l *Ledger) SweepShares() error {
	known := map[string]bool{}
	for _, n := range l.Mapping().Parts {
		known[partEnd(n)] = true
	}
	files, err := inFolder(filepath.Join(l.dir, "shares"), "*.*.parquet")
	for _, path := range files {
		name := filepath.Base(path)
		if !known[name[strings.IndexByte(name, '.'):]] {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// SharePart is the name under which WriteTable and BeginTable write a part of the shares of a name: 0 is the
// first, which is there by itself.
func SharePart(name string, part int) string {
	if part == 0 {
		return name
	}
	return name + strings.TrimSuffix(partEnd(part), ".parquet")
}

func partEnd(part int) string { return fmt.Sprintf(".%d.parquet", part) }

// Shares are the paths of the shares of this name: as they were first judged, and the parts that came later.
func (l *Ledger) Shares(name string) (paths []string) {
	for _, part := range append([]int{0}, l.Mapping().Parts...) {
		if path := l.SharesOf(name, part); path != "" {
			paths = append(paths, path)
		}
	}
	return paths
}

// SharesOf is the path of one part of the shares of this name, "" where it has none.
func (l *Ledger) SharesOf(name string, part int) string {
	return l.existing("shares", SharePart(name, part))
}
