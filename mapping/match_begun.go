package mapping

import (
	"slices"
	"sort"
	"strings"
)

// begun are the whole names of local bodies that are no councils, ordered, for names that a file's width cut off.
type begun struct {
	keys []string
	refs [][]coreRef
}

// titleStarts are the letters that a name cut off must reach, after a place, to be a body's of a family: "Barking and
// Dagenham Prim" may go on as a primary school's.
func titleStarts(f family) []string {
	switch f {
	case famPolice:
		return []string{" consta", " polic"}
	case famFire:
		return []string{" fire"}
	case famPCT:
		return []string{" primary c", " teaching p", " care tr"}
	case famCombined:
		return []string{" combi", " mayoral c"}
	case famBoard:
		return []string{" univers", " health b", " teaching h", " local h"}
	}
	return nil
}

// reaches says whether a folded name gets as far as a title of the family.
func reaches(folded string, f family) bool {
	if f == famCCG || f == famICB {
		return strings.HasPrefix(folded, "nhs ")
	}
	return slices.ContainsFunc(titleStarts(f), func(s string) bool { return strings.Contains(folded, s) })
}

func newBegun(g *grammar) *begun {
	b := &begun{}
	for key, names := range g.r.folded {
		var refs []coreRef
		for _, n := range names {
			if f := familyOfKind(g.r.areas[n.area].Kind); f != 0 && f != famCouncil {
				refs = append(refs, coreRef{n.area, g.r.names[n.area][n.name].Span})
			}
		}
		if len(key) > minCut && refs != nil {
			b.keys = append(b.keys, key)
		}
	}
	sort.Strings(b.keys)
	for _, key := range b.keys {
		var refs []coreRef
		for _, n := range g.r.folded[key] {
			refs = append(refs, coreRef{n.area, g.r.names[n.area][n.name].Span})
		}
		b.refs = append(b.refs, refs)
	}
	return b
}

// cutOff finds the one body whose whole name a name begins that may have been cut off. Several that lived in the period
// leave it open, and so do several that did not.
func (g *grammar) cutOff(name string, when period) Body {
	folded := fold(name)
	if len(strings.TrimSpace(name)) < minCut || len(folded) < minCut-2 {
		return Body{}
	}
	b := g.begun
	rd := reading{core: folded, how: "cut off"}
	best := -1
	for i, _ := slices.BinarySearch(b.keys, folded); i < len(b.keys) && strings.HasPrefix(b.keys[i], folded); i++ {
		for _, ref := range b.refs[i] {
			a := &g.r.areas[ref.area]
			if !reaches(folded, familyOfKind(a.Kind)) {
				return Body{}
			}
			fit, _ := when.fit(both(a.Span, ref.span))
			if fit > best {
				best, rd.refs = fit, nil
			}
			if fit == best {
				rd.refs = append(rd.refs, ref)
			}
		}
	}
	for _, ref := range rd.refs {
		if ref.area != rd.refs[0].area {
			return Body{}
		}
	}
	if len(rd.refs) == 0 || best < fitPartly {
		return Body{}
	}
	a := &g.r.areas[rd.refs[0].area]
	return Body{ID: a.Code, Name: a.Official, Kind: kindOfArea(a.Kind), Area: a.Code, Own: true,
		Rule: "name as in the register, cut off", Confidence: 930, Detail: "core " + folded}
}

// heads lists the beginnings of a name before an account or a trading name: "Gwent Police - Finance". What follows must
// not say that the name is of somebody else.
func (g *grammar) heads(name string) []string {
	if !strings.ContainsAny(name, "-–,/:") && !strings.Contains(name, " re ") && !strings.Contains(name, " RE ") {
		return nil
	}
	var out []string
	upper := strings.ToUpper(name)
	for _, mark := range [...]string{" - ", " – ", ", ", " T/A ", " RE:", " RE ", ": "} {
		at := strings.Index(upper, mark)
		if at <= 0 || len(upper) != len(name) || slices.ContainsFunc(g.tokens(name[at:]), func(w word) bool {
			r := g.words.roles[w.text]
			return r.veto || r.fam != 0 && r.title != 0
		}) {
			continue
		}
		out = append(out, name[:at])
	}
	return out
}

// headed reads the beginnings of a name as those of a body with a title of its own that is no council.
func (g *grammar) headed(name string, when period, m manner) Body {
	for _, head := range g.heads(name) {
		ws := g.tokens(head)
		for _, fam := range g.familiesIn(ws, m, false) {
			if fam == famCouncil || fam == famNHS {
				continue
			}
			if b := g.bodyOf(ws, fam, when, m, false); b.Known() {
				b.Rule, b.Confidence = b.Rule+", account", b.Confidence-50
				return b
			}
		}
	}
	return Body{}
}
