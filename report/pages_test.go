package report

import "testing"

// A residual row says once why it stands apart; what a note says beyond that stays.
func TestAPageSaysOnceWhatARowIs(t *testing.T) {
	table := &Table{Columns: []Column{{Name: "class", Kind: Text}, {Name: "note", Kind: Text}}, Rows: []Row{
		{Level: Residual, Values: []any{"unknown", "unknown"}},
		{Level: Residual, Values: []any{"no group", "no group; £3 of it from payers not named"}},
		{Level: Body, Values: []any{"un", "unknown"}},
	}}
	for i, want := range []string{"", "£3 of it from payers not named", "unknown"} {
		if got := asPages([]*Table{table})[0].Rows[i].Values[1]; got != want {
			t.Errorf("row %d: %q, want %q", i, got, want)
		}
	}
	if table.Rows[0].Values[1] != "unknown" {
		t.Error("the table itself changed")
	}
}
