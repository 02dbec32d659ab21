package flows

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What is remembered of the reach of a map is what asking gives, opens no engine, and is forgotten when
// the file is spoilt.
func TestReachIsRemembered(t *testing.T) {
	dir := t.TempDir()
	demo(t, dir)
	reach := func(open EngineOpener) (pages string) {
		p, err := Open(dir, open)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		tables, err := p.Coverage(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			pages += rendered(t, table, "csv")
		}
		return pages
	}
	asked := reach(openDuck)
	noEngine := func(context.Context, []string, string) (Engine, error) {
		return nil, errors.New("an engine was opened")
	}
	if remembered := reach(noEngine); remembered != asked {
		t.Errorf("remembered:\n%s\nasked:\n%s", remembered, asked)
	}
	files, err := filepath.Glob(filepath.Join(dir, "cache", "answers-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files of answers: %v", len(files), err)
	}
	for _, spoilt := range []string{"", "[", "[[],[],[]]x", `[[["place"]],[],[]]`, `[[[1.5,2,3,4,5]],[],[]]`} {
		if err := os.WriteFile(files[0], []byte(spoilt), 0o644); err != nil {
			t.Fatal(err)
		}
		if again := reach(openDuck); again != asked {
			t.Errorf("after %q:\n%s", spoilt, again)
		}
	}
}
