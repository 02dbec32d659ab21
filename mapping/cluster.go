package mapping

import (
	"slices"
	"strings"

	"flows/ledger"
)

// Cluster is the organisation that a spelling of a payee belongs to.
type Cluster struct {
	ID   string // a body's id, or the words that the spellings have in common
	Name string // the body's official name, or the fullest of the spellings
	Kind string // sort of body
	Rule string // why this spelling belongs here

	Detail string // who decided, where a person did
}

// Cluster gathers spellings of payees to organisations, in the order of names. It is conservative:
// two organisations taken for one are worse than one taken for two. Spellings belong together when
//
//   - the registry knows them for one body;
//   - they are the same words but for case, punctuation, legal form, usual short forms and spaces;
//   - one is the legal name in "legal name T/A trading name";
//   - they are three words or more in another order, or one has "UK" behind two or more words of the other;
//   - one was cut off in the middle of a word and only one other begins with it;
//   - one has short forms of the other's words, and no third name does;
//   - they differ by one letter left out, doubled or swapped in a long word, and are no school's or person's.
//
// The result depends on the set of names only for the last four. What has no word ("", "-") names nobody: it is
// no organisation, and no spelling of another that has none.
func (r *Registry) Cluster(names []string) []Cluster {
	return r.cluster(names, r.PayeeName)
}

// cluster is Cluster where what each name tells by itself is known.
func (r *Registry) cluster(names []string, named func(string) ledger.PayeeName) []Cluster {
	c := &clusters{r: r, words: r.payeeWords(), byKey: map[string]int32{}, of: map[string]int32{}}
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	for _, name := range slices.Compact(sorted) { // in one order, whatever the list's
		if told := named(name); told.Words != "" && !r.isGathered(name) {
			c.add(name, told)
		}
	}
	c.joinCut()
	c.joinSlips()
	c.joinUK()
	c.joinOrder()
	c.joinShort()
	return c.result(names)
}

// PayeeName is what a payee's name tells by itself. It may be asked by several goroutines.
func (r *Registry) PayeeName(name string) ledger.PayeeName {
	body := r.body(name, onDay(ledger.NoDate), asPayee)
	if _, none := r.byDecision(name); none != nil {
		body = body.disowned(none)
	}
	text := body.ID
	if text == "" {
		text = strings.Join(r.payeeWords().key(name), "-")
	}
	return ledger.PayeeName{Words: text, BodyID: body.ID, Body: body.Name, Kind: body.Kind, Rule: body.Rule}
}

// clusters is a growing forest of keys, joined by union-find.
type clusters struct {
	r     *Registry
	words *payeeWords
	byKey map[string]int32
	keys  []clusterKey
	of    map[string]int32 // the key of each name
}

type clusterKey struct {
	text   string // words joined by hyphens: the id
	closed string // without the hyphens
	kind   string
	body   Body
	root   int32
	rule   string // why it was joined to another
	name   string // fullest spelling
	folded string // of that spelling, for names cut off
	cut    bool   // its spelling may have been cut off
}

func (c *clusters) add(name string, told ledger.PayeeName) {
	body, text := Body{ID: told.BodyID, Name: told.Body, Kind: told.Kind, Rule: told.Rule}, told.Words
	closed := strings.ReplaceAll(text, "-", "")
	if body.ID != "" {
		closed = "=" + text // no spelling's words
	} else if body.Kind == KindSchool {
		closed = text // Greenway Academy and Green Way Academy are two
	}
	i, seen := c.byKey[closed]
	if !seen {
		i = int32(len(c.keys))
		c.byKey[closed] = i
		c.keys = append(c.keys, clusterKey{text: text, closed: closed, kind: body.Kind, body: body, root: i, cut: true})
	}
	k := &c.keys[i]
	k.text = min(k.text, text)
	if len(name) > len(k.name) || len(name) == len(k.name) && name < k.name {
		k.name, k.folded = name, Fold(name)
	}
	k.cut = k.cut && len(name) >= minCutPayee
	c.of[name] = i
}

func (c *clusters) find(i int32) int32 {
	for c.keys[i].root != i {
		i = c.keys[i].root
	}
	return i
}

// join puts the key i to the cluster of j.
func (c *clusters) join(i, j int32, rule string) {
	i, j = c.find(i), c.find(j)
	if i == j {
		return
	}
	c.keys[i].root, c.keys[i].rule = j, rule
}

// minCutPayee is the shortest spelling that may have been cut off.
const minCutPayee = 20

// wholeWords are the words that stand before the end of some name, where nothing cuts them off.
func (c *clusters) wholeWords() map[string]bool {
	whole := map[string]bool{}
	for i := range c.keys {
		rest := c.keys[i].folded
		for {
			w, more, inside := strings.Cut(rest, " ")
			if !inside {
				break
			}
			whole[w], rest = true, more
		}
	}
	return whole
}

// minWhole is the number of letters from which a last word that stands in other names is taken for whole.
const minWhole = 5

// joinCut joins spellings that end in the middle of a word to the only other that begins with them. A word that
// stands whole in other names was not cut off: "National Harbours Office" is not its officers' union.
func (c *clusters) joinCut() {
	whole := c.wholeWords()
	order := make([]int32, len(c.keys))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(c.keys[a].folded, c.keys[b].folded) })
	for n, i := range order {
		k := &c.keys[i]
		if !k.cut || k.body.Known() {
			continue
		}
		last := k.folded[strings.LastIndexByte(k.folded, ' ')+1:]
		isWhole := len(last) >= minWhole && (whole[last] || c.r.gazetteer().kinds.is(last))
		to, several := int32(-1), false
		for _, j := range order[n+1:] {
			longer := c.keys[j].folded
			if !strings.HasPrefix(longer, k.folded) {
				break
			}
			if len(longer) == len(k.folded) {
				continue
			}
			more := longer[len(k.folded):]
			if isWhole && more != "s" && !strings.HasPrefix(more, "s ") {
				several = true
				break
			}
			if more[0] == ' ' || more[0] >= '0' && more[0] <= '9' {
				several = true // the words are whole: another name goes on after them
				break
			}
			if to >= 0 && c.find(to) != c.find(j) && !strings.HasPrefix(longer, c.keys[to].folded) {
				several = true
				break
			}
			to = j
		}
		if to >= 0 && !several {
			c.join(i, to, "cut off")
		}
	}
}

// Slips are joined in words of minSlipWord letters, in keys of minSlipKey.
const minSlipWord, minSlipKey = 7, 14

// joinSlips joins keys that differ by one slip in one long word, where only one such other is there.
func (c *clusters) joinSlips() {
	others := map[string][]int32{} // by the words without one
	near := make([]int32, len(c.keys))
	for i := range c.keys {
		near[i] = -1
		if !c.maySlip(&c.keys[i]) {
			continue
		}
		for _, rest := range withoutOne(c.keys[i].text) {
			others[rest] = append(others[rest], int32(i))
		}
	}
	const several = -2
	for i := range c.keys {
		if !c.maySlip(&c.keys[i]) {
			continue
		}
		for _, rest := range withoutOne(c.keys[i].text) {
			for _, j := range others[rest] {
				switch {
				case j == int32(i) || !slipOfWord(c.keys[i].text, c.keys[j].text):
				case near[i] == -1 || near[i] == j:
					near[i] = j
				default:
					near[i] = several
				}
			}
		}
	}
	for i, j := range near {
		if j >= 0 {
			c.join(max(int32(i), j), min(int32(i), j), "one slip of spelling")
		}
	}
}

// withoutOne lists a key's words with one long word left out, once for each of them.
func withoutOne(text string) []string {
	var out []string
	for at := 0; at < len(text); {
		end := at + strings.IndexByte(text[at:]+"-", '-')
		if end-at >= minSlipWord-1 {
			out = append(out, text[:at]+"?"+text[end:])
		}
		at = end + 1
	}
	return out
}

func (c *clusters) maySlip(k *clusterKey) bool {
	switch k.kind {
	case KindSchool, KindIndividual, KindParish:
		return false
	case KindUnknown:
		if strings.Count(k.text, "-") < 3 { // perhaps a person
			return false
		}
	}
	return !k.body.Known() && len(k.closed) >= minSlipKey
}

// slipOfWord says whether two keys have the same words but one, of minSlipWord letters or more, in
// which a letter is left out, added or swapped with its neighbour. A changed letter makes another name.
func slipOfWord(a, b string) bool {
	x, y := strings.Split(a, "-"), strings.Split(b, "-")
	if len(x) != len(y) {
		return false
	}
	slips := 0
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		slips++
		sameLetters := len(x[i]) == len(y[i]) && sortedLetters(x[i]) == sortedLetters(y[i])
		if slips > 1 || min(len(x[i]), len(y[i])) < minSlipWord || !oneSlip(x[i], y[i]) || len(x[i]) == len(y[i]) && !sameLetters {
			return false
		}
	}
	return slips == 1
}

func sortedLetters(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}

// result lays the clusters out by name. A cluster's id is its root's; its name the fullest of all its keys'.
func (c *clusters) result(names []string) []Cluster {
	fullest := map[int32]string{}
	for i := range c.keys {
		root := c.find(int32(i))
		k := &c.keys[i]
		if len(k.name) > len(fullest[root]) || len(k.name) == len(fullest[root]) && k.name < fullest[root] {
			fullest[root] = k.name
		}
	}
	out := make([]Cluster, len(names))
	for n, name := range names {
		i, undecided := c.of[name]
		switch {
		case !undecided && c.r.isGathered(name):
			out[n] = c.r.asDecided(name)
			continue
		case !undecided:
			out[n] = Cluster{Kind: KindUnknown, Rule: "names nobody"}
			continue
		}
		root := c.find(i)
		top := &c.keys[root]
		cl := Cluster{ID: top.text, Name: fullest[root], Kind: top.kind, Rule: "same words"}
		if top.body.Known() {
			cl.Name, cl.Rule = top.body.Name, top.body.Rule
		}
		if i != root {
			cl.Rule = c.keys[i].rule
		}
		out[n] = cl
	}
	return out
}
