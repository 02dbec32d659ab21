package ledger

import (
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
}

// likely is how many entries two tables hold at least that are taken for one though one of them states
// less: fewer can be alike by chance.
const likely = 10

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
			l.h.addFolded(b.Text[c].At(i))
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
			l.h.addFolded(period.Each[i])
		}
		l.when.add(l.h.Sum128())
		if payers != nil {
			l.payer = true
			l.h.begin(hi, lo)
			l.h.addFolded(payers[i])
			l.who.add(l.h.Sum128())
		}
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
	return x
}

// addFolded adds a wording in which runs of white space count as one blank, those at its ends not at
// all, and a control character of Latin-1 as the sign of Windows-1252 it was made from.
func (h *Hasher) addFolded(s string) {
	if foldsToItself(s) {
		h.Add(s)
		return
	}
	h.fold(s)
}

// fold is addFolded of any text.
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

// foldsToItself says whether a text has neither white space to fold nor signs to turn: nearly all.
func foldsToItself(s string) bool {
	before := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == ' ' && before == ' ' || c >= '\t' && c <= '\r' || c == 0xC2 {
			return false
		}
		before = c
	}
	return s == "" || before != ' '
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
