package sheet

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layFolder makes files in a new folder, each holding its name, and goes there.
func layFolder(t *testing.T, files ...string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(f), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

func TestNamesStandForFiles(t *testing.T) {
	layFolder(t, "april.csv", "b/may.csv", "b/a/june.csv", "b/.hidden.csv", "b/.git/x", "b/~$may.xlsx", "2023/q1.csv", "2024/q1.csv", "2024/q2.csv", "x[1].csv", "old/2023/q1.csv", "none/.keep")
	for _, c := range []struct {
		name  string
		names []string
		paths []string // with the file where it differs
	}{
		{"a file", []string{"./april.csv"}, []string{"april.csv"}},
		{"a file in a folder", []string{"b/a/june.csv"}, []string{"june.csv = b/a/june.csv"}},
		{"a folder", []string{"b"}, []string{"a/june.csv = b/a/june.csv", "may.csv = b/may.csv"}},
		{"a folder with a slash", []string{"b/"}, []string{"a/june.csv = b/a/june.csv", "may.csv = b/may.csv"}},
		{"a pattern", []string{"2024/*.csv"}, []string{"q1.csv = 2024/q1.csv", "q2.csv = 2024/q2.csv"}},
		{"a name that looks like a pattern", []string{"x[1].csv"}, []string{"x[1].csv"}},
		{"names in their order", []string{"b/may.csv", "april.csv"}, []string{"may.csv = b/may.csv", "april.csv"}},
		{"a file twice", []string{"april.csv", "./april.csv", "b", "b/may.csv"}, []string{"april.csv", "a/june.csv = b/a/june.csv", "may.csv = b/may.csv"}},
		{"files of one name", []string{"2023/q1.csv", "2024/q1.csv"}, []string{"2023/q1.csv", "2024/q1.csv"}},
		{"files of one name deeper", []string{"2023", "old/2023"}, []string{"2023/q1.csv", "old/2023/q1.csv"}},
		{"standard input", []string{"-", "april.csv"}, []string{"stdin = typed", "april.csv"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inputs, err := Find(c.names, strings.NewReader("typed"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, in := range inputs {
				line := in.Path
				if content := contentOf(in); content != in.Path {
					line += " = " + content
				}
				if again := contentOf(in); again != contentOf(in) || in.Size != int64(len(again)) {
					t.Errorf("%s of %d bytes reads differently the second time", in.Path, in.Size)
				}
				got = append(got, line)
				if err := in.Close(); err != nil {
					t.Error(err)
				}
			}
			if !slices.Equal(got, c.paths) {
				t.Errorf("%q stand for %q, not %q", c.names, got, c.paths)
			}
		})
	}
	for name, found := range map[string]string{"juli.csv": "there is no such file", "*.ods": "no file matches", "none": "no files in it"} {
		_, err := Find([]string{"april.csv", name}, nil)
		if codeOf(err) != codeMissing || !strings.Contains(err.Error(), found) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
