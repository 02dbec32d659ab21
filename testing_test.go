package flows

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/query/duck"
	"flows/report"
	"flows/workspace"
)

// openDuck is the engine that the program uses.
func openDuck(_ context.Context, folders []string, cache string) (Engine, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	return duck.Open(duck.Options{Dirs: folders, Temp: cache})
}

// opened opens the workspace in dir until the end of the test.
func opened(t testing.TB, dir string) *Project {
	t.Helper()
	p, err := Open(dir, openDuck)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// demo is the demo's workspace, read into dir.
func demo(t testing.TB, dir string) *Project {
	t.Helper()
	if err := WriteDemo(dir); err != nil {
		t.Fatal(err)
	}
	p := opened(t, dir)
	ingested(t, p, IngestOptions{Names: p.SourceNames()})
	return p
}

// emptyProject is a workspace with nothing in it. It is the caller's to close.
func emptyProject(t failer, dir string) *Project {
	t.Helper()
	if err := workspace.Init(dir); err != nil {
		t.Fatalf("%v", err)
	}
	p, err := Open(dir, openDuck)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return p
}

func ingested(t failer, p *Project, opt IngestOptions) IngestSummary {
	t.Helper()
	sum, err := p.Ingest(context.Background(), opt)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return sum
}

// contents is every file below a folder, by its path in it.
func contents(t failer, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)] = fmt.Sprintf("%d bytes %x", len(text), sha256.Sum256(text))
		return err
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return all
}

// same wants two folders to hold the same files.
func same(t failer, what string, a, b map[string]string) {
	t.Helper()
	for name, text := range a {
		if b[name] != text {
			t.Errorf("%s: %s is %q in one and %q in the other", what, name, text, b[name])
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			t.Errorf("%s: %s is in one only", what, name)
		}
	}
}

// failer is a test, or a draw of one.
type failer interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

// rendered is a table in a format.
func rendered(t failer, table *report.Table, format string) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Render(&b, table, format, report.Options{}); err != nil {
		t.Fatalf("%s as %s: %v", table.Name, format, err)
	}
	return b.String()
}

// reported is a report of the catalogue.
func reported(t failer, p *Project, name string, q Query) *report.Table {
	t.Helper()
	table, err := p.Report(context.Background(), name, q)
	if err != nil {
		t.Fatalf("report %s of %+v: %v", name, q, err)
	}
	return table
}

// column is the place of a column of a table.
func column(t failer, table *report.Table, name string) int {
	t.Helper()
	for i, c := range table.Columns {
		if c.Name == name {
			return i
		}
	}
	t.Fatalf("%s has no column %s among %s", table.Name, name, columnNames(table))
	return -1
}

func columnNames(table *report.Table) string {
	var names []string
	for _, c := range table.Columns {
		names = append(names, c.Name)
	}
	return strings.Join(names, " ")
}
