package flows

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/workspace"
)

// The archive that a directory comes in holds it whole, in parts, and beside tables that are none: the
// largest that has the columns is read.
func TestPostcodesFromAnArchive(t *testing.T) {
	dir := t.TempDir()
	if err := workspace.Init(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "directory.zip")
	archive := func(members map[string]string) {
		t.Helper()
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z := zip.NewWriter(f)
		for name, text := range members {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	p := opened(t, dir)
	archive(map[string]string{
		"Documents/names.csv":    "code,name\n" + strings.Repeat("E07000148,Norwich\n", 20),
		"Data/directory.csv":     "pcds,oslaua\nNR2 1DH,E07000148\nNR1 1AA,E07000149\nIP1 1AA,E07000202\n",
		"Data/multi/NR.csv":      "pcds,oslaua\nNR2 1DH,E07000148\n",
		"User guide/readme.html": "<p>pcds,oslaua</p>",
	})
	got, err := p.AddPostcodes(t.Context(), path, false)
	if err != nil || got.Postcodes != 3 || got.Areas != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	archive(map[string]string{"names.csv": "code,name\n"})
	if _, err := p.AddPostcodes(t.Context(), path, false); err == nil || !strings.Contains(err.Error(), "in none of its 1 csv files") {
		t.Errorf("an archive without a directory: %v", err)
	}
	if len(contents(t, dir)["postcodes.bin"]) == 0 {
		t.Error("the table that was there is gone")
	}
}
