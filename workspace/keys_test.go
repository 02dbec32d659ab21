package workspace

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// withKey loads a workspace that holds one key.
func withKey(t *testing.T, name, text string) (*Workspace, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o755); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{File: "name: x\n", "keys/" + name: text} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(file)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Load(dir)
}

// Weights are whole numbers in the decimals of the most exact of them.
func TestKeys(t *testing.T) {
	w, err := withKey(t, "england-share.csv", "area,year,weight,source\nK02000001,,1,a report\nE92000001,2011-12,0.8675,a report\n# a comment\nE92000001,,0.5,a report\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []KeyRow{{2, "K02000001", 0, 10_000, "a report"}, {3, "E92000001", 2011, 8_675, "a report"}, {5, "E92000001", 0, 5_000, "a report"}}
	if len(w.Keys) != 1 || w.Keys[0].Name != "england-share" || w.Keys[0].Decimals != 4 || !slices.Equal(w.Keys[0].Rows, want) {
		t.Errorf("%+v", w.Keys)
	}
	if none, err := withKey(t, "notes.txt", "not a table"); err != nil || len(none.Keys) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}

// A key changes nothing that was mapped.
func TestKeysAreNotInTheDigest(t *testing.T) {
	a, err := withKey(t, "k.csv", "area,weight,source\nA,1,s\n")
	if err != nil {
		t.Fatal(err)
	}
	b, err := withKey(t, "k.csv", "area,weight,source\nA,2,s\n")
	if err != nil || a.Digest() != b.Digest() {
		t.Errorf("%s and %s, %v", a.Digest(), b.Digest(), err)
	}
}

func TestMistakesInKeys(t *testing.T) {
	const head = "area,year,weight,source\n"
	for _, c := range []struct{ name, text, want string }{
		{"Bad Name.csv", head, `keys/Bad Name.csv: a key called "Bad Name"; expected a name of lower-case letters`},
		{"population.csv", head, `that is not built in (population, deprived-population)`},
		{"k.csv", head, `keys/k.csv: no lines; expected a line for the wide area`},
		{"k.csv", "area,weight\nA,1\n", `keys/k.csv:1: no column source`},
		{"k.csv", head + "A,,1,\n", `keys/k.csv:2: source is empty`},
		{"k.csv", head + "A,,-1,s\n", `keys/k.csv:2: weight is "-1"; expected a number that is not negative`},
		{"k.csv", head + "A,,\"1,000\",s\n", `keys/k.csv:2: weight is "1,000"`},
		{"k.csv", head + "A,,1e3,s\n", `keys/k.csv:2: weight is "1e3"`},
		{"k.csv", head + "A,2011,1,s\nA,2011-12,1,s\n", `keys/k.csv:`},
		{"k.csv", head + "A,,1,s\nA,,2,s\n", `keys/k.csv:3: A has a weight for this year on line 2 already; expected each area and year once`},
		{"k.csv", head + "A,,123456789012345,s\nB,,0.5,s\n", `keys/k.csv:2: weight is "123456789012345" beside weights of 1 decimals; expected weights of no more than 15 digits in all`},
		{"k.csv", head + "A,soon,1,s\n", `keys/k.csv:2: year is "soon"; expected a financial year such as 2009-10, or nothing for every year`},
	} {
		if _, err := withKey(t, c.name, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q:\n got %v\nwant %s", c.name, c.text, err, c.want)
		}
	}
}

func TestGeographySetting(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{"name: x\ngeography: 2019\n": "2019", "name: x\ngeography: today\n": "today", "name: x\ngeography:\n": ""} {
		if err := os.WriteFile(filepath.Join(dir, File), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if w, err := Load(dir); err != nil || w.Geography != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, File), []byte("name: x\ngeography: 2019-20\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), `flows.yaml:2: geography "2019-20"; expected the year of a first of April, such as 2019, or today`) {
		t.Error(err)
	}
}
