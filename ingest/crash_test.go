package ingest_test

import (
	"context"
	"strings"
	"testing"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
)

// faulty is a sink that fails on the first batch as a fault of the program would.
type faulty struct{ taken }

func (s *faulty) Batch(b *ledger.Batch) error {
	if s.restarts == 0 {
		panic("no such column")
	}
	return s.taken.Batch(b)
}

// A fault of the program on one file refuses the file, tells it in one line, and loads nothing of it:
// on the caller's goroutine and on others.
func TestAFaultRefusesTheFile(t *testing.T) {
	text := "Supplier,Date,Transaction number,Amount\n" + strings.Repeat("Acme Ltd,01/04/2012,17,1200.00\n", 5000)
	for _, jobs := range []int{1, 4} {
		s := &faulty{}
		if _, err := ingest.Read(context.Background(), sheet.BytesInput("april.csv", []byte(text)), ingest.Options{Jobs: jobs, Limits: sheet.DefaultLimits()}, s); err != nil {
			t.Fatal(err)
		}
		if len(s.tables) != 1 || len(s.entries) != 0 || len(s.problems) != 1 {
			t.Fatalf("%d jobs: %d tables, %d entries, %d problems; want the one refusal", jobs, len(s.tables), len(s.entries), len(s.problems))
		}
		if got := s.tables[0]; got.Status != ingest.Refused || s.problems[0].Code != "FL0109" || !strings.Contains(got.Reasons[0], "no such column, crash_test.go:") {
			t.Errorf("%d jobs: %s, %v", jobs, got.Status, got.Reasons)
		}
	}
}
