package sheet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Codes of what can be wrong with JSON.
const (
	codeBadJSON = "FL0130" // not JSON from some place on
	codeNoList  = "FL0131" // JSON, but no list of records
)

// openJSON opens JSON that holds records. It is one of
//
//	[{"id": 1, …}, {…}]                      a list of records: one sheet without a name
//	{"id": 1, …}⏎{…}⏎                        records one after another (JSON lines): likewise
//	{"grants": [{…}], "meta": {"x": [{…}]}}  lists in an object: sheets "grants" and "meta/x"
//	[["Body", "Amount"], ["Anytown", 12]]    a list of lists: a sheet without headings of its own;
//	["Body", "Amount"]⏎["Anytown", 12]⏎      likewise
//
// A record becomes a row. Its columns are named by the path to a value: "title",
// "recipientOrganization/0/name", where a number counts the records of a list, from 0. A list of plain
// values is one cell: the value, if it is one, or else the list as JSON. Columns stand in the order in
// which they first appear, and their names are row 1; the first record is row 2. Since the columns are
// known at the end only, the file is read once, here, and the rows wait in a rowSpool.
func openJSON(in *Input, lim Limits) (*Book, error) {
	b := &jsonBook{book: &Book{Path: in.Path, Format: formatJSON}, lim: lim, began: time.Now()}
	b.spool.path, b.spool.keep = in.Path, spoolInMemory
	err := b.read(in)
	switch {
	case err != nil && len(b.book.Sheets) == 0:
		b.spool.close()
		return nil, jsonRefusal(in.Path, err)
	case err != nil:
		b.rows[len(b.rows)-1].err = jsonRefusal(in.Path, err)
	}
	if len(b.beside) > 0 {
		note := "not read, since beside the records: " + strings.Join(b.beside, ", ")
		if b.more > 0 {
			note += fmt.Sprintf(" and %d more", b.more)
		}
		b.book.Notes = append(b.book.Notes, note)
	}
	b.book.close = b.spool.close
	return b.book, nil
}

// jsonRefusal says in words why JSON, or the rest of it, cannot be read.
func jsonRefusal(path string, err error) error {
	var broken *jsonError
	if !errors.As(err, &broken) {
		return asRefusal(path, err)
	}
	r := refused(path, codeBadJSON, "broken JSON: "+broken.Error(), "get the file again, or mend that place")
	r.Err = err
	return r
}

// jsonBook gathers the sheets of a file.
type jsonBook struct {
	book   *Book
	lim    Limits
	began  time.Time
	j      *jsonText
	spool  rowSpool
	rows   []*spooledRows // by sheet
	beside []string       // names of what is in the file and not in a record, the first few
	more   int            // how many others there are
	deep   bool           // the only object holds objects or lists
	empty  []string       // names of lists without anything in them
}

// read reads the file: first quickly, for whether it holds one value or many, then for its records.
func (b *jsonBook) read(in *Input) error {
	many := false
	for _, pass := range []func() error{
		func() (err error) { many, err = b.j.many(); return err },
		func() error { return b.values(many) },
	} {
		f, err := in.Open()
		if err != nil {
			return err
		}
		text, err := decodeJSON(f)
		if err == nil {
			b.j = newJSONText(text, b.lim)
			err = pass()
		}
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// decodeJSON gives the text as UTF-8, without a byte order mark. RFC 8259 wants it so; programs write
// UTF-16 too.
func decodeJSON(r io.Reader) (io.Reader, error) {
	head := make([]byte, 512)
	n, err := fill(r, head)
	if err != nil && err != io.EOF {
		return nil, err
	}
	whole := io.MultiReader(strings.NewReader(string(head[:n])), r)
	if w := wideOf(head[:n]); w != nil {
		whole = w.reader(whole)
		if n, err = fill(whole, head); err != nil && err != io.EOF {
			return nil, err
		}
		whole = io.MultiReader(strings.NewReader(string(head[:n])), whole)
	}
	if strings.HasPrefix(string(head[:n]), "\ufeff") {
		_, err = io.ReadFull(whole, make([]byte, len("\ufeff")))
		return whole, err
	}
	return whole, nil
}

// values reads all there is.
func (b *jsonBook) values(many bool) error {
	if many {
		return b.lines()
	}
	c, err := b.j.next()
	switch {
	case err != nil:
		return err
	case c == '[':
		err = b.list("")
	case c == '{':
		err = b.only()
	default:
		err = b.j.wrong("no list and no object")
	}
	if err == nil {
		err = b.over()
	}
	if err != nil || len(b.book.Sheets) > 0 {
		return err
	}
	for _, name := range b.empty {
		if err := b.add(b.table(name)); err != nil {
			return err
		}
	}
	if len(b.book.Sheets) == 0 {
		return refused(b.book.Path, codeNoList, "JSON without a list of records", "a table in JSON is a list of records: [{…}, {…}]")
	}
	return nil
}

// over wants the file to end here.
func (b *jsonBook) over() error {
	end, err := b.j.atEnd()
	if err == nil && !end {
		err = b.j.wrong("%s after the end", b.j.here())
	}
	return err
}

// lines reads values one after another as the records of one table.
func (b *jsonBook) lines() error {
	t := b.table("")
	for {
		end, err := b.j.atEnd()
		switch {
		case err != nil:
			return b.end(t, err)
		case end:
			return b.add(t)
		case b.j.buf[b.j.pos] == '[':
			err = t.line()
		default:
			err = t.record()
		}
		if err != nil {
			return b.end(t, err)
		}
	}
}

// end adds a table that broke off, if there are rows in it.
func (b *jsonBook) end(t *jsonTable, err error) error {
	if t.rows > 0 {
		if failed := b.add(t); failed != nil {
			return failed
		}
	}
	return err
}

// list reads a list: a sheet, if records or lists are in it.
func (b *jsonBook) list(name string) error {
	var t *jsonTable
	plain := false
	err := b.j.list(func(n int) error {
		c, err := b.j.next()
		if err != nil {
			return err
		}
		if n == 0 {
			if plain = c != '{' && c != '['; !plain {
				t = b.table(name)
				t.grid = c == '['
			}
		}
		if plain {
			_, err := b.j.raw(nil)
			return err
		}
		return t.record()
	})
	switch {
	case t != nil && err != nil:
		return b.end(t, err)
	case t != nil:
		return b.add(t)
	case plain:
		b.deep = true
		b.aside(name)
	default:
		b.empty = append(b.empty, name)
	}
	return err
}

// jsonListDepth is how many objects deep lists of records are looked for. Beyond, they are parts of
// something else, such as the description of a format.
const jsonListDepth = 3

// only reads the one object of a file: lists are looked for in it. If it holds nothing but plain
// values, it is the one record of a table.
func (b *jsonBook) only() error {
	t := b.table("")
	t.cells = t.cells[:0]
	err := b.within("", 1, t)
	if err != nil || len(b.book.Sheets) > 0 || b.deep || len(b.empty) > 0 || len(t.cells) == 0 {
		return err
	}
	b.beside = nil
	if err := t.endRow(); err != nil {
		return err
	}
	return b.add(t)
}

// within reads an object, looking for lists. The plain values of the outermost go into t.
func (b *jsonBook) within(path string, depth int, t *jsonTable) error {
	return b.j.object(nil, func(name []byte) error {
		at := path + string(name)
		c, err := b.j.next()
		switch {
		case err != nil:
			return err
		case c == '[':
			return b.list(at)
		case c == '{' && depth < jsonListDepth:
			b.deep = true
			return b.within(at+"/", depth+1, nil)
		case c != '{' && t != nil:
			b.aside(at)
			return t.value(at)
		}
		b.deep = b.deep || c == '{'
		b.aside(at)
		_, err = b.j.raw(nil)
		return err
	})
}

// aside remembers the name of something that is in no record.
func (b *jsonBook) aside(name string) {
	const most = 8
	switch {
	case name == "":
	case len(b.beside) < most:
		b.beside = append(b.beside, name)
	default:
		b.more++
	}
}

// add makes a sheet of a table.
func (b *jsonBook) add(t *jsonTable) error {
	rows, err := b.spool.take()
	rows.blocks = append(t.headings(), rows.blocks...)
	sh := &Sheet{Name: t.name, Index: len(b.book.Sheets), Formats: []string{"General"}, Notes: t.notes()}
	sh.read = func(ctx context.Context, visit func(*Batch) error) error {
		return rows.give(ctx, b.lim, b.began, 1, visit)
	}
	b.book.Sheets = append(b.book.Sheets, sh)
	b.rows = append(b.rows, &rows)
	return err
}
