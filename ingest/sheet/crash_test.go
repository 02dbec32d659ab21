package sheet

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// panicky is a reader that fails as a fault of the program would.
type panicky struct{ after int }

func (p *panicky) Read(b []byte) (int, error) {
	if p.after -= len(b); p.after < 0 {
		var none []int
		_ = none[len(b)]
	}
	return copy(b, strings.Repeat("a,1\n", len(b)/4+1)), nil
}

func (p *panicky) Close() error { return nil }

// A panic in a goroutine that reads ahead reaches the caller as an error that says where it was.
func TestPanicOfAGoroutineIsAnError(t *testing.T) {
	for name, read := range map[string]func() error{
		"blocks of a part": func() error {
			b := startBlocks(&panicky{after: 3 * blockSize})
			defer b.close()
			for {
				if _, err := b.next(nil); err != nil {
					return err
				}
			}
		},
		"a csv": func() error {
			in := &Input{Path: "a.csv", Size: -1, open: func() (io.ReadCloser, error) { return &panicky{after: 8 << 20}, nil }}
			book, err := Open(in, DefaultLimits())
			if err != nil {
				return err
			}
			defer book.Close()
			return book.Sheets[0].Rows(t.Context(), func(b *Batch) error { b.Release(); return nil })
		},
	} {
		err := read()
		var crash *Crash
		if !errors.As(err, &crash) || !strings.HasPrefix(crash.Where, "crash_test.go:") {
			t.Errorf("%s: %v, want a Crash that names crash_test.go", name, err)
		}
	}
}
