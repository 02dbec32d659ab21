package ledger

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Equal rows give equal bytes, in whatever parts they come, and a file given up leaves nothing.
func TestRowsComeInAnyParts(t *testing.T) {
	rows := make([]Share, rowGroupRows+3*pageRows+17)
	for i := range rows {
		rows[i] = Share{Dimension: DimFunction, Key: int64(i) * 7919, Code: fmt.Sprintf("0%d.%d", i%9+1, i%5), Hi: Whole, Rule: fmt.Sprint("rule ", i%300), Detail: fmt.Sprint(i)}
	}
	dir := t.TempDir()
	write := func(name string, part int) []byte {
		path := filepath.Join(dir, name)
		w, err := beginRows[Share](path)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Abort()
		for from := 0; from < len(rows); from += part {
			if err := w.Write(rows[from:min(len(rows), from+part)]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole := write("whole.parquet", len(rows))
	for _, part := range []int{1000, pageRows, 30_001} {
		if !bytes.Equal(whole, write("parts.parquet", part)) {
			t.Errorf("in parts of %d the file differs", part)
		}
	}
	w, err := beginRows[Share](filepath.Join(dir, "given-up.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	w.Abort()
	if left, _ := filepath.Glob(filepath.Join(dir, "given-up*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
