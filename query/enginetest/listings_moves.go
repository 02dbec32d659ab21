package enginetest

import (
	"cmp"
	"slices"

	"flows/query"
)

// placedOf lists the areas and years of all pieces, as money was placed before anything moved it.
func placedOf(k *known, _ query.Args) (listing, error) {
	l := listing{columns: []string{"code", "year"}}
	still := k.files
	still.Moves = nil
	type at struct {
		code string
		year int64
	}
	seen := map[at]bool{}
	err := query.EachPiece(still, func(p *query.Piece) error {
		seen[at{p.Place, int64(p.Year)}] = p.Place != ""
		return nil
	})
	for placed, named := range seen {
		if named {
			l.add(placed.code, placed.year)
		}
	}
	return l, err
}

// restatedOf adds up what was restated, of areas of which a part lies in a place asked for.
func restatedOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "residual", "residual_area", "from_code", "to_code", "amount"}}
	know := k.truth(a)
	type line struct{ how, from, to string }
	sums, total := map[line]int64{}, int64(0)
	for _, p := range know.everything {
		if (p.Moved != query.Restated && p.Moved != query.Unrestated) || !nearRestated(know, p.From) {
			continue
		}
		sums[line{p.Moved, p.From, p.Place}] += int64(p.Amount)
		total += int64(p.Amount)
	}
	for at, sum := range sums {
		if at.how == query.Restated {
			l.add("body", "", "", at.from, at.to, sum)
		} else {
			l.add("residual", at.how, at.from, at.from, "", sum)
		}
	}
	l.add("total", "", "", "", "", total)
	return l, nil
}

// nearRestated says whether a restated part of an area lies in a place asked for.
func nearRestated(know *truth, from string) bool {
	return slices.ContainsFunc(know.together, func(p piece) bool {
		return p.From == from && (p.Moved == query.Restated || p.Moved == query.Unrestated)
	})
}

// apportionedOf adds up what was spread, by place, area, year and payer, and the rest in one row.
func apportionedOf(k *known, a query.Args) (listing, error) {
	l := listing{columns: []string{"row_kind", "residual", "place", "from_code", "year", "organisation", "wide_amount", "amount"}}
	type wide struct {
		from  string
		year  int64
		payer string
	}
	type line struct {
		place string
		wide
	}
	all, sums := map[wide]int64{}, map[line]int64{}
	elsewhere, total, rest := int64(0), int64(0), false
	for _, p := range k.truth(a).everything {
		w := wide{p.From, int64(p.Year), p.Payer}
		switch p.Moved {
		case query.Spread:
			sums[line{insideOf(k, p.Place), w}] += int64(p.Amount)
		case query.Elsewhere:
			rest = true
			elsewhere += int64(p.Amount)
		default:
			continue
		}
		all[w] += int64(p.Amount)
		total += int64(p.Amount)
	}
	for at, sum := range sums {
		l.add("body", "", at.place, at.from, at.year, at.payer, all[at.wide], sum)
	}
	if rest {
		l.add("residual", "elsewhere", "", "", 0, "", nil, elsewhere)
	}
	l.add("total", "", "", "", 0, "", total, total)
	return l, nil
}

// insideOf is the first place that holds an area wholly; "" where none does, or none was asked for.
func insideOf(k *known, code string) string {
	first := ""
	for place, relation := range k.scope[code] {
		if relation == query.Inside && (first == "" || cmp.Compare(place, first) < 0) {
			first = place
		}
	}
	return first
}
