package flows

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Check finds what was put wrong, each with its file and line, and nothing else but unused rules.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := WriteDemo(dir); err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteString(text)
		if err != nil || f.Close() != nil {
			t.Fatal(err)
		}
	}
	lines := func(name string) int {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(text), "\n")
	}
	who := ",A. Analyst,2026-04-01,for the test\n"
	n := lines("decisions/functions.csv")
	put("decisions/functions.csv", "x-1,,zig zag,09"+who+"x-2,,zig zag,10"+who)
	put("classes.csv", "id,class,payer,value,who,when,why\ny-1,control,nobody at all,entitlement"+who)
	m := lines("decisions/places.csv")
	put("decisions/places.csv", "nobody at all,Ternmouth"+who)
	p := opened(t, dir)
	p.Workspace.Sources = append(p.Workspace.Sources, "files/none.csv")
	found := func() []string {
		list, err := p.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range list {
			if f.Own {
				out = append(out, f.Kind+" "+where(f)+" "+f.Rule)
			}
		}
		return out
	}
	at := func(file string, line int) string { return where(Finding{File: file, Line: line}) }
	want := []string{
		"source flows.yaml ", "contradictory " + at("decisions/functions.csv", n+2) + " x-2", "unreachable " + at("decisions/functions.csv", n+2) + " x-2",
	}
	if got := found(); !slices.Equal(got, want) {
		t.Errorf("before anything is read: %q, want %q", got, want)
	}
	p.Workspace.Sources = p.Workspace.Sources[:len(p.Workspace.Sources)-1]
	ingested(t, p, IngestOptions{Names: p.SourceNames()})
	if got := found(); !slices.Contains(got, "stale ledger ") {
		t.Errorf("before mapping: %q", got)
	}
	if err := p.Map(t.Context()); err != nil {
		t.Fatal(err)
	}
	want = append(want[1:], "unused classes.csv:2 y-1", "unused "+at("decisions/functions.csv", n+1)+" x-1",
		"unused "+at("decisions/functions.csv", n+2)+" x-2", "unused "+at("decisions/places.csv", m+1)+" nobody at all", "unused outcomes/larkshire-plan.yaml:51 neighbourhood policing | community safety",
		"unused themes/drugs-and-alcohol.yaml:9 drugs bill | prescri* | pharm*")
	if got := found(); !slices.Equal(got, want) {
		t.Errorf("mapped: %q, want %q", got, want)
	}
}
