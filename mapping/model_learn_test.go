package mapping

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

// localLabels are texts of two invented schemes whose names tell nobody else what they are for.
func localLabels() []Label {
	var out []Label
	for i, part := range []string{"north", "south", "east", "west", "upper", "lower", "old", "new", "outer", "inner", "middle", "little", "great", "far", "near",
		"long", "short", "broad"} {
		out = append(out, Label{PurposeText: PurposeText{ID: fmt.Sprint(i), Text: "Quillmarsh " + part}, Division: "06"},
			Label{PurposeText: PurposeText{Text: "Ospreyward " + part}, Division: "10"})
	}
	return out
}

// What is learned is right about what was held out, is written as equal bytes each time, is read back, and
// leaves what the labels say nothing of as it was.
func TestLearn(t *testing.T) {
	f := noModel(t)
	base, err := ProgramModel()
	if err != nil {
		t.Fatal(err)
	}
	l, err := f.Learn(base, localLabels())
	if err != nil {
		t.Fatal(err)
	}
	before, after := l.Right()
	if l.Texts != 36 || after < 34 || before > 24 || len(l.Divisions) != 2 {
		t.Errorf("%d texts, before %d, after %d: %+v", l.Texts, before, after, l.Divisions)
	}
	again, err := f.Learn(base, localLabels())
	if err != nil {
		t.Fatal(err)
	}
	var one, two bytes.Buffer
	if err := errors.Join(l.Model.Write(&one), again.Model.Write(&two)); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("two learnings differ, or %v", err)
	}
	m, err := ReadModel(&one)
	if err != nil || m.Name != l.Model.Name || m.Base != base.Name || m.Texts != 36 || m.Labels != l.Model.Labels {
		t.Fatalf("%v: %+v", err, m)
	}
	full, err := NewFunctions(FunctionOptions{Model: m})
	if err != nil {
		t.Fatal(err)
	}
	program, err := NewFunctions(FunctionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if g := full.Suggest(PurposeText{Text: "Quillmarsh crescent"})[0]; g.Code != "06" {
		t.Errorf("the scheme is %+v", g)
	}
	same := 0
	for _, text := range wordsOfPurposes {
		if full.Suggest(PurposeText{Text: text})[0].Code == program.Suggest(PurposeText{Text: text})[0].Code {
			same++
		}
	}
	if same < len(wordsOfPurposes)*9/10 {
		t.Errorf("of %d other texts %d kept their division", len(wordsOfPurposes), same)
	}
}

func TestLearnRefusesTooFew(t *testing.T) {
	base, err := ProgramModel()
	if err != nil {
		t.Fatal(err)
	}
	one := localLabels()
	for i := range one {
		one[i].Division = "06"
	}
	for name, labels := range map[string][]Label{"none": nil, "few": localLabels()[:20], "one division": one} {
		var few *TooFewError
		if _, err := noModel(t).Learn(base, labels); !errors.As(err, &few) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
