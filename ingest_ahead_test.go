package flows

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file so large that it is read while it is hashed is one source, under however many names and however
// often it comes, and the ledger is as if one had come after the other.
func TestALargeFileIsReadOnce(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it takes a file of 33 MB")
	}
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString("Supplier,Date,Description,Transaction number,Amount\n")
	for i := 0; b.Len() < memoryInput+1<<20; i++ {
		fmt.Fprintf(&b, "Acme Ltd,01/04/2012,%s,%d,100.00\n", strings.Repeat("Desks and chairs. ", 200), i)
	}
	var names []string
	for _, name := range []string{"a.csv", "b.csv"} {
		names = append(names, filepath.Join(dir, name))
		if err := os.WriteFile(names[len(names)-1], []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	together, apart := emptyProject(t, filepath.Join(dir, "together")), emptyProject(t, filepath.Join(dir, "apart"))
	defer together.Close()
	defer apart.Close()
	if sum := ingested(t, together, IngestOptions{Names: names, Jobs: 2}); sum.Files != 2 || len(together.Ledger.Sources()) != 1 {
		t.Errorf("%+v, %d sources", sum, len(together.Ledger.Sources()))
	}
	for i, known := range []int{0, 1} {
		if sum := ingested(t, apart, IngestOptions{Names: names[i : i+1]}); sum.Known != known {
			t.Errorf("%s: %+v", names[i], sum)
		}
	}
	same(t, "the ledger", contents(t, together.Ledger.Dir()), contents(t, apart.Ledger.Dir()))
	if sum := ingested(t, apart, IngestOptions{Names: names}); sum.Known != 2 {
		t.Errorf("both again: %+v", sum)
	}
}
