package ledger

import (
	"encoding/binary"
	"encoding/hex"
	"unicode/utf8"
)

// Likeness says what the rows of a table state, apart from what was concluded from titles and names:
// by it the same table is recognised where one format states more than another, a date in a column,
// the payer in a title. Each part is a digest, "" where no row states anything of the kind.
type Likeness struct {
	Core string `json:",omitempty"` // payee, what for, references and amount of each entry
	When string `json:",omitempty"` // with the dates and periods in its rows
	Who  string `json:",omitempty"` // with the payer in its rows
	Span string `json:",omitempty"` // the period of all rows, from a title or a name
	Bare string `json:",omitempty"` // payee, date and amount of each entry, where every one has the three
	Abs  string `json:",omitempty"` // the same regardless of the amounts' signs
	By   string `json:",omitempty"` // that with the payer in its rows
	Less int64  `json:",omitempty"` // how many amounts are below nought
	Said int    `json:",omitempty"` // how many of the texts by which entries are compared some row states
}

// likely is how many entries two tables hold at least that are taken for one though one of them states
// less: fewer can be alike by chance.
const likely = 10

// surely is how many entries two tables hold at least that are taken for one by payee, date and amount alone.
const surely = 100

// SamePayments says whether two tables hold the same payments though their rows tell other things of them: one
// leaves out, or names otherwise, what another says of each.
func (a Likeness) SamePayments(b Likeness) bool {
	return a.Bare != "" && a.Bare == b.Bare && agree(a.By, b.By)
}

// LostSigns says whether b holds the payments of a without their signs: refunds stand in a, mostly payments beside
// them, and not one in b.
func (a Likeness) LostSigns(b Likeness) bool {
	return a.Abs != "" && a.Abs == b.Abs && a.Less > 0 && b.Less == 0 && agree(a.By, b.By)
}

// Same says whether two tables are one: their rows state the same, each kind of thing that both state
// is equal, and if neither states a time in its rows, they are of one period.
func (a Likeness) Same(b Likeness) bool {
	timed := a.When != "" || b.When != "" || a.Span != "" && a.Span == b.Span
	return a.Core != "" && a.Core == b.Core && timed && agree(a.When, b.When) && agree(a.Who, b.Who)
}

func agree(a, b string) bool { return a == b || a == "" || b == "" }

// says is how many kinds of things the rows state.
func (a Likeness) says() (n int) {
	for _, s := range [...]string{a.When, a.Who} {
		if s != "" {
			n++
		}
	}
	return n
}

// likeness adds up the hashes of a table's entries.
type likeness struct {
	core, when, who sum128
	bare, abs, by   sum128
	less            int64
	unsure          bool // some row has no payee or no date
	said            [len(likeTexts)]bool
	timed, payer    bool // some row states a time, a payer
	span            string
	h               Hasher
}

// sum128 is a sum of hashes, in which their order does not matter.
type sum128 struct{ hi, lo uint64 }

func (s *sum128) add(hi, lo uint64) {
	sum := s.lo + lo
	if sum < lo {
		hi++
	}
	s.hi, s.lo = s.hi+hi, sum
}

func (s sum128) String() string {
	var b [16]byte
	for i := range 8 {
		b[i], b[8+i] = byte(s.hi>>(56-8*i)), byte(s.lo>>(56-8*i))
	}
	return hex.EncodeToString(b[:])
}

// likeTexts are the texts by which entries are compared.
var likeTexts = [...]TextColumn{ColPayee, ColProgramme, ColTitle, ColPurpose, ColExpenseType, ColExpenseArea, ColDescription, ColReference, ColAwardRef}

func (l *likeness) add(b *Batch) {
	payers, period := b.Text[ColPayer].Each, &b.Text[ColPeriod]
	l.span = period.Same
	for i := range b.N {
		l.h.Reset()
		for _, c := range likeTexts {
			l.h.Add(b.Text[c].At(i))
		}
		if !foldsToItself(l.h.buf) {
			l.h.Reset()
			for _, c := range likeTexts {
				l.h.fold(b.Text[c].At(i))
			}
		}
		l.h.AddInt(int64(b.Amount[i]))
		hi, lo := l.h.Sum128()
		l.core.add(hi, lo)
		l.h.begin(hi, lo)
		for _, days := range [...][]Date{b.Date, b.Start, b.End} {
			d := NoDate
			if days != nil {
				d = days[i]
			}
			l.timed = l.timed || d != NoDate
			l.h.AddInt(int64(d))
		}
		if period.Each != nil && period.Each[i] != period.Same {
			l.timed = true
			l.h.fold(period.Each[i])
		}
		l.when.add(l.h.Sum128())
		l.addBare(b, i)
		if payers != nil {
			l.payer = true
			l.h.begin(hi, lo)
			l.h.fold(payers[i])
			l.who.add(l.h.Sum128())
		}
	}
}

// addBare adds an entry's payee, date and amount, and notes which texts it states.
func (l *likeness) addBare(b *Batch, i int) {
	for n, c := range likeTexts {
		l.said[n] = l.said[n] || b.Text[c].At(i) != ""
	}
	if b.Amount[i] < 0 {
		l.less++
	}
	payee := b.Text[ColPayee].At(i)
	if l.unsure = l.unsure || payee == "" || b.Date == nil || b.Date[i] == NoDate; l.unsure {
		return
	}
	l.h.Reset()
	l.h.Add(payee)
	if !foldsToItself(l.h.buf) {
		l.h.Reset()
		l.h.fold(payee)
	}
	l.h.AddInt(int64(b.Date[i]))
	l.h.AddInt(int64(max(b.Amount[i], -b.Amount[i])))
	hi, lo := l.h.Sum128()
	l.abs.add(hi, lo)
	l.h.begin(hi, lo)
	l.h.AddInt(int64(b.Amount[i]))
	l.bare.add(l.h.Sum128())
	if payers := b.Text[ColPayer].Each; payers != nil {
		l.h.begin(hi, lo)
		l.h.fold(payers[i])
		l.by.add(l.h.Sum128())
	}
}

// begin begins a hash of more with that of an entry's core.
func (h *Hasher) begin(hi, lo uint64) {
	h.Reset()
	h.AddInt(int64(hi))
	h.AddInt(int64(lo))
}

// result is what was added up.
func (l *likeness) result() (x Likeness) {
	x.Core, x.Span = l.core.String(), l.span
	if l.timed {
		x.When = l.when.String()
	}
	if l.payer {
		x.Who = l.who.String()
	}
	if !l.unsure {
		x.Bare, x.Abs = l.bare.String(), l.abs.String()
		if l.payer {
			x.By = l.by.String()
		}
	}
	x.Less = l.less
	for _, said := range l.said {
		if said {
			x.Said++
		}
	}
	return x
}

// fold adds a wording in which runs of white space count as one blank, those at its ends not at all, and a
// control character of Latin-1 as the sign of Windows-1252 it was made from.
func (h *Hasher) fold(s string) {
	gap, begun := false, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == 0xC2 && i+1 < len(s) && s[i+1] <= 0xA0 && s[i+1] >= 0x80 {
			i++
			if s[i] == 0xA0 {
				gap = true
				continue
			}
			h.gap(gap && begun)
			gap, begun = false, true
			h.buf = utf8.AppendRune(h.buf, windows1252[s[i]-0x80])
			continue
		}
		if c == ' ' || c >= '\t' && c <= '\r' {
			gap = true
			continue
		}
		h.gap(gap && begun)
		gap, begun = false, true
		h.buf = append(h.buf, c)
	}
	h.buf = append(h.buf, 0x1f)
}

// foldsToItself says whether wordings, each with its separator after it, are as fold adds them: nearly all
// are. It looks at eight bytes at a time for what fold would change: white space other than a blank, a
// blank beside a blank or a separator, and the first byte of a sign to turn.
func foldsToItself(b []byte) bool {
	const each = 0x0101010101010101
	lastBlank, lastEnd := uint64(0), uint64(0x80) // of the eight before; the beginning is as an end
	for len(b) > 0 {
		var x uint64
		if len(b) >= 8 {
			x, b = binary.LittleEndian.Uint64(b), b[8:]
		} else {
			rest := [8]byte{'.', '.', '.', '.', '.', '.', '.', '.'}
			copy(rest[:], b)
			x, b = binary.LittleEndian.Uint64(rest[:]), nil
		}
		blanks, ends := zeros(x^' '*each), zeros(x^0x1f*each)
		wasBlank, wasEnd := blanks<<8|lastBlank, ends<<8|lastEnd
		signs := zeros(x^0xC2*each) | zeros(x&(0xF8*each)^0x08*each) // 0x08 to 0x0F: white space, and what is rare
		if signs|blanks&(wasBlank|wasEnd)|ends&wasBlank != 0 {
			return false
		}
		lastBlank, lastEnd = blanks>>56, ends>>56
	}
	return true
}

// zeros has the upper bit of each byte set that is zero in x.
func zeros(x uint64) uint64 {
	const low = 0x7f7f7f7f7f7f7f7f
	return ^((x&low + low) | x | low)
}

func (h *Hasher) gap(yes bool) {
	if yes {
		h.buf = append(h.buf, ' ')
	}
}

// windows1252 are the signs that Windows-1252 has where Latin-1 has control characters; the five codes
// that it leaves free stand for themselves.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}
