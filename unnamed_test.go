package flows

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
)

// Two lists that name no payer are not of one body: that one of them holds payments leaves the awards of the
// other, of the same year, in the total.
func TestListsWithoutPayerAreTwoPayers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"flows.yaml": "name: unnamed\n",
		"1.csv":      "Supplier,Date,Expense Type,Amount\nTernmouth Cleaning Ltd,01/05/2015,Cleaning,600.01\nTernmouth Roads Ltd,02/05/2015,Roads,500.00\n",
		"2.csv":      "Grant Recipient,Award Date,Grant Title,Amount Awarded\nTernmouth Choir,01/06/2015,Choir,1000.02\nTernmouth Rowing Club,02/06/2015,Boats,2000.00\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := opened(t, dir)
	ingested(t, p, IngestOptions{Names: []string{filepath.Join(dir, "1.csv"), filepath.Join(dir, "2.csv")}})
	for _, name := range []string{"headline", "departments"} {
		table := reported(t, p, name, Query{Places: []string{Everywhere}, Years: []string{"2015-16"}})
		if all := rendered(t, table, "csv"); !strings.Contains(all, ledger.Pence(410003).String()) {
			t.Errorf("%s holds no total of both lists:\n%s", name, all)
		}
	}
}
