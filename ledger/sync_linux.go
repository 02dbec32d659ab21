package ledger

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncAll makes files durable: one by one where there are few, else their whole file system at once.
func syncAll(paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	if len(paths) <= 4 {
		return syncEach(paths)
	}
	f, err := os.Open(paths[0])
	if err != nil {
		return err
	}
	defer f.Close()
	if unix.Syncfs(int(f.Fd())) != nil {
		return syncEach(paths)
	}
	return nil
}
