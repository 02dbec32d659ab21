package mapping

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFixedExp(t *testing.T) {
	for _, x := range []float64{0, 0.001, 0.5, 1, 2.5, 7, 15, 23} {
		got := float64(fixedExp(int64(x*logitUnit))) / (1 << expBits)
		if want := math.Exp(-math.Floor(x*1024) / 1024); math.Abs(got-want) > 1e-8 {
			t.Errorf("e^-%g: got %g, want %g", x, got, want)
		}
	}
	if fixedExp(1<<40) != 0 {
		t.Error("far below, nothing is left")
	}
}

// Law: the whole part of the square root.
func TestSquareRoot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(0, 1<<62).Draw(t, "n")
		if r := squareRoot(n); r*r > n || (r+1)*(r+1) <= n {
			t.Fatalf("%d of %d", r, n)
		}
	})
}

// Law: the better guess comes first, confidences are thousandths, and they add up to no more than one.
func TestGuessesAreInOrder(t *testing.T) {
	m, err := ProgramModel()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var logits [divisions]int64
		for d := range logits {
			logits[d] = rapid.Int64Range(-1<<24, 1<<24).Draw(t, "logit")
		}
		g := m.best(logits, rapid.IntRange(0, 1000).Draw(t, "known"))
		if g[0].Code == g[1].Code || g[1].Confidence > g[0].Confidence || g[1].Confidence < 0 || g[0].Confidence > 1000 {
			t.Fatalf("%v", g)
		}
	})
}

// Law: a surer raw confidence is never calibrated to a lesser one, and each is a thousandth.
func TestCalibrationRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var seen []outcome
		for range rapid.IntRange(0, 60).Draw(t, "n") {
			seen = append(seen, outcome{rapid.IntRange(0, 1000).Draw(t, "raw"), rapid.Bool().Draw(t, "right")})
		}
		m := Model{calibrate: calibrationOf(seen)}
		last := 0
		for raw := range 1001 {
			c := m.calibrated(raw)
			if c < last || c > 1000 {
				t.Fatalf("raw %d is %d after %d", raw, c, last)
			}
			last = c
		}
	})
}

var lessons = []Label{
	{Division: "09", Edition: "A", PurposeText: PurposeText{Text: "zebra lessons for pupils", Department: "Ministry of Zebras"}},
	{Division: "09", Edition: "A", PurposeText: PurposeText{Text: "zebra classroom blackboards"}},
	{Division: "09", Edition: "B", PurposeText: PurposeText{Text: "zebra homework"}},
	{Division: "07", Edition: "B", PurposeText: PurposeText{Text: "gnu bandages"}},
	{Division: "07", Edition: "B", PurposeText: PurposeText{Text: "gnu ward and gnu medicine"}},
	{Division: "07", Edition: "A", PurposeText: PurposeText{Text: "gnu clinic", Aims: "heal gnus"}},
}

func TestTrainLearnsAndRepeats(t *testing.T) {
	f := noModel(t)
	var files [2]bytes.Buffer
	for i := range files {
		m, err := f.Train(lessons, TrainOptions{LabelsOnly: true, Licence: "OGL"})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Write(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("the same labels gave two models")
	}
	m, err := ReadModel(&files[0])
	if err != nil {
		t.Fatal(err)
	}
	if m.Editions != "A B" || m.Licence != "OGL" || m.Name != "model-"+m.Labels[:8] {
		t.Errorf("the file says %q %q %q", m.Name, m.Editions, m.Licence)
	}
	full, err := NewFunctions(FunctionOptions{Model: m})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"more zebra lessons": "09", "gnu ward": "07"} {
		if g := full.Suggest(PurposeText{Text: text}); g[0].Code != want {
			t.Errorf("%q: %v, want %s", text, g, want)
		}
	}
	if _, err := f.Train(lessons[:3], TrainOptions{}); err == nil {
		t.Error("one division is nothing to learn from")
	}
}

// Whatever a file of weights holds, reading it gives a model or an error.
func FuzzReadModel(f *testing.F) {
	f.Add([]byte("not gzip"))
	m := Model{Name: "m", step: 1, idf: make([]uint8, buckets), weights: make([]int8, buckets*divisions)}
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadModel(bytes.NewReader(data))
		if err == nil && (len(m.idf) != buckets || len(m.weights) != buckets*divisions) {
			t.Fatal("a model of the wrong size")
		}
	})
}

func TestProgramModelSaysWhereItComesFrom(t *testing.T) {
	m, err := ProgramModel()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Labels) != 64 || !strings.Contains(m.Licence, "Open Government Licence") || m.Editions == "" || m.AtLeast < 500 {
		t.Errorf("%q %q %q %d", m.Labels, m.Licence, m.Editions, m.AtLeast)
	}
}
