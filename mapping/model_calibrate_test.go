package mapping

import (
	"fmt"
	"testing"
)

// Labels of several editions are held out edition by edition, and no text that is asked about was learnt.
func TestCalibrationHoldsOutEditions(t *testing.T) {
	f, err := NewFunctions(FunctionOptions{NoModel: true})
	if err != nil {
		t.Fatal(err)
	}
	label := func(edition, text, division string) Label {
		return Label{PurposeText: PurposeText{Text: text}, Edition: edition, Division: division}
	}
	labels := []Label{label("2001", "road repairs", "04"), label("2001", "libraries", "08"),
		label("2002", "road repairs", "04"), label("2002", "swimming pools", "08"), label("2003", "nursery places", "09")}
	if n := len(f.heldOutParts(labels[:2], f.samples(labels[:2]))); n != trainFolds {
		t.Errorf("one edition is held out in %d parts, want %d", n, trainFolds)
	}
	var held []int
	for _, part := range f.heldOutParts(labels, f.samples(labels)) {
		learnt := map[uint64]bool{}
		for _, s := range part.rest {
			learnt[s.text] = true
		}
		for _, s := range part.held {
			if learnt[s.text] {
				t.Errorf("a text of division %s was learnt and is asked about", divisionCodes[s.division])
			}
		}
		held = append(held, len(part.held))
	}
	if got, want := fmt.Sprint(held), "[1 1 1]"; got != want {
		t.Errorf("of the editions are asked about %s, want %s", got, want)
	}
}
