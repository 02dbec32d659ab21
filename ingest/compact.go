package ingest

import (
	"flows/ledger"
)

// compact takes the dropped entries out of a batch.
func compact(b *ledger.Batch, picks []pick) {
	keep := 0
	for i := range picks {
		if picks[i].drop {
			continue
		}
		if keep != i {
			move(b, keep, i)
		}
		keep++
	}
	b.N = keep
	b.Row, b.Col, b.Amount, b.Year = b.Row[:keep], b.Col[:keep], b.Amount[:keep], b.Year[:keep]
	b.PayerKey, b.PlaceKey, b.PurposeKey = b.PayerKey[:keep], b.PlaceKey[:keep], b.PurposeKey[:keep]
	for _, d := range [...]*[]ledger.Date{&b.Date, &b.Start, &b.End} {
		if *d != nil {
			*d = (*d)[:keep]
		}
	}
	if b.Extra != nil {
		b.Extra = b.Extra[:keep]
	}
	for c := range b.Text {
		if b.Text[c].Each != nil {
			b.Text[c].Each = b.Text[c].Each[:keep]
		}
	}
}

// move puts entry from in the place of entry to.
func move(b *ledger.Batch, to, from int) {
	b.Row[to], b.Col[to], b.Amount[to], b.Year[to] = b.Row[from], b.Col[from], b.Amount[from], b.Year[from]
	b.PayerKey[to], b.PlaceKey[to], b.PurposeKey[to] = b.PayerKey[from], b.PlaceKey[from], b.PurposeKey[from]
	for _, d := range [...][]ledger.Date{b.Date, b.Start, b.End} {
		if d != nil {
			d[to] = d[from]
		}
	}
	if b.Extra != nil {
		b.Extra[to] = b.Extra[from]
	}
	for c := range b.Text {
		if e := b.Text[c].Each; e != nil {
			e[to] = e[from]
		}
	}
}
