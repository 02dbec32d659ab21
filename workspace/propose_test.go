package workspace_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"flows/ledger"
	"flows/workspace"
)

// Law: what is proposed is what Load reads once it is written, after the lines that were there, and
// nothing is written before.
func TestProposalsAreReadBack(t *testing.T) {
	day, _ := ledger.NewDate(2026, 4, 1)
	word := rapid.StringMatching(`[A-Za-z0-9 ,"'&.£-]{0,20}[a-z]`)
	rapid.Check(t, func(r *rapid.T) {
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(r, "line end")
		old := rapid.SampledFrom([]string{"", "# a note", "# a note§id,wording,code,who,when,why§# more§o-1,\"old, wording§of two lines\",09,B,2025-01-31,\"why, so\"",
			"\ufeffcode,id,wording,who,when,why§09,o-1,x,B,2025-01-31,y§§", "id,scope,payer,wording,code,who,when,why"}).Draw(r, "old")
		old = strings.ReplaceAll(old, "§", end)
		dir := write(t, map[string]string{"flows.yaml": "name: x\n", "decisions/functions.csv": old})
		before, err := workspace.Load(dir)
		if err != nil {
			r.Fatal(err)
		}
		var places []workspace.PlaceDecision
		var functions []workspace.FunctionDecision
		var payees []workspace.PayeeDecision
		say := func() workspace.Decision {
			return workspace.Decision{Who: strings.TrimSpace(word.Draw(r, "who")), When: day, Why: strings.TrimSpace(word.Draw(r, "why"))}
		}
		for i := range rapid.IntRange(0, 3).Draw(r, "places") {
			places = append(places, workspace.PlaceDecision{Pattern: "=p" + strings.Repeat("x", i), Place: "E07000148", Decision: say()})
		}
		for i := range rapid.IntRange(1, 3).Draw(r, "functions") {
			functions = append(functions, workspace.FunctionDecision{ID: "n" + strings.Repeat("x", i), Payer: rapid.SampledFrom([]string{"", "=merrow"}).Draw(r, "payer"),
				Wording: "w", Code: "09.1", Decision: say()})
		}
		for i := range rapid.IntRange(0, 2).Draw(r, "payees") {
			payees = append(payees, workspace.PayeeDecision{Pattern: "=o" + strings.Repeat("x", i), Organisation: "Marram Works", Decision: say()})
		}
		p, err := before.Propose(places, functions, payees)
		if err != nil {
			r.Fatal(err)
		}
		if text, _ := os.ReadFile(filepath.Join(dir, "decisions", "functions.csv")); string(text) != old {
			r.Fatal("something was written")
		}
		if err := p.Write(); err != nil {
			r.Fatal(err)
		}
		after, err := workspace.Load(dir)
		if err != nil || !reflect.DeepEqual(after, p.Workspace) {
			r.Fatalf("read back:\n%+v\nwant\n%+v\n%v", after, p.Workspace, err)
		}
		same(r, before, after, places, functions)
		for i, d := range payees {
			if got := after.PayeeDecisions[i]; got.Pattern != d.Pattern || got.Organisation != d.Organisation || got.Who != d.Who {
				r.Errorf("payee %d is %+v, want %+v", i, got, d)
			}
		}
	})
}

// same wants the old decisions and then the new ones.
func same(r *rapid.T, before, after *workspace.Workspace, places []workspace.PlaceDecision, functions []workspace.FunctionDecision) {
	for i, d := range append(before.FunctionDecisions, functions...) {
		got := after.FunctionDecisions[i]
		got.Line, d.Line = 0, 0
		if !reflect.DeepEqual(got, d) {
			r.Errorf("function %d is %+v, want %+v", i, got, d)
		}
	}
	for i, d := range append(before.PlaceDecisions, places...) {
		got := after.PlaceDecisions[i]
		got.Line, d.Line = 0, 0
		if !reflect.DeepEqual(got, d) {
			r.Errorf("place %d is %+v, want %+v", i, got, d)
		}
	}
}
