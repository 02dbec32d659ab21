package sheet

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// gallery gives the files of the gallery of sheets that begin as asked, with which fuzzing begins.
func gallery(tb testing.TB, begins ...string) (files [][]byte) {
	tb.Helper()
	names, err := filepath.Glob("../../testdata/gallery/*/[!e]*")
	if err != nil || len(names) == 0 {
		tb.Fatalf("no gallery: %v", err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		for _, b := range begins {
			if bytes.HasPrefix(content, []byte(b)) {
				files = append(files, content)
				break
			}
		}
	}
	return files
}
