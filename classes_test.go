package flows

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"
)

// What the cuts say of the demo: each adds up to the divisions' total, division by division where it has
// divisions; a line of classes.csv moves money from one class to another and makes or loses none.
func TestClassesOfTheDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := demo(t, dir)
	ctx := t.Context()
	q := Query{Places: []string{Everywhere}, Years: []string{AllYears}}
	by := func(p *Project, name string) map[string]ledger.Pence {
		table, err := p.Report(ctx, name, q)
		if err != nil {
			t.Fatal(err)
		}
		label := 0
		if name == "functions" {
			label = 1
		}
		sums := map[string]ledger.Pence{}
		for _, r := range table.Rows {
			amount, _ := amountOf(table.Columns, r)
			if r.Level == report.Total {
				sums["total"] = amount
				continue
			}
			sums[r.Values[label].(string)] += amount
		}
		return sums
	}
	functions, control := by(p, "functions"), by(p, "control")
	for name, got := range map[string]map[string]ledger.Pence{"control": control, "nature": by(p, "nature"), "organisations": by(p, "organisations")} {
		if got["total"] != functions["total"] {
			t.Errorf("%s adds up to %s, functions to %s", name, got["total"], functions["total"])
		}
	}
	for theme, amount := range by(p, "prevention") {
		if amount != functions[theme] {
			t.Errorf("prevention gives %s %s, functions %s", theme, amount, functions[theme])
		}
	}
	if control["local discretion"] <= 0 || control["local delivery of national rules"] <= 0 {
		t.Fatalf("the county's own payments are in no class: %v", control)
	}
	p.Close()

	own := "id,class,payer,value,who,when,why\nours-1,control,@council,entitlement,A. Analyst,2026-04-01,for the test\n"
	if err := os.WriteFile(filepath.Join(dir, "classes.csv"), []byte(own), 0o666); err != nil {
		t.Fatal(err)
	}
	after := by(opened(t, dir), "control")
	moved := control["local discretion"] + control["local delivery of national rules"]
	if after["total"] != control["total"] || after["local discretion"] != 0 || after["entitlement"] <= control["entitlement"] || after["entitlement"] > control["entitlement"]+moved {
		t.Errorf("before %v, after %v", control, after)
	}
}

func TestClassListTellsWhatDecides(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := WriteDemo(dir); err != nil {
		t.Fatal(err)
	}
	own := "id,class,payer,value,who,when,why\nours-1,control,larkshire,local discretion,A. Analyst,2026-04-01,for the test\n"
	if err := os.WriteFile(filepath.Join(dir, "classes.csv"), []byte(own), 0o666); err != nil {
		t.Fatal(err)
	}
	table, err := opened(t, dir).ClassList("control")
	if err != nil {
		t.Fatal(err)
	}
	first := table.Rows[0].Values
	if first[0] != "ours-1" || !slices.Contains(first, any("A. Analyst")) || len(table.Rows) < 10 {
		t.Errorf("%d rows, the first is %v", len(table.Rows), first)
	}
	if _, err := ClassList("natur"); err == nil || !strings.Contains(err.Error(), "nature") {
		t.Errorf("%v", err)
	}
}
