package flows

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"flows/privacy"
)

// What is hidden is told, for each sheet, and long values are cut.
func TestInspectTellsWhatIsHidden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ shape, want string }{
		{"workbook-hidden-rows/april.xlsx", "1 hidden row, from record"},
		{"old-workbook-hidden-rows/april.xls", "1 hidden row, from record"},
		{"workbook-very-hidden-sheet/april.xlsx", "is very hidden"},
		{"open-document-hidden-sheet/april.ods", "the sheet is hidden"},
	} {
		name := filepath.Join("testdata", "gallery", filepath.FromSlash(c.shape))
		var out strings.Builder
		if err := Inspect(context.Background(), nil, InspectOptions{Names: []string{name}}, &out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), c.want) {
			t.Errorf("%s: no %q in\n%s", c.shape, c.want, out.String())
		}
	}
	for _, c := range []struct{ value, want string }{
		{"Acme  Ltd", "Acme Ltd"},
		{"Provision of services to the Invented District Council", "Provision of services to the Invented D…"},
	} {
		if got := sampleValue(c.value); got != c.want {
			t.Errorf("%q is shown as %q, want %q", c.value, got, c.want)
		}
	}
}

func TestWithheldValuesAreShownWhereThereIsNoOther(t *testing.T) {
	t.Parallel()
	s := seenLayout{values: make([][]string, 2)}
	s.add([]string{"Acme Ltd", privacy.Withheld})
	s.add([]string{privacy.Withheld, privacy.Withheld})
	s.leaveWithheld()
	if len(s.values[0]) != 1 || s.values[0][0] != "Acme Ltd" || len(s.values[1]) != 1 || s.values[1][0] != privacy.Withheld {
		t.Errorf("shown are %q", s.values)
	}
}
