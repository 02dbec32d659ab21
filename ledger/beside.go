package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// CreateBeside makes a new file beside path, to be renamed to it when it is whole. Who may read it follows the
// user's own settings, as for every other file of the ledger: os.CreateTemp shuts all others out.
func CreateBeside(path string) (*os.File, error) {
	for n := 0; ; n++ {
		f, err := os.OpenFile(fmt.Sprintf("%s.%d-%d.tmp", path, os.Getpid(), n), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}
