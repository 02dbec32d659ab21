package sheet

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// csvText is a delimited text, opened: its beginning has been seen and its dialect worked out.
//
//	source ─ chunks of lines ─ decode ─ scan ─ batches
//
// Chunks are decoded and scanned at the same time on several cores, each as if a record began with it.
// Where a chunk ends inside a record, the rest of it is scanned again together with the next chunk, so
// neither the size of the chunks nor their number at a time makes any difference to the rows.
type csvText struct {
	in    *Input
	book  *Book
	lim   Limits
	wide  *wideText // nil for UTF-8 and legacy charsets
	whole []byte    // the text without byte order mark, if it is small
	size  int       // of a chunk
	dial  *dialect
}

// openCSV opens in as delimited text. head is its beginning, complete if that is all of it.
func openCSV(in *Input, lim Limits, head []byte, complete bool) (*Book, error) {
	t, err := newCSVText(in, lim, head, complete)
	if err != nil {
		return nil, err
	}
	return t.book, nil
}

func newCSVText(in *Input, lim Limits, head []byte, complete bool) (*csvText, error) {
	t := &csvText{in: in, lim: lim, size: chunkSize, wide: wideOf(head)}
	text, err := t.sample(head, complete)
	if err != nil {
		return nil, t.refuse(err, 0)
	}
	if complete && t.wide == nil {
		t.whole = text
	}
	t.dial = sniffDialect(text, complete, lim)
	t.book = &Book{Path: in.Path, Format: "csv", Charset: t.charset(text), Delimiter: string(t.dial.delim)}
	t.book.Sheets = []*Sheet{{Formats: []string{"General"}, read: t.rows}}
	return t, nil
}

// sample is the beginning of the text in an ASCII-compatible charset.
func (t *csvText) sample(head []byte, complete bool) ([]byte, error) {
	if t.wide == nil {
		return trimBOM(head), nil
	}
	if !complete {
		head = head[:len(head)&^3]
	}
	text, err := io.ReadAll(t.wide.reader(bytes.NewReader(head)))
	return trimBOM(text), err
}

// charset names the charset as far as the sample tells; reading the rows completes it.
func (t *csvText) charset(sample []byte) string {
	if t.wide != nil {
		return t.wide.name
	}
	count := new(charsetCount)
	count.add(sample)
	return count.name()
}

// source begins the reading of the text. close must be called.
func (t *csvText) source() (src *csvSource, close func(), err error) {
	src = &csvSource{path: t.in.Path, size: t.size, bareCR: t.dial.bareCR, lim: t.lim}
	if t.whole != nil {
		src.rest, src.ended = t.whole, true
		return src, func() {}, nil
	}
	if all := t.in.bytes; all != nil && t.wide == nil && int64(len(all)) <= t.lim.FileSize {
		src.rest, src.memory = trimBOM(all), true
		return src, func() {}, nil
	}
	f, err := t.in.Open()
	if err != nil {
		return nil, nil, err
	}
	src.r = f
	if t.wide != nil {
		src.r = t.wide.reader(f)
	}
	return src, func() { f.Close() }, nil
}

// rows reads all rows; it is Sheet.read.
func (t *csvText) rows(ctx context.Context, visit func(*Batch) error) error {
	src, close, err := t.source()
	if err != nil {
		return err
	}
	defer close()
	d := &decoder{survey: t.survey}
	out := &csvRows{text: t, visit: visit, began: time.Now(), scan: newScanner(t.dial, t.lim)}
	if t.whole != nil && len(t.whole) < t.size {
		err = out.inline(ctx, src, d)
	} else {
		err = out.ahead(ctx, src, d)
	}
	if err != nil {
		return err
	}
	t.tell(out, src, d)
	return nil
}

// survey reads the whole text once more to find its legacy charset.
func (t *csvText) survey() (*charsetCount, error) {
	src, close, err := t.source()
	if err != nil {
		return nil, err
	}
	defer close()
	return surveyText(src)
}

// tell writes what the reading has shown into the book.
func (t *csvText) tell(out *csvRows, src *csvSource, d *decoder) {
	if d.count != nil {
		t.book.Charset = d.count.name()
	} else if t.wide == nil {
		t.book.Charset = "utf-8"
	}
	t.book.Notes = out.told()
	if t.dial.wrapped {
		t.book.Notes = append([]string{"each line is a quoted cell of its own: read as the line inside"}, t.book.Notes...)
	}
	if src.tail {
		t.book.Notes = append(t.book.Notes, "zero bytes or Ctrl-Z after the text, left out")
	}
}

// refuse makes err a Refusal; line says where, 0 if that is not known.
func (t *csvText) refuse(err error, line int32) error {
	where := ""
	if line > 0 {
		where = fmt.Sprintf("line %d: ", line)
	}
	switch e := err.(type) {
	case *limitError:
		r := beyond(t.in.Path, where+e.Error(), e.name)
		r.Err = err
		return r
	case *Refusal:
		return e
	}
	return unreadable(t.in.Path, err)
}

// csvRows hands scanned chunks on as rows, in order.
type csvRows struct {
	text   *csvText
	visit  func(*Batch) error
	began  time.Time
	scan   *scanner // for what runs over the end of a chunk
	carry  []byte   // the record that the last chunk did not end
	record int32    // records given
	line   int32    // lines given
	notes  []csvNote
	more   int // notes beyond maxNotes
}

// maxNotes is how many things recovered are told one by one.
const maxNotes = 50

// scanned is a chunk cut into rows.
type scanned struct {
	chunk
	scan *scanner
	used int
	err  error
}

// scanChunk decodes and scans a chunk as if a record began with it. The first line of a text that says
// "sep=" is a row by itself.
func scanChunk(c chunk, first bool, s *scanner, d *decoder) scanned {
	text, err := d.decode(c.text)
	if err != nil {
		return scanned{err: err}
	}
	if s.wrapped {
		text = unwrapLines(text, s.bareCR, nil)
	}
	c.text = text
	if first && s.sep > 0 {
		return scanned{chunk: c, scan: s, used: s.scanSep(text, c.last)}
	}
	return scanned{chunk: c, scan: s, used: s.scan(text, c.last)}
}

// inline reads a small text in this goroutine.
func (o *csvRows) inline(ctx context.Context, src *csvSource, d *decoder) error {
	for first := true; ; first = false {
		c, err := src.next()
		if err != nil {
			return o.text.refuse(err, o.line+1)
		}
		if err := o.give(ctx, scanChunk(c, first, newScanner(o.text.dial, o.text.lim), d)); err != nil || c.last {
			return err
		}
	}
}

// give hands on the rows of a chunk, joined to what the one before it left over.
func (o *csvRows) give(ctx context.Context, c scanned) error {
	if c.err != nil {
		return o.text.refuse(c.err, o.line+1)
	}
	if len(o.carry) > 0 {
		c.scan.drop()
		c.text = append(o.carry[:len(o.carry):len(o.carry)], c.text...)
		c.scan = o.scan
		c.used = c.scan.scan(c.text, c.last)
	}
	o.carry = c.text[c.used:]
	record, line := o.record, o.line
	if err := o.visitAll(ctx, c.scan); err != nil {
		return err
	}
	for _, n := range c.scan.notes {
		if len(o.notes) == maxNotes {
			o.more++
			continue
		}
		o.notes = append(o.notes, csvNote{line + n.line, n.what})
	}
	o.record, o.line = record+c.scan.record-1, line+c.scan.line-1
	if c.scan.err != nil {
		return o.text.refuse(c.scan.err, line+c.scan.errLine)
	}
	return o.overtime()
}

// visitAll hands on the batches of a scanner, their rows numbered from the text's beginning.
func (o *csvRows) visitAll(ctx context.Context, s *scanner) error {
	batches := s.batches
	s.batches = nil
	for i, b := range batches {
		if len(b.Rows) == 0 {
			b.Release()
			continue
		}
		for k := range b.Rows {
			b.Rows[k].Record += o.record
			b.Rows[k].Line += o.line
		}
		err := ctx.Err()
		if err == nil {
			err = o.visit(&b.Batch)
		} else {
			b.Release()
		}
		if err != nil {
			for _, rest := range batches[i+1:] {
				rest.Release()
			}
			return err
		}
	}
	return nil
}

// overtime ends a reading that takes too long.
func (o *csvRows) overtime() error {
	if lim := o.text.lim.Time; lim > 0 && time.Since(o.began) > lim {
		return o.text.refuse(&limitError{"Time", int64(lim / time.Second), "the time taken, in seconds,"}, o.line+1)
	}
	return nil
}

// told gives the notes in words, like ones together at the line of the first.
func (o *csvRows) told() []string {
	var told []string
	for _, n := range o.notes {
		told = append(told, fmt.Sprintf("line %d: %s", n.line, strings.TrimSpace(n.what)))
	}
	if o.more > 0 {
		told = append(told, fmt.Sprintf("and %d more", o.more))
	}
	return told
}
