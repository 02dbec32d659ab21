package flows

import (
	"sync"

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
	payees    *sync.Map // what each payee's name tells: many wordings differ in payer or year alone
}

// verdict is what is concluded of some wordings.
type verdict struct {
	shares []ledger.Share
	payees []ledger.PayeeWording
}

// of judges some wordings.
func (s *judges) of(some []ledger.Wording) (v verdict, err error) {
	v.shares = make([]ledger.Share, 0, sharesEach*len(some))
	for i := range some {
		s.conclude(&some[i], &v)
	}
	return v, nil
}

// sharesEach is about how many shares a wording has.
const sharesEach = 4

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
	s.payees = &sync.Map{}
	s.privacy, err = p.privacyJudge()
	return s, err
}

// conclude judges one wording. What it concludes depends on nothing else that is in the ledger.
func (s *judges) conclude(w *ledger.Wording, v *verdict) {
	switch w.Kind {
	case ledger.KindPayer:
		payer := w.Payer()
		v.shares = append(v.shares, s.payer(&payer)...)
	case ledger.KindPlace:
		place := w.Place()
		placed := s.registry.Place(&place)
		v.shares = append(append(append(v.shares, placed.Recipient...), placed.In...), placed.For...)
		v.shares = append(v.shares, s.privacy.place(&place)...)
		v.payees = append(v.payees, ledger.PayeeWording{Key: w.Key, Payee: place.Payee, PayeeKind: place.PayeeKind, PayeeName: s.payeeName(place.Payee)})
	case ledger.KindPurpose:
		purpose := w.Purpose()
		classified := s.functions.Classify(&purpose)
		v.shares = append(append(v.shares, classified...), s.classes.Shares(&purpose, classified[0].Code)...)
		v.shares = append(v.shares, s.privacy.purpose(&purpose)...)
	}
}

func (s *judges) payeeName(payee string) ledger.PayeeName {
	if n, ok := s.payees.Load(payee); ok {
		return n.(ledger.PayeeName)
	}
	n := s.registry.PayeeName(payee)
	s.payees.Store(payee, n)
	return n
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
