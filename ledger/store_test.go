package ledger

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stage writes one small source and leaves it uncommitted.
func stage(t *testing.T, l *Ledger, id, path string, rows int) *Staged {
	t.Helper()
	w, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	b := sampleBatch(rows, 0)
	if err := w.Batch(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Problem(Problem{File: path, Row: 3, Code: "FL0204", AtRisk: 12}); err != nil {
		t.Fatal(err)
	}
	var sum Pence
	for _, a := range b.Amount {
		sum += a
	}
	if err := w.Table(Table{N: 1, File: path, Status: "ok", Entries: int64(rows), Sum: sum, First: NoDate, Last: NoDate}); err != nil {
		t.Fatal(err)
	}
	s, err := w.Finish(Source{ID: id, SHA256: id, Reading: "r1", Names: []Named{{Path: path}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func locked(t *testing.T, dir string) *Ledger {
	t.Helper()
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Lock(); err != nil {
		t.Fatal(err)
	}
	return l
}

// A source is in the ledger after its commit and not a moment earlier; a run that ends before leaves nothing.
func TestCommitIsAllOrNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	l := locked(t, dir)
	s := stage(t, l, "aaaaaaaaaaaaaaaa", "april.csv", 10)
	if n := len(l.Files("entries")); n != 0 {
		t.Fatalf("%d files before the commit", n)
	}
	// A crash between the renames of data and of the JSON.
	to := l.file("entries", &s.Source)
	os.MkdirAll(filepath.Dir(to), 0o755)
	if err := os.Rename(s.files["entries"], to); err != nil {
		t.Fatal(err)
	}
	l.lock.close()
	l = locked(t, dir)
	if len(l.Sources()) != 0 {
		t.Fatal("half a source was taken for one")
	}
	if _, err := os.Stat(to); err == nil {
		t.Fatal("the leavings of the crashed run were not swept up")
	}
	if err := l.Commit([]*Staged{stage(t, l, "aaaaaaaaaaaaaaaa", "april.csv", 10)}); err != nil {
		t.Fatal(err)
	}
	again, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Sources()) != 1 || len(again.Files("entries")) != 1 || len(again.Files("problems")) != 1 {
		t.Fatalf("%d sources after the commit", len(again.Sources()))
	}
}

// Two runs cannot write to one ledger at once.
func TestOneWriterAtATime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	l := locked(t, dir)
	other, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Lock(); !errors.Is(err, ErrBusy) {
		t.Fatalf("second writer: %v", err)
	}
	if err := l.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := other.Lock(); err != nil {
		t.Fatal(err)
	}
}

// A ledger of a newer program is refused and left alone.
func TestNewerLedgerIsRefused(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "ledger.json"), []byte(`{"Version": 99}`), 0o644)
	if _, err := Open(dir); !errors.Is(err, ErrNewer) {
		t.Fatalf("got %v", err)
	}
}

// Of equal tables one counts, whichever was read first.
func TestOneOfEqualTablesCounts(t *testing.T) {
	table := func(digest string) []Table { return []Table{{N: 1, Entries: 3, Digest: digest}} }
	a := &Source{ID: "a", Names: []Named{{Path: "june.csv"}}, Tables: table("x")}
	b := &Source{ID: "b", Names: []Named{{Path: "may.csv"}}, Tables: table("x")}
	c := &Source{ID: "c", Names: []Named{{Path: "april.csv"}}, Tables: table("y")}
	for _, order := range [][]*Source{{a, b, c}, {b, c, a}, {c, b, a}} {
		count := Count(order, nil)
		if count.Counted("a", 1) != Yes || count.Counted("b", 1) != "copy-of a" || count.Counted("c", 1) != Yes {
			t.Fatalf("%v", count)
		}
	}
}

// The digest knows what a table says, not in which order it says it.
func TestDigestIgnoresOrder(t *testing.T) {
	b := sampleBatch(50, 0)
	var whole, parts digest
	whole.add(b)
	parts.add(part(b, 20, 50))
	parts.add(part(b, 0, 20))
	if whole.String() != parts.String() {
		t.Fatal("another order gave another digest")
	}
	b.Amount[7]++
	var other digest
	other.add(b)
	if other.String() == whole.String() {
		t.Fatal("a penny more gave the same digest")
	}
}

// Wordings count every row and every penny of the entries, by each of the three keys.
func TestWordingsCoverEntries(t *testing.T) {
	l := locked(t, filepath.Join(t.TempDir(), "ledger"))
	if err := l.Commit([]*Staged{stage(t, l, "aaaaaaaaaaaaaaaa", "april.csv", 500)}); err != nil {
		t.Fatal(err)
	}
	rows, amount := map[string]int64{}, map[string]Pence{}
	list, err := ReadWordings(nil, l.Files("wordings")[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range list {
		rows[w.Kind] += w.Rows
		amount[w.Kind] += w.Amount
		if w.Kind == KindPlace && !strings.HasPrefix(w.Place().Payee, "Payee number ") {
			t.Fatalf("payee %q", w.Place().Payee)
		}
	}
	sum := l.Sources()[0].Tables[0].Sum
	for _, kind := range []string{KindPayer, KindPlace, KindPurpose} {
		if rows[kind] != 500 || amount[kind] != sum {
			t.Errorf("%s: %d rows, %v; want 500, %v", kind, rows[kind], amount[kind], sum)
		}
	}
}

// Parts of intervals that tile the whole add up to the amount, to the penny, for negatives too.
func TestPartsTelescope(t *testing.T) {
	for _, p := range []Pence{0, 1, -1, 99, -12345678901, 1<<53 + 1, MaxPence, -MaxPence} {
		cuts := []int32{0, 1, 333333333, 333333334, 999999999, Whole}
		var sum Pence
		for i := 1; i < len(cuts); i++ {
			sum += p.Part(cuts[i-1], cuts[i])
		}
		if sum != p {
			t.Errorf("parts of %v add up to %v", p, sum)
		}
	}
}

func TestYearAndDateRoundTrip(t *testing.T) {
	for d := Date(-40000); d < 40000; d += 17 {
		y, m, day := d.Civil()
		if back, ok := NewDate(y, m, day); !ok || back != d {
			t.Fatalf("%v came back as %v", d, back)
		}
	}
	for _, c := range []struct {
		text string
		want Year
	}{{"2009-10", 2009}, {"1999-00", 1999}, {"2023/24", 2023}, {"2023-2024", 2023}, {"2023", 2023}} {
		if y, err := ParseYear(c.text); err != nil || y != c.want {
			t.Errorf("%s: %v, %v", c.text, y, err)
		}
	}
	for _, bad := range []string{"2009-11", "09-10", "2009-1", "2009 to 10", "20x9-10"} {
		if y, err := ParseYear(bad); err == nil {
			t.Errorf("%s was read as %v", bad, y)
		}
	}
}

// What another run committed between Open and Lock is part of the ledger, not the leavings of a crash.
func TestLockSeesWhatOthersCommitted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	early, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	other := locked(t, dir)
	if err := other.Commit([]*Staged{stage(t, other, "aaaaaaaaaaaaaaaa", "april.csv", 10)}); err != nil {
		t.Fatal(err)
	}
	other.Unlock()
	if err := early.Lock(); err != nil {
		t.Fatal(err)
	}
	defer early.Unlock()
	if early.Source("aaaaaaaaaaaaaaaa") == nil {
		t.Error("the writer does not know what the other run committed")
	}
	for _, f := range other.Files("entries") {
		if _, err := os.Stat(f); err != nil {
			t.Errorf("the data of a committed source was swept up: %v", err)
		}
	}
}

// A commit that fails leaves the folder as it was, and the next one succeeds.
func TestFailedCommitLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	l := locked(t, dir)
	defer l.Unlock()
	first, second := stage(t, l, "aaaaaaaaaaaaaaaa", "april.csv", 10), stage(t, l, "bbbbbbbbbbbbbbbb", "may.csv", 10)
	moved := second.files["entries"]
	second.files["entries"] = moved + ".gone" // as if the disk had lost it
	if err := l.Commit([]*Staged{first, second}); err == nil {
		t.Fatal("a commit without its data succeeded")
	}
	for _, pattern := range []string{"*/source=*", "sources/*"} {
		if left, _ := filepath.Glob(filepath.Join(dir, pattern)); len(left) > 0 {
			t.Errorf("the failed commit left %v", left)
		}
	}
	if again, err := Open(dir); err != nil || len(again.Sources()) != 0 {
		t.Fatalf("%v; sources after the failed commit", err)
	}
}

// Whichever encoder a source meets, a fresh one or one that wrote others before, its files are the same.
func TestBytesDoNotDependOnTheEncoder(t *testing.T) {
	files := func(before int) map[string][]byte {
		l := locked(t, filepath.Join(t.TempDir(), "ledger"))
		for range before {
			stage(t, l, "bbbbbbbbbbbbbbbb", "other.csv", 300)
		}
		s := stage(t, l, "aaaaaaaaaaaaaaaa", "april.csv", 100)
		out := map[string][]byte{}
		for kind, path := range s.files {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out[kind] = b
		}
		return out
	}
	fresh := files(0)
	for before := 1; before < 3; before++ {
		for kind, b := range files(before) {
			if !bytes.Equal(b, fresh[kind]) {
				t.Errorf("%s: other bytes after %d other sources", kind, before)
			}
		}
	}
}

func TestPlaceOfAMember(t *testing.T) {
	for _, x := range []struct{ path, archive, sheet, file, inside string }{
		{"a.xlsx", "", "One", "a.xlsx", "One"},
		{"p.zip/a.csv", "", "", "p.zip/a.csv", ""},
		{"p.zip/q.zip/d/a.csv", "p.zip/q.zip", "", "p.zip/q.zip", "d/a.csv"},
		{"p.zip/q.zip/a.xlsx", "p.zip/q.zip", "One", "p.zip/q.zip", "a.xlsx · One"},
	} {
		n := Named{Path: x.path, Archive: x.archive}
		if file, inside := n.Place(x.sheet); file != x.file || inside != x.inside {
			t.Errorf("%+v: %q, %q", x, file, inside)
		}
		if !n.Is(x.path) || x.archive != "" && !n.Is(x.archive) || n.Is("") {
			t.Errorf("%+v is not found by its paths", x)
		}
	}
}
