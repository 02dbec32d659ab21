package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/workspace"
)

// The examples that 'flows outcomes --help' prints are read as they stand.
func TestExamplesOfPlansAreTrue(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"flows.yaml": "name: x\n", "outcomes/plan.yaml": planExample, "themes/drugs.yaml": themeExample} {
		lines := strings.Split(text, "\n")
		for i := range lines {
			lines[i] = strings.TrimPrefix(lines[i], "  ")
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w, err := workspace.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if f := w.Frameworks[0]; len(f.Outcomes[0].Rules) != 2 || len(f.Programmes) != 1 || len(f.Chains) != 1 || w.Themes[0].CohortSize != 640 {
		t.Errorf("%+v\n%+v", f, w.Themes)
	}
}
