package mapping

import (
	"slices"
	"strings"
)

// reading is one way to read a name as that of a local body.
type reading struct {
	fam    family
	titles title
	core   string
	refs   []coreRef
	before []word // words before the core that are no titles: a department, an office
	after  []word // the same behind it
	tail   []word // what stands behind and is neither title nor department
	how    string // how the core was found: exact | first half | other order | cut | slip
	ofCity bool   // "City of X", "Borough of X": the title stands before the core
	lead   string // what makes the beginning another's name: "at Bristol", "Youth Council of Norwich"
}

// read looks for a body of one family in a name. cut says that the name ends as if cut off.
func (g *grammar) read(ws []word, fam family, cut bool) (best reading, ok bool) {
	c := g.cores[fam]
	for p := 0; p < len(ws); p++ {
		for n := min(c.longest, len(ws)-p); n > 0; n-- {
			key := joined(ws[p : p+n])
			refs, how := c.exact[key], "exact"
			if halves := c.partial[key]; len(halves) > 0 {
				if len(refs) == 0 {
					how = "first half"
				}
				refs = slices.Concat(refs, halves)
			}
			if len(refs) == 0 {
				continue
			}
			rd := g.around(ws, p, p+n, fam, cut)
			if fam != famCouncil {
				for _, w := range ws[p : p+n] { // "Metropolitan Police" is a core and bears its title
					rd.titles |= g.words.roles[w.text].title
				}
			}
			if rd.titles == 0 {
				refs = slices.Concat(refs, c.heirs[key])
			}
			rd.core, rd.refs, rd.how = key, refs, how
			if !ok || better(rd, best) {
				best, ok = rd, true
			}
		}
		if !g.beside(ws[p], fam) {
			break
		}
	}
	return best, ok
}

// better prefers a shorter tail, then an exact core, then a longer one.
func better(a, b reading) bool {
	if len(a.tail) != len(b.tail) {
		return len(a.tail) < len(b.tail)
	}
	if a.how != b.how {
		return a.how == "exact"
	}
	return len(a.core) > len(b.core)
}

// beside says whether a word may stand beside the core: a title, or a department's word.
func (g *grammar) beside(w word, fam family) bool {
	r := g.words.roles[w.text]
	return r.fam&fam != 0 || fam == famCouncil && r.noise || isNumber(w.text)
}

// around reads the words on both sides of a core ws[lo:hi].
func (g *grammar) around(ws []word, lo, hi int, fam family, cut bool) reading {
	rd := reading{fam: fam, lead: ws[0].link}
	for _, w := range ws[:lo] {
		if r := g.words.roles[w.text]; r.fam&fam != 0 {
			if r.title == isCouncil && len(rd.before) > 0 && rd.titles == 0 { // "Youth Council of Norwich"
				rd.lead = w.text
			}
			rd.titles |= r.title
			rd.ofCity = strings.Contains(ws[lo].link, "of")
		} else {
			rd.before = append(rd.before, w)
		}
	}
	i := hi
	for ; i < len(ws); i++ {
		r := g.words.roles[ws[i].text]
		switch {
		case r.title&isCouncil != 0 && len(rd.after) > 0: // "Norwich Youth Council"
			rd.tail = ws[i:]
			return rd
		case r.title == isDistrict && ws[i].link == "and" && rd.titles == 0: // "Wakefield and District" Model Engineers
			rd.tail = ws[i:]
			return rd
		case r.fam&fam != 0:
			rd.titles |= r.title
		case cut && i == len(ws)-1 && g.startOfTitle(ws[i].text, fam, &rd.titles):
		case (r.noise || isNumber(ws[i].text)) && ws[i].link != "for": // "Norwich Council for Community Relations"
			rd.after = append(rd.after, ws[i])
		default:
			rd.tail = ws[i:]
			return rd
		}
	}
	return rd
}

// startOfTitle says whether a name's last word is the beginning of one of the family's titles, and adds it.
func (g *grammar) startOfTitle(start string, fam family, titles *title) bool {
	for _, t := range titleWords(fam) {
		if strings.HasPrefix(t, start) {
			*titles |= g.words.roles[t].title
			return true
		}
	}
	return false
}

// titleWords are the words that a name of the family may be cut off in.
func titleWords(fam family) []string {
	switch fam {
	case famCouncil:
		return []string{"council", "county", "borough", "district", "metropolitan"}
	case famPolice:
		return []string{"police", "authority", "constabulary", "commissioner"}
	case famFire:
		return []string{"rescue", "authority", "service"}
	case famPCT:
		return []string{"trust"}
	}
	return nil
}

// isNumber says whether a word is a supplier's or account's number rather than a word.
func isNumber(w string) bool {
	digits := 0
	for i := 0; i < len(w); i++ {
		if w[i] >= '0' && w[i] <= '9' {
			digits++
		}
	}
	return digits > 0 && (digits == len(w) || digits >= 3)
}

// readLoosely tries what read does not: the words in another order, a core that the file's width cut
// off, a core with one slip of spelling. It asks for a council's title, so that likeness alone never speaks.
func (g *grammar) readLoosely(ws []word, fam family, m manner, cut bool) (reading, bool) {
	lo, hi := 0, len(ws)
	for lo < hi && g.beside(ws[lo], fam) {
		lo++
	}
	for hi > lo && ws[hi-1].link != "for" && g.beside(ws[hi-1], fam) {
		hi--
	}
	if lo == hi {
		return reading{}, false
	}
	core := ws[lo:hi]
	rd := g.around(ws, lo, hi, fam, cut)
	rd.core = joined(core)
	bare := rd.titles&^(isCity|isCounty|isDistrict) == 0
	if bare && (m == asPayee || len(rd.core) < minLightSlip) {
		return reading{}, false
	}
	c := g.cores[fam]
	if rd.refs = c.sorted[inOrder(core)]; len(rd.refs) > 0 {
		rd.how = "other order"
		return rd, true
	}
	if cut && hi == len(ws) {
		if rd.refs = c.startingWith(rd.core); len(rd.refs) > 0 {
			rd.how = "cut off"
			return rd, true
		}
	}
	if rd.titles&(isCounty|isDistrict) != 0 {
		if rd.refs = c.exact[rd.core+"shire"]; len(rd.refs) > 0 {
			rd.how = "shire left out"
			return rd, true
		}
	}
	if len(rd.core) >= minSlip {
		for _, k := range c.near(rd.core) {
			if bare && len(rd.core) < minBareSlip && !lightSlip(rd.core, k) {
				continue
			}
			rd.refs = append(rd.refs, c.exact[k]...)
		}
		rd.how = "slip"
	}
	return rd, len(rd.refs) > 0
}

// minBareSlip is the number of letters from which an authority's bare name may hold a slip, minLightSlip the number from
// which it may hold a light one.
const minBareSlip, minLightSlip = 10, 8

// lightSlip says whether one slip between two names makes no other letter of any: one is doubled in one of them, or two
// are swapped. "Hertford" is no Hereford.
func lightSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return sortedLetters(a) == sortedLetters(b)
	}
	return i > 0 && b[i] == b[i-1]
}

// startingWith returns the areas with a core that a cut-off text begins; the text must be longer than its first word.
func (c *cores) startingWith(start string) []coreRef {
	if !strings.Contains(start, " ") && len(start) < minSlip {
		return nil
	}
	var refs []coreRef
	i, _ := slices.BinarySearch(c.keys, start)
	for ; i < len(c.keys) && strings.HasPrefix(c.keys[i], start); i++ {
		refs = append(refs, c.exact[c.keys[i]]...)
	}
	return refs
}
