package mapping

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"flows/ledger"
)

// Candidate is a place that a name may mean. Candidates are for a person to choose from: no share rests on them.
type Candidate struct {
	Code, Name string
	Score      int16 // thousandths
	Why        string
}

// String is "E07000148 Norwich 0.920".
func (c Candidate) String() string {
	return fmt.Sprintf("%s %s %d.%03d", c.Code, c.Name, c.Score/1000, c.Score%1000)
}

// maxCandidates is how many are worth a person's time.
const maxCandidates = 5

// Candidates proposes places for a name that is undecided as of a financial year, best first.
func (r *Registry) Candidates(name string, year ledger.Year) []Candidate {
	return r.candidates(name, inYear(year), maxCandidates)
}

func (r *Registry) candidate(code string, score int16, why string) Candidate {
	a, _ := r.Area(code)
	return Candidate{code, a.Name, score, why}
}

func sortCandidates(list []Candidate) {
	sort.Slice(list, func(i, j int) bool {
		if list[i].Score != list[j].Score {
			return list[i].Score > list[j].Score
		}
		return list[i].Code < list[j].Code
	})
}

// likeness weighs the words of cores: the rarer a word, the more it says (Spärck Jones, Journal of
// Documentation 28, 1972).
type likeness struct {
	weight map[string]int32      // thousandths of bits
	cores  map[string][]likeCore // by word
	starts map[string][]string   // words by their first three letters
}

type likeCore struct {
	area  int32
	total int32 // weight of all words of the core
	words []string
}

func newLikeness(g *grammar) *likeness {
	l := &likeness{weight: map[string]int32{}, cores: map[string][]likeCore{}, starts: map[string][]string{}}
	count, n := map[string]int{}, 0
	c := g.cores[famCouncil]
	for _, key := range c.keys {
		n++
		for _, w := range strings.Fields(key) {
			count[w]++
		}
	}
	for w, k := range count {
		l.weight[w] = int32(1000 * math.Log2(float64(n)/float64(k)))
	}
	for _, key := range c.keys {
		ws := strings.Fields(key)
		total := int32(0)
		for _, w := range ws {
			total += l.weight[w]
		}
		for _, ref := range c.exact[key] {
			for _, w := range ws {
				l.cores[w] = append(l.cores[w], likeCore{ref.area, total, ws})
			}
		}
	}
	for w := range count {
		if len(w) >= 4 {
			l.starts[w[:3]] = append(l.starts[w[:3]], w)
		}
	}
	for _, list := range l.starts {
		sort.Strings(list)
	}
	return l
}

// leastScore is the share of a core's weight that a name must hold to be proposed, in thousandths.
const leastScore = 600

// candidates scores the councils that lived in the period by the weight of the words they share with a name.
func (r *Registry) candidates(name string, when period, most int) []Candidate {
	g, l := r.grammar(), r.likeness()
	ws := g.tokens(name)
	heard := map[string]int32{} // a core's word → thousandths of likeness
	titled := g.titlesIn(name, famCouncil) != 0
	for _, w := range ws {
		if l.weight[w.text] > 0 {
			heard[w.text] = 1000
			continue
		}
		if !titled || len(w.text) < 5 { // spelling is worth a guess only where a council is meant
			continue
		}
		for _, other := range l.starts[w.text[:3]] {
			if s := jaroWinkler(w.text, other); s >= 900 && s > heard[other] {
				heard[other] = s
			}
		}
	}
	best := map[int32]int16{}
	for w := range heard {
		for _, c := range l.cores[w] {
			if fit, _ := when.fit(g.r.areas[c.area].Span); fit < fitPartly {
				continue
			}
			sum := int64(0)
			for _, x := range c.words {
				sum += int64(l.weight[x]) * int64(heard[x])
			}
			if score := int16(sum / int64(max(c.total, 1))); score >= leastScore {
				best[c.area] = max(best[c.area], score)
			}
		}
	}
	list := make([]Candidate, 0, len(best))
	for area, score := range best {
		a := &r.areas[area]
		list = append(list, Candidate{a.Code, a.Name, score, "words of the name"})
	}
	sortCandidates(list)
	return slices.Clip(list[:min(len(list), most)])
}

// jaroWinkler is the likeness of two words in thousandths (Winkler, "String Comparator Metrics", 1990).
func jaroWinkler(a, b string) int32 {
	reach := max(len(a), len(b))/2 - 1
	var usedA, usedB [64]bool
	if len(a) > 64 || len(b) > 64 || a == "" || b == "" {
		return 0
	}
	same := 0
	for i := range len(a) {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !usedB[j] && a[i] == b[j] {
				usedA[i], usedB[j] = true, true
				same++
				break
			}
		}
	}
	if same == 0 {
		return 0
	}
	swaps, j := 0, 0
	for i := range len(a) {
		if !usedA[i] {
			continue
		}
		for !usedB[j] {
			j++
		}
		if a[i] != b[j] {
			swaps++
		}
		j++
	}
	jaro := int32((1000*same/len(a) + 1000*same/len(b) + 1000*(same-swaps/2)/same) / 3)
	prefix := int32(0)
	for prefix < 4 && int(prefix) < min(len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + prefix*(1000-jaro)/10
}
