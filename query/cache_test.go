package query

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

// The steps of a cache hold every file once, in order, each no more than its size unless one file is.
func TestCacheSteps(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for i, size := range []int64{1, CacheStep - 1, 1, CacheStep + 5, 2, 3} {
		path := filepath.Join(dir, string(rune('a'+i)))
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	got := steps(files)
	if !reflect.DeepEqual(slices.Concat(got...), files) {
		t.Errorf("%v", got)
	}
	want := [][]string{files[:2], files[2:3], files[3:4], files[4:]}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if steps(nil) != nil {
		t.Error("no files make a step")
	}
}
