package sheet

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestXLSXGalleryAsExcelize reads every workbook of the gallery cell for cell as excelize does. What
// either refuses, the other's reading is not held against.
func TestXLSXGalleryAsExcelize(t *testing.T) {
	compared := 0
	err := filepath.WalkDir("../../testdata/gallery", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".xlsx") {
			return err
		}
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Skipf("excelize refuses it: %v", err)
			}
			defer theirs.Close()
			book, err := openXLSX(BytesInput(path, file), DefaultLimits())
			if err != nil {
				t.Skipf("refused: %v", err)
			}
			defer book.Close()
			for _, s := range book.Sheets {
				want, err := theirs.GetRows(s.Name)
				if err != nil {
					t.Skipf("excelize refuses %s: %v", s.Name, err)
				}
				compared++
				if err := sameAsRows(s, want); err != nil {
					t.Errorf("sheet %s: %v", s.Name, err)
				}
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if compared < 20 {
		t.Errorf("%d sheets were compared, want 20 or more", compared)
	}
}
