package flows

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"flows/ledger"
	"flows/privacy"
	"flows/workspace"
)

// reachFile keeps a reach in the cache; reachVersion changes whenever what it holds means something else.
const (
	reachFile    = "reach.parquet"
	reachVersion = "reach-1"
)

// reachLine is a line of that file: of a step (Text holds its parts), a payee, the private payees, a purpose, a
// source, or, in the first, what it was made by.
type reachLine struct {
	What   string       `parquet:"what,dict"`
	Text   string       `parquet:"text"`
	Key    int64        `parquet:"key"`
	Rows   int64        `parquet:"rows"`
	Amount ledger.Pence `parquet:"amount"`
}

const reachMade, reachSource, reachSteps, reachPayees, reachPrivate, reachPurposes = "made", "source", "step", "payee", "private", "purpose"

const reachParts = "\x1f" // divides the parts of a text

// readReach reads what writeReach wrote. What is not there, not whole or made otherwise is an empty reach.
func readReach(path, made string) *reach {
	r, current := newReach(), false
	err := ledger.ReadTable(path, func(lines []reachLine) error {
		for i := range lines {
			l := &lines[i]
			t := tally{l.Rows, l.Amount}
			parts := append(strings.Split(strings.Clone(l.Text), reachParts), "", "", "")
			switch l.What {
			case reachMade:
				current = l.Text == made
			case reachSource:
				r.sources[parts[0]] = true
			case reachSteps:
				r.steps[reachStep{parts[0], parts[1], parts[2]}] = t
			case reachPayees:
				r.payees[l.Key] = t
			case reachPrivate:
				r.private = t
			case reachPurposes:
				r.purposes[purposeLeft{parts[0], parts[1], parts[2], parts[3]}] = t
			}
		}
		return nil
	})
	if err != nil || !current {
		return newReach()
	}
	return r
}

// writeReach keeps a reach.
func writeReach(path, made string, r *reach) error {
	lines := []reachLine{{What: reachMade, Text: made}, {What: reachPrivate, Rows: r.private.Rows, Amount: r.private.Amount}}
	for name := range r.sources {
		lines = append(lines, reachLine{What: reachSource, Text: name})
	}
	for s, t := range r.steps {
		lines = append(lines, reachLine{What: reachSteps, Text: strings.Join([]string{s.Dimension, s.Step, s.Evidence}, reachParts), Rows: t.Rows, Amount: t.Amount})
	}
	for key, t := range r.payees {
		lines = append(lines, reachLine{What: reachPayees, Key: key, Rows: t.Rows, Amount: t.Amount})
	}
	for o, t := range r.purposes {
		lines = append(lines, reachLine{What: reachPurposes, Text: strings.Join([]string{o.payer, o.programme, o.area, o.expense}, reachParts), Rows: t.Rows, Amount: t.Amount})
	}
	slices.SortFunc(lines, func(a, b reachLine) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Key, b.Key))
	})
	return ledger.WriteParquet(path, lines)
}

// readShares reads the shares that wordings are added up by. It is not whole where a wording is split among
// steps, or its shares do not make a whole: what each gets depends on every entry's pence.
func (a *reaching) readShares(p *Project) (whole bool, err error) {
	if a.place, whole, err = stepsOf(p.Ledger.Shares("place-"+a.attribution), reachPlace); err != nil || !whole {
		return whole, err
	}
	if a.function, whole, err = stepsOf(p.Ledger.Shares(ledger.DimFunction), reachFunction); err != nil || !whole {
		return whole, err
	}
	a.payers = map[int64]string{}
	if err := eachRow(p.Ledger.Shares(ledger.DimPayer), func(s *bodyOf) { a.payers[s.Key] = strings.Clone(s.Body) }); err != nil {
		return false, err
	}
	return true, a.readPrivacy(p)
}

// stepsBy are the steps that decided wordings: few steps, and each wording's place among them. The first is
// none, of what is open or not judged.
type stepsBy struct {
	steps []reachStep
	of    map[int64]uint8
}

func (s *stepsBy) step(key int64) reachStep { return s.steps[s.of[key]] }

// number is the place of a step; whether there is one for it.
func (s *stepsBy) number(step reachStep) (uint8, bool) {
	n := slices.Index(s.steps, step)
	if n < 0 {
		n = len(s.steps)
		s.steps = append(s.steps, step)
	}
	return uint8(n), n <= math.MaxUint8
}

// stepsOf are the steps that decided wordings, by key.
func stepsOf(paths []string, dimension string) (steps stepsBy, whole bool, err error) {
	steps, whole = stepsBy{[]reachStep{{Dimension: dimension}}, map[int64]uint8{}}, true
	last, end := int64(0), int64(ledger.Whole) // of the share before
	for _, path := range paths {
		err = ledger.ReadColumns(path, []string{"key", "lo", "hi"}, []string{"code", "step", "evidence"}, func(c ledger.Columns) error {
			for i, key := range c.Numbers[0] {
				lo, hi := c.Numbers[1][i], c.Numbers[2][i]
				step := reachStep{Dimension: dimension}
				if c.Texts[0][i] != "" {
					step.Step, step.Evidence = c.Texts[1][i], c.Texts[2][i]
				}
				now, few := steps.number(step)
				before, seen := steps.of[key]
				switch {
				case lo >= hi || !few:
					whole = false
				case !seen: // the one before made a whole
					whole = whole && lo == 0 && end == int64(ledger.Whole)
				default:
					whole = whole && key == last && lo == end && now == before
				}
				steps.of[key], last, end = now, key, hi
			}
			return nil
		})
		if err != nil {
			return steps, false, err
		}
	}
	return steps, whole && end == int64(ledger.Whole), nil
}

// bodyOf is what names an organisation in a share.
type bodyOf struct {
	Key  int64  `parquet:"key"`
	Body string `parquet:"body,dict"`
}

// privateOf is what a reach reads of the shares about private persons.
type privateOf struct {
	Key        int64  `parquet:"key"`
	Code       string `parquet:"code,dict"`
	Confidence int16  `parquet:"confidence"`
	Body       string `parquet:"body,dict"`
}

// shownText is a text of a purpose as it may be shown.
type shownText struct{ field, text string }

func (a *reaching) readPrivacy(p *Project) error {
	a.payee, a.purpose, a.withheld = map[int64]privacy.Degree{}, map[int64]privacy.Degree{}, map[int64][]shownText{}
	err := eachRow(p.Ledger.Shares(ledger.DimPrivacyPayee), func(s *privateOf) {
		switch s.Code {
		case workspace.Withhold:
			a.payee[s.Key] = privacy.Enough
		case workspace.Release:
		default:
			a.payee[s.Key] = privacy.Degree(s.Confidence)
		}
	})
	if err != nil {
		return err
	}
	if err := eachRow(p.Ledger.Shares(ledger.DimPrivacyPurpose), func(s *privateOf) { a.purpose[s.Key] = privacy.Degree(s.Confidence) }); err != nil {
		return err
	}
	return eachRow(p.Ledger.Shares(ledger.DimPrivacyText), func(s *privateOf) {
		a.withheld[s.Key] = append(a.withheld[s.Key], shownText{strings.Clone(s.Code), strings.Clone(s.Body)})
	})
}

// personalOf is how far a purpose is what private persons are paid for.
func (a *reaching) personalOf(key int64) privacy.Degree {
	if d, ok := a.purpose[key]; ok {
		return d
	}
	return privacy.Unsaid
}

// eachRow visits the rows of files. Texts are good until it returns.
func eachRow[T any](paths []string, visit func(*T)) error {
	for _, path := range paths {
		err := ledger.ReadTable(path, func(rows []T) error {
			for i := range rows {
				visit(&rows[i])
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
