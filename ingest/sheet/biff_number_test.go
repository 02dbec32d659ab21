package sheet

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestFloatTextLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64().Draw(t, "number")
		text := string(appendFloat(nil, f))
		if back := parseFloat(t, text); back != f {
			t.Fatalf("%v is written %q, which reads as %v", f, text, back)
		}
		pence := rapid.Int64Range(-1e14, 1e14).Draw(t, "pence")
		text = string(appendFloat(nil, float64(pence)/100))
		if want := string(appendHundredths(nil, pence)); text != want {
			t.Fatalf("%d pence are written %q, want %q", pence, text, want)
		}
		rk := rapid.Uint32().Draw(t, "rk")
		if got, want := string(appendRK(nil, rk)), string(appendFloat(nil, rkValue(rk))); got != want {
			t.Fatalf("RK %#x is written %q, want %q", rk, got, want)
		}
	})
}

func parseFloat(t *rapid.T, text string) (f float64) {
	if _, err := fmt.Sscan(text, &f); err != nil {
		t.Fatalf("%q is no number: %v", text, err)
	}
	return f
}

// rkValue decodes an RK number as [MS-XLS] 2.5.217 words it.
func rkValue(rk uint32) float64 {
	f := math.Float64frombits(uint64(rk&0xFFFFFFFC) << 32)
	if rk&2 != 0 {
		f = float64(int32(rk) >> 2)
	}
	if rk&1 != 0 {
		f /= 100
	}
	return f
}

func TestFloatText(t *testing.T) {
	for want, f := range map[string]float64{
		"0": 0, "-0.07": -0.07, "1234.5": 1234.5, "100000": 1e5, "123456789012345": 123456789012345,
		"0.1": 0.1, "1E+20": 1e20, "1.5E-9": 1.5e-9, "1E-300": 1e-300, "0.30000000000000004": 0.30000000000000004,
	} {
		if got := string(appendFloat(nil, f)); got != want {
			t.Errorf("%v is written %q, want %q", f, got, want)
		}
	}
}
