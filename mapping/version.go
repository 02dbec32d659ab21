package mapping

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"sync"
)

// matcherVersion is raised whenever a change of the code makes the same wording and the same tables
// give other shares.
const matcherVersion = "standing-13"

//go:embed reference
var referenceFiles embed.FS

// TablesHash names the program's rules and reference tables: shares made under another are not current.
var TablesHash = sync.OnceValue(func() string {
	h := sha256.New()
	h.Write([]byte(matcherVersion))
	err := fs.WalkDir(referenceFiles, "reference", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := referenceFiles.ReadFile(path)
		h.Write([]byte(path))
		h.Write(b)
		return err
	})
	if err != nil {
		panic("mapping: " + err.Error()) // the files are part of the program
	}
	return hex.EncodeToString(h.Sum(nil))
})
