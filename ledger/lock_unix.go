//go:build unix

package ledger

import (
	"os"
	"syscall"
)

// fileLock is an advisory lock that ends with the process.
type fileLock struct{ f *os.File }

func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, ErrBusy
	}
	return &fileLock{f}, nil
}

func (l *fileLock) close() error { return l.f.Close() }

// canShare says whether shareFile makes lockFile fail in other runs.
const canShare = true

// shareFile waits until no run has locked the file, and lets others share it.
func shareFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH); err != nil {
		f.Close()
		return nil, err
	}
	return &fileLock{f}, nil
}
