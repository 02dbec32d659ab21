package flows

import (
	"strings"
	"testing"

	"flows/ledger"
	"flows/workspace"
)

// A key whose lines contradict each other is refused, with the line: parts of an area weigh no more than it does,
// beyond what rounding can have added. Old and new areas of one ground are not added up.
func TestKeyFaults(t *testing.T) {
	t.Parallel()
	p := emptyProject(t, t.TempDir())
	defer p.Close()
	key := func(decimals int, rows ...workspace.KeyRow) *workspace.Key {
		for i := range rows {
			rows[i].Line, rows[i].Source = i+2, "invented"
		}
		return &workspace.Key{Name: "k", File: "keys/k.csv", Decimals: decimals, Rows: rows}
	}
	row := func(area string, year ledger.Year, weight int64) workspace.KeyRow {
		return workspace.KeyRow{Area: area, Year: year, Weight: weight}
	}
	for _, c := range []struct {
		name string
		k    *workspace.Key
		line int // 0: no fault
		want string
	}{
		{"shares of a whole", key(4, row("K02000001", 0, 10000), row("E92000001", 0, 8675)), 0, ""},
		{"no area", key(0, row("E99999999", 0, 1)), 2, `area is "E99999999"`},
		{"a name", key(0, row("Norfolk", 0, 1)), 2, `area is "Norfolk"`},
		{"one part is more", key(4, row("K02000001", 0, 10000), row("E92000001", 0, 18675)), 2, "weighs 1.0000, and what lies in it weighs 1.8675: E92000001"},
		{"parts together are more", key(4, row("E92000001", 0, 6000), row("W92000004", 0, 6000), row("K02000001", 0, 10000)), 4,
			"weighs 1.0000, and what lies in it weighs 1.2000: E92000001 and 1 more areas"},
		{"rounded parts", key(1, row("K02000001", 0, 10), row("E92000001", 0, 9), row("S92000003", 0, 1), row("W92000004", 0, 1)), 0, ""},
		{"more in one year", key(0, row("K02000001", 0, 5), row("E92000001", 2011, 5), row("E92000001", 2012, 6)), 2, "weighs 5 in 2012-13"},
		{"a county and its successors", key(0, row("E12000002", 0, 10), row("E10000006", 0, 10), row("E06000063", 0, 5), row("E06000064", 0, 5)), 0, ""},
	} {
		faults := p.keyFaults(c.k)
		switch {
		case c.line == 0 && len(faults) > 0:
			t.Errorf("%s: %+v", c.name, faults)
		case c.line > 0 && (len(faults) == 0 || faults[0].line != c.line || !strings.Contains(faults[0].what, c.want)):
			t.Errorf("%s: %+v, want line %d: %s", c.name, faults, c.line, c.want)
		}
	}
	people, _, err := p.keyNamed(population)
	if err != nil {
		t.Fatal(err)
	}
	old := Place{Codes: []string{"E10000009", "E06000029", "E06000028"}}
	if got := p.weighable(old, people); strings.Join(got, " ") != "E06000058 E06000059" {
		t.Errorf("Dorset, Poole and Bournemouth are weighed as %v", got)
	}
	if got := p.weighable(Place{Codes: []string{"E06000029"}}, people); strings.Join(got, " ") != "E06000029" {
		t.Errorf("Poole is weighed as %v", got)
	}
	if got := p.codeMeant("Norfolk"); got != "Norfolk is E10000020" {
		t.Errorf("the code of Norfolk: %s", got)
	}
}
