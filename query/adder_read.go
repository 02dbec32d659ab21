package query

import (
	"cmp"
	"slices"
	"strings"

	"flows/ledger"
)

// readShares reads shares by key, ordered by where they begin.
func readShares(paths []string) (map[int64][]ledger.Share, error) {
	m := map[int64][]ledger.Share{}
	for _, path := range paths {
		err := ledger.ReadTable(path, func(rows []ledger.Share) error {
			for _, s := range rows {
				s.Dimension, s.Code, s.Step = strings.Clone(s.Dimension), strings.Clone(s.Code), strings.Clone(s.Step)
				s.Evidence, s.Body, s.BodyKind = strings.Clone(s.Evidence), strings.Clone(s.Body), strings.Clone(s.BodyKind)
				s.Rule, s.Detail = "", ""
				m[s.Key] = append(m[s.Key], s)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, list := range m {
		slices.SortStableFunc(list, func(x, y ledger.Share) int { return cmp.Or(cmp.Compare(x.Lo, y.Lo), cmp.Compare(x.Hi, y.Hi)) })
	}
	return m, nil
}

// bodies gives each key the share that names a body: the largest, then the first.
func bodies(shares map[int64][]ledger.Share, dimension string) map[int64]ledger.Share {
	m := map[int64]ledger.Share{}
	for key, list := range shares {
		for _, s := range list {
			best, found := m[key]
			wider := cmp.Or(cmp.Compare(best.Hi-best.Lo, s.Hi-s.Lo), cmp.Compare(s.Lo, best.Lo), cmp.Compare(s.Body, best.Body)) < 0
			if s.Dimension == dimension && s.Body != "" && (!found || wider) {
				m[key] = s
			}
		}
	}
	return m
}

// tiling keeps the keys whose shares follow each other from 0 to the whole.
func tiling(shares map[int64][]ledger.Share) map[int64][]ledger.Share {
	for key, list := range shares {
		at := int32(0)
		for _, s := range list {
			if s.Lo != at || s.Hi <= s.Lo {
				at = -1
				break
			}
			at = s.Hi
		}
		if at != ledger.Whole {
			delete(shares, key)
		}
	}
	return shares
}

// choose finds which kind of record counts for each payer and year.
func (a *adder) choose(f Files) error {
	return entries(f, func(source string, e *recordRow) error {
		if a.uncounted[source][e.Table] {
			return nil
		}
		at := payerYear{a.payerOf(e.PayerKey, e.Payer, e.PayerGroup), e.Year}
		c := a.chosen[at]
		if c == nil {
			c = &choice{stage: len(stages)}
			at.payer = strings.Clone(at.payer)
			a.chosen[at] = c
		}
		switch e.Record {
		case ledger.Statement:
			c.statement = true
			c.stage = min(c.stage, stageOrder(e.Stage))
		case ledger.Payment:
			c.payment = true
		case ledger.Award:
			c.award = true
		}
		return nil
	})
}

// stages of a statement: what was spent before what was planned.
var stages = [...]string{"outturn", "paid", "", "forecast", "budget", "committed", "awarded", "allocated"}

func stageOrder(stage string) int {
	for i, s := range stages {
		if s == stage {
			return i
		}
	}
	return len(stages)
}

// uses are the questions that an entry counts for: its own record, spending, awards.
func (c *choice) uses(e *CountedRow) (u [3]string) {
	if e.Record == ledger.Statement && stageOrder(e.Stage) != c.stage {
		return u
	}
	u[0] = e.Record
	spending := ledger.Award
	if c.statement {
		spending = ledger.Statement
	} else if c.payment {
		spending = ledger.Payment
	}
	awards := ledger.Payment
	if c.award {
		awards = ledger.Award
	}
	if e.Record == spending {
		u[1] = ForSpending
	}
	if e.Record == awards {
		u[2] = ForAwards
	}
	return u
}

// readMoves reads where money of an area and year stands instead, in the order of the parts.
func readMoves(paths []string) (map[codeYear][]Move, error) {
	m := map[codeYear][]Move{}
	for _, path := range paths {
		err := ledger.ReadTable(path, func(rows []Move) error {
			for _, r := range rows {
				at := codeYear{strings.Clone(r.Code), ledger.Year(r.Year)}
				r.Code, r.To, r.From, r.How = at.code, strings.Clone(r.To), strings.Clone(r.From), strings.Clone(r.How)
				r.Basis, r.Evidence = "", strings.Clone(r.Evidence)
				m[at] = append(m[at], r)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, list := range m {
		slices.SortFunc(list, func(x, y Move) int { return cmp.Compare(x.Lo, y.Lo) })
	}
	return m, nil
}

// locate visits the parts of a piece, where they stand on the boundaries and by the key asked for.
func (a *adder) locate(p *Piece, at *ledger.Share, amount ledger.Pence, visit func(*Piece) error) error {
	p.Place, p.PlaceEvidence, p.From, p.Moved, p.Amount = at.Code, at.Evidence, "", "", amount
	moves := a.moves[codeYear{at.Code, p.Year}]
	if len(moves) == 0 {
		return visit(p)
	}
	for _, m := range moves {
		p.Place, p.From, p.Moved, p.Amount = m.To, m.From, m.How, amount.Part(m.Lo, m.Hi)
		if p.PlaceEvidence = at.Evidence; m.Evidence != "" && at.Evidence != ledger.Modelled {
			p.PlaceEvidence = m.Evidence
		}
		if err := visit(p); err != nil {
			return err
		}
	}
	return nil
}

// Around says whether money that stands apart for this reason is around the places asked for and of none of
// them: it stands once, whatever their number.
func Around(beyond string) bool { return beyond == Elsewhere || beyond == Wider }

// Beyond is why a piece stands apart from the place whose scope holds its area so: "" where it does not.
// everywhere says that no place was asked for.
func (p *Piece) Beyond(relation string, everywhere bool) string {
	switch {
	case p.Moved == Elsewhere:
		return Elsewhere
	case p.Moved == Unrestated && (relation != Inside || everywhere):
		return Unrestated
	case relation != Inside:
		return relation
	}
	return ""
}
