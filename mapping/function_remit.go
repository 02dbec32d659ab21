package mapping

import (
	"cmp"
	"fmt"
	"strings"
)

// payerClasses are named patterns over payers, function_payers.csv: "@council" stands for every
// form in which a council's name may be written.
type payerClasses map[string]string

func readPayerClasses() (payerClasses, error) {
	classes := payerClasses{}
	err := eachRow("function_payers.csv", []string{"class", "wording", "reason"}, func(r []string) error {
		if classes[r[0]] != "" {
			return fmt.Errorf("class %s stands twice", r[0])
		}
		wording, err := classes.expand(r[1])
		if err != nil {
			return err
		}
		classes[r[0]] = wording
		_, err = parsePatterns(wording)
		return err
	})
	return classes, err
}

// patterns reads a condition on payers. An alternative "@class" stands for the alternatives of
// that class, which must stand above in the table.
func (pc payerClasses) patterns(text string) ([]pattern, error) {
	wording, err := pc.expand(text)
	if err != nil {
		return nil, err
	}
	return parsePatterns(wording)
}

func (pc payerClasses) expand(text string) (string, error) {
	parts := strings.Split(text, "|")
	for i, part := range parts {
		name, ok := strings.CutPrefix(strings.TrimSpace(part), "@")
		if !ok {
			continue
		}
		if parts[i] = pc[name]; parts[i] == "" {
			return "", fmt.Errorf("no class @%s", name)
		}
	}
	return strings.Join(parts, "|"), nil
}

// remit is one row of function_remits.csv: what a body is for.
type remit struct {
	ID     string
	Code   string // its dominant function; "" where the body alone tells nothing
	Sway   string // "" | mixed, see swayMixed
	Own    string // what its overheads serve
	Reason string

	patterns []pattern
	within   divisionSet // where its money can go; a rule that points elsewhere misreads its words
}

// divisionSet is a set of divisions, one bit each.
type divisionSet uint16

const (
	anyDivision = divisionSet(1<<divisions - 1)
	// everywhere holds codes that are no functions too: outcomes and values of classes.
	everywhere = ^divisionSet(0)
)

func (s divisionSet) has(code string) bool {
	if s == everywhere {
		return true
	}
	i := indexOf(divisionCodes[:], DivisionOf(code))
	return i >= 0 && s&(1<<i) != 0
}

// readDivisions reads divisions parted by spaces; none is all.
func readDivisions(text string) (divisionSet, error) {
	var s divisionSet
	for code := range strings.FieldsSeq(text) {
		i := indexOf(divisionCodes[:], code)
		if i < 0 {
			return 0, fmt.Errorf("no division %q", code)
		}
		s |= 1 << i
	}
	if s == 0 {
		s = anyDivision
	}
	return s, nil
}

// swayMixed marks a body of several remits: its code speaks only where nothing else does, the model
// included, and not at all where it is blank. Of other bodies it speaks where no rule does.
const swayMixed = "mixed"

func readRemits(classes payerClasses) ([]remit, error) {
	var remits []remit
	seen := map[string]bool{}
	err := eachRow("function_remits.csv", []string{"id", "payer", "code", "sway", "within", "own", "reason"}, func(r []string) error {
		m := remit{ID: r[0], Code: r[2], Sway: r[3], Own: r[5], Reason: r[6]}
		if seen[m.ID] {
			return fmt.Errorf("remit %s stands twice", m.ID)
		}
		seen[m.ID] = true
		var err error
		if m.within, err = readDivisions(r[4]); err != nil {
			return fmt.Errorf("remit %s: %w", m.ID, err)
		}
		if m.Sway != "" && m.Sway != swayMixed {
			return fmt.Errorf("remit %s: no sway %q", m.ID, m.Sway)
		}
		if m.Own == "" {
			m.Own = m.Code
		}
		for _, code := range []string{m.Code, m.Own} {
			if _, ok := COFOG().Lookup(code); !ok && (code != "" || m.Sway != swayMixed) {
				return fmt.Errorf("remit %s: %q is no division or group", m.ID, code)
			}
		}
		m.patterns, err = classes.patterns(r[1])
		remits = append(remits, m)
		return err
	})
	return remits, err
}

// remitOf is the remit of a payer, nil where none is known. The payer's own name counts before
// its group's, then the longer wording, then the id.
func remitOf(remits []remit, payer, group []string) *remit {
	var best *remit
	var bestRank [3]int
	for i := range remits {
		for j := range remits[i].patterns {
			p := &remits[i].patterns[j]
			if !p.in(payer, group) {
				continue
			}
			rank := [3]int{0, 0, 0}
			rank[1], rank[2] = p.size()
			if p.touches(payer) {
				rank[0] = 1
			}
			if c := compareRanks(rank, bestRank); best == nil || c > 0 || c == 0 && remits[i].ID < best.ID {
				best, bestRank = &remits[i], rank
			}
		}
	}
	return best
}

func compareRanks(a, b [3]int) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
}

// touches is whether any phrase of the pattern stands in the field.
func (p *pattern) touches(field []string) bool {
	for i := range p.wanted {
		if p.phrases[i].inAny([][]string{field}) {
			return true
		}
	}
	return false
}
