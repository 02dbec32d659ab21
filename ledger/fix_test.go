package ledger

import "testing"

// Corrections count as long as the table that they correct counts and is read as it was.
func TestWhichCorrectionsCount(t *testing.T) {
	table := func(n int32, digest string) Table { return Table{N: n, Digest: digest, Entries: 30, Sum: 5} }
	april := &Source{ID: "a", Reading: "r1", Names: []Named{{Path: "april.csv"}}, Tables: []Table{table(1, "x")}}
	copied := &Source{ID: "b", Reading: "r1", Names: []Named{{Path: "may.csv"}}, Tables: []Table{table(1, "x"), table(2, "y")}}
	fix := &Source{ID: "f", Reading: "c", Names: []Named{{Path: "fix.xlsx"}}, Tables: []Table{table(1, "z"), table(2, "z"), table(3, "z"), table(4, "z")}, Fixes: []Fix{
		{Source: "a", Reading: "r1", Table: 1, Row: 7, As: 1, By: "A. Analyst", On: 0},
		{Source: "b", Reading: "r1", Table: 1, Row: 7, As: 2},
		{Source: "b", Reading: "r0", Table: 2, Row: 8, As: 3},
		{Source: "gone", Reading: "r1", Table: 1, Row: 9, As: 4},
	}}
	all := []*Source{fix, copied, april}
	counting := Count(all, nil)
	for n, want := range map[int32]string{1: Yes, 2: "copy-of a", 3: Stale, 4: Stale} {
		if got := counting.Counted("f", n); got != want {
			t.Errorf("table %d of corrections: %s, want %s", n, got, want)
		}
	}
	if got := counting.Counted("a", 1) + " " + counting.Counted("b", 2); got != "yes yes" {
		t.Errorf("the corrected tables: %s", got)
	}
	fixes := Fixes(all)
	if by, ok := fixes[FixAt{"a", 1, 7}]; !ok || by.String() != "A. Analyst, 1970-01-01 (fix.xlsx)" || len(fixes) != 2 {
		t.Errorf("%d rows are corrected: %v", len(fixes), by)
	}
}

// A correction counts on where the file that it corrects turns out to be a copy of another, as long as no
// correction of the other does: the row is quarantined in both.
func TestCorrectionsOfCopies(t *testing.T) {
	source := func(id, path string) *Source {
		return &Source{ID: id, Reading: "r", Names: []Named{{Path: path}}, Tables: []Table{{N: 1, Digest: "x", Entries: 30, Sum: 5}}}
	}
	fix := func(id string, of ...string) *Source {
		s := &Source{ID: id, Reading: "c", Names: []Named{{Path: id}}}
		for i, o := range of {
			s.Fixes = append(s.Fixes, Fix{Source: o, Reading: "r", Table: 1, Row: 7, As: int32(i + 1)})
		}
		return s
	}
	a, b, c := source("a", "april.csv"), source("b", "may.csv"), source("c", "june.csv")
	for _, x := range []struct {
		name    string
		sources []*Source
		want    []string // of the tables of the last source
	}{
		{"of the only file", []*Source{b, fix("f", "b")}, []string{Yes}},
		{"of what became a copy", []*Source{a, b, fix("f", "b")}, []string{Yes}},
		{"of two copies", []*Source{a, b, c, fix("f", "b", "c")}, []string{"copy-of a", Yes}},
		{"of both", []*Source{a, b, fix("f", "b", "a")}, []string{"copy-of a", Yes}},
		{"of the copy, and elsewhere of the other", []*Source{a, b, fix("e", "a"), fix("f", "b")}, []string{"copy-of a"}},
	} {
		counting := Count(x.sources, nil)
		for i, want := range x.want {
			if got := counting.Counted("f", int32(i+1)); got != want {
				t.Errorf("%s: table %d: %s, want %s", x.name, i+1, got, want)
			}
		}
	}
}

func TestDropTakesASourceOut(t *testing.T) {
	l, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Drop("a"); err == nil {
		t.Error("dropped without a lock")
	}
	if err := l.Lock(); err != nil {
		t.Fatal(err)
	}
	defer l.Unlock()
	if err := l.Drop("a"); err == nil {
		t.Error("dropped what is not there")
	}
	w, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Problem(Problem{Code: "FL0204"}); err != nil {
		t.Fatal(err)
	}
	staged, err := w.Finish(Source{ID: "a", Reading: "r"})
	if err == nil {
		err = l.Commit([]*Staged{staged})
	}
	if err != nil || len(l.Files("problems")) != 1 {
		t.Fatal(err, l.Files("problems"))
	}
	if err := l.Drop("a"); err != nil || l.Source("a") != nil || len(l.Files("problems")) != 0 {
		t.Error(err, l.Source("a"))
	}
	again, err := Open(l.Dir())
	if err != nil || len(again.Sources()) != 0 {
		t.Error(err, again.Sources())
	}
}
