package mapping

// featureSet is a purpose as the model sees it: hashed buckets with how much each counts.
type featureSet struct {
	words  []feature // words, pairs of words and runs of letters; scaled to unit length together
	bodies []feature // the paying body; not scaled
	single []uint32  // the buckets of single words, by which a model tells how much it knows of a text

	values  []int32             // by bucket, what it counts so far
	touched []uint32            // the buckets whose values are not zero
	runs    map[string][]uint32 // by word, the buckets of its runs of letters
}

type feature struct {
	bucket uint32
	value  int32
}

// What one occurrence of each kind counts. A long text's aims count less than its title.
const (
	valueWord = 16
	valuePair = 16
	valueRun  = 3
	valueAims = 8
	bodyUnit  = 16 // a value of bodyUnit is 1.0
	valueBody = 12

	aimWords = 80 // of the aims only so many words are read
)

// read takes in what the scratch holds. Expense types are left to the rules: no labels exist to
// learn them from.
func (fs *featureSet) read(s *functionScratch) {
	if fs.values == nil {
		fs.values, fs.runs = make([]int32, buckets), map[string][]uint32{}
	}
	fs.single = fs.single[:0]
	for _, f := range [...]fieldID{fieldProgramme, fieldTitle, fieldDescription, fieldArea} {
		fs.addText(s.fields[f], valueWord, valuePair, valueRun)
	}
	aims := s.fields[fieldPurpose]
	fs.addText(aims[:min(len(aims), aimWords)], valueAims, valueAims, 0)
	fs.words = fs.words[:0]
	for _, b := range fs.touched {
		fs.words = append(fs.words, feature{b, fs.values[b]})
		fs.values[b] = 0
	}
	fs.touched = fs.touched[:0]
	fs.bodies = fs.bodies[:0]
	if r := s.payer.remit; r != nil {
		fs.bodies = append(fs.bodies, feature{bucketOf('m', r.ID, ""), valueBody})
	}
}

// addText adds a field's words. What stands twice counts once.
func (fs *featureSet) addText(tokens []string, word, pair, run int32) {
	before := ""
	for _, t := range tokens {
		if isCodeToken(t) {
			continue
		}
		w := bucketOf('w', t, "")
		fs.note(w, word)
		fs.single = append(fs.single, w)
		if before != "" {
			fs.note(bucketOf('b', before, t), pair)
		}
		before = t
		if run == 0 {
			continue
		}
		for _, b := range fs.runsOf(t) {
			fs.note(b, run)
		}
	}
}

// runsOf are the buckets of a word's runs of three to five letters, its ends marked by a space.
func (fs *featureSet) runsOf(t string) []uint32 {
	if runs, ok := fs.runs[t]; ok {
		return runs
	}
	if len(fs.runs) >= scratchLimit {
		clear(fs.runs)
	}
	padded := " " + t + " "
	var runs []uint32
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(padded); i++ {
			runs = append(runs, bucketOf('c', padded[i:i+n], ""))
		}
	}
	fs.runs[t] = runs
	return runs
}

func (fs *featureSet) note(bucket uint32, value int32) {
	if fs.values[bucket] == 0 {
		fs.touched = append(fs.touched, bucket)
	}
	fs.values[bucket] = max(fs.values[bucket], value)
}

// bucketOf is FNV-1a of the kind and the words, folded to a bucket.
func bucketOf(kind byte, a, b string) uint32 {
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
