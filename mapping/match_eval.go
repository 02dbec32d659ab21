package mapping

// NameScore counts how matches of names agree with what a person says they are. A name that is no
// place's own body and has no other evidence is right when it is left open.
type NameScore struct {
	Names  int
	Placed int // matched to some code
	Should int // a person names a code
	Right  int // matched to the code that the person names
}

// Precision is the part of the matched names that are matched rightly.
func (s NameScore) Precision() float64 { return part(s.Right, s.Placed) }

// Recall is the part of the names with a code that are matched rightly.
func (s NameScore) Recall() float64 { return part(s.Right, s.Should) }

func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// ScoreNames compares matches with the codes that a person names, in the same order.
func ScoreNames(got []NameMatch, want []string) NameScore {
	s := NameScore{Names: len(got)}
	for i, m := range got {
		if m.Code != "" {
			s.Placed++
		}
		if want[i] != "" {
			s.Should++
			if m.Code == want[i] {
				s.Right++
			}
		}
	}
	return s
}

// BCubed compares clusters with a person's, name by name: of the names that share its cluster, which
// part belongs there (precision); of those that belong there, which part shares it (recall); and their
// harmonic mean (Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing", 1998).
func BCubed(got, want []string) (precision, recall, f1 float64) {
	type pair struct{ got, want string }
	both, inGot, inWant := map[pair]int{}, map[string]int{}, map[string]int{}
	for i := range got {
		both[pair{got[i], want[i]}]++
		inGot[got[i]]++
		inWant[want[i]]++
	}
	for i := range got {
		n := both[pair{got[i], want[i]}]
		precision += part(n, inGot[got[i]])
		recall += part(n, inWant[want[i]])
	}
	if len(got) > 0 {
		precision, recall = precision/float64(len(got)), recall/float64(len(got))
	}
	if precision+recall > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}
