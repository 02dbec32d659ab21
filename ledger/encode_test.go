package ledger

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
)

func sampleBatch(n int, seed int) *Batch {
	b := &Batch{N: n, Table: 1}
	b.Text[ColFile].Same = "april.csv"
	b.Text[ColCurrency].Same = "GBP"
	b.Text[ColRecord].Same = Payment
	each := func(c TextColumn, f func(i int) string) {
		v := make([]string, n)
		for i := range v {
			v[i] = f(i + seed)
		}
		b.Text[c].Each = v
	}
	each(ColPayer, func(i int) string { return fmt.Sprint("Body ", i%7) })
	each(ColPayee, func(i int) string { return fmt.Sprint("Payee number ", i*2654435761%5000) })
	each(ColExpenseType, func(i int) string { return fmt.Sprint("Type ", i%113) })
	each(ColExpenseArea, func(i int) string { return fmt.Sprint("Area ", i%37) })
	each(ColReference, func(i int) string { return fmt.Sprint("REF", i) })
	each(ColDescription, func(i int) string { return fmt.Sprint("Something bought for ", i%9001) })
	var h Hasher
	for i := range n {
		b.Row = append(b.Row, int32(i+2))
		b.Col = append(b.Col, 8)
		b.Year = append(b.Year, Year(2010+i%3))
		b.Amount = append(b.Amount, Pence(i*37-1000))
		d := Date(15000 + i%365)
		if i%11 == 0 {
			d = NoDate
		}
		b.Date = append(b.Date, d)
		h.Reset()
		h.Add(b.Text[ColPayee].At(i))
		b.PlaceKey = append(b.PlaceKey, h.Sum())
		b.PayerKey = append(b.PayerKey, int64(i%7))
		b.PurposeKey = append(b.PurposeKey, int64(i%113))
	}
	b.Extra = make([][]string, n)
	for i := range b.Extra {
		if i%3 == 0 {
			b.Extra[i] = []string{"a", fmt.Sprint(i)}
		}
	}
	return b
}

// What goes in by column comes out by row.
func TestEntriesReadBackAsWritten(t *testing.T) {
	b := sampleBatch(3000, 0)
	var out bytes.Buffer
	e := newEncoder(&out)
	if err := e.write(b); err != nil {
		t.Fatal(err)
	}
	if err := e.close(); err != nil {
		t.Fatal(err)
	}
	got, err := parquet.Read[Entry](bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != b.N {
		t.Fatalf("%d entries, want %d", len(got), b.N)
	}
	for i, g := range got {
		if g.Payee != b.Text[ColPayee].At(i) || g.Payer != b.Text[ColPayer].At(i) || g.Amount != b.Amount[i] ||
			g.Row != b.Row[i] || g.Year != b.Year[i] || g.PlaceKey != b.PlaceKey[i] || g.Reference != b.Text[ColReference].At(i) {
			t.Fatalf("entry %d: %+v", i, g)
		}
		if want := b.Date[i]; g.Date != want && (want != NoDate || g.Date != 0) {
			t.Fatalf("entry %d: date %v, want %v", i, g.Date, want)
		}
		if fmt.Sprint(g.Extra) != fmt.Sprint(b.Extra[i]) {
			t.Fatalf("entry %d: extra %v, want %v", i, g.Extra, b.Extra[i])
		}
	}
}

// part is the rows [from, to) of b.
func part(b *Batch, from, to int) *Batch {
	p := *b
	p.N = to - from
	for i := range p.Text {
		if p.Text[i].Each != nil {
			p.Text[i].Each = b.Text[i].Each[from:to]
		}
	}
	p.Row, p.Col, p.Date, p.Year = b.Row[from:to], b.Col[from:to], b.Date[from:to], b.Year[from:to]
	p.Amount, p.PayerKey = b.Amount[from:to], b.PayerKey[from:to]
	p.PlaceKey, p.PurposeKey, p.Extra = b.PlaceKey[from:to], b.PurposeKey[from:to], b.Extra[from:to]
	return &p
}

// Row groups are cut at fixed counts, so the sizes of batches leave no trace in the bytes.
func TestBytesDoNotDependOnBatches(t *testing.T) {
	write := func(step int) []byte {
		var out bytes.Buffer
		e := newEncoder(&out)
		whole := sampleBatch(40_000, 0)
		for from := 0; from < whole.N; from += step {
			if err := e.write(part(whole, from, min(whole.N, from+step))); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	if !bytes.Equal(write(40_000), write(333)) {
		t.Fatal("another batch size gave other bytes")
	}
}

func BenchmarkEncode(b *testing.B) {
	batch := sampleBatch(8192, 0)
	e := newEncoder(io.Discard)
	b.ReportAllocs()
	for b.Loop() {
		e.reset(io.Discard)
		for range 16 {
			if err := e.write(batch); err != nil {
				b.Fatal(err)
			}
		}
		if err := e.close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(16*batch.N*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkEncodeSmall(b *testing.B) {
	batch := sampleBatch(200, 0)
	e := newEncoder(io.Discard)
	b.ReportAllocs()
	for b.Loop() {
		e.reset(io.Discard)
		if err := e.write(batch); err != nil {
			b.Fatal(err)
		}
		if err := e.close(); err != nil {
			b.Fatal(err)
		}
	}
}

// An encoder that wrote another file before leaves no trace of it in the bytes of the next.
func TestBytesDoNotDependOnTheFileBefore(t *testing.T) {
	small, other := sampleBatch(25, 3), sampleBatch(8, 1000)
	other.Text[ColFile].Same, other.Extra, other.Date = "may.csv", nil, nil
	large := sampleBatch(40_000, 0)
	once := func(e *encoder, out *bytes.Buffer, b *Batch) string {
		out.Reset()
		e.reset(out)
		if err := e.write(b); err != nil {
			t.Fatal(err)
		}
		if err := e.close(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	var out bytes.Buffer
	want := once(newEncoder(&out), &out, small)
	for name, before := range map[string]*Batch{"a small file": other, "the same file": small, "a large file": large} {
		e := newEncoder(&out)
		once(e, &out, before)
		if once(e, &out, small) != want {
			t.Errorf("after %s the same entries give other bytes", name)
		}
	}
}

// Every file names its columns in its metadata, by which other engines find them: also the second that a
// writer writes, and one after a file that was given up.
func TestFilesNameTheirColumns(t *testing.T) {
	l := locked(t, filepath.Join(t.TempDir(), "ledger"))
	defer l.Unlock()
	for n, id := range []string{"aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"} {
		if n == 2 {
			w, err := l.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Batch(sampleBatch(rowGroupRows+1, 0)); err != nil {
				t.Fatal(err)
			}
			w.Abort()
		}
		if err := l.Commit([]*Staged{stage(t, l, id, id+".csv", 10)}); err != nil {
			t.Fatal(err)
		}
	}
	files := 0
	for _, kind := range kinds {
		for _, path := range l.Files(kind) {
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			info, _ := f.Stat()
			p, err := parquet.OpenFile(f, info.Size())
			if err != nil {
				t.Fatal(err)
			}
			for _, group := range p.Metadata().RowGroups {
				files++
				for i, c := range group.Columns {
					if want := p.Schema().Columns()[i]; !slices.Equal(c.MetaData.PathInSchema, want) {
						t.Errorf("%s of %s: column %d is called %q, want %q", kind, filepath.Base(filepath.Dir(path)), i, c.MetaData.PathInSchema, want)
						break
					}
				}
			}
		}
	}
	if files != 3*len(kinds) {
		t.Errorf("%d row groups, want %d", files, 3*len(kinds))
	}
}
