package flows

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// growing are files that bear upon each other: a copy under an earlier name takes a table's place, a fuller
// spelling renames an organisation that other files hold, a spelling that was cut off joins one or, when a
// second follows it, none, and awards take the place of payments where reports ask for awards.
func growing(t *testing.T) map[string]string {
	t.Helper()
	month := func(rows ...string) string {
		return "Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount\n" + strings.Join(rows, "\n") + "\n"
	}
	pay := func(n int, entity, supplier string, amount int) string {
		return fmt.Sprintf("Merrow Office,%s,%02d/05/2014,Grants,Harbours,%s,M%d,%d.00", entity, n%27+1, supplier, n, amount)
	}
	var twin []string
	for n := range 12 {
		twin = append(twin, pay(100+n, "Merrow Office", fmt.Sprint("Quill & Sons (", n%3, ")"), 30000+n))
	}
	may := []string{}
	for n := range 16 { // so many that one renamed among them is few
		may = append(may, pay(200+n, "Merrow Office", fmt.Sprintf("Quillstone Works No %d", n), 10000+n))
	}
	return map[string]string{
		"may.csv":   month(append(may, pay(1, "Merrow Office", "MARRAM HARBOUR TRUST LTD", 25000), pay(2, "Merrow Office", "Norfolk County Council", 90000), pay(3, "Merrow Office", "STANWELL HARBOUR PRESERVATIO", 41000))...),
		"june.csv":  month(pay(4, "Merrow Office", "Marram Harbour Trust Limited", 26000), pay(5, "Merrow Office", "Leeds City Council", 51000)),
		"july.csv":  month(pay(6, "Merrow Office", "Stanwell Harbour Preservation Society", 27000), pay(7, "Merrow Office", "Mr J Smithson", 28000)),
		"later.csv": month(pay(8, "Merrow Office", "Stanwell Harbour Preservationists", 29000)),
		"m.csv":     month(twin...),
		"a.csv":     month(slices.Concat(twin[6:], twin[:6])...),
		"awards.csv": "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Name,Funding Org:Name,Grant Programme:Title\n" +
			"360G-1,Slipway,A slipway for boats,GBP,44000,2014-06-01,Marram Harbour Trust,Merrow Office,Harbours\n",
	}
}

// answers are all that is asked of a workspace here.
func answers(t failer, p *Project) string {
	t.Helper()
	var b strings.Builder
	for _, name := range []string{"functions", "streams", "recipient-kinds"} {
		b.WriteString(rendered(t, reported(t, p, name, Query{Places: []string{Everywhere}}), "csv"))
	}
	tables, err := p.Coverage(context.Background())
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, table := range tables {
		b.WriteString(rendered(t, table, "csv"))
	}
	return b.String()
}

// Files that are added one at a time, in any order, with questions in between, answer as all at once do.
func TestFilesAddedOneAtATime(t *testing.T) {
	t.Parallel()
	texts, dir := growing(t), t.TempDir()
	var names []string
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	read := func(t failer, p *Project, names ...string) {
		for i := range names {
			names[i] = filepath.Join(dir, names[i])
		}
		ingested(t, p, IngestOptions{Names: names})
	}
	once := emptyProject(t, filepath.Join(dir, "once"))
	defer once.Close()
	read(t, once, slices.Clone(names)...)
	want, shares := answers(t, once), sharesOf(t, once)
	inOrder := func(t failer, order []string) {
		work, err := os.MkdirTemp(dir, "work-*")
		if err != nil {
			t.Fatalf("%v", err)
		}
		p := emptyProject(t, work)
		for i, name := range order {
			read(t, p, name)
			if i%2 == 0 {
				reported(t, p, "streams", Query{Places: []string{Everywhere}})
			} else if _, err := p.Coverage(context.Background()); err != nil {
				t.Fatalf("%v", err)
			}
			if i == 3 { // another run goes on
				p.Close()
				p = openAgain(t, work)
			}
		}
		defer p.Close()
		got := answers(t, p)
		sameShares(t, fmt.Sprint("in the order ", order), sharesOf(t, p), shares)
		if got != want {
			t.Errorf("in the order %v:\n%s\nat once:\n%s", order, got, want)
		}
	}
	inOrder(t, []string{"awards.csv", "a.csv", "may.csv", "june.csv", "july.csv", "later.csv", "m.csv"})
	orders := 0
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(names).Draw(t, "order")
		if orders++; orders == 1 { // each takes a second or two
			inOrder(t, order)
		}
	})
}

func openAgain(t failer, dir string) *Project {
	p, err := Open(dir, openDuck)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return p
}

// moneyFiles are the files of sums in a workspace's cache, with when they were made.
func moneyFiles(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "cache", "money-*", "part-*"+moneyEnd))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]int64{}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = info.ModTime().UnixNano()
	}
	return files
}

// One file more is added up alone; what is of no use any more goes when no run reads, and only then.
func TestCacheGrowsByWhatIsNewAndForgetsWhatIsOld(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := demo(t, dir)
	whole := Query{Places: []string{Everywhere}}
	reported(t, p, "organisations", whole)
	before := moneyFiles(t, dir)
	more := filepath.Join(t.TempDir(), "more.csv")
	if err := os.WriteFile(more, []byte(growing(t)["july.csv"]), 0o644); err != nil {
		t.Fatal(err)
	}
	ingested(t, p, IngestOptions{Names: []string{more}})
	reported(t, p, "organisations", whole)
	after := moneyFiles(t, dir)
	if len(before) != 1 || len(after) != 2 {
		t.Fatalf("%d files of sums became %d", len(before), len(after))
	}
	for path, made := range before {
		if after[path] != made {
			t.Errorf("%s was made again", path)
		}
	}

	decision := "pattern,place,who,when,why\n=mr j smithson,none,A. Clerk,2026-04-01,a test\n"
	if err := os.WriteFile(filepath.Join(dir, "decisions", "places.csv"), []byte(decision), 0o644); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "cache", "notes.txt")
	if err := os.WriteFile(own, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	q := opened(t, dir)
	reported(t, q, "organisations", whole) // while p reads
	if n := len(moneyFiles(t, dir)); n < 3 {
		t.Errorf("%d files of sums, and one run reads the old ones", n)
	}
	want := rendered(t, reported(t, q, "organisations", whole), "csv")
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	r := opened(t, dir)
	if got := rendered(t, reported(t, r, "organisations", whole), "csv"); got != want {
		t.Errorf("after the old was removed:\n%s\nwant:\n%s", got, want)
	}
	for path := range moneyFiles(t, dir) {
		if _, old := after[path]; old {
			t.Errorf("%s is of no use any more", path)
		}
	}
	if !there(own) {
		t.Error("a file that the cache did not make was removed")
	}
}
