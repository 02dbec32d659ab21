package workspace_test

import (
	"reflect"
	"strings"
	"testing"

	"flows/ledger"
	"flows/workspace"
)

func TestGapsAreRead(t *testing.T) {
	day, _ := ledger.NewDate(2026, 3, 1)
	files := map[string]string{"flows.yaml": "name: x\n"}
	before, err := workspace.Load(write(t, files))
	if err != nil {
		t.Fatal(err)
	}
	files["gaps.csv"] = "body,estimate,requested_on,reason\nNorfolk Constabulary,12.50,2026-03-01,refused\nNorwich,,,\n"
	w, err := workspace.Load(write(t, files))
	if err != nil {
		t.Fatal(err)
	}
	want := []workspace.Gap{
		{Line: 2, Body: "Norfolk Constabulary", Reason: "refused", Estimate: 1250, Estimated: true, RequestedOn: day, ChasedOn: ledger.NoDate},
		{Line: 3, Body: "Norwich", RequestedOn: ledger.NoDate, ChasedOn: ledger.NoDate},
	}
	if !reflect.DeepEqual(w.Gaps, want) {
		t.Errorf("%+v\nwant\n%+v", w.Gaps, want)
	}
	if w.Digest() != before.Digest() {
		t.Error("what is missing changes by what payments are attributed")
	}
	for line, want := range map[string]string{
		"A,1e6,,": "estimate is \"1e6\"", "A,-5,,": "estimate is \"-5\"", "A,1.5,,": "estimate is \"1.5\"", "A,,soon,": "requested_on is \"soon\"",
		"A,,,lost": "reason is \"lost\"; expected not loaded", ",5,,": "body is empty", "A,,,\na,,,": "body \"a\" has this item on line 2 already",
	} {
		files["gaps.csv"] = "body,estimate,requested_on,reason\n" + line + "\n"
		if _, err := workspace.Load(write(t, files)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}
