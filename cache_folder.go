package flows

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// derivedFolder is where derived tables lie, found when it is first asked for. Where the workspace's own
// cannot be written to, it is a temporary one that goes when the project is closed.
type derivedFolder struct {
	mu        sync.Mutex
	dir       string // "" is not found yet
	temporary bool
}

// cache is the folder of derived tables.
func (p *Project) cache() string {
	d := &p.derived
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dir == "" {
		d.dir, d.temporary = findCache(filepath.Join(p.Workspace.Dir, "cache"))
	}
	return d.dir
}

// CacheIsTemporary says whether what reports add up is not kept, because the workspace cannot be written to.
func (p *Project) CacheIsTemporary() bool {
	p.cache()
	return p.derived.temporary
}

// findCache makes the folder of derived tables. What is wrong with it beside permission is told by the first
// that writes there.
func findCache(own string) (dir string, temporary bool) {
	err := os.MkdirAll(own, 0o755)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(own, "probe-*.tmp"); err == nil {
			err = errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
		return own, false
	}
	if dir, err = os.MkdirTemp("", "flows-cache-*"); err != nil {
		return own, false
	}
	return dir, true
}

// dropCache removes a temporary cache.
func (p *Project) dropCache() error {
	d := &p.derived
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.temporary {
		return nil
	}
	dir := d.dir
	d.dir, d.temporary = "", false
	return os.RemoveAll(dir)
}
