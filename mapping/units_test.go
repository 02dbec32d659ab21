package mapping

import (
	"slices"
	"testing"
)

// Of areas of the past the people are known together where those of each are not: their ground is that of
// authorities of today.
func TestUnitsOfAreasTogether(t *testing.T) {
	r := Reference()
	const dorset, poole, bournemouth = "E10000009", "E06000029", "E06000028"
	for _, c := range []struct {
		codes []string
		want  []string // nil: not known
	}{
		{[]string{dorset, poole, bournemouth}, []string{"E06000058", "E06000059"}},
		{[]string{poole, bournemouth}, nil},
		{[]string{poole}, nil},
		{[]string{"E10000006"}, []string{"E06000063", "E06000064"}},
		{[]string{"E06000063", "E06000063"}, []string{"E06000063"}},
		{[]string{"E99999999"}, nil},
	} {
		got, ok := r.Units(c.codes...)
		if ok != (c.want != nil) || !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, %v, want %v", c.codes, got, ok, c.want)
		}
	}
}
