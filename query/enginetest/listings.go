package enginetest

import (
	"fmt"
	"strings"

	"flows/ledger"
	"flows/query"
)

// listing is what a report that does not group pieces has to say, in the columns that it states.
type listing struct {
	columns []string
	lines   []string
}

func (l *listing) add(values ...any) {
	var b strings.Builder
	for i, v := range values {
		fmt.Fprintf(&b, "%s=%v ", l.columns[i], v)
	}
	l.lines = append(l.lines, b.String())
}

// listings are the reports that do not group pieces.
func listings() map[string]func(*known, query.Args) (listing, error) {
	return map[string]func(*known, query.Args) (listing, error){
		"alignment": alignmentOf, "alignment-by-function": alignmentByFunctionOf, "outcomes": outcomesOf, "theory-of-change": chainsOf,
		"programmes-selected": selectedOf, "stakeholders": stakeholdersOf, "join-up": joinUpOf, "deep-dive": deepDiveOf,
		"flows": flowsOf, "compare": compareOf, "scope": scopeOf, "left-out": leftOutOf, "coverage": coverageOf,
		"entry": entryOf, "entry-pieces": entryPiecesOf, "broken-shares": brokenOf, "steps": stepsOf, "unplaced": unplacedOf,
		"unclassified": unclassifiedOf, "privacy": nobodyOf("row_no", "codes"), "private-payees": nobodyOf("place_key"),
		"placed-areas": placedOf, "restatement": restatedOf, "apportionment": apportionedOf,
		"gaps": gapsOf, "open-payees": openPayeesOf, "open-purposes": openPurposesOf, "would-move": wouldMoveOf,
	}
}

func flowsOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "residual", "residual_area", "flow_id", "amount", "whole_amount", "place_code",
		"function_code", "step", "body", "department", "recipient", "recipient_kind", "year", "award"}}
	know := k.truth(a)
	for i := range know.together {
		p := &know.together[i]
		kind, area := "body", ""
		if p.beyond != "" {
			kind, area = "residual", areaBeyond(p)
		}
		l.add(kind, p.beyond, area, flowID(p.Flow), int64(p.Amount), int64(p.Whole), p.Place, p.Function, p.PlaceStep,
			p.Payer, p.Department, p.Payee, p.PayeeKind, int64(p.Year), award(p))
	}
	return l, nil
}

// compareOf knows the places by their codes; a place that got nothing has its zeros.
func compareOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"measure", "place", "measured"}}
	know := k.truth(a)
	of := map[string][2]*row{"": {{}, {}}}
	if len(k.files.Places) > 0 {
		clear(of)
		for _, places := range k.scope {
			for place := range places {
				of[place] = [2]*row{{}, {}}
			}
		}
	}
	for _, p := range know.byPlace {
		at := of[p.place][0]
		if p.beyond != "" {
			at = of[p.place][1]
		}
		if p.beyond != "" && p.beyond != query.Partly {
			continue
		}
		at.pieces = append(at.pieces, p)
	}
	q := &question{}
	for place, rows := range of {
		for _, m := range []struct {
			name, column string
			of           *row
		}{
			{"amount", "amount", rows[0]}, {"amount only partly inside", "amount", rows[1]}, {"streams", "streams", rows[0]},
			{"programmes", "programmes", rows[0]}, {"awards", "awards", rows[0]}, {"departments", "departments", rows[0]},
			{"organisations", "organisations", rows[0]}, {"recipients", "recipients", rows[0]},
		} {
			value, err := q.measure(m.column, m.of, know)
			if err != nil {
				return l, err
			}
			l.add(m.name, place, value)
		}
	}
	return l, nil
}

func scopeOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"amount", "placed", "classified", "publishers", "sources", "rows", "inside", "partly_inside", "inside_observed"}}
	know := k.truth(a)
	all, inside, partly, observed := &row{}, &row{}, &row{}, int64(0)
	placed, classified := int64(0), int64(0)
	q := &question{function: true}
	for _, p := range know.everything {
		all.pieces = append(all.pieces, piece{Piece: p})
		if p.Place != "" {
			placed += int64(p.Amount)
		}
		if p.Function != "" {
			classified += int64(p.Amount)
		}
	}
	for _, p := range know.together {
		if p.beyond != "" {
			partly.pieces = append(partly.pieces, p)
			continue
		}
		inside.pieces = append(inside.pieces, p)
		if q.evidence(&p) == ledger.Observed {
			observed += int64(p.Amount)
		}
	}
	var err error
	value := func(column string, r *row) any {
		v, e := q.measure(column, r, know)
		if e != nil {
			err = e
		}
		return v
	}
	l.add(value("amount", all), placed, classified, value("publishers", all), value("sources", all), value("rows", all),
		value("amount", inside), value("amount", partly), observed)
	return l, err
}

// coverageOf states the amounts of each table and their total.
func coverageOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "source", "table_no", "amount_counted", "amount_for_spending", "amount_for_awards",
		"amount_placed", "amount_keyed", "amount_classified", "amount_asked"}}
	type sums [7]int64
	type key struct {
		source string
		table  int32
	}
	of := map[key]*sums{}
	for _, path := range k.files.Tables {
		err := ledger.ReadTable(path, func(rows []ledger.TableRow) error {
			for _, t := range rows {
				of[key{sourceOf(path), t.Table}] = &sums{}
			}
			return nil
		})
		if err != nil {
			return l, err
		}
	}
	know := k.truth(a)
	for i := range k.pieces {
		p := &k.pieces[i]
		keyed := p.PlaceEvidence == ledger.Apportioned || p.PlaceEvidence == ledger.Modelled
		for n, counts := range []bool{true, p.Used(query.ForSpending), p.Used(query.ForAwards), p.Place != "",
			p.Place != "" && keyed, p.Function != ""} {
			if counts {
				of[key{p.Source, p.Table}][n] += int64(p.Amount)
			}
		}
	}
	for _, p := range know.together {
		of[key{p.Source, p.Table}][6] += int64(p.Amount)
	}
	total := sums{}
	for at, s := range of {
		for i := range s {
			total[i] += s[i]
		}
		l.add("body", at.source, at.table, s[0], s[1], s[2], s[3], s[4], s[5], s[6])
	}
	l.add("total", "", 0, total[0], total[1], total[2], total[3], total[4], total[5], total[6])
	return l, nil
}

func entryOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"payer", "payee", "on_date", "start_date", "year", "amount", "record", "payer_key", "extra"}}
	for _, path := range k.files.Entries {
		if sourceOf(path) != a.Flow.Source {
			continue
		}
		err := ledger.ReadTable(path, func(rows []dated) error {
			for _, e := range rows {
				if (query.Flow{Source: a.Flow.Source, Table: e.Table, Row: e.Row, Col: e.Col}) == a.Flow {
					l.add(e.Payer, e.Payee, date(e.Date), date(nil), int64(e.Year), int64(e.Amount), e.Record, e.PayerKey,
						strings.Join(e.Extra, "\x1f"))
				}
			}
			return nil
		})
		if err != nil {
			return l, err
		}
	}
	return l, nil
}

// dated is an entry with its date as Parquet has it: nil where there is none.
type dated struct {
	Table    int32        `parquet:"table"`
	Row      int32        `parquet:"row"`
	Col      int32        `parquet:"col"`
	Payer    string       `parquet:"payer"`
	Payee    string       `parquet:"payee"`
	Date     *ledger.Date `parquet:"date,date,optional"`
	Year     ledger.Year  `parquet:"year"`
	Amount   ledger.Pence `parquet:"amount"`
	Record   string       `parquet:"record"`
	PayerKey int64        `parquet:"payer_key"`
	Extra    []string     `parquet:"extra,list"`
}

func date(d *ledger.Date) any {
	if d == nil {
		return nil
	}
	return *d
}

func entryPiecesOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"payer_name", "payee_name", "place_code", "function_code", "amount"}}
	for i := range k.pieces {
		if p := &k.pieces[i]; p.Flow == a.Flow {
			l.add(p.Payer, p.Payee, p.Place, p.Function, int64(p.Amount))
		}
	}
	return l, nil
}

// brokenOf finds the keys whose shares are not each other's neighbours from 0 to the whole.
func brokenOf(k *known, _ query.Args) (listing, error) {
	l := listing{columns: []string{"split", "share_key"}}
	for split, paths := range map[string][]string{"place": k.files.Place, "function": k.files.Function} {
		covered := map[int64]int64{}
		for _, path := range paths {
			err := ledger.ReadTable(path, func(rows []ledger.Share) error {
				for _, s := range rows { // the suite's broken shares lack a billionth; none overlap
					covered[s.Key] += int64(s.Hi - s.Lo)
				}
				return nil
			})
			if err != nil {
				return l, err
			}
		}
		for key, n := range covered {
			if n != ledger.Whole {
				l.add(split, key)
			}
		}
	}
	return l, nil
}
