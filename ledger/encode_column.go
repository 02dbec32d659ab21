package ledger

import (
	"unsafe"

	"github.com/parquet-go/parquet-go"
)

// column writes one column of a file of entries.
type column struct {
	leaf int
	put  func(c *column, v []parquet.Value, b *Batch, from, to int) error
	text TextColumn // of a column of text

	w    *parquet.ColumnWriter
	rows int // in the open row group since it was last a multiple of pageRows
	open int // bytes of text in the open page
}

// textNames are the Parquet names of the text columns, by TextColumn.
var textNames = [TextColumns]string{
	"file", "sheet", "payer", "payer_group", "payee", "payee_ref", "payee_postcode", "payee_kind",
	"programme", "scheme_ref", "title", "purpose", "expense_type", "expense_area", "description",
	"reference", "award_ref", "period", "currency", "record", "stage", "accounting_basis", "vat",
	"budget_type", "nature", "ring_fence", "route", "capital", "regrant", "place_stated",
	"place_stated_for", "function_stated",
}

// columnsOf are the columns of the schema of Entry, those that cost most first.
func columnsOf(s *parquet.Schema) []column {
	list := []column{{leaf: leafOf(s, "extra", "list", "element"), put: (*column).putExtra}}
	for i, name := range textNames {
		list = append(list, column{leaf: leafOf(s, name), text: TextColumn(i), put: (*column).putText})
	}
	number := func(name string, value func(b *Batch, i int) parquet.Value) {
		list = append(list, column{leaf: leafOf(s, name), put: func(c *column, v []parquet.Value, b *Batch, from, to int) error {
			return c.putEach(v, b, from, to, value)
		}})
	}
	number("table", func(b *Batch, _ int) parquet.Value { return parquet.Int32Value(b.Table) })
	number("row", func(b *Batch, i int) parquet.Value { return parquet.Int32Value(b.Row[i]) })
	number("col", func(b *Batch, i int) parquet.Value { return parquet.Int32Value(b.Col[i]) })
	number("date", func(b *Batch, i int) parquet.Value { return dateValue(b.Date, i) })
	number("start", func(b *Batch, i int) parquet.Value { return dateValue(b.Start, i) })
	number("end", func(b *Batch, i int) parquet.Value { return dateValue(b.End, i) })
	number("year", func(b *Batch, i int) parquet.Value { return parquet.Int32Value(int32(b.Year[i])) })
	number("amount", func(b *Batch, i int) parquet.Value { return parquet.Int64Value(int64(b.Amount[i])) })
	number("payer_key", func(b *Batch, i int) parquet.Value { return parquet.Int64Value(b.PayerKey[i]) })
	number("place_key", func(b *Batch, i int) parquet.Value { return parquet.Int64Value(b.PlaceKey[i]) })
	number("purpose_key", func(b *Batch, i int) parquet.Value { return parquet.Int64Value(b.PurposeKey[i]) })
	return list
}

func leafOf(s *parquet.Schema, path ...string) int {
	leaf, ok := s.Lookup(path...)
	if !ok {
		panic("ledger: the schema has no column " + path[0])
	}
	return int(leaf.ColumnIndex)
}

// write writes rows [from, to), page by page.
func (c *column) write(v []parquet.Value, b *Batch, from, to int) error {
	for from < to {
		end := min(to, from+pageRows-c.rows)
		if err := c.put(c, v, b, from, end); err != nil {
			return err
		}
		c.rows += end - from
		from = end
		if c.rows == pageRows {
			if err := c.cut(); err != nil {
				return err
			}
			c.rows = 0
		}
	}
	return nil
}

// cut closes the page.
func (c *column) cut() error {
	c.open = 0
	return c.w.Flush()
}

// putEach writes a value per row.
func (c *column) putEach(v []parquet.Value, b *Batch, from, to int, value func(b *Batch, i int) parquet.Value) error {
	for from < to {
		n := min(len(v), to-from)
		for i := range n {
			v[i] = value(b, from+i)
		}
		if _, err := c.w.WriteRowValues(v[:n]); err != nil {
			return err
		}
		from += n
	}
	return nil
}

// dateValue is a date, or null where there is none.
func dateValue(d []Date, i int) parquet.Value {
	if d == nil || d[i] == NoDate {
		return parquet.Value{}
	}
	return parquet.Int32Value(int32(d[i])).Level(0, 1, 0)
}

// putText writes texts; a page that holds enough of them is closed early.
func (c *column) putText(v []parquet.Value, b *Batch, from, to int) error {
	t := &b.Text[c.text]
	if t.Each == nil {
		return c.putSame(v, t.Same, to-from)
	}
	n := 0
	for i := from; i < to; i++ {
		v[n] = textValue(t.Each[i])
		n++
		c.open += len(t.Each[i])
		full := c.open >= pageText
		if n < len(v) && !full && i < to-1 {
			continue
		}
		if _, err := c.w.WriteRowValues(v[:n]); err != nil {
			return err
		}
		n = 0
		if full {
			if err := c.cut(); err != nil {
				return err
			}
		}
	}
	return nil
}

// putSame writes one text n times, with pages closed where putText would.
func (c *column) putSame(v []parquet.Value, s string, n int) error {
	same := textValue(s)
	for i := range min(n, len(v)) {
		v[i] = same
	}
	for n > 0 {
		some := min(n, len(v))
		if len(s) > 0 {
			some = min(some, (pageText-c.open+len(s)-1)/len(s))
		}
		if _, err := c.w.WriteRowValues(v[:some]); err != nil {
			return err
		}
		n -= some
		if c.open += some * len(s); c.open >= pageText {
			if err := c.cut(); err != nil {
				return err
			}
		}
	}
	return nil
}

// textValue is s as a value that shares its bytes: the encoder copies them and changes none.
func textValue(s string) parquet.Value {
	return parquet.ByteArrayValue(unsafe.Slice(unsafe.StringData(s), len(s)))
}

// putExtra writes a list per row: repetition level 0 opens a row, definition level 0 is an empty list.
func (c *column) putExtra(v []parquet.Value, b *Batch, from, to int) error {
	values := v[:0]
	for i := from; i < to; i++ {
		if b.Extra == nil || len(b.Extra[i]) == 0 {
			values = append(values, parquet.Value{}.Level(0, 0, 0))
		} else {
			for k, s := range b.Extra[i] {
				values = append(values, textValue(s).Level(min(k, 1), 1, 0))
			}
		}
		if len(values) >= encodeStep || i == to-1 {
			if _, err := c.w.WriteRowValues(values); err != nil {
				return err
			}
			values = values[:0]
		}
	}
	return nil
}
