package flows

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"flows/ledger/draws"
	"flows/report"

	"pgregory.net/rapid"
)

// publication is what a publisher might put on the web: a csv with what a csv has, and what of it is money.
type publication struct {
	text                string
	payments            int64
	sum                 ledger.Pence
	quarantined, totals int64
}

// payees are wordings as departments write them: councils, other bodies, companies.
var payees = []string{"Norfolk County Council", "NORFOLK CC", "Norwich City Council", "Leeds C.C.", "Suffolk County Council (Schools)",
	"Norfolk Police Authority", "Norfolk and Norwich University Hospital", "Acme Ltd", "Bolt & Sons plc", "City of York Council", "Birmingham City Council", "HMRC"}

var purposes = [][2]string{{"Grants", "Policing"}, {"Dedicated Schools Grant", "Schools"}, {"Capital grant", "Highways maintenance"},
	{"Consultancy", "Corporate"}, {"Supporting People", "Housing"}, {"Fees", "Animal health"}}

var payers = []string{"Home Office", "Department for Education", "Department for Transport"}

// amounts are ways to write an amount of pence.
var amounts = []func(ledger.Pence) string{
	ledger.Pence.String,
	func(p ledger.Pence) string { return "£" + p.String() },
	func(p ledger.Pence) string { // accountants put what is less than nothing in brackets
		if p < 0 {
			return "(" + (-p).String() + ")"
		}
		return p.String()
	},
	func(p ledger.Pence) string {
		return `"` + report.Pounds(p-p%100) + p.String()[len(p.String())-3:] + `"`
	},
}

// publishes draws a file.
func publishes(t *rapid.T, n int) publication {
	var b strings.Builder
	var f publication
	if rapid.Bool().Draw(t, "titled") {
		b.WriteString("Spend over £500,,,,,,,\n,,,,,,,\n")
	}
	b.WriteString("Department,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n")
	payer := rapid.SampledFrom(payers).Draw(t, "payer")
	write := rapid.SampledFrom(amounts[:3]).Draw(t, "amounts")
	for i := range rapid.IntRange(1, 25).Draw(t, "rows") {
		purpose := rapid.SampledFrom(purposes).Draw(t, "purpose")
		amount := ledger.Pence(rapid.Int64Range(-5_000_00, 900_000_00).Draw(t, "pence"))
		day, month, year := rapid.IntRange(13, 28).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(2010, 2012).Draw(t, "year")
		cell := write(amount)
		if rapid.IntRange(0, 19).Draw(t, "unreadable") == 0 {
			cell = "to be confirmed"
			f.quarantined++
		} else {
			f.payments++
			f.sum += amount
		}
		fmt.Fprintf(&b, "%s,%s,%02d/%02d/%d,%s,%s,%s,%d,%s\n", payer, payer, day, month, year, purpose[0], purpose[1],
			rapid.SampledFrom(payees).Draw(t, "payee"), n*1000+i, cell)
		if rapid.IntRange(0, 9).Draw(t, "blank") == 0 {
			b.WriteString(",,,,,,,\n")
		}
	}
	if f.payments > 2 && rapid.Bool().Draw(t, "total") {
		fmt.Fprintf(&b, "Total,,,,,,,%s\n", write(f.sum))
		f.totals++
	}
	f.text = b.String()
	return f
}

// Of any files: what was written is what is loaded, to the penny, the rest has its fate, every report adds
// up to what plain Go adds up, and the order of the files, how many are read at once, and the folder make
// no difference to a byte of the ledger or of a report.
func TestAnyWorkspace(t *testing.T) {
	t.Parallel()
	draws.Few(t, "3", "1")
	dir := t.TempDir()
	draws := 0
	rapid.Check(t, func(rt *rapid.T) {
		draws++
		at := filepath.Join(dir, fmt.Sprint(draws))
		files := map[string]publication{}
		for i := range rapid.IntRange(1, 4).Draw(rt, "files") {
			files[fmt.Sprintf("spend-%d.csv", i)] = publishes(rt, i)
		}
		names := save(rt, filepath.Join(at, "files"), files)

		one := emptyProject(rt, filepath.Join(at, "one"))
		defer one.Close()
		sum := ingested(rt, one, IngestOptions{Names: names, Jobs: 1})
		asWritten(rt, one, sum, files)
		fatesPartition(rt, one)

		other := emptyProject(rt, filepath.Join(at, "some", "other"))
		defer other.Close()
		ingested(rt, other, IngestOptions{Names: rapid.Permutation(names).Draw(rt, "order"), Jobs: 4})

		q := Query{
			Places: rapid.SampledFrom([][]string{{Everywhere}, {"Norfolk"}, {"Norfolk", "Norwich"}, {"Leeds", "York"}}).Draw(rt, "places"),
			Years:  rapid.SampledFrom([][]string{{AllYears}, {"2010-11"}, {"2011-12", "2010-11"}}).Draw(rt, "years"),
		}
		addsUp(rt, one, q)
		wholeSum(rt, one, files)
		name := rapid.SampledFrom(ReportNames()).Draw(rt, "report")
		if (name == "apportionment" || name == "sensitivity") && slices.Contains(q.Places, "Norwich") {
			q.Places = []string{"Norwich"} // what lies in two of the places is not spread over both
		}
		for _, format := range []string{"csv", "json", "html"} {
			a, b := rendered(rt, reported(rt, one, name, q), format), rendered(rt, reported(rt, other, name, q), format)
			if a != b {
				rt.Errorf("%s of %+v as %s differs between two folders:\n%s\n%s", name, q, format, a, b)
			}
		}
		same(rt, "the ledger", contents(rt, one.Ledger.Dir()), contents(rt, other.Ledger.Dir()))
	})
}

// save writes files and gives their paths.
func save(t failer, dir string, files map[string]publication) []string {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatalf("%v", err)
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		names = append(names, filepath.Join(dir, name))
		if err := os.WriteFile(names[len(names)-1], []byte(files[name].text), 0o644); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return names
}

// asWritten wants each file to be read as it was written.
func asWritten(t failer, p *Project, sum IngestSummary, files map[string]publication) {
	t.Helper()
	var all publication
	for _, s := range p.Ledger.Sources() {
		f := files[s.Path()]
		all.payments, all.sum = all.payments+f.payments, all.sum+f.sum
		if len(s.Tables) != 1 {
			t.Errorf("%s has %d tables:\n%s", s.Path(), len(s.Tables), f.text)
			continue
		}
		got := &s.Tables[0]
		if got.Fates[ledger.Loaded] != f.payments || got.Fates[ledger.Quarantined] != f.quarantined || got.Fates[ledger.Total] != f.totals || got.Sum != f.sum {
			t.Errorf("%s: %d loaded, %d quarantined, %d totals, %s; written were %d, %d, %d, %s\n%s", s.Path(), got.Fates[ledger.Loaded],
				got.Fates[ledger.Quarantined], got.Fates[ledger.Total], got.Sum, f.payments, f.quarantined, f.totals, f.sum, f.text)
		}
	}
	if sum.Entries != all.payments || sum.Sum != all.sum || sum.Files != len(files) {
		t.Errorf("the summary says %d files, %d entries, %s; written were %d, %d, %s", sum.Files, sum.Entries, sum.Sum, len(files), all.payments, all.sum)
	}
}

// wholeSum wants the headline of everything to be what was written in all files.
func wholeSum(t failer, p *Project, files map[string]publication) {
	t.Helper()
	var want ledger.Pence
	for _, f := range files {
		want += f.sum
	}
	table, err := p.Report(context.Background(), "headline", Query{Places: []string{Everywhere}, Years: []string{AllYears}})
	if err != nil {
		t.Fatalf("%v", err)
	}
	if got := added(t, "headline", table).total; got != want {
		t.Errorf("the headline of everything is %s, and in the files stand %s", got, want)
	}
}

// The demo, made twice in two folders and read in two ways, is the same to the byte: the ledger, every
// report as data, and the pages.
func TestTwoRunsAreTheSame(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("TestAnyWorkspace holds smaller runs to the same law")
	}
	root := t.TempDir()
	first := demo(t, filepath.Join(root, "first"))
	if err := WriteDemo(filepath.Join(root, "in", "another", "folder")); err != nil {
		t.Fatal(err)
	}
	second := opened(t, filepath.Join(root, "in", "another", "folder"))
	names := second.SourceNames()
	slices.Reverse(names)
	ingested(t, second, IngestOptions{Names: names, Jobs: 1})

	a, _ := ready(t, first, Query{})
	b, _ := ready(t, second, Query{})
	for _, s := range specs() {
		one, err := first.make(t.Context(), s, a)
		if err != nil {
			t.Fatal(err)
		}
		other, err := second.make(t.Context(), s, b)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range report.Formats() {
			if format == "svg" {
				continue // of some reports there is no picture
			}
			x, y := rendered(t, one, format), rendered(t, other, format)
			if x != y {
				t.Errorf("%s as %s differs between two folders", s.name, format)
			}
			if strings.Contains(x, root) {
				t.Errorf("%s as %s names the folder it was made in", s.name, format)
			}
		}
	}
	same(t, "the ledger", contents(t, first.Ledger.Dir()), contents(t, second.Ledger.Dir()))
}
