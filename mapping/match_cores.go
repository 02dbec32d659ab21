package mapping

import (
	_ "embed"
	"slices"
	"sort"
	"strings"

	"flows/ledger"
)

//go:embed reference/area_aliases.csv
var areaAliasesCSV string

// coreRef says that an area's body is written with some core: the words of its name that are left
// when "county council", "police authority" and their like are taken away.
type coreRef struct {
	area int32
	span Span
}

// cores finds the areas of one family by the core of their bodies' names. Keys are words joined by spaces.
type cores struct {
	exact   map[string][]coreRef
	partial map[string][]coreRef // the first half of "Nuneaton and Bedworth"
	heirs   map[string][]coreRef // the same, where the half was another's whole name before
	sorted  map[string][]coreRef // words in alphabetical order, for "Bedfordshire Central"
	keys    []string             // of exact, ordered, for names that were cut off
	slips   map[string][]string  // keys by what is left when one letter is dropped
	longest int                  // number of words
}

// grammar reads names of local bodies: place, title, department.
type grammar struct {
	r      *Registry
	words  *nameWords
	cores  map[family]*cores
	titles []title // per area, as its official name bears them

	aliases map[string][]coreRef // whole folded names of reference/area_aliases.csv
	begun   *begun
	known   map[string]struct{} // words that are no misspelt titles; nil while the tables are read
}

func newGrammar(r *Registry) *grammar {
	g := &grammar{r: r, words: loadNameWords(), cores: map[family]*cores{}, titles: make([]title, len(r.areas)),
		aliases: map[string][]coreRef{}}
	for f := famCouncil; f <= famNHS; f <<= 1 {
		g.cores[f] = &cores{exact: map[string][]coreRef{}, partial: map[string][]coreRef{}, heirs: map[string][]coreRef{}, sorted: map[string][]coreRef{}}
	}
	for i := range r.areas {
		a := &r.areas[i]
		fam := familyOfKind(a.Kind)
		if fam == 0 {
			continue
		}
		g.titles[i] = g.titlesIn(a.Official, fam)
		g.addCores(int32(i), fam, a.Name, a.Span)
		for _, n := range r.names[int32(i)] {
			g.addCores(int32(i), fam, n.Text, n.Span)
		}
	}
	records(areaAliasesCSV, 5, func(f []string) {
		i := r.byCode[f[1]]
		span := Span{mustDate(f[2]), mustDate(f[3])}
		g.aliases[fold(f[0])] = append(g.aliases[fold(f[0])], coreRef{i, span})
		g.addCores(i, familyOfKind(r.areas[i].Kind), f[0], span)
	})
	for _, c := range g.cores {
		c.settle(g)
	}
	g.learnWords()
	g.begun = newBegun(g)
	return g
}

// settle makes the indexes that need all cores.
func (c *cores) settle(g *grammar) {
	for key, refs := range c.exact {
		c.keys = append(c.keys, key)
		if g.isNameOf(key, refs) {
			c.heirs[key] = g.heirs(c.partial[key], refs)
			delete(c.partial, key)
		}
	}
	sort.Strings(c.keys)
	c.slips = slipIndex(c.keys)
}

// tokens are the words of a name as the grammar reads them.
func (g *grammar) tokens(name string) []word {
	ws := words(fold(name))
	if n := len(ws); n > 2 && ws[n-1] == "of" { // "Bristol, City of"
		ws = slices.Concat(ws[n-2:], ws[:n-2])
	}
	if g.known != nil {
		ws = g.spaced(g.spelt(ws))
	}
	return g.words.swap(linked(ws))
}

// addCores enters one written name of an area: whole, without its titles, and by its first half.
func (g *grammar) addCores(area int32, fam family, name string, span Span) {
	ws := g.tokens(name)
	ref := coreRef{area, span}
	lo, hi := 0, len(ws)
	for lo < hi && g.words.roles[ws[lo].text].fam&fam != 0 {
		lo++
	}
	for hi > lo && g.words.roles[ws[hi-1].text].fam&fam != 0 {
		hi--
	}
	if lo == hi {
		return
	}
	c := g.cores[fam]
	if name == g.r.areas[area].Name {
		c.add(ws, ref)
	}
	core := ws[lo:hi]
	if fam == famCouncil && g.isRegion(joined(core)) {
		return
	}
	c.add(core, ref)
	switch fam {
	case famCouncil:
		c.addHalf(core, ref)
	case famPCT, famCCG, famICB, famBoard:
		g.cores[famNHS].add(core, ref)
	}
}

// minHalf is the number of letters of a half: "B" is not the beginning of "B and NES" alone.
const minHalf = 3

// addHalf enters what stands before the first "and" or "upon" of a core.
func (c *cores) addHalf(core []word, ref coreRef) {
	for i := 1; i < len(core); i++ {
		switch core[i].link {
		case "and", "upon", "on", "in", "with", "under":
			key := joined(core[:i])
			if len(key) < minHalf {
				return
			}
			c.partial[key] = appendRef(c.partial[key], ref)
			return
		}
	}
}

// heirs are the areas of halves that began when none of those named so in full was any longer: since 2015 a bare "Derry"
// has been the first half of another council's name.
func (g *grammar) heirs(halves, named []coreRef) []coreRef {
	return slices.DeleteFunc(halves, func(half coreRef) bool {
		from := g.r.areas[half.area].From
		return slices.ContainsFunc(named, func(ref coreRef) bool {
			to := g.r.areas[ref.area].To
			return to == ledger.NoDate || from == ledger.NoDate || from <= to
		})
	})
}

// isNameOf says whether a core is the plain name of one of its areas: then no other is meant by it.
func (g *grammar) isNameOf(key string, refs []coreRef) bool {
	return slices.ContainsFunc(refs, func(ref coreRef) bool {
		return joined(g.tokens(g.r.areas[ref.area].Name)) == key
	})
}

// titlesIn collects a family's titles in a name.
func (g *grammar) titlesIn(name string, fam family) title {
	var t title
	for _, w := range g.tokens(name) {
		if r := g.words.roles[w.text]; r.fam&fam != 0 {
			t |= r.title
		}
	}
	return t
}

func (g *grammar) isRegion(key string) bool {
	for _, ref := range g.r.folded[key] {
		switch g.r.areas[ref.area].Kind {
		case "region", "nation", "country_group":
			return true
		}
	}
	return false
}

func (c *cores) add(ws []word, ref coreRef) {
	key := joined(ws)
	c.exact[key] = appendRef(c.exact[key], ref)
	c.longest = max(c.longest, len(ws))
	if len(ws) > 1 {
		key = inOrder(ws)
		c.sorted[key] = appendRef(c.sorted[key], ref)
	}
}

func appendRef(refs []coreRef, ref coreRef) []coreRef {
	if slices.Contains(refs, ref) {
		return refs
	}
	return append(refs, ref)
}

func inOrder(ws []word) string {
	texts := make([]string, len(ws))
	for i, w := range ws {
		texts[i] = w.text
	}
	sort.Strings(texts)
	return strings.Join(texts, " ")
}

// minSlip is the number of letters from which a core may be written with one slip.
const minSlip = 5

// slipIndex lists every core of minSlip letters or more under itself and under each form with one
// letter dropped: two words that differ by one slip share such a form (Garbe, "SymSpell", 2012).
func slipIndex(keys []string) map[string][]string {
	m := map[string][]string{}
	for _, key := range keys {
		if len(key) < minSlip {
			continue
		}
		for _, d := range drops(key) {
			m[d] = append(m[d], key)
		}
	}
	return m
}

// drops is s and every form of it with one letter dropped, each once.
func drops(s string) []string {
	out := []string{s}
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			out = append(out, s[:i]+s[i+1:])
		}
	}
	return out
}

// near returns the cores one slip away from a key: a letter dropped, doubled, changed or two swapped.
// The first letter must be right, and of none of them may it be wrong: "ewst sussex" is near East Sussex and nearer West.
func (c *cores) near(key string) []string {
	var out []string
	for _, d := range drops(key) {
		for _, k := range c.slips[d] {
			switch {
			case !oneSlip(k, key) || slices.Contains(out, k):
			case k[0] != key[0]:
				return nil
			default:
				out = append(out, k)
			}
		}
	}
	sort.Strings(out)
	return out
}

// oneSlip says whether two texts differ by one insertion, deletion, change or swap of neighbours.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
