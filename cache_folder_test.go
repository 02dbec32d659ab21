package flows

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A workspace that cannot be written to is asked with a temporary cache: the same answer, and nothing left.
func TestReadOnlyWorkspace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := demo(t, dir)
	if err := p.Map(context.Background()); err != nil {
		t.Fatal(err)
	}
	want := headlineOf(t, p)
	p.Close()
	own := filepath.Join(dir, "cache")
	if err := os.RemoveAll(own); err != nil {
		t.Fatal(err)
	}
	p = opened(t, dir)
	shut := t.TempDir()
	if err := os.Chmod(shut, 0o500); err != nil {
		t.Fatal(err)
	}
	elsewhere, temporary := findCache(filepath.Join(shut, "cache"))
	if !temporary { // the administrator may write everywhere
		elsewhere = t.TempDir()
	}
	p.derived.dir, p.derived.temporary = elsewhere, true
	if got := headlineOf(t, p); got != want {
		t.Errorf("with a temporary cache:\n%s\nwith its own:\n%s", got, want)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	for _, path := range []string{elsewhere, own} {
		if there(path) {
			t.Errorf("%s was left", path)
		}
	}
}

func headlineOf(t *testing.T, p *Project) string {
	t.Helper()
	table, err := p.Report(context.Background(), "headline", Query{Places: []string{Everywhere}, Years: []string{AllYears}})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(table.Rows)
}
