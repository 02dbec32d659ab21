package ledger

import (
	"encoding/base64"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
)

// One return is published in two layouts, as a file for each body and as one workbook of all bodies, and no line of
// it is named alike in both. What is equal is the amounts: the account of a body is all it spent in a year at one stage,
// line by line. An account of ten different amounts is not equal to another by chance.

// Accounts are the accounts of a table of statements.
type Accounts struct {
	Sums string `json:",omitempty"` // a digest of the amounts of each account, ascending, eight bytes each, in base64
	Sure int    `json:",omitempty"` // how many of them have so many different amounts that they are told by these
}

// digests takes apart the sums.
func (a Accounts) digests() []uint64 {
	b, err := base64.RawStdEncoding.DecodeString(a.Sums)
	if err != nil || len(b)%8 != 0 {
		return nil
	}
	list := make([]uint64, len(b)/8)
	for i := range list {
		list[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return list
}

// sure says whether half of the accounts or more are told by their amounts.
func (a Accounts) sure() bool {
	return a.Sure > 0 && 2*a.Sure*8 >= base64.RawStdEncoding.DecodedLen(len(a.Sums))
}

// mostAccounts is how many accounts of a table are added up. One that holds more has none.
const mostAccounts = 8192

// account is the amounts of one body, year and stage, in whole pounds: pence can differ by how a format writes
// thousands. Noughts are left out, for one layout has lines for them and another has not.
type account struct {
	sum       uint64
	different [likely]int64
	n         int // of different, at most
}

// accounts gathers the accounts of a table.
type accounts struct {
	by   map[accountOf]*account
	many bool
	h    Hasher
}

type accountOf struct {
	payer, stage string
	year         Year
}

func (s *accounts) add(b *Batch) {
	record, stage, payer := &b.Text[ColRecord], &b.Text[ColStage], &b.Text[ColPayer]
	for i := range b.N {
		if s.many || b.Year == nil || b.Year[i] == 0 || record.At(i) != Statement {
			continue
		}
		if pounds := b.Amount[i].wholePounds(); pounds != 0 {
			if a := s.at(accountOf{payer.At(i), stage.At(i), b.Year[i]}); a != nil {
				a.add(pounds, &s.h)
			}
		}
	}
}

// at is an account, a new one where there is none yet; nil where there are too many.
func (s *accounts) at(of accountOf) *account {
	a := s.by[of]
	switch {
	case a != nil:
		return a
	case len(s.by) >= mostAccounts:
		s.many, s.by = true, nil
		return nil
	case s.by == nil:
		s.by = map[accountOf]*account{}
	}
	a = &account{}
	s.by[accountOf{strings.Clone(of.payer), strings.Clone(of.stage), of.year}] = a
	return a
}

func (a *account) add(pounds int64, h *Hasher) {
	h.Reset()
	h.AddInt(pounds)
	a.sum += uint64(h.Sum())
	if a.n < likely && !slices.Contains(a.different[:a.n], pounds) {
		a.different[a.n] = pounds
		a.n++
	}
}

// wholePounds rounds half away from zero.
func (p Pence) wholePounds() int64 {
	pounds, rest := int64(p)/100, int64(p)%100
	switch {
	case rest >= 50:
		return pounds + 1
	case rest <= -50:
		return pounds - 1
	}
	return pounds
}

// result is the accounts as they are kept.
func (s *accounts) result() (x Accounts) {
	sums := map[uint64]bool{}
	for at, a := range s.by {
		s.h.Reset()
		s.h.Add(at.stage)
		s.h.AddInt(int64(at.year))
		s.h.AddInt(int64(a.sum))
		sums[uint64(s.h.Sum())] = true
		if a.n == likely {
			x.Sure++
		}
	}
	var b []byte
	for _, sum := range slices.Sorted(maps.Keys(sums)) {
		b = binary.BigEndian.AppendUint64(b, sum)
	}
	x.Sums = base64.RawStdEncoding.EncodeToString(b)
	return x
}

// countLayouts lets of a return in two layouts that one count which has more entries: where every account of a table
// is equal, amount by amount, to one of a table of another file, the table is a release of that.
func (c Counting) countLayouts(sources []*Source, decided Decided) {
	with := map[uint64][]int{} // that count, by the digests of their accounts
	list := c.statements(sources, decided, func(t *Table) bool { return t.Accounts.sure() })
	for n, x := range list {
		digests, found := x.table.Accounts.digests(), map[int]int{}
		owner := -1
		for _, sum := range digests {
			for _, i := range with[sum] {
				found[i]++
				if found[i] == len(digests) && list[i].source != x.source && (owner < 0 || i < owner) {
					owner = i
				}
			}
		}
		if owner >= 0 && !x.always {
			c.set(x.source.ID, x.table.N, releaseOf+list[owner].source.ID)
			continue
		}
		for _, sum := range digests {
			with[sum] = append(with[sum], n)
		}
	}
}
