package enginetest

import "flows/query"

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
