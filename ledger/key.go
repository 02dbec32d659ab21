package ledger

import "github.com/zeebo/xxh3"

// Keys are 64-bit hashes (xxh3) of the wordings that mapping judges, each closed by a separator
// that no text holds, so that ("ab", "c") and ("a", "bc") differ. They join entries to shares.

// Hasher adds up wordings to a key without allocating after its first use. The zero value is ready.
type Hasher struct{ buf []byte }

// Reset begins a new key.
func (h *Hasher) Reset() { h.buf = h.buf[:0] }

// Add adds one wording.
func (h *Hasher) Add(s string) { h.buf = append(append(h.buf, s...), 0x1f) }

// AddInt adds a number.
func (h *Hasher) AddInt(n int64) {
	h.buf = append(h.buf, byte(n), byte(n>>8), byte(n>>16), byte(n>>24), byte(n>>32), byte(n>>40), byte(n>>48), byte(n>>56), 0x1f)
}

// Sum is the key.
func (h *Hasher) Sum() int64 { return int64(xxh3.Hash(h.buf)) }

// Sum128 is a longer hash of the same, for digests of content.
func (h *Hasher) Sum128() (hi, lo uint64) {
	u := xxh3.Hash128(h.buf)
	return u.Hi, u.Lo
}

// SetKey computes Key from the wording.
func (w *PayerWording) SetKey(h *Hasher) {
	h.Reset()
	h.Add(w.Payer)
	h.Add(w.PayerGroup)
	w.Key = h.Sum()
}

// SetKey computes Key from the wording and its year.
func (w *PlaceWording) SetKey(h *Hasher) {
	h.Reset()
	h.Add(w.Payer)
	h.Add(w.PayerGroup)
	h.Add(w.Payee)
	h.Add(w.PayeeRef)
	h.Add(w.PayeePostcode)
	h.Add(w.PayeeKind)
	h.Add(w.PlaceStated)
	h.Add(w.PlaceStatedFor)
	h.AddInt(int64(w.Year))
	w.Key = h.Sum()
}

// SetKey computes Key from the wording.
func (w *PurposeWording) SetKey(h *Hasher) {
	h.Reset()
	h.Add(w.Payer)
	h.Add(w.PayerGroup)
	h.Add(w.PayeeKind)
	h.Add(w.Programme)
	h.Add(w.Title)
	h.Add(w.Purpose)
	h.Add(w.ExpenseType)
	h.Add(w.ExpenseArea)
	h.Add(w.Description)
	h.Add(w.FunctionStated)
	w.Key = h.Sum()
}
