package mapping

import (
	"cmp"
	"slices"
	"strings"
)

// ClusterDoubt is a question about which spellings are one organisation: two organisations whose names are nearly one,
// or a spelling that stands with an organisation by likeness only.
type ClusterDoubt struct {
	Joined    bool     // they are one today; else they are two
	Why       string   // what makes it a question
	One       []string // the spellings of one, ordered; of a joined pair those that likeness joined
	Other     []string // the spellings of the other
	OneName   string   // the fullest of each
	OtherName string
}

// Shortest keys, in letters, that are held to be nearly one where they differ by a letter or go on by a word.
const minNear, minGoesOn = 10, 12

// ClusterDoubts lists what about the gathering of names a person may want to decide, in the order of their words. Bodies
// that the registry knows, people, and payees that a person decided about are no question. It proposes and decides nothing.
func (r *Registry) ClusterDoubts(names []string) []ClusterDoubt {
	c := &clusters{r: r, words: r.payeeWords(), byKey: map[string]int32{}, of: map[string]int32{}}
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	for _, name := range slices.Compact(sorted) {
		if !r.isGathered(name) {
			c.add(name, r.PayeeName(name))
		}
	}
	c.joinCut()
	c.joinSlips()
	c.joinUK()
	c.joinOrder()
	c.joinShort()
	d := &doubter{c: c, spellings: make([][]string, len(c.keys)), keys: map[int32][]int32{}, asked: map[[2]int32]bool{}}
	for i := range c.keys {
		root := c.find(int32(i))
		d.keys[root] = append(d.keys[root], int32(i))
	}
	for name, i := range c.of {
		d.spellings[i] = append(d.spellings[i], name)
	}
	d.joined()
	d.nearly()
	d.goingOn()
	slices.SortFunc(d.list, func(a, b ClusterDoubt) int {
		return cmp.Or(cmp.Compare(a.OneName, b.OneName), cmp.Compare(a.OtherName, b.OtherName), cmp.Compare(a.Why, b.Why))
	})
	return d.list
}

type doubter struct {
	c         *clusters
	spellings [][]string        // by key
	keys      map[int32][]int32 // of each organisation, by its root
	asked     map[[2]int32]bool
	list      []ClusterDoubt
}

// open says whether a key may be asked about.
func (d *doubter) open(i int32) bool {
	k := &d.c.keys[i]
	return !k.body.Known() && k.kind != KindIndividual && k.text != ""
}

// joined asks about each spelling that a likeness of words joined to another.
func (d *doubter) joined() {
	for i := range d.c.keys {
		if root := d.c.find(int32(i)); root != int32(i) && d.open(int32(i)) {
			other := slices.DeleteFunc(slices.Clone(d.keys[root]), func(j int32) bool { return j == int32(i) })
			d.ask(true, d.c.keys[i].rule, []int32{int32(i)}, other)
		}
	}
}

// nearly asks about organisations whose keys differ by one letter, digits apart.
func (d *doubter) nearly() {
	type drop struct {
		text string
		key  int32
	}
	var all []drop
	for i := range d.c.keys {
		if k := &d.c.keys[i]; d.open(int32(i)) && len(k.closed) >= minNear && k.kind != KindSchool && k.kind != KindParish {
			for _, text := range drops(k.closed) {
				all = append(all, drop{text, int32(i)})
			}
		}
	}
	slices.SortFunc(all, func(a, b drop) int { return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.key, b.key)) })
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].text == all[i].text {
			j++
		}
		for x := i; x < j && j-i <= maxAlike; x++ {
			for y := x + 1; y < j; y++ {
				a, b := d.c.keys[all[x].key].closed, d.c.keys[all[y].key].closed
				if oneSlip(a, b) && sameDigits(a, b) {
					d.apart("one letter apart", all[x].key, all[y].key)
				}
			}
		}
		i = j
	}
}

// maxAlike is how many keys may be alike before likeness says nothing.
const maxAlike = 4

// sameDigits says whether two keys have the same numbers: "Phase 1" and "Phase 2" are two.
func sameDigits(a, b string) bool {
	keep := func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}
	return strings.Map(keep, a) == strings.Map(keep, b)
}

// goingOn asks about an organisation whose words one other has with one word more behind them.
func (d *doubter) goingOn() {
	order := make([]int32, len(d.c.keys))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(d.c.keys[a].text, d.c.keys[b].text) })
	for n, i := range order {
		k := &d.c.keys[i]
		if !d.open(i) || len(k.text) < minGoesOn || !strings.Contains(k.text, "-") || k.kind == KindSchool || k.kind == KindParish {
			continue
		}
		found, several := int32(-1), false
		for _, j := range order[n+1:] {
			more, goes := strings.CutPrefix(d.c.keys[j].text, k.text)
			if !goes {
				break
			}
			if !strings.HasPrefix(more, "-") {
				continue
			}
			several = several || found >= 0 && d.c.find(found) != d.c.find(j)
			found = j
		}
		if found >= 0 && !several && d.open(found) && !strings.Contains(d.c.keys[found].text[len(k.text)+1:], "-") {
			d.apart("the same with one word more", i, found)
		}
	}
}

// apart asks whether the organisations of two keys are one.
func (d *doubter) apart(why string, i, j int32) {
	a, b := d.c.find(i), d.c.find(j)
	pair := [2]int32{min(a, b), max(a, b)}
	if a == b || d.asked[pair] || !d.open(a) || !d.open(b) {
		return
	}
	d.asked[pair] = true
	d.ask(false, why, d.keys[pair[0]], d.keys[pair[1]])
}

func (d *doubter) ask(joined bool, why string, one, other []int32) {
	gather := func(keys []int32) (names []string, fullest string) {
		for _, i := range keys {
			names = append(names, d.spellings[i]...)
		}
		slices.Sort(names)
		for _, name := range names {
			if len(name) > len(fullest) {
				fullest = name
			}
		}
		return names, fullest
	}
	q := ClusterDoubt{Joined: joined, Why: why}
	q.One, q.OneName = gather(one)
	q.Other, q.OtherName = gather(other)
	d.list = append(d.list, q)
}
