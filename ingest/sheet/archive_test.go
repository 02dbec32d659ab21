package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// expanded lists what Expand gives: the path, then the content or the refusal's code.
func expanded(tb testing.TB, in *Input, lim Limits) []string {
	tb.Helper()
	var all []string
	err := Expand(in, lim, func(in *Input) error {
		all = append(all, in.Path+" = "+contentOf(in))
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func contentOf(in *Input) string {
	r, err := in.Open()
	if err != nil {
		return codeOf(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return codeOf(err)
	}
	return string(b)
}

func codeOf(err error) string {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return err.Error()
}

func TestArchivesAreExpandedInOrder(t *testing.T) {
	inner := string(zipOf(t, "june.csv", "J", "deep.zip", string(zipOf(t, "never.csv", "N"))))
	book := string(zipOf(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "x"))
	content := zipOf(t,
		"spend/may.csv", "M",
		"spend/", "",
		"__MACOSX/spend/._may.csv", "x",
		"spend/.DS_Store", "x",
		"april.csv", "A",
		"april.csv", "A again",
		"inner.zip", inner,
		"book.xlsx", book,
		"july.csv.gz", string(gzipOf(t, "Y")),
		"../../etc/august.csv", "U",
		`folder\september.csv`, "S",
		"broken.zip", "PK\x03\x04 and no more",
	)
	want := []string{
		"q.zip/spend/may.csv = M",
		"q.zip/april.csv = A",
		"q.zip/april.csv (2) = A again",
		"q.zip/inner.zip/june.csv = J",
		"q.zip/inner.zip/deep.zip = FL0110",
		"q.zip/book.xlsx = " + book,
		"q.zip/july.csv.gz/july.csv = Y",
		"q.zip/etc/august.csv = U",
		"q.zip/folder/september.csv = S",
		"q.zip/broken.zip = PK\x03\x04 and no more",
	}
	if got := expanded(t, BytesInput("q.zip", content), DefaultLimits()); !slices.Equal(got, want) {
		t.Errorf("expands to\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := expanded(t, BytesInput("a.csv", []byte("a,b")), DefaultLimits()); !slices.Equal(got, []string{"a.csv = a,b"}) {
		t.Errorf("a file that is no archive expands to %q", got)
	}
	if got := expanded(t, BytesInput("e.zip", zipOf(t)), DefaultLimits()); !slices.Equal(got, []string{"e.zip = FL0102"}) {
		t.Errorf("an empty archive expands to %q", got)
	}
}

// packed makes a zip whose members are written as given, true or not.
func packed(tb testing.TB, members ...zip.FileHeader) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range members {
		h := members[i]
		raw := []byte(h.Comment)
		h.Comment = ""
		h.CompressedSize64 = uint64(len(raw))
		f, err := w.CreateRaw(&h)
		if err != nil {
			tb.Fatal(err)
		}
		f.Write(raw)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func deflated(tb testing.TB, r io.Reader) string {
	tb.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := io.Copy(w, r); err != nil {
		tb.Fatal(err)
	}
	w.Close()
	return b.String()
}

func TestMembersThatCannotBeReadAreRefusedOneByOne(t *testing.T) {
	zeros := deflated(t, io.LimitReader(zeroReader{}, 64<<20))
	content := packed(t,
		zip.FileHeader{Name: "good.csv", Method: zip.Store, UncompressedSize64: 3, CRC32: crc32.ChecksumIEEE([]byte("a,b")), Comment: "a,b"},
		zip.FileHeader{Name: "secret.csv", Method: zip.Store, Flags: 1, UncompressedSize64: 3, Comment: "xyz"},
		zip.FileHeader{Name: "odd.csv", Method: 99, UncompressedSize64: 3, Comment: "xyz"},
		zip.FileHeader{Name: "bomb.csv", Method: zip.Deflate, UncompressedSize64: 64 << 20, Comment: zeros},
		zip.FileHeader{Name: "huge.csv", Method: zip.Deflate, UncompressedSize64: 1 << 50, Comment: "x"},
		zip.FileHeader{Name: "changed.csv", Method: zip.Store, UncompressedSize64: 3, CRC32: 1, Comment: "a,b"},
		zip.FileHeader{Name: "short.csv", Method: zip.Store, UncompressedSize64: 9, CRC32: crc32.ChecksumIEEE([]byte("a,b")), Comment: "a,b"},
		zip.FileHeader{Name: "broken.csv", Method: zip.Deflate, UncompressedSize64: 9, Comment: "\xff\xff\xff"},
	)
	want := []string{
		"z.zip/good.csv = a,b", "z.zip/secret.csv = FL0104", "z.zip/odd.csv = FL0106", "z.zip/bomb.csv = FL0110", "z.zip/huge.csv = FL0110",
		"z.zip/changed.csv = FL0105", "z.zip/short.csv = FL0105", "z.zip/broken.csv = FL0105",
	}
	if got := expanded(t, BytesInput("z.zip", content), DefaultLimits()); !slices.Equal(got, want) {
		t.Errorf("expands to\n%q\nnot\n%q", got, want)
	}
}

func members(tb testing.TB, content []byte) (all []*Input) {
	tb.Helper()
	if err := Expand(BytesInput("z.zip", content), DefaultLimits(), func(in *Input) error {
		all = append(all, in)
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
	return all
}

// zeroReader gives zero bytes without end.
type zeroReader struct{}

func (zeroReader) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// TestBombsAreRefusedInLittleMemory has four gigabytes of lines packed to a few megabytes.
func TestBombsAreRefusedInLittleMemory(t *testing.T) {
	megabyte := bytes.Repeat([]byte("a,b\n"), 1<<18)
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	var ends []int
	for range 2 {
		w.Write(megabyte)
		w.Flush()
		ends = append(ends, b.Len())
	}
	w.Close()
	first, again, last := b.Bytes()[:ends[0]], b.Bytes()[ends[0]:ends[1]], b.Bytes()[ends[1]:]
	raw := string(first) + strings.Repeat(string(again), 4095) + string(last)
	content := packed(t, zip.FileHeader{Name: "bomb.csv", Method: zip.Deflate, UncompressedSize64: 4 << 30, Comment: raw})
	in := members(t, content)[0]
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	book, err := Open(in, DefaultLimits())
	if err == nil {
		err = book.Sheets[0].Rows(context.Background(), func(b *Batch) error { b.Release(); return nil })
	}
	runtime.ReadMemStats(&after)
	if codeOf(err) != codeLimit || !strings.Contains(err.Error(), "limit ratio") {
		t.Errorf("four gigabytes packed to %d bytes: %v", len(raw), err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20 {
		t.Errorf("it took %d MB", used>>20)
	}
}

// repeatReader gives the same bytes without end.
type repeatReader struct {
	b  []byte
	at int
}

func (r *repeatReader) Read(b []byte) (int, error) {
	n := copy(b, r.b[r.at:])
	r.at = (r.at + n) % len(r.b)
	return n, nil
}

// TestOverlappingMembersAreRefused has one packed body that the directory lists many times.
func TestOverlappingMembersAreRefused(t *testing.T) {
	body := deflated(t, io.LimitReader(zeroReader{}, 1<<20))
	content := packed(t, zip.FileHeader{Name: "0.csv", Method: zip.Deflate, UncompressedSize64: 1 << 20, Comment: body})
	at := bytes.Index(content, []byte("PK\x01\x02"))
	end := bytes.Index(content, []byte("PK\x05\x06"))
	entry, tail := content[at:end], bytes.Clone(content[end:])
	forged := bytes.Clone(content[:at])
	for i := range 9 {
		e := bytes.Clone(entry)
		e[46] = byte('0' + i)
		forged = append(forged, e...)
	}
	binary.LittleEndian.PutUint16(tail[8:], 9)
	binary.LittleEndian.PutUint16(tail[10:], 9)
	binary.LittleEndian.PutUint32(tail[12:], uint32(9*len(entry)))
	got := expanded(t, BytesInput("z.zip", append(forged, tail...)), DefaultLimits())
	refused := 0
	for _, s := range got {
		if strings.HasSuffix(s, "= "+codeDamaged) {
			refused++
		}
	}
	if len(got) != 9 || refused != 8 {
		t.Errorf("of %d members %d are refused", len(got), refused)
	}
}

func TestLimitsOfArchives(t *testing.T) {
	var many []string
	for i := range 50 {
		many = append(many, fmt.Sprintf("%d.csv", i), "x")
	}
	lim := DefaultLimits()
	lim.Members = 20
	in := BytesInput("m.zip", zipOf(t, many...))
	if err := Expand(in, lim, func(in *Input) error { _, err := Open(in, lim); return err }); codeOf(err) != codeLimit {
		t.Errorf("too many members: %v", err)
	}
	lim = DefaultLimits()
	lim.FileSize = 1000
	big := BytesInput("b.gz", gzipOf(t, strings.Repeat("a,b\n", 1000)))
	if got := expanded(t, big, lim); !slices.Equal(got, []string{"b.gz/b = FL0110"}) {
		t.Errorf("too large when unpacked: %q", got)
	}
	cut := gzipOf(t, strings.Repeat("a,b\n", 1000))
	if got := expanded(t, BytesInput("c.csv.gz", cut[:len(cut)-9]), DefaultLimits()); !slices.Equal(got, []string{"c.csv.gz/c.csv = FL0105"}) {
		t.Errorf("gzip cut short: %q", got)
	}
	lim = DefaultLimits()
	lim.Nesting = 1
	if got := expanded(t, BytesInput("n.zip", zipOf(t, "i.zip", string(zipOf(t, "a.csv", "A")))), lim); !slices.Equal(got, []string{"n.zip/i.zip = FL0110"}) {
		t.Errorf("too deep: %q", got)
	}
}

// TestMembersMayBeReadAtTheSameTime reads all members of a zip in a zip together, after Expand has ended.
func TestMembersMayBeReadAtTheSameTime(t *testing.T) {
	var files []string
	for i := range 40 {
		files = append(files, fmt.Sprintf("%02d.csv", i), fmt.Sprintf("n,v\n%d,", i)+strings.Repeat("x", i*1000)+"\n")
	}
	all := members(t, zipOf(t, append(files, "inner.zip", string(zipOf(t, files...)))...))
	var wg sync.WaitGroup
	for i, in := range all {
		for range 2 {
			wg.Go(func() {
				if got, want := contentOf(in), files[i%40*2+1]; got != want {
					t.Errorf("%s holds %.20q, not %.20q", in.Path, got, want)
				}
				at, err := in.At()
				if err != nil {
					t.Error(err)
					return
				}
				defer at.Close()
				b := make([]byte, 3)
				if _, err := at.ReadAt(b, 0); err != nil || string(b) != "n,v" || at.Size() != int64(len(files[i%40*2+1])) {
					t.Errorf("%s at 0 holds %q of %d, %v", in.Path, b, at.Size(), err)
				}
			})
		}
	}
	wg.Wait()
	if len(all) != 80 {
		t.Errorf("%d members", len(all))
	}
}

func TestLargeContentGoesToAFileThatGoesAway(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes 65 MB")
	}
	t.Setenv("TMPDIR", t.TempDir())
	at, err := spool("x", io.LimitReader(&repeatReader{[]byte("0123456789"), 0}, spoolMemory+5), -1)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 5)
	if _, err := at.ReadAt(b, spoolMemory); err != nil || at.Size() != spoolMemory+5 || string(b) != "45678" {
		t.Errorf("%q of %d, %v", b, at.Size(), err)
	}
	if err := at.Close(); err != nil {
		t.Error(err)
	}
	if err := at.Close(); err == nil {
		t.Error("closing removed nothing")
	}
}
