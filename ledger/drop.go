package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Drop takes a source out of the ledger: its JSON first, so that a crash leaves it whole or gone, then its
// data. What a crash leaves of the data is swept up by the next Lock.
func (l *Ledger) Drop(id string) error {
	if l.lock == nil {
		return errors.New("ledger: Drop without Lock")
	}
	l.mu.Lock()
	s := l.sources[id]
	l.mu.Unlock()
	if s == nil {
		return fmt.Errorf("ledger: no source %s", id)
	}
	dir := filepath.Join(l.dir, "sources")
	if err := os.Remove(filepath.Join(dir, id+".json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := syncDir(dir); err != nil {
		return err
	}
	l.mu.Lock()
	delete(l.sources, id)
	l.mu.Unlock()
	for _, kind := range kinds {
		if err := os.RemoveAll(filepath.Join(l.dir, kind, "source="+id)); err != nil {
			return err
		}
	}
	return nil
}
