package flows

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
	"flows/mapping"

	"github.com/xuri/excelize/v2"
)

// spellings is a publisher's file in which two organisations are written in two ways each, and one way of each is open
// to doubt.
const spellings = `Department,Date,Supplier,Expense Type,Amount
Department for Tests,01/04/2015,Marramcenter plc,Computers,100.00
Department for Tests,02/04/2015,Marramcentre,Computers,20.00
Department for Tests,03/04/2015,Marramcentre,Computers,-5.00
Department for Tests,04/04/2015,Quillstone Harbour Ltd,Dredging,300.00
Department for Tests,05/04/2015,Quillstone Harbour (UK) Ltd,Dredging,40.00
Department for Tests,06/04/2015,Tern Island Ferry Ltd,Travel,7.00
`

// paidTo is what each organisation got, by the shares in force and plain addition.
func paidTo(t *testing.T, p *Project) map[string]ledger.Pence {
	t.Helper()
	words, err := p.wordings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	bodies, err := p.payeeBodies()
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]ledger.Pence{}
	for _, w := range words.place {
		sums[bodies[w.Key].body] += w.Amount
	}
	return sums
}

// Questions about organisations go out with what was paid to each side, most money first, and come back as decisions
// that move what the preview said.
func TestReviewOfOrganisations(t *testing.T) {
	dir := t.TempDir()
	p := emptyProject(t, dir)
	file := filepath.Join(dir, "spend.csv")
	if err := os.WriteFile(file, []byte(spellings), 0o644); err != nil {
		t.Fatal(err)
	}
	ingested(t, p, IngestOptions{Names: []string{file}})
	book := reviewed(t, p, whole)
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("organisations")
	f.Close()
	if err != nil || len(rows) < 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range []string{
		"O1|one|the same without UK|Quillstone Harbour (UK) Ltd|1|40.00|Quillstone Harbour Ltd|1|300.00|=quillstone harbour uk ltd",
		"O2|two|one letter apart|Marramcenter plc|1|100.00|Marramcentre|2|15.00|=marramcenter plc | =marramcentre",
	} {
		if got := strings.TrimRight(strings.Join(rows[4+i], "|"), "|"); got != want {
			t.Errorf("row %d is\n%s\nwant\n%s", i+1, got, want)
		}
	}
	before := paidTo(t, p)
	path := filepath.Join(dir, "filled.xlsx")
	fill(t, book, path, map[[3]string]string{
		{"organisations", "O1", "organisation"}: "Quillstone Harbour (UK) Ltd", {"organisations", "O1", "why"}: "another company number",
		{"organisations", "O2", "organisation"}: "Marramcenter plc", {"organisations", "O2", "why"}: "its accounts",
	})
	day, _ := ledger.NewDate(2026, 4, 1)
	d, err := p.ReadReview(context.Background(), path, ReviewDefaults{Who: "A. Clerk", When: day})
	if err != nil || d.Organisations != 2 || strings.Join(d.Files, " ") != "decisions/payees.csv" {
		t.Fatalf("%+v, %v", d, err)
	}
	moves, err := p.Preview(context.Background(), d, Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range moves.Rows {
		if m.Values[0] != "organisation" {
			t.Errorf("the preview moves %v", m.Values)
		}
		before[m.Values[1].(string)] -= m.Values[6].(ledger.Pence)
		before[m.Values[3].(string)] += m.Values[6].(ledger.Pence)
	}
	if err := d.Write(); err != nil {
		t.Fatal(err)
	}
	p.Close()
	p = opened(t, dir)
	if err := p.Map(context.Background()); err != nil {
		t.Fatal(err)
	}
	equalSums(t, "organisations", before, paidTo(t, p))
	if got := paidTo(t, p); got["Marramcenter plc"] != 11500 || got["Quillstone Harbour (UK) Ltd"] != 4000 || got["Quillstone Harbour Ltd"] != 30000 {
		t.Errorf("organisations got %v", got)
	}
	again, err := p.WriteReview(context.Background(), whole, &bytes.Buffer{})
	if err != nil || again.Organisations != 0 {
		t.Errorf("what was decided is asked again: %+v, %v", again, err)
	}
	d, err = p.ReadReview(context.Background(), path, ReviewDefaults{Who: "A. Clerk", When: day})
	if err != nil || d.Already == 0 || d.Places+d.Functions+d.Organisations != 0 {
		t.Errorf("the same again: %+v, %v", d, err)
	}
	p.Close()
}

// What is wrong on the sheet of organisations is told with its cell.
func TestReviewOfOrganisationsMistakes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := emptyProject(t, dir)
	defer p.Close()
	file := filepath.Join(dir, "spend.csv")
	if err := os.WriteFile(file, []byte(spellings), 0o644); err != nil {
		t.Fatal(err)
	}
	ingested(t, p, IngestOptions{Names: []string{file}})
	book := reviewed(t, p, whole)
	day, _ := ledger.NewDate(2026, 4, 1)
	for name, c := range map[string]struct {
		cells map[[3]string]string
		want  string
	}{
		"no name":      {map[[3]string]string{{"organisations", "O1", "why"}: "x"}, "K5: organisation is empty"},
		"no words":     {map[[3]string]string{{"organisations", "O1", "organisation"}: "&", {"organisations", "O1", "why"}: "x"}, "K5: the organisation \"&\" has no words"},
		"a pattern":    {map[[3]string]string{{"organisations", "O1", "pattern"}: "*", {"organisations", "O1", "organisation"}: "Alpha", {"organisations", "O1", "why"}: "x"}, "J5: the pattern cannot be read"},
		"they differ":  {map[[3]string]string{{"organisations", "O1", "pattern"}: "marram*", {"organisations", "O1", "organisation"}: "Alpha", {"organisations", "O1", "why"}: "x", {"organisations", "O2", "organisation"}: "Beta", {"organisations", "O2", "why"}: "x"}, "K6: it contradicts "},
		"nothing else": {map[[3]string]string{{"organisations", "O1", "organisation"}: "Alpha"}, "why is empty"},
	} {
		path := filepath.Join(t.TempDir(), "r.xlsx")
		fill(t, book, path, c.cells)
		if _, err := p.ReadReview(context.Background(), path, ReviewDefaults{Who: "A. Clerk", When: day}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// Law of the questions: none is about a body that is known, a person or numbers, and none stands twice.
func TestClusterDoubts(t *testing.T) {
	t.Parallel()
	names := []string{"Norwich City Council", "Norwich City Counciil", "Marram Phase 1 Works", "Marram Phase 2 Works", "Marram Works Phase", "Marramcenter plc", "Marramcentre", "Marramcentre plc"}
	list := mapping.Reference().ClusterDoubts(names)
	if len(list) != 1 || list[0].Joined || list[0].Why != "one letter apart" || len(list[0].One)+len(list[0].Other) != 3 {
		t.Errorf("asked are %+v", list)
	}
}
