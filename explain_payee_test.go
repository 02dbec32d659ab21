package flows

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Payees that a person says are one organisation are one in reports, and explain says who said so.
func TestDecidedPayees(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := demo(t, dir)
	before, _ := ready(t, p, Query{Places: []string{Everywhere}, Years: []string{AllYears}})
	recipients := func(p *Project) int64 {
		table := reported(t, p, "streams", before.Query)
		return table.Rows[len(table.Rows)-1].Values[column(t, table, "recipients")].(int64)
	}
	was := recipients(p)
	text := "pattern,organisation,who,when,why\n=kestrel vale homes | =pellbrook systems ltd,Vale Homes Group,A. Clerk,2026-04-01,its accounts\n"
	if err := os.WriteFile(filepath.Join(dir, "decisions", "payees.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	p = opened(t, dir)
	if now := recipients(p); now != was-1 {
		t.Errorf("there were %d recipients, and two made one leave %d", was, now)
	}
	said, err := p.Explain(t.Context(), "clg-spend-july-2010.csv:10")
	want := `the payee   Vale Homes Group, by decisions/payees.csv: "=kestrel vale homes | =pellbrook systems ltd", decided by A. Clerk on 2026-04-01: its accounts`
	if err != nil || !strings.Contains(said, want) {
		t.Errorf("%v\n%s\nwant %q", err, said, want)
	}
}
