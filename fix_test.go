package flows

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/ledger/draws"
	"flows/report"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// correction is what a person writes into a line of a sheet of corrections.
type correction struct{ amount, by, on string }

// exported writes the sheet of corrections of a project.
func exported(t failer, p *Project, name, files string) *Exported {
	x, err := p.ExportFixes(context.Background(), ProblemFilter{}, []string{files})
	if err != nil {
		t.Fatalf("%v", err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer f.Close()
	if strings.HasSuffix(name, ".csv") {
		err = WriteFixCSV(f, x.Tables)
	} else {
		err = report.RenderBook(f, x.Tables)
	}
	if err != nil {
		t.Fatalf("%v", err)
	}
	return x
}

// correctedIn writes corrections into a workbook, by the rows of their file, and saves it as another.
func correctedIn(t failer, name, as string, amounts map[string]string, lines map[string]correction) {
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if len(rows) < 4 || !slices.Contains(rows[3], fixBy) {
			continue
		}
		at := func(heading string) int { return slices.Index(rows[3], heading) }
		for i, row := range rows[4:] {
			c, ok := lines[row[at("row")]]
			if !ok {
				continue
			}
			for heading, v := range map[string]string{amounts[row[at("file")]]: c.amount, fixBy: c.by, fixOn: c.on} {
				cell, err := excelize.CoordinatesToCellName(at(heading)+1, i+5)
				if err == nil {
					err = f.SetCellStr(sheet, cell, v)
				}
				if err != nil {
					t.Fatalf("%v", err)
				}
			}
		}
	}
	if err := f.SaveAs(as); err != nil {
		t.Fatalf("%v", err)
	}
}

// wholeLedger is the sum of all entries that count.
func wholeLedger(p *Project) (sum ledger.Pence) {
	counting := p.counting()
	for _, s := range p.Ledger.Sources() {
		for i := range s.Tables {
			if counting.Counted(s.ID, s.Tables[i].N) == ledger.Yes {
				sum += s.Tables[i].Sum
			}
		}
	}
	return sum
}

// Of any file and any corrections: the total after is the total before and the corrected amounts, nothing
// else in the ledger changes by a byte, a second time changes nothing, and taking it back restores all.
func TestCorrectionsAddUp(t *testing.T) {
	draws.Few(t, "12", "1")
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "fix")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		f := publishes(t, 1)
		if f.quarantined == 0 {
			f.text += "Home Office,Home Office,13/01/2011,Fees,Policing,Acme Ltd,7,to be confirmed\n"
		}
		files := filepath.Join(dir, "files")
		os.Mkdir(files, 0o777)
		if err := os.WriteFile(filepath.Join(files, "a.csv"), []byte(f.text), 0o666); err != nil {
			t.Fatal(err)
		}
		p := emptyProject(t, dir)
		defer p.Close()
		ingested(t, p, IngestOptions{Names: []string{files}})
		before, bytes := wholeLedger(p), contents(t, filepath.Join(dir, "ledger"))
		sheet := filepath.Join(dir, "fix.xlsx")
		x := exported(t, p, sheet, files)
		if x.Rows == 0 {
			return // without a single amount nothing tells a list of payments
		}
		lines, sum := map[string]correction{}, ledger.Pence(0)
		for _, r := range x.Tables[0].Rows {
			amount := ledger.Pence(rapid.Int64Range(-9_000_00, 9_000_000_00).Draw(t, "amount"))
			switch rapid.SampledFrom([]string{"corrected", "corrected", "left", "wrong", "nobody"}).Draw(t, "line") {
			case "corrected":
				lines[fmt.Sprint(r.Values[4])] = correction{amount.String(), "A. Analyst", "2026-11-22"}
				sum += amount
			case "wrong":
				lines[fmt.Sprint(r.Values[4])] = correction{"soon", "A. Analyst", "2026-11-22"}
			case "nobody":
				lines[fmt.Sprint(r.Values[4])] = correction{amount.String(), "", ""}
			}
		}
		correctedIn(t, sheet, sheet, map[string]string{"a.csv": "H · Amount"}, lines)
		apply := func() *FixResult {
			r, err := p.Fix(context.Background(), FixOptions{Name: sheet, From: []string{files}})
			if err != nil {
				t.Fatalf("%v", err)
			}
			return r
		}
		r := apply()
		if got := wholeLedger(p); got != before+sum || r.Sum != sum || len(r.Fixed)+len(r.Wrong)+r.Unchanged != x.Rows {
			t.Fatalf("%v before, %v corrected (told %v of %+v), %v after", before, sum, r.Sum, r, got)
		}
		after := contents(t, filepath.Join(dir, "ledger"))
		for name, text := range bytes {
			if after[name] != text {
				t.Fatalf("%s is not what it was", name)
			}
		}
		apply()
		same(t, "applied a second time", after, contents(t, filepath.Join(dir, "ledger")))
		if len(r.Fixed) == 0 {
			return
		}
		if _, _, err := p.Unfix("fix.xlsx"); err != nil {
			t.Fatal(err)
		}
		if got := wholeLedger(p); got != before {
			t.Fatalf("%v before, %v after it was taken back", before, got)
		}
	})
}

// What a corrected row becomes, what is refused, and what is told; as csv, with two layouts.
func TestCorrectionsOfRows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := filepath.Join(dir, "files")
	saved(t, files, map[string]string{"april.csv": wrongRows, "may.csv": "Supplier,Date,Net £,Note\n=Acme Ltd,01/05/2021,n/k,x\nBolt,02/05/2021,5,y\n"})
	p := emptyProject(t, dir)
	defer p.Close()
	ingested(t, p, IngestOptions{Names: []string{files}})
	sheet := filepath.Join(dir, "fix.csv")
	exported(t, p, sheet, files)
	text, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), ",'=Acme Ltd,") {
		t.Errorf("a formula stands in\n%s", text)
	}
	apply := func(name string, pairs ...string) (*FixResult, error) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(string(text), pairs[i]) {
				t.Fatalf("no %q in\n%s", pairs[i], text)
			}
		}
		to := filepath.Join(dir, name)
		if err := os.WriteFile(to, []byte(strings.NewReplacer(pairs...).Replace(string(text))), 0o666); err != nil {
			t.Fatal(err)
		}
		return p.Fix(context.Background(), FixOptions{Name: to, From: []string{files}})
	}
	one := []string{",,,02/04/2021,Bolt plc,a2,#REF!", ",A. Analyst,22/11/2026,02/04/2021,Bolt plc,a2,12.50", ",,,'=Acme Ltd,01/05/2021,n/k,x", ",B. Clerk,2026-11-22,'=Acme Ltd,01/05/2021,7,x"}
	r, err := apply("one.csv", one...)
	if err != nil || len(r.Fixed) != 2 || r.Unchanged != 1 || r.Sum != 1950 || len(r.Wrong) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got, want := r.Fixed[0].Changes+r.Fixed[1].Changes, `D: "#REF!" → "12.50"C: "n/k" → "7"`; got != want && got != `C: "n/k" → "7"D: "#REF!" → "12.50"` {
		t.Errorf("changes %s, want %s", got, want)
	}
	list, err := p.Problems(ProblemFilter{Code: "FL0203"})
	if err != nil || len(list) != 1 || list[0].FixedBy != "A. Analyst, 2026-11-22 (one.csv)" {
		t.Errorf("%+v, %v", list, err)
	}
	flows, err := p.flowsNamed("april.csv:6")
	if err != nil || len(flows) != 1 || !strings.HasPrefix(p.correction(flows[0], false), "by A. Analyst, 2026-11-22 (one.csv); D was") {
		t.Errorf("explained by %v, %v", flows, err)
	}
	if r, err := apply("one.csv", one...); err != nil || !r.Known {
		t.Errorf("the second time: %+v, %v", r, err)
	}
	if r, err := apply("more.csv", append(one, ",,,03/04/2021,Dune Ltd,a4,to follow", ",C,1 Dec 2026,03/04/2021,Dune Ltd,a4,-1")...); err != nil || r.Before != 2 || r.Sum != -100 {
		t.Errorf("one more: %+v, %v", r, err)
	}
	for what, pairs := range map[string][]string{
		"april.csv row 6 was corrected before, by A. Analyst, 2026-11-22 (one.csv)": {one[0], ",D,2026-11-22,02/04/2021,Bolt plc,a2,99"},
		"april.csv row 5 is not quarantined":                                        {",1,6,FL0203", ",1,5,FL0203", one[0], ",D,2026-11-22,02/04/2021,Bolt plc,a2,99"},
		"no source":                                                                 {",april.csv,,1,6,", "0,april.csv,,1,6,"},
	} {
		if _, err := apply("refused.csv", pairs...); !errors.Is(err, ErrFixRefused) || !strings.Contains(err.Error(), what) {
			t.Errorf("%q is not said: %v", what, err)
		}
	}
	if sum := ingested(t, p, IngestOptions{Names: []string{sheet}}); sum.Entries != 0 || sum.Problems != 1 {
		t.Errorf("read as a file of its own: %+v", sum)
	}
	if got := wholeLedger(p); got != 10000+5025-25+500+1950-100 {
		t.Errorf("the whole is %v", got)
	}
}
