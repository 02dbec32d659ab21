package flows

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ingest/table"
	"flows/ledger"
	"flows/workspace"
)

// files writes files by their names below a folder.
func files(t failer, dir string, texts map[string]string) {
	t.Helper()
	for name, text := range texts {
		path := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if err == nil {
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
	}
}

// withRecipe reads one csv in a new workspace with recipes; it gives its source and its problems.
func withRecipe(t *testing.T, csv string, recipes map[string]string) (*ledger.Source, []ledger.Problem) {
	t.Helper()
	dir := t.TempDir()
	files(t, dir, map[string]string{"april.csv": csv})
	p := emptyProject(t, filepath.Join(dir, "w"))
	p.Close()
	files(t, filepath.Join(dir, "w"), recipes)
	p = opened(t, filepath.Join(dir, "w"))
	ingested(t, p, IngestOptions{Names: []string{filepath.Join(dir, "april.csv")}})
	var problems []ledger.Problem
	for _, f := range p.Ledger.Files("problems") {
		if err := ledger.ReadTable(f, func(rows []ledger.Problem) error { problems = append(problems, rows...); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	return p.Ledger.Sources()[0], problems
}

// messy are files of which the reading rests on many conclusions.
var messy = map[string]string{
	"Norfolk_council_spend_July-2013.csv": "Spend over £500,,,,\n,,,,\nSupplier,Date,Net,VAT,Gross\nAcme Ltd,13/07/2013,100.00,20.00,120.00\nBolt plc,02/07/2013,(5.50),(1.10),(6.60)\nTotal,,94.50,18.90,113.40\n",
	"shifted.csv":                         "Entity,Date,Supplier,Transaction Number,Payment Value,Payment Value\nDept,QCDA,29/09/2011,Beech LLP,PB1,\"100,564.56\"\nDept,QCDA,05/09/2011,BSS,PB2,\"88,627.81\"\nDept,QCDA,21/09/2011,Acme,PB3,\"76,680.64\"\n",
	"two.csv":                             "Supplier,Date,Reference,Amount\nAcme Ltd,01/04/2012,17,100.00\n\nRecipient,Award date,Award reference,Amount awarded\nHall Trust,02/04/2012,A1,50.00\n",
	"lines.csv":                           ",,Transaction,Amount\nSupplier,Date,number,£000\nAcme Ltd,01/04/2012,17,1.5\nBolt plc,02/04/2012,18,2.25\n",
	"comma.csv":                           "Supplier;Date;Reference;Amount\nAcme Ltd;04/13/2012;17;1.100,50\nBolt plc;05/14/2012;18;200,25\n",
	"headless.csv":                        "Acme Ltd,01/04/2012,17,100.50\nBolt plc,02/04/2012,18,7.25\nCole,03/04/2012,19,1.75\nDove,04/04/2012,20,2.00\n",
	"years.csv":                           "Government department,Function,2009-10,2010-11,Total £m\nHealth,Hospitals,1.5,2.5,4\nHealth,Research,3,4,7\nDefence,Army,5,6,11\n",
	"wrong.csv":                           "Supplier,Date,Reference,Amount\nAcme Ltd,01/04/2012,17,#REF!\nBolt plc,x,18,7.25\nCole,03/04/2012,19,n/a\nDove,04/04/2012,20,8.00\nEve,04/04/2012,21,9.00\nFay,04/04/2012,22,9.50\n",
	"statement.csv":                       "Revenue outturn £ thousand,,,,,,,\nLocal authority,Class,Education,Highways,Social care,Housing,Total service expenditure,Reserves\nAyton,UA,10,20,30,40,100,5\nBeeton,SD,1,2,3,4,10,5\nCeeton,UA,5,5,5,5,20,7\nDeeton,SD,2,2,2,2,8,7\n",
}

// A saved recipe that nobody has edited changes nothing but the name of the reading and the reasons.
func TestSavedRecipesChangeNothing(t *testing.T) {
	dir := t.TempDir()
	files(t, filepath.Join(dir, "in"), messy)
	files(t, filepath.Join(dir, "in"), demoTexts(t))
	plain, saved := emptyProject(t, filepath.Join(dir, "plain")), emptyProject(t, filepath.Join(dir, "saved"))
	defer plain.Close()
	names := []string{filepath.Join(dir, "in")}
	ingested(t, plain, IngestOptions{Names: names})
	wrote := 0
	opt := InspectOptions{Names: names, Save: true, Wrote: func(s string) { wrote += strings.Count(s, "wrote recipes/") }}
	if err := Inspect(context.Background(), saved, opt, &strings.Builder{}); err != nil {
		t.Fatal(err)
	}
	saved.Close()
	saved = opened(t, filepath.Join(dir, "saved"))
	if wrote < 15 || len(saved.Workspace.Recipes) != wrote {
		t.Fatalf("%d recipes were written, %d are read", wrote, len(saved.Workspace.Recipes))
	}
	sum := ingested(t, saved, IngestOptions{Names: names})
	if sum.Entries == 0 {
		t.Fatal("nothing was read")
	}
	for _, kind := range []string{"entries", "problems"} {
		same(t, kind, bySource(contents(t, filepath.Join(dir, "plain", "ledger", kind))), bySource(contents(t, filepath.Join(dir, "saved", "ledger", kind))))
	}
	if n := len(plain.Ledger.Sources()); n != len(saved.Ledger.Sources()) {
		t.Fatalf("%d sources without recipes, %d with them", n, len(saved.Ledger.Sources()))
	}
	for i, s := range saved.Ledger.Sources() {
		if n := len(plain.Ledger.Sources()[i].Tables); n != len(s.Tables) {
			t.Errorf("%s has %d tables, with its recipe %+v", s.Path(), n, s.Tables)
			continue
		}
		for k := range s.Tables {
			a, b := s.Tables[k], plain.Ledger.Sources()[i].Tables[k]
			a.Reasons, b.Reasons = nil, nil
			for _, list := range [][]ledger.Series{a.Series, b.Series} {
				for j := range list {
					list[j].Why = ""
				}
			}
			if x, y := fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b); x != y {
				t.Errorf("%s is read as\n%s\nwith its recipe and as\n%s\nwithout", s.Path(), x, y)
			}
		}
	}
	again := ingested(t, saved, IngestOptions{Names: names})
	if again.Known != again.Files {
		t.Errorf("%d of %d files are unchanged", again.Known, again.Files)
	}
}

// demoTexts are the demo's files that are text.
func demoTexts(t *testing.T) map[string]string {
	texts := map[string]string{}
	names, err := filepath.Glob("testdata/demo/workspace/files/*.[ct]sv")
	if err != nil || len(names) == 0 {
		t.Fatal("the demo has no files", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = string(text)
	}
	return texts
}

// bySource leaves the name of the reading out of files' names.
func bySource(all map[string]string) map[string]string {
	out := map[string]string{}
	for name, text := range all {
		out[filepath.Dir(name)] = text
	}
	return out
}

const april = "Supplier,When,Cost centre,Net,Gross\nAcme Ltd,03/04/2012,Roads,100.00,120.00\nBolt plc,13/04/2012,,-5.50,-6.60\nTOTAL GAS,14/04/2012,Heat,7.00,8.40\n"

// head is a recipe of april, with other keys behind it.
func head(keys string) string {
	return "columns:\n  - {heading: 'Supplier', field: payee}\n  - {heading: 'When', field: date}\n  - {heading: 'Cost centre', field: expense_area}\n" +
		"  - {heading: 'Net', field: beside}\n  - {heading: 'Gross', field: amount}\n" + keys
}

// What a recipe says goes before what the file lets conclude.
func TestRecipesGoFirst(t *testing.T) {
	swap := func(old, new string) string { return strings.Replace(head(""), old, new, 1) }
	for _, c := range []struct {
		name, csv, recipe string
		loaded            int64
		sum               ledger.Pence
	}{
		{"without a recipe", april, "", 3, 10150},
		{"another amount", april, head(""), 3, 12180},
		{"a unit", april, swap("field: amount", "field: amount, unit: thousands"), 3, 12180000},
		{"signs turned round", april, swap("field: amount", "field: amount, sign: reversed"), 3, -12180},
		{"decimals with a comma", strings.ReplaceAll(april, "120.00", "1.200"), swap("field: amount", "field: amount, decimal: comma"), 1, 120000},
		{"a total by its text", april, head("totals: ['total g*']\n"), 2, 11340},
		{"a note by its text", april, head("notes: ['bolt*']\n"), 2, 12840},
		{"a payment that looks like a total", "Supplier,When,Cost centre,Net,Gross\nAcme,03/04/2012,Roads,5,6\nBolt,03/04/2012,Roads,5,6\nTotal,,,10,12\n", head("payments: [total]\n"), 3, 2400},
		{"a layout that is not loaded", april, head("load: no\n"), 0, 0},
		{"the heading in one row only", april, head("heading_rows: 1\n"), 3, 12180},
		{"another heading of a column", strings.Replace(april, "Gross", "Paid out", 1), swap("heading: 'Gross'", "heading: 'Gross', also: ['Paid out']"), 3, 12180},
		{"columns in another order", "Gross,Net,Cost centre,When,Supplier\n120.00,100.00,Roads,03/04/2012,Acme Ltd\n", head(""), 1, 12000},
		{"headings nobody knows", "Wer,Wann,Kosten\nAcme Ltd,03/04/2012,12.00\n", "columns:\n  - {heading: Wer, field: payee}\n  - {heading: Wann, field: date}\n  - {heading: Kosten, field: amount}\n", 1, 1200},
		{"under another table", "Supplier,Date,Reference,Amount\nAcme Ltd,03/04/2012,1,5.00\nWer,Wann,Kosten,\nBolt,03/04/2012,12.00,\n", "columns:\n  - {heading: Wer, field: payee}\n  - {heading: Wann, field: date}\n  - {heading: Kosten, field: amount}\n", 2, 1700},
		{"no heading", "Acme Ltd,03/04/2012,12.00\nBolt,04/04/2012,13.00\n", "heading_rows: none\ncolumns:\n  - {heading: '', field: payee}\n  - {heading: '', field: date}\n  - {heading: '', field: amount}\n", 2, 2500},
	} {
		recipes := map[string]string{"recipes/a.yaml": c.recipe}
		if c.recipe == "" {
			recipes = nil
		}
		s, problems := withRecipe(t, c.csv, recipes)
		var loaded int64
		var sum ledger.Pence
		for i := range s.Tables {
			loaded += s.Tables[i].Fates[ledger.Loaded]
			sum += s.Tables[i].Sum
		}
		if loaded != c.loaded || sum != c.sum {
			t.Errorf("%s: %d rows of %v, want %d of %v; %+v %v", c.name, loaded, sum, c.loaded, c.sum, s.Tables, problems)
		}
	}
}

// Texts that a recipe states stand in the entries.
func TestTextsOfRecipes(t *testing.T) {
	recipe := head("record: award\nstage: announced\ndate_order: mdy\npayer: Invented Council\nperiod: 2013-14\ndefaults: {expense_area: 'Not said', capital: revenue}\n")
	dir := t.TempDir()
	files(t, dir, map[string]string{"april.csv": april, "w/flows.yaml": "name: x\n", "w/recipes/a.yaml": recipe})
	p := opened(t, filepath.Join(dir, "w"))
	ingested(t, p, IngestOptions{Names: []string{filepath.Join(dir, "april.csv")}})
	var got []string
	for _, f := range p.Ledger.Files("entries") {
		err := ledger.ReadTable(f, func(rows []ledger.Entry) error {
			for _, e := range rows {
				got = append(got, strings.Join([]string{e.Payer, e.Payee, e.ExpenseArea, e.Capital, e.Record, e.Stage, e.VAT, e.Date.String(), e.Year.String(), e.Period}, "|"))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"Invented Council|Acme Ltd|Roads|revenue|award|announced|gross|2012-03-04|2011-12|2013-14",
		"Invented Council|Bolt plc|Not said|revenue|award|announced|gross|2012-04-13|2012-13|2013-14",
		"Invented Council|TOTAL GAS|Heat|revenue|award|announced|gross|2012-04-14|2012-13|2013-14",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// withColumn is april with a column more.
func withColumn(heading, text string) string {
	lines := strings.Split(strings.TrimSpace(april), "\n")
	for i := range lines {
		if i == 0 {
			lines[i] += "," + heading + "\n"
		} else {
			lines[i] += "," + text + "\n"
		}
	}
	return strings.Join(lines, "")
}

// A layout that differs from a recipe's in nothing of which the recipe says anything is read by it, and told.
func TestHarmlessDifferences(t *testing.T) {
	kept := strings.Replace(head(""), "expense_area", "extra", 1)
	for _, c := range []struct{ name, csv, recipe, want string }{
		{"a new column", withColumn("Remarks by us", "x"), head(""), `column "Remarks by us" is new, kept beside`},
		{"a new column that has a field", withColumn("Postcode", "NR1 1AA"), head(""), `column "Postcode" is new, read as payee_postcode`},
		{"a new column whose field is taken", withColumn("Vendor name", "x"), head(""), `column "Vendor name" is new, kept beside`},
		{"the tax beside the amounts", withColumn("VAT", "1.00"), head(""), `column "VAT" is new, kept beside`},
		{"a new column in which nothing stands", withColumn("Zahlung", ""), head(""), `column "Zahlung" is new, kept beside`},
		{"a column gone that was only kept", "Supplier,When,Net,Gross\nAcme Ltd,03/04/2012,100.00,120.00\nBolt plc,13/04/2012,-5.50,-6.60\nTOTAL GAS,14/04/2012,7.00,8.40\n", kept, `column "Cost centre" is gone, which it only kept`},
		{"another order and a new column", "Gross,Net,Remarks by us,Cost centre,When,Supplier\n121.80,100.00,x,Roads,03/04/2012,Acme Ltd\n", head(""), `column "Remarks by us" is new, kept beside`},
		{"other case and spaces, a blank heading", strings.Replace(april, "Supplier,When,Cost centre,Net,Gross", " SUPPLIER ,When:,Cost  Centre,Net,gross,", 1), head(""), ""},
	} {
		s, problems := withRecipe(t, c.csv, map[string]string{"recipes/a.yaml": c.recipe})
		if len(problems) != 0 || len(s.Tables) != 1 || s.Tables[0].Sum != 12180 {
			t.Errorf("%s: %+v %+v", c.name, s.Tables, problems)
			continue
		}
		if notes := strings.Join(s.Tables[0].Notes, "\n"); c.want == "" && strings.Contains(notes, "not quite") || c.want != "" && !strings.Contains(notes, "not quite the layout of recipes/a.yaml, which reads it all the same: "+c.want) {
			t.Errorf("%s: %q", c.name, notes)
		}
	}
	// In a statement too.
	statement := strings.Replace(messy["statement.csv"], "Class,", "Class,Remarks by us,", 1)
	for _, row := range []string{"Ayton,UA", "Beeton,SD", "Ceeton,UA", "Deeton,SD"} {
		statement = strings.Replace(statement, row+",", row+",x,", 1)
	}
	wide := "shape: services\ncolumns:\n  - {heading: 'Local authority', field: payer}\n  - {heading: 'Class', field: extra}\n"
	for _, h := range []string{"Education", "Highways", "Social care", "Housing", "Total service expenditure", "Reserves"} {
		wide += "  - {heading: '" + h + "', field: figure}\n"
	}
	if s, problems := withRecipe(t, statement, map[string]string{"recipes/a.yaml": wide}); len(problems) != 0 || s.Tables[0].Sum != 13800000 || !strings.Contains(strings.Join(s.Tables[0].Notes, "\n"), `column "Remarks by us" is new`) {
		t.Errorf("a statement: %+v %+v", s.Tables, problems)
	}
	// Of two recipes that are equally near neither is taken.
	other := strings.NewReplacer("Cost centre", "Remarks").Replace(kept)
	s, problems := withRecipe(t, withColumn("Remarks", "x"), map[string]string{"recipes/a.yaml": kept, "recipes/b.yaml": other})
	if s.Entries != 0 || len(problems) != 1 || problems[0].Code != "FL0216" {
		t.Errorf("two recipes: %+v %+v", s.Tables, problems)
	}
}

// An order of dates that a recipe states and the dates contradict is told.
func TestOrdersThatDatesContradict(t *testing.T) {
	for order, want := range map[string]int{"dmy": 0, "mdy": 1} {
		s, problems := withRecipe(t, april, map[string]string{"recipes/a.yaml": head("date_order: " + order + "\n")})
		if s.Entries != 3 || len(problems) != want || want > 0 && (problems[0].Code != "FL0213" || problems[0].Got != "0 dates can only be MDY, 2 only DMY") {
			t.Errorf("%s: %+v", order, problems)
		}
	}
}

// A layout that is almost a recipe's is refused with a question, and all its money is told.
func TestNearMisses(t *testing.T) {
	for _, c := range []struct{ name, csv, want string }{
		{"a heading changed", strings.Replace(april, "Gross", "Gross £ paid", 1), `column "Gross" is gone; "Gross £ paid" at its place: same?`},
		{"a heading nobody knows", strings.Replace(april, "Gross", "Zahlung", 1), `column "Gross" is gone; "Zahlung" at its place: same?`},
		{"a new column of amounts", withColumn("Amount paid", "1.00"), `column "Amount paid" is new`},
		{"a new column of something like money", withColumn("Zahlung", "1.10"), `column "Zahlung" is new`},
		{"a column gone", "Supplier,When,Cost centre,Gross\nAcme Ltd,03/04/2012,Roads,120.00\n", `column "Net" is gone`},
	} {
		s, problems := withRecipe(t, c.csv, map[string]string{"recipes/a.yaml": head("")})
		if s.Entries != 0 || len(s.Tables) != 1 || s.Tables[0].Status != "refused" || s.Tables[0].Fates[ledger.Quarantined] == 0 {
			t.Errorf("%s: it was not refused: %+v", c.name, s.Tables)
		}
		if len(problems) != 1 || problems[0].Code != "FL0216" || problems[0].Got != "the layout is almost that of recipes/a.yaml: "+c.want || problems[0].AtRisk != s.Tables[0].SumQuarantined || problems[0].AtRisk == 0 {
			t.Errorf("%s: %+v", c.name, problems)
		}
	}
	// What shows that it is another list is asked too.
	if s, problems := withRecipe(t, withColumn("Salary", "30000"), map[string]string{"recipes/a.yaml": head("")}); s.Entries != 0 || len(problems) != 1 || problems[0].Code != "FL0216" {
		t.Errorf("a column of salaries: %+v %+v", s.Tables, problems)
	}
	// Files that are like no recipe are read as ever.
	if s, _ := withRecipe(t, "Supplier,Date,Reference,Amount\nAcme Ltd,03/04/2012,1,5.00\n", map[string]string{"recipes/a.yaml": head("")}); s.Entries != 1 {
		t.Errorf("a file like no recipe was not read: %+v", s.Tables)
	}
}

// A recipe that a file makes impossible is a problem of that file.
func TestImpossibleRecipes(t *testing.T) {
	for _, c := range []struct{ recipe, csv, want string }{
		{strings.NewReplacer("field: payee", "field: amount", "field: amount", "field: payee").Replace(head("")), april, `recipes/a.yaml cannot be followed here: it takes "Supplier" for the amount, and none of the first 3 cells under it is one`},
		{head(""), "Supplier,When,Cost centre,Net,Gross\nAcme Ltd,03/04/2012,Roads,5.00,\n", `recipes/a.yaml cannot be followed here: it takes "Gross" for the amount, which is empty, and not "Net", which is not`},
	} {
		s, problems := withRecipe(t, c.csv, map[string]string{"recipes/a.yaml": c.recipe})
		if s.Entries != 0 || s.Tables[0].Status != "refused" || len(problems) != 1 || problems[0].Code != "FL0217" || problems[0].Got != c.want {
			t.Errorf("%+v %+v", s.Tables, problems)
		}
	}
}

// An edited recipe reads again what it governs, inside archives too, and nothing else.
func TestEditedRecipesReadTheirFilesAgain(t *testing.T) {
	dir := t.TempDir()
	other := "Supplier,Date,Reference,Amount\nAcme Ltd,03/04/2012,1,5.00\n"
	files(t, dir, map[string]string{"in/april.csv": april, "in/other.csv": other, "w/flows.yaml": "name: x\n", "w/recipes/a.yaml": head("")})
	pack(t, filepath.Join(dir, "in", "pack.zip"), map[string]string{"may.csv": strings.ReplaceAll(april, "/04/", "/05/"), "june.csv": strings.ReplaceAll(other, "/04/", "/06/")})
	read := func() (again []string, sum ledger.Pence) {
		p := opened(t, filepath.Join(dir, "w"))
		total := ingested(t, p, IngestOptions{Names: []string{filepath.Join(dir, "in")}, Done: func(r FileResult) {
			if !r.Known {
				again = append(again, r.Path)
			}
		}})
		return again, total.Sum
	}
	step := func(what, recipe string, want string, sum ledger.Pence) {
		t.Helper()
		files(t, dir, map[string]string{"w/recipes/a.yaml": recipe})
		if got, s := read(); strings.Join(got, " ") != want || s != sum {
			t.Errorf("%s: %q of %v was read, want %q of %v", what, got, s, want, sum)
		}
		if got, _ := read(); got != nil {
			t.Errorf("%s: %q was read a second time", what, got)
		}
	}
	step("at first", head(""), "april.csv other.csv pack.zip/june.csv pack.zip/may.csv", 2*12180+2*500)
	step("a comment", "# mine\n"+head(""), "", 0)
	step("an edit", strings.NewReplacer("beside", "amount", "amount", "beside").Replace(head("")), "april.csv pack.zip/may.csv", 2*10150)
	step("another layout", "columns:\n  - {heading: Supplier, field: payee}\n  - {heading: Date, field: date}\n  - {heading: Reference, field: reference}\n  - {heading: Amount, field: amount, unit: thousands}\n",
		"april.csv other.csv pack.zip/june.csv pack.zip/may.csv", 2*10150+2*500000)
}

// pack writes a zip.
func pack(t *testing.T, path string, members map[string]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, name := range []string{"june.csv", "may.csv"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(members[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// Where net and gross stand side by side, flows.yaml can say which is loaded; a recipe goes first.
func TestAmountsNetOrGross(t *testing.T) {
	plain := "Supplier,Date,Amount,Net amount,Gross amount\nAcme Ltd,03/04/2012,1.00,2.00,3.00\n"
	for _, c := range []struct {
		csv, prefer string
		sum         ledger.Pence
		told        string
	}{
		{april, "", 10150, `"Net" is loaded and "Gross" beside it is not: the amount net of VAT goes before the one with it; 'amounts: gross' in flows.yaml or a recipe of the layout changes it`},
		{april, "net", 10150, `flows.yaml says 'amounts: net'`},
		{april, "gross", 12180, `"Gross" is loaded and "Net" beside it is not: flows.yaml says 'amounts: gross'; 'amounts: net' in flows.yaml or a recipe of the layout changes it`},
		{plain, "", 100, `the plain amount goes before one that is marked net or gross`},
		{plain, "net", 200, `flows.yaml says 'amounts: net'`},
		{plain, "gross", 300, `flows.yaml says 'amounts: gross'`},
	} {
		set := map[string]string{}
		if c.prefer != "" {
			set["flows.yaml"] = "name: x\namounts: " + c.prefer + "\n"
		}
		s, _ := withRecipe(t, c.csv, set)
		if reasons := strings.Join(s.Tables[0].Reasons, "\n"); s.Tables[0].Sum != c.sum || !strings.Contains(reasons, c.told) {
			t.Errorf("amounts: %q: %v, want %v; told\n%s", c.prefer, s.Tables[0].Sum, c.sum, reasons)
		}
	}
	s, _ := withRecipe(t, april, map[string]string{"flows.yaml": "name: x\namounts: net\n", "recipes/a.yaml": head("")})
	if s.Tables[0].Sum != 12180 {
		t.Errorf("the recipe did not go before flows.yaml: %v", s.Tables[0].Sum)
	}
}

// What a recipe may say and what tables know is one list.
func TestFieldsOfRecipesAreThoseOfTables(t *testing.T) {
	own := map[string]bool{workspace.Beside: true, workspace.Total: true, workspace.Figure: true, workspace.NoField: true}
	for _, name := range workspace.RecipeFields() {
		if _, ok := table.FieldNamed(name); !ok && !own[name] {
			t.Errorf("tables know no field %s", name)
		}
		delete(own, name)
	}
	n := 0
	for f := table.Amount; f <= table.FunctionStated; f++ {
		n++
	}
	if want := len(workspace.RecipeFields()) - 4; n != want {
		t.Errorf("tables have %d fields, recipes %d", n, want)
	}
}

// A period that is none is a mistake of the recipe, not a year less.
func TestPeriodsOfRecipes(t *testing.T) {
	for period, want := range map[string]string{
		"2023-24": "", "Q2 2023-24": "", "April 2012": "", "auto": "",
		"last year": `recipes/a.yaml:7: period is "last year"; expected a period within one financial year, such as 2023-24, Q2 2023-24 or April 2012`,
	} {
		dir := t.TempDir()
		files(t, dir, map[string]string{"flows.yaml": "name: x\n", "recipes/a.yaml": head("period: " + period + "\n")})
		p, err := Open(dir, openDuck)
		if err == nil {
			p.Close()
		}
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("%q: got %v, want %s", period, err, want)
		}
	}
}
