package flows

import (
	"flows/ledger"
	"flows/mapping"
	"flows/query"
)

// judges are the rules that wordings of each kind are judged by. They may be asked by several goroutines.
type judges struct {
	registry  *mapping.Registry
	functions *mapping.Functions
	classes   *mapping.Classes
	privacy   privacyJudge
}

func (p *Project) judges() (s judges, err error) {
	s.registry = p.Registry()
	if err := s.registry.Ready(); err != nil {
		return s, err
	}
	if s.functions, err = p.functions(); err != nil {
		return s, err
	}
	if s.classes, err = p.classes(); err != nil {
		return s, err
	}
	s.privacy, err = p.privacyJudge()
	return s, err
}

// conclude judges one wording. What it concludes depends on nothing else that is in the ledger.
func (s *judges) conclude(w *ledger.Wording) []ledger.Share {
	switch w.Kind {
	case ledger.KindPayer:
		payer := w.Payer()
		return s.payer(&payer)
	case ledger.KindPlace:
		place := w.Place()
		return append(s.registry.Place(&place).Shares(), s.privacy.place(&place)...)
	case ledger.KindPurpose:
		purpose := w.Purpose()
		shares := s.functions.Classify(&purpose)
		shares = append(shares, s.classes.Shares(&purpose, shares[0].Code)...)
		return append(shares, s.privacy.purpose(&purpose)...)
	}
	return nil
}

// payer says which organisation a payer is, and under which department it stands. A unit that is no
// organisation of its own ("Corporate" of the Department for Work and Pensions) stands for its department.
func (s *judges) payer(w *ledger.PayerWording) []ledger.Share {
	shares := s.registry.PayerShares([]ledger.PayerWording{*w})
	group := s.registry.Body(w.PayerGroup, ledger.NoDate)
	if !group.Known() {
		return shares
	}
	d := ledger.Share{Dimension: query.DimDepartment, Key: w.Key, Code: group.ID, Hi: ledger.Whole, Rule: group.Rule,
		Step: mapping.RungBody, Evidence: ledger.Observed, Confidence: group.Confidence, Body: group.Name, BodyKind: group.Kind}
	if w.Payer != "" && !s.registry.Body(w.Payer, ledger.NoDate).Known() {
		unit := d
		unit.Dimension, unit.Rule = ledger.DimPayer, "unit of a department"
		unit.Detail = w.Payer + " is no organisation of its own that the registry knows"
		shares[0] = unit
	}
	return append(shares, d)
}
