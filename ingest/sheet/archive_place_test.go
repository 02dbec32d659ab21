package sheet

import (
	"os"
	"path/filepath"
	"testing"
)

// A named archive is opened as a folder is; an archive found in one is a file with members.
func TestArchiveOfMembers(t *testing.T) {
	inner := zipOf(t, "a/april.csv", "x,y\n1,2\n")
	dir := t.TempDir()
	for name, content := range map[string][]byte{
		"inner.zip": inner,
		"outer.zip": zipOf(t, "data/inner.zip", string(inner), "may.csv", "x\n1\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct {
		name string
		want map[string]string
	}{
		{"inner.zip", map[string]string{"inner.zip/a/april.csv": ""}},
		{"outer.zip", map[string]string{"outer.zip/data/inner.zip/a/april.csv": "outer.zip/data/inner.zip", "outer.zip/may.csv": ""}},
		{".", map[string]string{
			"inner.zip/a/april.csv": "inner.zip", "outer.zip/may.csv": "outer.zip",
			"outer.zip/data/inner.zip/a/april.csv": "outer.zip",
		}},
	} {
		inputs, err := Find([]string{filepath.Join(dir, x.name)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, in := range inputs {
			if err := Expand(in, DefaultLimits(), func(m *Input) error { got[m.Path] = m.Archive; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if len(got) != len(x.want) {
			t.Errorf("%s: %v", x.name, got)
		}
		for path, archive := range x.want {
			if at, ok := got[path]; !ok || at != archive {
				t.Errorf("%s: %s is a member of %q (found %v), want %q", x.name, path, at, ok, archive)
			}
		}
	}
}
