package ledger

// Pick is a new batch of some entries of b, by their indices.
func (b *Batch) Pick(keep []int) *Batch {
	n := &Batch{N: len(keep), Table: b.Table, Row: picked(b.Row, keep), Col: picked(b.Col, keep), Year: picked(b.Year, keep),
		Date: picked(b.Date, keep), Start: picked(b.Start, keep), End: picked(b.End, keep), Amount: picked(b.Amount, keep),
		PayerKey: picked(b.PayerKey, keep), PlaceKey: picked(b.PlaceKey, keep), PurposeKey: picked(b.PurposeKey, keep), Extra: picked(b.Extra, keep)}
	for c := range b.Text {
		n.Text[c] = Text{Same: b.Text[c].Same, Each: picked(b.Text[c].Each, keep)}
	}
	return n
}

// picked is nil where there is nothing to pick from.
func picked[T any](all []T, keep []int) []T {
	if all == nil {
		return nil
	}
	list := make([]T, len(keep))
	for i, k := range keep {
		list[i] = all[k]
	}
	return list
}
