package ledger

// tableDigests are both digests of a table.
type tableDigests struct {
	exact    digest
	like     likeness
	lines    sketch
	accounts accounts
}

// digest adds up the hashes of a table's entries, so that two tables that say the same in another
// order, format or file have the same digest. What locates an entry (file, sheet, row, column) is
// left out; an entry's period, which can come from a file's name, counts only where it has no date.
type digest struct {
	sum128
	h Hasher
}

func (d *digest) add(b *Batch) {
	for i := range b.N {
		d.h.Reset()
		d.h.AddInt(b.PlaceKey[i])
		d.h.AddInt(b.PurposeKey[i])
		d.h.AddInt(int64(b.Amount[i]))
		d.h.Add(b.Text[ColReference].At(i))
		d.h.Add(b.Text[ColAwardRef].At(i))
		if b.Date != nil && b.Date[i] != NoDate {
			d.h.AddInt(int64(b.Date[i]))
		} else {
			d.h.Add(b.Text[ColPeriod].At(i))
		}
		d.sum128.add(d.h.Sum128())
	}
}
