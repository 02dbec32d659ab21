package enginetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
)

// piece is a piece as one place asked for sees it.
type piece struct {
	query.Piece
	place  string // asked for; "" is all of them together
	beyond string // why it stands apart: only partly inside
	band   string // of the size of its award
}

// question says what a report asks, in Go: how it groups pieces and why some stand apart.
type question struct {
	byPlace bool
	dims    []string // columns that name a row, after residual and residual_area
	// of gives the values of dims, and why the row is a residual one, of a piece that is wholly inside.
	of func(p *piece) (dims []string, residual string)
	// keeps says which dims a piece keeps that is only partly inside.
	keeps []string
	// subtotals are the dims kept in further rows: "detail" or "subtotal" by what is left.
	rows map[string][]string // row_kind → dims kept
	// function says that the rows depend on the function, so its evidence counts too.
	function bool
}

func residualIf(cond bool, why string) string {
	if cond {
		return why
	}
	return ""
}

func year(y ledger.Year) string { return fmt.Sprint(int(y)) }

func division(code string) string { return code[:min(2, len(code))] }

// questions are the reports that group pieces.
func questions() map[string]question {
	group := func(p *piece) string {
		return cmp.Or(residualIf(p.Function == "", "not classified"), residualIf(len(p.Function) == 2, "no group"))
	}
	total := map[string][]string{"total": nil}
	subtotal := map[string][]string{"total": nil, "subtotal": {"place"}}
	return map[string]question{
		"headline": {dims: []string{"year"}, keeps: []string{"year"}, rows: total, of: func(p *piece) ([]string, string) {
			return []string{year(p.Year)}, residualIf(p.Year == 0, "year not known")
		}},
		"organisations": {dims: []string{"organisation"}, rows: total, of: func(p *piece) ([]string, string) {
			return []string{p.Payer}, residualIf(p.Payer == "", "payer not known")
		}},
		"functions": {dims: []string{"division"}, rows: total, function: true, of: func(p *piece) ([]string, string) {
			return []string{division(p.Function)}, residualIf(p.Function == "", "not classified")
		}},
		"function-groups": {dims: []string{"group_code"}, rows: total, function: true, of: func(p *piece) ([]string, string) {
			return []string{p.Function}, group(p)
		}},
		"organisation-by-function": {dims: []string{"organisation", "division"}, rows: total, function: true,
			of: func(p *piece) ([]string, string) {
				return []string{p.Payer, division(p.Function)},
					cmp.Or(residualIf(p.Payer == "", "payer not known"), residualIf(p.Function == "", "not classified"))
			}},
		"overlap": {dims: []string{"group_code", "organisation"}, keeps: []string{"organisation"}, function: true,
			rows: map[string][]string{"total": nil, "": {"group_code"}}, of: func(p *piece) ([]string, string) {
				return []string{p.Function, p.Payer}, group(p)
			}},
		"control": {dims: []string{"control_class"}, rows: total, function: true, of: func(p *piece) ([]string, string) {
			return []string{p.Control}, residualIf(p.Control == "", "unknown")
		}},
		"nature": {dims: []string{"nature_class"}, rows: total, function: true, of: func(p *piece) ([]string, string) {
			nature := cmp.Or(p.Nature, residualIf(p.Capital == "capital", "capital"), p.NatureByRule)
			return []string{nature}, residualIf(nature == "", "unknown")
		}},
		"prevention": {dims: []string{"division"}, rows: total, function: true, of: func(p *piece) ([]string, string) {
			return []string{division(p.Function)}, residualIf(p.Function == "", "not classified")
		}},
		"streams": {byPlace: true, dims: []string{"place"}, keeps: []string{"place"}, rows: total, of: func(p *piece) ([]string, string) {
			return []string{p.place}, ""
		}},
		"departments": {byPlace: true, dims: []string{"department", "place"}, keeps: []string{"place"}, rows: subtotal,
			of: func(p *piece) ([]string, string) {
				return []string{p.Department, p.place}, residualIf(p.Department == "", "payer not known")
			}},
		"programme-ranking": {dims: []string{"programme", "expense_area", "expense_type", "department"}, rows: total,
			of: func(p *piece) ([]string, string) {
				if p.Programme != "" {
					return []string{p.Programme, "", "", p.Department}, ""
				}
				return []string{"", p.ExpenseArea, p.ExpenseType, p.Department}, residualIf(p.ExpenseArea+p.ExpenseType == "", "not named")
			}},
		"award-sizes": {byPlace: true, dims: []string{"place", "recipient_kind", "band"}, keeps: []string{"place"}, rows: subtotal,
			of: func(p *piece) ([]string, string) { return []string{p.place, p.PayeeKind, p.band}, "" }},
		"recipient-kinds": {dims: []string{"recipient_kind"}, rows: total, of: func(p *piece) ([]string, string) {
			return []string{p.PayeeKind}, residualIf(p.PayeeKind == "", "payee not known")
		}},
		"edges": {dims: []string{"from_body", "to_body", "year"}, rows: total, of: func(p *piece) ([]string, string) {
			return []string{p.Payer, p.Payee, year(p.Year)}, cmp.Or(residualIf(p.Payer == "", "payer not known"),
				residualIf(p.Payee == "", "payee not known"), residualIf(p.Year == 0, "year not known"))
		}},
		"sensitivity": {dims: []string{"organisation"}, rows: total, of: func(p *piece) ([]string, string) {
			return []string{p.Payer}, residualIf(p.Payer == "", "payer not known")
		}},
		"places": {byPlace: true, dims: []string{"place", "step", "recipient_kind"}, keeps: []string{"place"}, rows: subtotal,
			of: func(p *piece) ([]string, string) {
				return []string{p.place, p.PlaceStep, p.PayeeKind}, residualIf(p.Place == "", "not placed")
			}},
	}
}

// row is one row expected of a report: what names it, and the pieces behind it.
type row struct {
	kind, residual, area string
	dims                 map[string]string
	pieces               []piece
}

func (r *row) key(dims []string) string {
	parts := []string{r.kind, r.residual, r.area}
	for _, d := range dims {
		parts = append(parts, cmp.Or(r.dims[d], residualIf(d == "year", "0")))
	}
	return strings.Join(parts, "\x1f")
}

// rowsOf are the rows that a piece belongs to.
func (q *question) rowsOf(p *piece) []row {
	values, residual := q.of(p)
	full := row{kind: "body", residual: residual, dims: map[string]string{}}
	for i, d := range q.dims {
		if p.beyond == "" || slices.Contains(q.keeps, d) {
			full.dims[d] = values[i]
		}
	}
	if p.beyond != "" {
		full.residual, full.area = p.beyond, areaBeyond(p)
	}
	if full.residual != "" {
		full.kind = "residual"
	}
	rows := []row{full}
	for kind, kept := range q.rows {
		r := row{kind: kind, dims: map[string]string{}}
		if kind == "" { // a row above details
			r.kind, r.residual, r.area = full.kind, full.residual, full.area
			rows[0].kind = "detail"
		}
		for _, d := range kept {
			r.dims[d] = full.dims[d]
		}
		rows = append(rows, r)
	}
	return rows
}

// areaBeyond is the area that a piece beyond a place is told with; the rest that is elsewhere has none.
func areaBeyond(p *piece) string {
	if p.beyond == query.Elsewhere {
		return ""
	}
	return p.Place
}

// answer groups pieces into the rows that a report has to have. A total is there without any piece.
func (q *question) answer(pieces []piece) map[string]*row {
	total := &row{kind: "total"}
	rows := map[string]*row{total.key(q.dims): total}
	for _, p := range pieces {
		for _, r := range q.rowsOf(&p) {
			k := r.key(q.dims)
			if rows[k] == nil {
				rows[k] = &r
			}
			rows[k].pieces = append(rows[k].pieces, p)
		}
	}
	return rows
}

// flowID is the identity of an entry as text.
func flowID(f query.Flow) string { return ledger.FlowID(f.Source, f.Table, f.Row, f.Col) }

// award is what tells awards apart: the entry, or what a payment has in common with others.
func award(p *piece) string {
	if p.Record == ledger.Award {
		return flowID(p.Flow)
	}
	return strings.Join([]string{p.Payer, p.Payee, p.Programme, p.Reference, year(p.Year)}, "\x1f")
}

func stream(p *piece) string {
	if p.Programme != "" {
		return p.Programme
	}
	return strings.Join([]string{"", p.Payer, p.ExpenseArea, p.ExpenseType}, "\x1f")
}

// giveBands tells each piece the band of its award: of what the place gets of it.
func giveBands(pieces []piece) {
	of := func(p *piece) string {
		area := ""
		if p.beyond != "" {
			area = areaBeyond(p)
		}
		kind := p.PayeeKind
		if p.beyond != "" {
			kind = ""
		}
		return strings.Join([]string{p.place, p.beyond, area, kind, award(p)}, "\x1e")
	}
	sizes := map[string]ledger.Pence{}
	for i := range pieces {
		sizes[of(&pieces[i])] += pieces[i].Amount
	}
	for i := range pieces {
		pieces[i].band = band(sizes[of(&pieces[i])])
	}
}

func band(size ledger.Pence) string {
	if size <= 0 {
		return "nil or less"
	}
	for _, b := range []struct {
		below ledger.Pence // pounds
		name  string
	}{
		{10_000, "under 10k"}, {50_000, "10k-50k"}, {100_000, "50k-100k"}, {250_000, "100k-250k"},
		{1_000_000, "250k-1m"}, {10_000_000, "1m-10m"},
	} {
		if size < b.below*100 {
			return b.name
		}
	}
	return "10m and over"
}
