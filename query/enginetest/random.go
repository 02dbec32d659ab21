package enginetest

import (
	"slices"

	"pgregory.net/rapid"

	"flows/ledger"
	"flows/query"
)

// anyWorld draws a small ledger with all that makes adding up hard: refunds, sums near the limit of
// an entry, shares that are missing, split to odd billionths or broken, wordings without a body,
// copies, several kinds of record for one payer and year, places that overlap, areas that are moved.
func anyWorld(t *rapid.T) *world {
	w := &world{}
	for n := range rapid.IntRange(0, 3).Draw(t, "sources") {
		w.sources = append(w.sources, anyEntries(t, n))
	}
	for key := range int64(keys) {
		w.payer = append(w.payer, anyBody(t, ledger.DimPayer, key, "Ministry", "Council", "")...)
		w.department = append(w.department, anyBody(t, query.DimDepartment, key, "Crown", "")...)
		w.payee = append(w.payee, anyBody(t, ledger.DimPayee, key, "School", "Charity", "Ministry", "")...)
		w.place = append(w.place, anySplit(t, ledger.DimPlaceIn, key, codes)...)
		w.recipient = append(w.recipient, anySplit(t, ledger.DimPlaceRecipient, key, codes)...)
		w.forWhom = append(w.forWhom, anySplit(t, ledger.DimPlaceFor, key, codes)...)
		w.function = append(w.function, anySplit(t, ledger.DimFunction, key, functions)...)
		w.class = append(w.class, anyClasses(t, key)...)
	}
	for key := range int64(keys + 1) {
		if rapid.Bool().Draw(t, "proposed") {
			w.proposed = append(w.proposed, anySplit(t, ledger.DimPlaceIn, key, codes)...)
			w.proposed = append(w.proposed, anySplit(t, ledger.DimFunction, key, functions)...)
			w.proposed = append(w.proposed, ledger.Share{Dimension: ledger.DimPayee, Key: key, Hi: ledger.Whole, Code: rapid.SampledFrom([]string{"One", "Two"}).Draw(t, "organisation")})
		}
	}
	if rapid.Bool().Draw(t, "some copies") {
		w.uncounted = append(w.uncounted, query.Uncounted{Source: sourceID(0), Table: 2, Why: "copy-of x"})
	}
	w.marks = anyMarks(t)
	if rapid.Bool().Draw(t, "places asked for") {
		for range rapid.IntRange(1, 6).Draw(t, "codes asked for") {
			w.places = append(w.places, query.Place{
				Place: pick(t, "place", "North", "South"), Code: rapid.SampledFrom(codes).Draw(t, "code"),
				Relation: pick(t, "relation", query.Inside, query.Inside, query.Partly),
			})
		}
	}
	for _, code := range codes {
		for _, y := range []int16{0, 2012, 2013} {
			w.moves = append(w.moves, anyMoves(t, code, y)...)
		}
	}
	return w
}

// anyMoves divides the money of an area and year, or leaves it.
func anyMoves(t *rapid.T, code string, year int16) []query.Move {
	m := query.Move{Code: code, Year: year, From: code, Basis: "basis"}
	switch m.How = pick(t, "how "+code, "", "", "", query.Restated, query.Unrestated, query.Spread); m.How {
	case "":
		return nil
	case query.Unrestated:
		m.To, m.Hi = code, ledger.Whole
		return []query.Move{m}
	}
	m.Evidence = pick(t, "evidence", ledger.Apportioned, "")
	m.To, m.Hi = pick(t, "to", "E10000001", "E06000001"), int32(rapid.IntRange(1, ledger.Whole-1).Draw(t, "cut"))
	rest := m
	rest.Lo, rest.Hi, rest.To = m.Hi, ledger.Whole, pick(t, "rest", "E07000001", "E06000002")
	if m.How == query.Spread {
		rest.To, rest.How = code, query.Elsewhere
	}
	return []query.Move{m, rest}
}

// keys is how many wordings of each kind a world has; one more is never judged.
const keys = 4

var (
	codes     = []string{"E07000001", "E07000002", "E10000001", "E54000001"}
	functions = []string{"01.1", "09", "09.1", "09.5"}
)

func pick(t *rapid.T, label string, from ...string) string {
	return rapid.SampledFrom(from).Draw(t, label)
}

func anyEntries(t *rapid.T, source int) []ledger.Entry {
	n := rapid.IntRange(1, 12).Draw(t, "entries")
	list := make([]ledger.Entry, n)
	for i := range list {
		e := &list[i]
		e.Table, e.Row, e.Col = 1+int32(i*2/n), int32(i+2), 4
		e.File = "file.csv"
		e.Payer = pick(t, "payer", "Ministry", "MINISTRY", "Council", "")
		e.PayerGroup = pick(t, "group", "Crown", "")
		e.Payee = pick(t, "payee", "St Any's School", "A charity", "")
		e.Programme = pick(t, "programme", "Roads", "")
		e.ExpenseArea, e.ExpenseType = pick(t, "area", "Schools", ""), pick(t, "type", "Grants", "")
		e.Reference = pick(t, "reference", "r1", "r2", "")
		e.Date, e.Start, e.End = ledger.NoDate, ledger.NoDate, rapid.SampledFrom([]ledger.Date{ledger.NoDate, 15_000, 16_000}).Draw(t, "end")
		e.Year = rapid.SampledFrom([]ledger.Year{0, 2012, 2013}).Draw(t, "year")
		if e.Year != 0 {
			e.Date = e.Year.First() + ledger.Date(rapid.IntRange(0, 364).Draw(t, "day"))
		}
		e.Amount = anyAmount(t)
		e.Record = pick(t, "record", ledger.Payment, ledger.Payment, ledger.Award, ledger.Statement, ledger.National)
		e.Stage = pick(t, "stage", "paid", "outturn", "budget", "")
		e.Nature = pick(t, "nature", "transfers to individuals", "grants", "")
		e.Capital = pick(t, "capital", "capital", "revenue", "")
		e.PayerKey = rapid.Int64Range(0, keys).Draw(t, "payer key")
		e.PlaceKey = rapid.Int64Range(0, keys).Draw(t, "place key")
		e.PurposeKey = rapid.Int64Range(0, keys).Draw(t, "purpose key")
		e.Extra = rapid.SampledFrom([][]string{nil, {"x"}, {"x", "", "y"}}).Draw(t, "extra")
	}
	return list
}

func anyAmount(t *rapid.T) ledger.Pence {
	return rapid.OneOf(
		rapid.Just(ledger.Pence(0)),
		rapid.Map(rapid.Int64Range(-9, 9), func(n int64) ledger.Pence { return ledger.Pence(n) }),
		rapid.Map(rapid.Int64Range(-300_000_000_00, 300_000_000_00), func(n int64) ledger.Pence { return ledger.Pence(n) }),
		rapid.SampledFrom([]ledger.Pence{ledger.MaxPence, -ledger.MaxPence, ledger.Whole, -ledger.Whole}),
	).Draw(t, "amount")
}

// anyClasses is at most one share in each class, the whole of it.
func anyClasses(t *rapid.T, key int64) (list []ledger.Share) {
	for _, c := range []struct{ dimension, code string }{
		{"control", pick(t, "control", "local discretion", "entitlement", "")}, {"nature", pick(t, "by rule", "grants", "pay", "")},
		{"prevention", pick(t, "prevention", "preventive", "transfers", "")},
	} {
		if c.code != "" {
			list = append(list, ledger.Share{Dimension: c.dimension, Key: key, Code: c.code, Hi: ledger.Whole, Rule: "rule", Step: "rule",
				Evidence: ledger.Observed, Confidence: 900})
		}
	}
	return list
}

// anyBody is one share that names a body, or none, or two of which the larger names it.
func anyBody(t *rapid.T, dimension string, key int64, names ...string) []ledger.Share {
	s := ledger.Share{Dimension: dimension, Key: key, Hi: ledger.Whole, Body: pick(t, "body", names...), Evidence: ledger.Observed}
	if s.Body != "" {
		s.BodyKind, s.Code = pick(t, "kind", "central", "school or college", ""), s.Body+" by code"
	}
	switch rapid.IntRange(0, 3).Draw(t, "shares of "+dimension) {
	case 0:
		return nil
	case 1:
		second := s
		s.Hi = int32(rapid.IntRange(1, ledger.Whole-1).Draw(t, "cut"))
		second.Lo, second.Body = s.Hi, pick(t, "second body", names...)
		return []ledger.Share{s, second}
	}
	return []ledger.Share{s}
}

// anySplit tiles the whole with some of the codes, the remainder last; now and then it leaves a gap.
func anySplit(t *rapid.T, dimension string, key int64, codes []string) []ledger.Share {
	n := rapid.IntRange(-1, 3).Draw(t, "shares of "+dimension)
	if n < 0 {
		return nil // the wording was not judged
	}
	cuts := []int32{0, ledger.Whole}
	for range n {
		cuts = append(cuts, int32(rapid.IntRange(1, ledger.Whole-1).Draw(t, "cut")))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var list []ledger.Share
	for i := range len(cuts) - 1 {
		s := ledger.Share{
			Dimension: dimension, Key: key, Lo: cuts[i], Hi: cuts[i+1], Rule: "rule", Step: pick(t, "step", "body", "postcode"),
			Evidence:   pick(t, "evidence", ledger.Observed, ledger.Apportioned, ledger.Modelled),
			Confidence: int16(rapid.IntRange(0, 1000).Draw(t, "confidence")),
		}
		if i < len(codes) && i < len(cuts)-2 || rapid.Bool().Draw(t, "no remainder") {
			s.Code = codes[i%len(codes)]
		}
		list = append(list, s)
	}
	if rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
		list[0].Hi--
	}
	return list
}
