package ledger

import "encoding/hex"

// digest adds up the hashes of a table's entries, so that two tables that say the same in another
// order, format or file have the same digest. What locates an entry (file, sheet, row, column) is
// left out; an entry's period, which can come from a file's name, counts only where it has no date.
type digest struct {
	hi, lo uint64
	h      Hasher
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
		hi, lo := d.h.Sum128()
		sum := d.lo + lo
		if sum < lo {
			hi++
		}
		d.hi, d.lo = d.hi+hi, sum
	}
}

func (d *digest) String() string {
	var b [16]byte
	for i := range 8 {
		b[i], b[8+i] = byte(d.hi>>(56-8*i)), byte(d.lo>>(56-8*i))
	}
	return hex.EncodeToString(b[:])
}
