package duck_test

import (
	"testing"

	"flows/query"
	"flows/query/duck"
	"flows/query/enginetest"
)

func open(t *testing.T, dir string) query.Engine {
	t.Helper()
	e, err := duck.Open(duck.Options{Dirs: []string{dir}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestEngine(t *testing.T) { enginetest.Run(t, open) }
