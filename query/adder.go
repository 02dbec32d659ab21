package query

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"flows/ledger"
)

// The adder is the second opinion: plain Go and integers over the same Parquet, none of the SQL. It
// reads every entry, so an engine is faster; figures that leave the house are computed both ways.

// Piece is the part of an entry that belongs to one place and one function.
type Piece struct {
	Flow
	Payer, PayerKind, Department, Payee, PayeeKind string // bodies, else wordings
	Programme, ExpenseArea, ExpenseType, Reference string
	Record, Nature, Capital                        string
	Year                                           ledger.Year
	Place, PlaceStep, PlaceEvidence                string
	PlaceConfidence                                int16
	Function, FunctionStep, FunctionEvidence       string
	FunctionConfidence                             int16
	Parts                                          int // how many pieces the entry has
	Whole, Amount                                  ledger.Pence
	uses                                           [3]string
}

// Used says whether the piece counts where a report asks for use; see Args.
func (p *Piece) Used(use string) bool { return use != "" && slices.Contains(p.uses[:], use) }

// EachPiece calls visit with the pieces of all entries that count. The piece is reused between calls.
func EachPiece(f Files, visit func(*Piece) error) error {
	a, err := newAdder(f)
	if err != nil {
		return err
	}
	if err := a.choose(f); err != nil {
		return err
	}
	return a.entries(f, func(source string, e *entryRow) error { return a.split(source, e, visit) })
}

// entryRow is what the adder reads of an entry.
type entryRow struct {
	Table       int32        `parquet:"table"`
	Row         int32        `parquet:"row"`
	Col         int32        `parquet:"col"`
	Payer       string       `parquet:"payer"`
	PayerGroup  string       `parquet:"payer_group"`
	Payee       string       `parquet:"payee"`
	Programme   string       `parquet:"programme"`
	ExpenseArea string       `parquet:"expense_area"`
	ExpenseType string       `parquet:"expense_type"`
	Reference   string       `parquet:"reference"`
	Year        ledger.Year  `parquet:"year"`
	Amount      ledger.Pence `parquet:"amount"`
	Record      string       `parquet:"record"`
	Stage       string       `parquet:"stage"`
	Nature      string       `parquet:"nature"`
	Capital     string       `parquet:"capital"`
	PayerKey    int64        `parquet:"payer_key"`
	PlaceKey    int64        `parquet:"place_key"`
	PurposeKey  int64        `parquet:"purpose_key"`
}

// adder holds what the pieces of an entry depend on beside the entry.
type adder struct {
	uncounted                map[string]map[int32]bool
	payer, payee, department map[int64]ledger.Share // the share that names the body
	place, function          map[int64][]ledger.Share
	chosen                   map[payerYear]*choice
}

type payerYear struct {
	payer string
	year  ledger.Year
}

// choice is which records a payer has in a year, and the best stage of its statements.
type choice struct {
	statement, payment, award bool
	stage                     int
}

func newAdder(f Files) (*adder, error) {
	a := &adder{uncounted: map[string]map[int32]bool{}, chosen: map[payerYear]*choice{}}
	for _, path := range f.Uncounted {
		err := ledger.ReadTable(path, func(rows []Uncounted) error {
			for _, u := range rows {
				s := strings.Clone(u.Source)
				if a.uncounted[s] == nil {
					a.uncounted[s] = map[int32]bool{}
				}
				a.uncounted[s][u.Table] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var err error
	read := func(paths []string) map[int64][]ledger.Share {
		m, e := readShares(paths)
		if err == nil {
			err = e
		}
		return m
	}
	a.payer = bodies(read(f.Payer), ledger.DimPayer)
	a.payee = bodies(read(f.Payee), ledger.DimPayee)
	a.department = bodies(read(f.Department), DimDepartment)
	a.place, a.function = tiling(read(f.Place)), tiling(read(f.Function))
	return a, err
}

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

// entries visits the entries that count.
func (a *adder) entries(f Files, visit func(source string, e *entryRow) error) error {
	for _, path := range f.Entries {
		source := strings.TrimPrefix(filepath.Base(filepath.Dir(path)), "source=")
		err := ledger.ReadTable(path, func(rows []entryRow) error {
			for i := range rows {
				if a.uncounted[source][rows[i].Table] {
					continue
				}
				if err := visit(source, &rows[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *adder) payerOf(e *entryRow) string {
	return cmp.Or(a.payer[e.PayerKey].Body, e.Payer, e.PayerGroup)
}

// choose finds which kind of record counts for each payer and year.
func (a *adder) choose(f Files) error {
	return a.entries(f, func(_ string, e *entryRow) error {
		at := payerYear{a.payerOf(e), e.Year}
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
func (c *choice) uses(e *entryRow) (u [3]string) {
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

// split visits the pieces of one entry: the place first, then the function of what the place got.
func (a *adder) split(source string, e *entryRow, visit func(*Piece) error) error {
	residual := []ledger.Share{{Hi: ledger.Whole}}
	places, functions := a.place[e.PlaceKey], a.function[e.PurposeKey]
	if places == nil {
		places = residual
	}
	if functions == nil {
		functions = residual
	}
	payer, payee := a.payerOf(e), a.payee[e.PlaceKey]
	p := Piece{
		Flow: Flow{source, e.Table, e.Row, e.Col}, Payer: payer, PayerKind: a.payer[e.PayerKey].BodyKind,
		Department: cmp.Or(a.department[e.PayerKey].Body, e.PayerGroup, payer),
		Payee:      cmp.Or(payee.Body, e.Payee), PayeeKind: payee.BodyKind,
		Programme: e.Programme, ExpenseArea: e.ExpenseArea, ExpenseType: e.ExpenseType, Reference: e.Reference,
		Record: e.Record, Nature: e.Nature, Capital: e.Capital, Year: e.Year,
		Parts: len(places) * len(functions), Whole: e.Amount,
		uses: a.chosen[payerYear{payer, e.Year}].uses(e),
	}
	for _, at := range places {
		p.Place, p.PlaceStep, p.PlaceEvidence, p.PlaceConfidence = at.Code, at.Step, at.Evidence, at.Confidence
		got := e.Amount.Part(at.Lo, at.Hi)
		for _, to := range functions {
			p.Function, p.FunctionStep, p.FunctionEvidence, p.FunctionConfidence = to.Code, to.Step, to.Evidence, to.Confidence
			p.Amount = got.Part(to.Lo, to.Hi)
			if err := visit(&p); err != nil {
				return err
			}
		}
	}
	return nil
}
