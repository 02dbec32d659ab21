package enginetest

import (
	"strings"

	"flows/query"
)

// stepsOf sums all that counts by the steps of both ladders.
func stepsOf(k *known, _ query.Args) (listing, error) {
	return sumsBy(k, []string{"dimension", "step", "evidence"}, func(p *query.Piece) [][]string {
		place, function := []string{"place", "", ""}, []string{"function", "", ""}
		if p.Place != "" {
			place = []string{"place", p.PlaceStep, p.PlaceEvidence}
		}
		if p.Function != "" {
			function = []string{"function", p.FunctionStep, p.FunctionEvidence}
		}
		return [][]string{place, function}
	})
}

func unplacedOf(k *known, _ query.Args) (listing, error) {
	return sumsBy(k, []string{"payee"}, func(p *query.Piece) [][]string {
		if p.Place != "" {
			return nil
		}
		return [][]string{{p.Payee}}
	})
}

func unclassifiedOf(k *known, _ query.Args) (listing, error) {
	return sumsBy(k, []string{"payer", "programme", "expense_area", "expense_type"}, func(p *query.Piece) [][]string {
		if p.Function != "" {
			return nil
		}
		return [][]string{{p.Payer, p.Programme, p.ExpenseArea, p.ExpenseType}}
	})
}

// sumsBy counts entries and adds up pence under the names that a piece belongs to.
func sumsBy(k *known, columns []string, names func(*query.Piece) [][]string) (listing, error) {
	l := listing{columns: append(columns, "rows", "amount")}
	rows := map[string]*row{}
	of := map[string][]string{}
	for i := range k.pieces {
		p := &k.pieces[i]
		for _, name := range names(p) {
			at := strings.Join(name, "\x1f")
			if rows[at] == nil {
				rows[at], of[at] = &row{}, name
			}
			rows[at].pieces = append(rows[at].pieces, piece{Piece: *p})
		}
	}
	q := &question{}
	for at, r := range rows {
		var values []any
		for _, s := range of[at] {
			values = append(values, s)
		}
		for _, c := range []string{"rows", "amount"} {
			v, _ := q.measure(c, r, nil)
			values = append(values, v)
		}
		l.add(values...)
	}
	return l, nil
}
