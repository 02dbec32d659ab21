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
	Control, NatureByRule, Prevention              string // classes; "" is what no rule tells
	Year                                           ledger.Year
	Place, PlaceStep, PlaceEvidence                string // Place is where it stands on the boundaries asked for
	From, Moved                                    string // of moves: the area before, and how; "" where it was not moved
	PlaceConfidence                                int16
	Function, FunctionStep, FunctionEvidence       string
	FunctionConfidence                             int16
	Whole, Amount                                  ledger.Pence
	PlaceKey, PurposeKey                           int64
	End                                            ledger.Date
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
	classes, err := readShares(f.Class)
	if err != nil {
		return err
	}
	return entries(f, func(source string, e *entryRow) error {
		p := a.piece(source, &e.CountedRow)
		p.Payee, p.PayeeKind = cmp.Or(a.payee[e.PlaceKey].Body, e.Payee), a.payee[e.PlaceKey].BodyKind
		p.Programme, p.ExpenseArea, p.ExpenseType, p.Reference = e.Programme, e.ExpenseArea, e.ExpenseType, e.Reference
		p.Nature, p.Capital = e.Nature, e.Capital
		for _, s := range classes[e.PurposeKey] {
			switch s.Dimension {
			case "control":
				p.Control = s.Code
			case "nature":
				p.NatureByRule = s.Code
			case "prevention":
				p.Prevention = s.Code
			}
		}
		if p.End = ledger.NoDate; e.End != nil {
			p.End = *e.End
		}
		return a.split(&p, &e.CountedRow, visit)
	})
}

// eachCounted is EachPiece without what only describes a piece: payee, programme, expense, nature. It
// reads half as much.
func eachCounted(f Files, visit func(*Piece) error) error {
	a, err := newAdder(f)
	if err != nil {
		return err
	}
	if err := a.choose(f); err != nil {
		return err
	}
	return entries(f, func(source string, e *CountedRow) error {
		p := a.piece(source, e)
		return a.split(&p, e, visit)
	})
}

// CountedRow is what the adder reads of an entry to say where its pence go. It is exported for the
// reader of Parquet alone, which sees no other columns.
type CountedRow struct {
	Table      int32        `parquet:"table"`
	Row        int32        `parquet:"row"`
	Col        int32        `parquet:"col"`
	Payer      string       `parquet:"payer"`
	PayerGroup string       `parquet:"payer_group"`
	Year       ledger.Year  `parquet:"year"`
	Amount     ledger.Pence `parquet:"amount"`
	Record     string       `parquet:"record"`
	Stage      string       `parquet:"stage"`
	PayerKey   int64        `parquet:"payer_key"`
	PlaceKey   int64        `parquet:"place_key"`
	PurposeKey int64        `parquet:"purpose_key"`
}

// entryRow is what it reads to say everything that a piece tells.
type entryRow struct {
	CountedRow
	Payee       string       `parquet:"payee"`
	Programme   string       `parquet:"programme"`
	ExpenseArea string       `parquet:"expense_area"`
	ExpenseType string       `parquet:"expense_type"`
	Reference   string       `parquet:"reference"`
	Nature      string       `parquet:"nature"`
	Capital     string       `parquet:"capital"`
	End         *ledger.Date `parquet:"end,date,optional"`
}

// recordRow is what it reads to choose the record that counts.
type recordRow struct {
	Table      int32       `parquet:"table"`
	Payer      string      `parquet:"payer"`
	PayerGroup string      `parquet:"payer_group"`
	Year       ledger.Year `parquet:"year"`
	Record     string      `parquet:"record"`
	Stage      string      `parquet:"stage"`
	PayerKey   int64       `parquet:"payer_key"`
}

// adder holds what the pieces of an entry depend on beside the entry.
type adder struct {
	uncounted                map[string]map[int32]bool
	payer, payee, department map[int64]ledger.Share // the share that names the body
	place, function          map[int64][]ledger.Share
	chosen                   map[payerYear]*choice
	moves                    map[codeYear][]Move
}

type codeYear struct {
	code string
	year ledger.Year
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
	if err == nil {
		a.moves, err = readMoves(f.Moves)
	}
	return a, err
}

// entries visits the rows of all entries.
func entries[T any](f Files, visit func(source string, e *T) error) error {
	for _, path := range f.Entries {
		source := strings.TrimPrefix(filepath.Base(filepath.Dir(path)), "source=")
		err := ledger.ReadTable(path, func(rows []T) error {
			for i := range rows {
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

func (a *adder) payerOf(key int64, payer, group string) string {
	return cmp.Or(a.payer[key].Body, payer, group)
}

// piece is an entry before it is split.
func (a *adder) piece(source string, e *CountedRow) Piece {
	payer := a.payerOf(e.PayerKey, e.Payer, e.PayerGroup)
	return Piece{
		Flow: Flow{source, e.Table, e.Row, e.Col}, Payer: payer, PayerKind: a.payer[e.PayerKey].BodyKind,
		Department: cmp.Or(a.department[e.PayerKey].Body, e.PayerGroup, payer),
		Record:     e.Record, Year: e.Year, Whole: e.Amount, PlaceKey: e.PlaceKey, PurposeKey: e.PurposeKey, End: ledger.NoDate,
	}
}

// split visits the pieces of one entry: the place first, then the function of what the place got, and last
// the boundaries and the key asked for.
// An entry that does not count has none.
func (a *adder) split(p *Piece, e *CountedRow, visit func(*Piece) error) error {
	if a.uncounted[p.Source][e.Table] {
		return nil
	}
	residual := []ledger.Share{{Hi: ledger.Whole}}
	places, functions := a.place[e.PlaceKey], a.function[e.PurposeKey]
	if places == nil {
		places = residual
	}
	if functions == nil {
		functions = residual
	}
	p.uses = a.chosen[payerYear{p.Payer, e.Year}].uses(e)
	for _, at := range places {
		p.PlaceStep, p.PlaceConfidence = at.Step, at.Confidence
		got := e.Amount.Part(at.Lo, at.Hi)
		for _, to := range functions {
			p.Function, p.FunctionStep, p.FunctionEvidence, p.FunctionConfidence = to.Code, to.Step, to.Evidence, to.Confidence
			if err := a.locate(p, &at, got.Part(to.Lo, to.Hi), visit); err != nil {
				return err
			}
		}
	}
	return nil
}
