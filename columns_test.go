package flows

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every report prints the columns that the list of reports promises, under these names, and the list is as it is
// kept: names and order are what others read files by. A new report adds a line to testdata/columns.csv.
func columnsAsListed(t *testing.T, p *Project) {
	list := ReportList()
	name, columns := column(t, list, "name"), column(t, list, "columns")
	if len(list.Rows) != len(ReportNames()) {
		t.Errorf("%d reports are listed, there are %d", len(list.Rows), len(ReportNames()))
	}
	kept, err := os.ReadFile(filepath.FromSlash("testdata/columns.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("name,columns\n")
	for _, r := range list.Rows {
		fmt.Fprintf(&b, "%s,%s\n", r.Values[name], r.Values[columns])
	}
	if b.String() != string(kept) {
		t.Errorf("the columns are a contract: these are listed, others are kept in testdata/columns.csv\n%s", b.String())
	}
	a, _ := ready(t, p, Query{})
	for _, r := range list.Rows {
		table := bare(t, p, r.Values[name].(string), a)
		header, _, _ := strings.Cut(rendered(t, table, "csv"), "\n")
		if want := strings.ReplaceAll(r.Values[columns].(string), " ", ","); header != want {
			t.Errorf("%s prints\n%s\nand lists\n%s", table.Name, header, want)
		}
	}
}
