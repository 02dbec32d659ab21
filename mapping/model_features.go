package mapping

import "slices"

// featureSet is a purpose as the model sees it: hashed buckets with how much each counts.
type featureSet struct {
	words  []feature // words, pairs of words and runs of letters; scaled to unit length together
	bodies []feature // the paying body, its department; not scaled

	count map[uint32]int32
}

type feature struct {
	bucket uint32
	value  int32
}

// What one occurrence of each kind counts. A long text's aims count less than its title.
const (
	valueWord = 16
	valuePair = 16
	valueRun  = 8
	valueAims = 8
	bodyUnit  = 16 // a value of bodyUnit is 1.0
	valueBody = 12

	aimWords = 80 // of the aims only so many words are read
)

// mainFields and sideFields are the fields the model reads, with what their words count. Expense
// types are left to the rules: labels to learn them from do not exist.
var (
	mainFields = []fieldID{fieldProgramme, fieldTitle, fieldDescription, fieldArea}
	sideFields = []fieldID{fieldPurpose}
)

// read takes in what the scratch holds.
func (fs *featureSet) read(s *functionScratch) {
	if fs.count == nil {
		fs.count = map[uint32]int32{}
	}
	clear(fs.count)
	for _, f := range mainFields {
		fs.addText(s.fields[f], valueWord, valuePair, valueRun)
	}
	for _, f := range sideFields {
		fs.addText(s.fields[f][:min(len(s.fields[f]), aimWords)], valueAims, valueAims, 0)
	}
	fs.words = fs.words[:0]
	for b, v := range fs.count {
		fs.words = append(fs.words, feature{b, v})
	}
	// The sums are of whole numbers, so order cannot change them; sorted, they read memory forwards.
	slices.SortFunc(fs.words, func(a, b feature) int { return int(int64(a.bucket) - int64(b.bucket)) })
	fs.bodies = fs.bodies[:0]
	if r := s.payer.remit; r != nil {
		fs.bodies = append(fs.bodies, feature{fs.hash('m', r.ID, ""), valueBody})
	}
}

// addText adds a field's words. What stands twice counts once.
func (fs *featureSet) addText(tokens []string, word, pair, run int32) {
	before := ""
	for _, t := range tokens {
		if isCodeToken(t) {
			continue
		}
		fs.note(fs.hash('w', t, ""), word)
		if before != "" {
			fs.note(fs.hash('b', before, t), pair)
		}
		before = t
		if run > 0 {
			fs.addRuns(t, run)
		}
	}
}

// addRuns adds the runs of three to five letters of a word and its ends.
func (fs *featureSet) addRuns(t string, value int32) {
	padded := make([]byte, 0, 32)
	padded = append(append(append(padded, ' '), t...), ' ')
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(padded); i++ {
			fs.note(fs.hash('c', string(padded[i:i+n]), ""), value)
		}
	}
}

func (fs *featureSet) note(bucket uint32, value int32) {
	if fs.count[bucket] < value {
		fs.count[bucket] = value
	}
}

// hash is FNV-1a of the kind and the words, folded to a bucket.
func (fs *featureSet) hash(kind byte, a, b string) uint32 {
	const prime = 16777619
	h := uint32(2166136261)
	h = (h ^ uint32(kind)) * prime
	for i := range len(a) {
		h = (h ^ uint32(a[i])) * prime
	}
	h = (h ^ 0x1f) * prime
	for i := range len(b) {
		h = (h ^ uint32(b[i])) * prime
	}
	return (h>>modelBits ^ h) & (buckets - 1)
}

// isCodeToken is true of numbers and of ledger codes ("s085a115"), which mean nothing in another edition.
func isCodeToken(t string) bool {
	digits := 0
	for i := range len(t) {
		if t[i] >= '0' && t[i] <= '9' {
			digits++
		}
	}
	return digits == len(t) || digits > 0 && len(t) > 4
}
