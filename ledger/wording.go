package ledger

import (
	"io"
	"strings"
)

// Wording is a line of a wordings file: one distinct wording of a payer, a place or a purpose.
type Wording struct {
	Kind   string `parquet:"kind,dict"` // payer | place | purpose
	Key    int64  `parquet:"key"`
	Table  int32  `parquet:"table"`
	Year   Year   `parquet:"year"`
	Text   string `parquet:"text"` // the fields, each closed by a unit separator (U+001F)
	Rows   int64  `parquet:"rows"`
	Amount Pence  `parquet:"amount"`
}

// The kinds of wordings.
const (
	KindPayer   = "payer"
	KindPlace   = "place"
	KindPurpose = "purpose"
)

// The fields in Text, by kind, in this order. They are those that the key hashes.
var (
	payerFields = []TextColumn{ColPayer, ColPayerGroup}
	placeFields = []TextColumn{ColPayer, ColPayerGroup, ColPayee, ColPayeeRef, ColPayeePostcode, ColPayeeKind,
		ColPlaceStated, ColPlaceStatedFor}
	purposeFields = []TextColumn{ColPayer, ColPayerGroup, ColPayeeKind, ColProgramme, ColTitle, ColPurpose,
		ColExpenseType, ColExpenseArea, ColDescription, ColFunctionStated}
)

const separator = 0x1f

// mostFields is how many fields a wording of any kind has at most.
const mostFields = 10

// tableSize is a power of two above twice gatherAtMost: the index of a kind is at most half full.
const tableSize = 4 * gatherAtMost / 2

// fields splits Text; what is missing is "".
func (w *Wording) fields() (f [mostFields]string) {
	rest := w.Text
	for i := range f {
		at := strings.IndexByte(rest, separator)
		if at < 0 {
			f[i] = rest
			break
		}
		f[i], rest = rest[:at], rest[at+1:]
	}
	return f
}

// Payer is the wording of a payer.
func (w *Wording) Payer() PayerWording {
	f := w.fields()
	return PayerWording{Key: w.Key, Payer: f[0], PayerGroup: f[1], Rows: w.Rows, Amount: w.Amount}
}

// Place is the wording as place mapping judges it.
func (w *Wording) Place() PlaceWording {
	f := w.fields()
	return PlaceWording{Key: w.Key, Payer: f[0], PayerGroup: f[1], Payee: f[2], PayeeRef: f[3], PayeePostcode: f[4],
		PayeeKind: f[5], PlaceStated: f[6], PlaceStatedFor: f[7], Year: w.Year, Rows: w.Rows, Amount: w.Amount}
}

// Purpose is the wording as function mapping judges it.
func (w *Wording) Purpose() PurposeWording {
	f := w.fields()
	return PurposeWording{Key: w.Key, Payer: f[0], PayerGroup: f[1], PayeeKind: f[2], Programme: f[3], Title: f[4],
		Purpose: f[5], ExpenseType: f[6], ExpenseArea: f[7], Description: f[8], FunctionStated: f[9], Rows: w.Rows, Amount: w.Amount}
}

// gather collects the distinct wordings of batches as they pass by. It holds at most gatherAtMost of a
// kind and then writes them out, so memory is flat; a wording can stand in a file more than once.
type gather struct {
	kinds   [3]index
	table   int32
	out     *wordingWriter
	writing chan error // of the page that is being written; nil where none is
	fault   any        // with which that ended
	spare   *page      // for the next one
}

// index finds a kind's wordings by key.
type index struct {
	*page
	kind   string
	fields []TextColumn
	at     []int32 // open addressing: 1 + the wording's place in list, 0 where there is none
	last   int32   // the wording of the row before: many rows repeat it
}

// page holds the wordings of a kind until they are written. Their texts lie one after another in blocks:
// one long slice would be copied again and again while it grows.
type page struct {
	list   []tally
	blocks [][]byte // filled in order; those after open are empty
	open   int
}

// textBlock is the size of a block in bytes. A text that is longer has a block of its own.
const textBlock = 256 << 10

// tally is a wording without its text, which lies in its block.
type tally struct {
	key      int64
	rows     int64
	amount   Pence
	year     Year
	block    int32
	from, to int32
}

func newGather(out io.Writer) *gather {
	g := &gather{out: newWordingWriter(out), spare: &page{}}
	g.kinds = [3]index{{kind: KindPayer, fields: payerFields}, {kind: KindPlace, fields: placeFields}, {kind: KindPurpose, fields: purposeFields}}
	for i := range g.kinds {
		g.kinds[i].at, g.kinds[i].page = make([]int32, tableSize), &page{}
	}
	return g
}

func (g *gather) reset(out io.Writer) {
	g.drop()
	g.out.reset(out)
	g.table = 0
	for i := range g.kinds {
		g.kinds[i].forget()
		g.kinds[i].page.clear()
	}
}

// forget makes the index one of no wordings; its page is another's to clear.
func (x *index) forget() {
	x.last = 0
	if len(x.list) > tableSize/64 {
		clear(x.at)
		return
	}
	for i := range x.list { // few: only their places are cleared
		slot := uint64(x.list[i].key) % tableSize
		for x.at[slot] != int32(i+1) {
			slot = (slot + 1) % tableSize
		}
		x.at[slot] = 0
	}
}

// clear makes room on the page.
func (p *page) clear() {
	p.list, p.open = p.list[:0], 0
	for i := range p.blocks {
		p.blocks[i] = p.blocks[i][:0]
	}
}

// room is the block in which n more bytes have room.
func (p *page) room(n int) int {
	for ; p.open < len(p.blocks); p.open++ {
		if b := p.blocks[p.open]; cap(b)-len(b) >= n {
			return p.open
		}
	}
	p.blocks = append(p.blocks, make([]byte, 0, max(n, textBlock)))
	return p.open
}

// textOf is the text of wording i, each field closed with a separator.
func (p *page) textOf(i int) []byte {
	t := &p.list[i]
	return p.blocks[t.block][t.from:t.to]
}

// add counts the row i of a batch under its key.
func (x *index) add(b *Batch, i int, key int64) {
	at := x.last
	if int(at) >= len(x.list) || x.list[at].key != key {
		slot := uint64(key) % tableSize // keys are hashes: they spread by themselves
		for x.at[slot] != 0 && x.list[x.at[slot]-1].key != key {
			slot = (slot + 1) % tableSize
		}
		if x.at[slot] == 0 {
			x.list = append(x.list, tally{key: key, year: b.Year[i]})
			x.at[slot] = int32(len(x.list))
			x.keep(b, i)
		}
		at = x.at[slot] - 1
		x.last = at
	}
	x.list[at].rows++
	x.list[at].amount += b.Amount[i]
}

// keep copies the fields of a new wording: it must not pin the batch's memory. A separator inside a
// field becomes a space.
func (x *index) keep(b *Batch, i int) {
	size := len(x.fields)
	for _, c := range x.fields {
		size += len(b.Text[c].At(i))
	}
	block := x.room(size)
	text := x.blocks[block]
	t := &x.list[len(x.list)-1]
	t.block, t.from, t.to = int32(block), int32(len(text)), int32(len(text)+size)
	for _, c := range x.fields {
		s, from := b.Text[c].At(i), len(text)
		text = append(text, s...)
		if strings.IndexByte(s, separator) >= 0 {
			for k := from; k < len(text); k++ {
				if text[k] == separator {
					text[k] = ' '
				}
			}
		}
		text = append(text, separator)
	}
	x.blocks[block] = text
}

func (g *gather) write(b *Batch) error {
	if b.Table != g.table { // a table can be a copy and not count: its wordings stay apart
		if err := g.flush(); err != nil {
			return err
		}
		g.table = b.Table
	}
	for k, keys := range [...][]int64{b.PayerKey, b.PlaceKey, b.PurposeKey} {
		x := &g.kinds[k]
		for i, key := range keys[:b.N] {
			x.add(b, i, key)
			if len(x.list) == gatherAtMost {
				if err := g.flushKind(x); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// flush writes the wordings in the order of their first rows.
func (g *gather) flush() error {
	for k := range g.kinds {
		if err := g.flushKind(&g.kinds[k]); err != nil {
			return err
		}
	}
	return nil
}

// flushKind writes the wordings of a kind: a full page while more rows pass by, one at a time and in order.
func (g *gather) flushKind(x *index) error {
	if err := g.settle(); err != nil {
		return err
	}
	if len(x.list) < gatherAtMost {
		err := g.out.write(x.kind, x.page, g.table)
		x.forget()
		x.page.clear()
		return err
	}
	full, kind, table, done := x.page, x.kind, g.table, make(chan error, 1)
	g.writing = done
	go func() {
		var err error
		defer func() { g.fault = recover(); done <- err }()
		err = g.out.write(kind, full, table)
	}()
	x.forget()
	x.page, g.spare = g.spare, full
	x.page.clear()
	return nil
}

// settle waits until no page is being written. A panic of the writer comes up here, where it can be recovered.
func (g *gather) settle() error {
	if g.writing == nil {
		return nil
	}
	err := <-g.writing
	g.writing = nil
	if f := g.fault; f != nil {
		g.fault = nil
		panic(f)
	}
	return err
}

// drop waits until no page is being written, however that ends: the file is given up.
func (g *gather) drop() {
	if g.writing != nil {
		<-g.writing
		g.writing, g.fault = nil, nil
	}
}

func (g *gather) close() error {
	err := g.flush()
	if e := g.settle(); err == nil {
		err = e
	}
	if e := g.out.close(); err == nil {
		err = e
	}
	return err
}
