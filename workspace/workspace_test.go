package workspace_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"flows/ledger"
	"flows/workspace"
)

// write makes a workspace of files in a new folder.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadReadsWhatIsWritten(t *testing.T) {
	dir := write(t, map[string]string{
		"flows.yaml": "# a comment\nname: 'Merrowshire: money'\nplaces: [Merrowshire, X10000002]\nyears:\n- 2009-10 # and a comment\n- 2010/11\n- 2011\n" +
			"price_basis: nominal\nattribution: for\nsources:\n  - downloads/\n  - \"more/*.csv\"\n",
		"areas.csv": "\ufeff# places of our own\ncode,name,kind,parent,population,population_year,other_names\n" +
			"X10000001,Merrowshire,county,X10000009;E12000006,250000,2009,Merrow CC; Merrowshire County\nX10000009,Merrowshire Police,police_area,,,,\n",
		"decisions/places.csv":    "pattern,place,who,when,why\n=Merrow Trading Ltd,Merrowshire,A. Analyst,2026-04-01,\"their website, read on the day\"\n",
		"decisions/functions.csv": "id,scope,wording,code,who,when,why\nours-1,programme title,merrow link,04.5,A. Analyst,2026-04-01,a road\n",
	})
	got, err := workspace.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := ledger.NewDate(2026, 4, 1)
	why := func(line int, why string) workspace.Decision {
		return workspace.Decision{Line: line, Who: "A. Analyst", When: day, Why: why}
	}
	for _, c := range []struct{ what, got, want any }{
		{"name", got.Name, "Merrowshire: money"},
		{"places", got.Places, []string{"Merrowshire", "X10000002"}},
		{"years", got.Years, []string{"2009-10", "2010-11", "2011-12"}},
		{"price basis", got.PriceBasis, "nominal"},
		{"attribution", got.Attribution, "for"},
		{"sources", got.Sources, []string{"downloads", "more/*.csv"}},
		{"areas", got.Areas, []workspace.Area{
			{Line: 3, Code: "X10000001", Name: "Merrowshire", Kind: "county", Parents: []string{"X10000009", "E12000006"}, Names: []string{"Merrow CC", "Merrowshire County"}, Population: 250000, Year: 2009},
			{Line: 4, Code: "X10000009", Name: "Merrowshire Police", Kind: "police_area"}}},
		{"places decided", got.PlaceDecisions, []workspace.PlaceDecision{{Pattern: "=Merrow Trading Ltd", Place: "Merrowshire", Decision: why(2, "their website, read on the day")}}},
		{"functions decided", got.FunctionDecisions, []workspace.FunctionDecision{{ID: "ours-1", Scope: "programme title", Wording: "merrow link", Code: "04.5", Decision: why(2, "a road")}}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s is %+v, want %+v", c.what, c.got, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	got, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\nlimits:\n  time: 30 # seconds\n  file_size: 500 MB\n  cell_size: 64kB\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if want := []workspace.Limit{{Name: "file_size", Value: 500 << 20}, {Name: "cell_size", Value: 64 << 10}, {Name: "time", Value: 30}}; !reflect.DeepEqual(got.Limits, want) {
		t.Errorf("%+v, want %+v", got.Limits, want)
	}
}

func TestDefaults(t *testing.T) {
	got, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\nyears:\nsources: []\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if got.PriceBasis != "nominal" || got.Attribution != "in" || got.Places != nil || got.Years != nil || got.Sources != nil {
		t.Errorf("%+v", got)
	}
}

func TestMistakesInSettings(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		{"name: x\nplcaes: Norfolk\n", `flows.yaml:2: unknown key "plcaes"; expected name, places, years, price_basis, attribution, geography, amounts, sources or limits; did you mean places?`},
		{"name: x\n\ncolour: red\n", `flows.yaml:3: unknown key "colour"; expected name, places, years, price_basis, attribution, geography, amounts, sources or limits`},
		{"name: x\nname: y\n", `flows.yaml:2: `},
		{"places: Norfolk\n", `flows.yaml: no name; expected a line such as "name: Norfolk"`},
		{"", `flows.yaml: no name`},
		{"name:\n", `flows.yaml:1: name is a null; expected one line of text`},
		{"name: [a, b]\n", `flows.yaml:1: name is a sequence; expected one line of text`},
		{"name: x\nyears: 2009-11\n", `flows.yaml:2: year "2009-11"; expected a financial year such as 2009-10`},
		{"name: x\nyears: [2009-10, 2009/10]\n", `flows.yaml:2: year "2009-10" stands twice; expected each once`},
		{"name: x\nplaces:\n- a\n- {b: c}\n", `flows.yaml:4: places is a mapping`},
		{"name: x\nprice_basis: real\n", `flows.yaml:2: price_basis is real, which this version does not compute; expected nominal`},
		{"name: x\nattribution: recipent\n", `flows.yaml:2: attribution is "recipent"; expected in, for or recipient; did you mean recipient?`},
		{"name: x\nlimits: 5\n", `flows.yaml:2: limits holds no names and values; expected lines under it such as "  columns: 20000"`},
		{"name: x\nlimits:\n  colums: 5\n", `flows.yaml:3: unknown limit "colums"; expected file_size, ratio, columns, cell_size, xml_depth, members, nesting or time; did you mean columns?`},
		{"name: x\nlimits:\n  columns: 0\n  time: 5 min\n", "flows.yaml:3: limit columns is \"0\"; expected a whole number from 1\nflows.yaml:4: limit time is \"5 min\"; expected a whole number of seconds from 1"},
		{"name: x\nlimits:\n  nesting: 17\n  file_size: 9 PB\n", "flows.yaml:3: limit nesting is \"17\"; expected at most 16\nflows.yaml:4: limit file_size is \"9 PB\"; expected a size such as 500 MB"},
		{"name: x\nsources: ['a\\b.csv']\n", `flows.yaml:2: source "a\\b.csv"; expected forward slashes, which every system reads; did you mean "a/b.csv"?`},
		{"name: x\n---\nname: y\n", `flows.yaml:3: a second document; expected one, without lines of ---`},
		{"- name\n", `flows.yaml:1: a sequence; expected lines such as "name: Norfolk"`},
		{"just text\n", `flows.yaml:1: a string`},
		{"name: x\nplaces: &a Norfolk\n", `flows.yaml:2: places is a anchor`},
		{"name: 'x\n", `flows.yaml:1: not readable as YAML`},
		{"name: \"a\\nb\"\n", `flows.yaml:1: name is empty or holds control characters`},
	} {
		_, err := workspace.Load(write(t, map[string]string{"flows.yaml": c.yaml}))
		var m *workspace.Mistake
		if err == nil || !errors.As(err, &m) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.yaml, err, c.want)
		}
	}
}

func TestMistakesInTables(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"areas.csv", "code,name\n", `areas.csv:1: no column kind; expected the columns code, name, kind`},
		{"decisions/places.csv", "pattern,plase,who,when,why\n", `decisions/places.csv:1: no column place, but "plase"; expected the columns pattern, place, who, when, why; did you mean place?`},
		{"decisions/places.csv", "name,area,by\nx,Norfolk,me\n", `decisions/places.csv:1: no columns pattern, place, who, when, why, but "name", "area", "by"; expected the columns pattern, place, who, when, why`},
		{"areas.csv", "code,name,kind,popluation\n", `areas.csv:1: unknown column "popluation"; expected code, name, official_name, kind, parent, other_names, population or population_year; did you mean population?`},
		{"areas.csv", "code,name,kind,name\n", `areas.csv:1: column "name" stands twice`},
		{"areas.csv", "code,name,kind\nE10000020,Norfolk,county\n", `areas.csv:2: code is "E10000020"; expected X and then digits`},
		{"areas.csv", "code,name,kind\nX1,A,shire\n", `areas.csv:2: kind is "shire"; expected county, district,`},
		{"areas.csv", "code,name,kind\nX1,A,distrct\n", `areas.csv:2: kind is "distrct"; expected county, district, unitary, metropolitan, london, region, combined_authority, police_area, fire_area, icb, ccg, pct or health_board; did you mean district?`},
		{"areas.csv", "code,name,kind\nX1,A,county\n# note\nX1,B,county\n", `areas.csv:4: code "X1" stands on line 2 already`},
		{"areas.csv", "code,name,kind,parent\nX1,A,county,X1\n", `areas.csv:2: the area is its own parent`},
		{"areas.csv", "code,name,kind,population\nX1,A,county,\"1,000\"\n", `areas.csv:2: population is "1,000"; expected whole people`},
		{"areas.csv", "code,name,kind,population\nX1,A,county,1000\n", `areas.csv:2: population_year is ""`},
		{"areas.csv", "code,name,kind\nX1,A\n", `areas.csv:2: 2 fields; expected 3, as in the header`},
		{"areas.csv", "code,name,kind\nX1,,county\n", `areas.csv:2: name is empty; expected a value`},
		{"areas.csv", "code,name,kind\nX1,\xa3,county\n", `areas.csv: not UTF-8`},
		{"areas.csv", "code,name,kind\nX1,\"A,county\n", `areas.csv:`},
		{"decisions/places.csv", "pattern,place,who,when,why\nx,Norfolk,,2026-04-01,\n", "decisions/places.csv:2: who is empty; expected a value\ndecisions/places.csv:2: why is empty"},
		{"decisions/places.csv", "pattern,place,who,when,why\nx,Norfolk,me,1/4/2026,z\n", `decisions/places.csv:2: when is "1/4/2026"; expected a date such as 2026-04-01`},
		{"decisions/places.csv", "pattern,place,who,when,why\nx,Norfolk,me,2026-02-30,z\n", `decisions/places.csv:2: when is "2026-02-30"`},
		{"decisions/places.csv", "pattern,place,who,when,why\nx,Norfolk,me,2026-04-01,z\nX,Suffolk,me,2026-04-01,z\n", `decisions/places.csv:3: pattern "X" was decided on line 2 already`},
		{"decisions/functions.csv", "id,wording,code,who,when,why\na,b,11,me,2026-04-01,z\n", `decisions/functions.csv:2: code is "11"; expected a COFOG division such as 09 or a group such as 09.1`},
		{"decisions/functions.csv", "id,wording,code,who,when,why\na,b,09,me,2026-04-01,z\na,c,09,me,2026-04-01,z\n", `decisions/functions.csv:3: id "a" stands on line 2 already`},
	} {
		_, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", c.file: c.text}))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// All mistakes of all files are told at once, in order.
func TestAllMistakesAreTold(t *testing.T) {
	_, err := workspace.Load(write(t, map[string]string{
		"flows.yaml":           "nmae: x\nyears: [1, 2]\n",
		"areas.csv":            "code,name,kind\nY1,A,county\nX1,A,conty\n",
		"decisions/places.csv": "pattern\n",
	}))
	if err == nil {
		t.Fatal("no error")
	}
	var where []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		file, rest, _ := strings.Cut(line, ":")
		number, _, _ := strings.Cut(rest, ":")
		where = append(where, file+":"+number)
	}
	want := "flows.yaml:1 flows.yaml:2 flows.yaml:2 areas.csv:2 areas.csv:3 decisions/places.csv:1"
	if got := strings.Join(where, " "); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestFindLooksUpwards(t *testing.T) {
	dir := write(t, map[string]string{"flows.yaml": "name: x\n", "a/b/c.txt": "", "a/flows.yaml/file": "a folder of that name is no workspace"})
	for start, want := range map[string]string{"": ".", "a": "..", "a/b": "../.."} {
		start := filepath.Join(dir, filepath.FromSlash(start))
		got, err := workspace.Find(start)
		if err != nil || got != filepath.Join(start, filepath.FromSlash(want)) {
			t.Errorf("%s: %s %v", start, got, err)
		}
	}
	t.Chdir(filepath.Join(dir, "a", "b"))
	if got, err := workspace.Find("."); err != nil || got != filepath.Join("..", "..") {
		t.Errorf("%s %v: the path should name no machine", got, err)
	}
	if _, err := workspace.Find(t.TempDir()); !errors.Is(err, workspace.ErrNone) {
		t.Error(err)
	}
	if _, err := workspace.Load(t.TempDir()); !errors.Is(err, workspace.ErrNone) {
		t.Error(err)
	}
}

// Law: what Init writes, Load reads, whatever the folder is called.
func TestInitMakesAWorkspaceThatLoads(t *testing.T) {
	for _, name := range []string{"norfolk", "2009-10", "yes", "a: b # c", "it's", "- x", "Ünï", "null", "{x}", "tab\tx"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := workspace.Init(dir); err != nil {
			t.Fatal(err)
		}
		w, err := workspace.Load(dir)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if w.Name != strings.ReplaceAll(name, "\t", "") {
			t.Errorf("%q is called %q", name, w.Name)
		}
	}
}

// What Init's comments show is accepted when the "#" is taken away.
func TestInitsExamplesAreTrue(t *testing.T) {
	dir := t.TempDir()
	if err := workspace.Init(dir); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, workspace.File)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), "#  - ", "  - ")), 0o666); err != nil {
		t.Fatal(err)
	}
	w, err := workspace.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join([]string{w.Places[0], w.Years[0], w.Sources[0]}, " "); got != "Norfolk 2009-10 downloads" {
		t.Error(got)
	}
}

func TestInitOverwritesNothing(t *testing.T) {
	dir := write(t, map[string]string{"flows.yaml": "name: mine\n"})
	if err := workspace.Init(dir); !errors.Is(err, workspace.ErrExists) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "decisions")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a refused init made a folder")
	}
	dir = write(t, map[string]string{"decisions/places.csv": "mine"})
	if err := workspace.Init(dir); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "decisions", "places.csv")); string(text) != "mine" {
		t.Errorf("places.csv is now %q", text)
	}
}

func TestDigestFollowsWhatPaymentsAreAttributedBy(t *testing.T) {
	const head = "pattern,place,who,when,why\n"
	digest := func(files map[string]string) string {
		w, err := workspace.Load(write(t, files))
		if err != nil {
			t.Fatal(err)
		}
		return w.Digest()
	}
	base := digest(map[string]string{"flows.yaml": "name: x\n", "decisions/places.csv": head})
	if digest(map[string]string{"flows.yaml": "name: y\n", "decisions/places.csv": head}) != base {
		t.Error("a name changes the digest")
	}
	if digest(map[string]string{"flows.yaml": "name: x\n", "decisions/places.csv": head + "a,Norfolk,me,2026-04-01,z\n"}) == base {
		t.Error("a decision leaves the digest as it was")
	}
	if digest(map[string]string{"flows.yaml": "name: x\n", "areas.csv": head[:0]}) == base {
		t.Error("a file gone leaves the digest as it was")
	}
}

// Whatever stands in flows.yaml, loading ends with a workspace or with mistakes that name the file.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{"name: x\nplaces: [a]\n", "name: 'x", "? a\n: b", "&a [*a]", "<<: {a: b}", "\t", "name: |\n  x", "!!binary x", "%YAML 1.2\n---\nname: x", "name: x\nyears: [", "{", "- - -", "name: \u0085"} {
		f.Add(s)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(filepath.Join(dir, workspace.File), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		w, err := workspace.Load(dir)
		var m *workspace.Mistake
		switch {
		case err != nil && (!errors.As(err, &m) || m.File != workspace.File):
			t.Fatalf("%q: %v", text, err)
		case err == nil && w.Name == "":
			t.Fatalf("%q: a workspace without a name", text)
		}
	})
}

// The demo's workspace is one that loads.
func TestDemoLoads(t *testing.T) {
	w, err := workspace.Load(filepath.Join("..", "testdata", "demo", "workspace"))
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Areas) != 6 || len(w.PlaceDecisions) != 3 || len(w.FunctionDecisions) != 1 {
		t.Errorf("%d areas, %d and %d decisions", len(w.Areas), len(w.PlaceDecisions), len(w.FunctionDecisions))
	}
	var people int64
	for _, a := range w.Areas {
		if a.Kind == "district" {
			people += a.Population
		}
	}
	if people != w.Areas[0].Population {
		t.Errorf("the districts have %d people, the county %d", people, w.Areas[0].Population)
	}
}
