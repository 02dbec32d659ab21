package flows

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
)

// AsPaid is what --geography says to keep areas as they were at each payment's date where flows.yaml
// names a vintage.
const AsPaid = "as-paid"

// geography is on which boundaries money is shown and by which key money of wider areas is spread.
type geography struct {
	word     string      // as it was asked for; "" as paid
	vintage  ledger.Date // NoDate: as paid
	key      *mapping.Key
	fallback *mapping.Key // for what the key does not weigh; nil leaves it
	decimals int          // of the key's weights
}

// asks says whether money has to be moved at all.
func (g *geography) asks() bool { return g.vintage != ledger.NoDate || g.key != nil }

// geographyAsked reads --geography, else the workspace's, and --spread.
func (p *Project) geographyAsked(a *asked) (g geography, err error) {
	g.vintage = ledger.NoDate
	if word := cmp.Or(a.Geography, p.Workspace.Geography); word != "" && word != AsPaid {
		g.word = word
		if g.vintage, err = mapping.Vintage(word); err != nil {
			return g, fmt.Errorf("--geography: %w, or %s for areas as they were at each payment's date", err, AsPaid)
		}
	}
	if a.Spread == "" {
		return g, nil
	}
	if g.key, g.decimals, err = p.keyNamed(a.Spread); err == nil && a.fallback != "" {
		g.fallback, _, err = p.keyNamed(a.fallback)
	}
	return g, err
}

// spreadable says why money cannot be spread over these places, if so.
func spreadable(places []Place) error {
	if len(places) == 0 {
		return fmt.Errorf("--spread needs places to spread over: add --place")
	}
	for i, a := range places {
		for _, b := range places[i+1:] {
			if both := firstOfBoth(a.Inside, b.Inside); both != "" {
				return fmt.Errorf("--spread: %s and %s share ground (%s), so that money would be spread over it twice; ask for one of them", a.Name, b.Name, both)
			}
		}
	}
	return nil
}

// firstOfBoth is the first code of two sorted lists that stands in both.
func firstOfBoth(a, b []string) string {
	for _, code := range a {
		if _, both := slices.BinarySearch(b, code); both {
			return code
		}
	}
	return ""
}

// moved works out where money stands instead, for each area and year that money was placed to, and
// writes the table of it.
func (p *Project) moved(ctx context.Context, a *asked) ([]string, error) {
	placed, err := p.run(ctx, "placed-areas", query.Args{})
	if err != nil {
		return nil, err
	}
	var list []query.Move
	for _, row := range newFinisher(p, spec{name: "placed-areas"}, a, placed).recs() {
		moves := a.movesOf(p.Registry(), row.text("code"), ledger.Year(row.count("year")))
		if err := tiles(moves); err != nil {
			return nil, err
		}
		list = append(list, moves...)
	}
	return writeList(p, "moves", list)
}

// tiles holds the moves of one area and year to the law that no penny is made or lost.
func tiles(moves []query.Move) error {
	at := int32(0)
	for _, m := range moves {
		if m.Lo != at || m.Hi <= m.Lo {
			return fmt.Errorf("the parts of %s do not follow each other: %+v", m.Code, moves)
		}
		at = m.Hi
	}
	if len(moves) > 0 && at != ledger.Whole {
		return fmt.Errorf("the parts of %s do not make the whole: %+v", moves[0].Code, moves)
	}
	return nil
}

// movesOf says where the money of an area and year stands: first restated, then each part spread. None
// where it stays.
func (a *asked) movesOf(r *mapping.Registry, code string, year ledger.Year) []query.Move {
	return a.shared(a.movedTo(r, code, year), code, year)
}

// movedTo is movesOf before places of the workspace's own take their parts.
func (a *asked) movedTo(r *mapping.Registry, code string, year ledger.Year) []query.Move {
	moves := a.restated(r, code, year)
	if a.geography.key == nil {
		return moves
	}
	if len(moves) == 0 {
		return a.spread(r, query.Move{Code: code, Year: int16(year), Hi: ledger.Whole, To: code})
	}
	var out []query.Move
	for _, m := range moves {
		parts := []query.Move(nil)
		if m.How == query.Restated {
			parts = a.spread(r, m)
		}
		if parts == nil {
			parts = []query.Move{m}
		}
		out = append(out, parts...)
	}
	return out
}

// restated puts an area on the boundaries asked for. One that lies wholly in a place asked for stays
// where it is when what it became reaches beyond the place: that would lose what is known.
func (a *asked) restated(r *mapping.Registry, code string, year ledger.Year) []query.Move {
	if a.geography.vintage == ledger.NoDate {
		return nil
	}
	parts := r.Restate(code, a.geography.vintage)
	if len(parts) == 1 && parts[0].Code == code {
		return nil
	}
	for _, p := range a.places {
		if _, inside := slices.BinarySearch(p.Inside, code); inside && slices.ContainsFunc(parts, func(x mapping.Restated) bool {
			_, stays := slices.BinarySearch(p.Inside, x.Code)
			return !stays
		}) {
			return nil
		}
	}
	var moves []query.Move
	sum := int64(0)
	for _, part := range parts {
		m := query.Move{Code: code, Year: int16(year), Lo: int32(sum), From: code, To: part.Code, How: query.Restated, Basis: part.Basis}
		sum += int64(part.Share)
		m.Hi = int32(sum)
		if part.Code == "" {
			m.To, m.How = code, query.Unrestated
		} else if len(parts) > 1 {
			m.Evidence = ledger.Apportioned
		}
		moves = append(moves, m)
	}
	return moves
}

// spread divides one part by the key, else by the key behind it: over the areas of the places asked for,
// and one rest. It is nil where the part's area lies in a place already, lies nowhere near, or where no key
// weighs it.
func (a *asked) spread(r *mapping.Registry, m query.Move) []query.Move {
	var codes []string
	near := false
	for _, p := range a.places {
		_, inside := slices.BinarySearch(p.Inside, m.To)
		if _, parts := p.Shares[m.To]; inside || parts {
			return nil
		}
		near = near || slices.Contains(p.Partly, m.To) || slices.Contains(p.Wider, m.To)
		codes = append(codes, p.weighedBy()...)
	}
	if !near {
		return nil
	}
	parts := spreadBy(r, a.geography.key, codes, m)
	if parts == nil && a.geography.fallback != nil {
		parts = spreadBy(r, a.geography.fallback, codes, m)
	}
	return parts
}

// spreadBy is nil where the key does not weigh the area or one of the codes.
func spreadBy(r *mapping.Registry, key *mapping.Key, codes []string, m query.Move) []query.Move {
	parts := make([]query.Move, 0, len(codes)+1)
	lo, whole := m.Lo, int64(m.Hi-m.Lo)
	basis := ""
	for i := range codes {
		s, ok := r.Spread(m.To, codes[:i+1], *key, keyYear(ledger.Year(m.Year)))
		if !ok {
			return nil
		}
		basis = key.Name + ": " + s.Basis
		if hi := m.Lo + int32(whole*int64(s.Share)/ledger.Whole); hi > lo {
			parts = append(parts, query.Move{Code: m.Code, Year: m.Year, Lo: lo, Hi: hi, To: codes[i], From: m.To,
				How: query.Spread, Basis: basis, Evidence: ledger.Apportioned})
			lo = hi
		}
	}
	if lo < m.Hi {
		parts = append(parts, query.Move{Code: m.Code, Year: m.Year, Lo: lo, Hi: m.Hi, To: m.To, From: m.To,
			How: query.Elsewhere, Basis: basis, Evidence: ledger.Apportioned})
	}
	return parts
}

// keyYear is the year in which a key is asked: money whose year is not known is spread by the last
// weights that there are, which the basis says.
func keyYear(y ledger.Year) int {
	if y == 0 {
		return 9999
	}
	return int(y)
}

// apportionedWords says in a sentence how much of a figure was divided between areas; nothing where no
// boundaries and no key were asked for, or nothing was divided.
func apportionedWords(a *asked, amount ledger.Pence) string {
	if !a.geography.asks() || amount == 0 {
		return ""
	}
	var by []string
	if a.geography.word != "" {
		by = append(by, "boundaries of "+a.geography.word)
	}
	if a.geography.key != nil {
		by = append(by, "spread by "+a.geography.key.Name)
	}
	return " Of it, " + report.Sterling(amount) + " is apportioned between areas (" + strings.Join(by, "; ") + ")."
}

// far is money that is told because it was asked to be spread, and is not of the places.
func far(residual string) bool { return query.Around(residual) }

// noShares empties the shares of money that is around the places, and of a total that holds some: shares are of
// what the places have.
func (f *finisher) noShares(r rec, level report.Level, own []any) {
	if _, told := f.index["residual"]; !told {
		return
	}
	switch around := func(r rec) bool { return far(r.text("residual")) }; level {
	case report.Residual:
		if !around(r) {
			return
		}
	case report.Total:
		if !slices.ContainsFunc(f.recs("residual"), around) {
			return
		}
	default:
		return
	}
	for i, c := range f.spec.columns {
		if slices.Contains([]string{"share", "share_of_amount", "share_in_place"}, c.Name) {
			own[i] = nil
		}
	}
}

// noHeads empties the figure a head of money that is elsewhere or a body's only partly inside, and of a total
// that holds some: the people of the places are not those whom it serves.
func (f *finisher) noHeads(r rec, level report.Level, own []any) {
	if level != report.Total && level != report.Residual {
		return
	}
	if _, told := f.index["residual"]; !told {
		return
	}
	others := func(r rec) bool { return far(r.text("residual")) || r.text("residual") == query.Partly }
	if level == report.Residual && !others(r) || level == report.Total && !slices.ContainsFunc(f.recs("residual"), others) {
		return
	}
	emptied := false
	for i, c := range f.spec.columns {
		if c.Name == "per_head" {
			own[i], emptied = nil, true
		}
	}
	note := "The total holds the rest of wider areas' money, which is elsewhere; the rows of the places are theirs."
	if f.a.geography.key == nil {
		if note = "The total holds money of bodies only partly inside, so it has no figure a head."; !emptied {
			return
		}
	}
	if level == report.Total && !slices.Contains(f.notes, note) {
		f.notes = append(f.notes, note)
	}
}
