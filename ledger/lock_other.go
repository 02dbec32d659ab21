//go:build !unix

package ledger

import (
	"errors"
	"io/fs"
	"os"
)

// fileLock is a file that exists as long as the lock is held. After a crash it has to be removed by hand.
type fileLock struct{ path string }

func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, err
	}
	return &fileLock{path}, f.Close()
}

func (l *fileLock) close() error { return os.Remove(l.path) }

// canShare says whether shareFile makes lockFile fail in other runs.
const canShare = false

// shareFile locks nothing.
func shareFile(string) (*fileLock, error) { return nil, nil }
