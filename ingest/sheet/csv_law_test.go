package sheet

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawText draws a text that has much of what is awkward.
func drawText(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", "bc", "12.50", " ", ",", ",", ",", ";", "\t", "\n", "\n", "\r\n", "\r", "\"", "\"", "\"\"", ",\"", "\",", "\"\n", "x,y,z\n", "£", "\xA3", "\x92", "é",
	}), 0, 80).Draw(t, "parts")
	return strings.Join(parts, "")
}

// bare is a text without what delimits and quotes, and what marks cells and rows here.
func bare(s, delim string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(delim+"\"\r\n |\x00\x1a\ufeff–", r) {
			return -1
		}
		return r
	}, s)
}

// checkText holds a text against the laws of reading, whatever it holds: all content is in exactly one
// cell, in order, and the size of the chunks makes no difference.
func checkText(t rapid.TB, tb testing.TB, text string) {
	want := readText(tb, text, 0, DefaultLimits())
	if want.err != nil {
		t.Fatalf("%q: %v", text, want.err)
	}
	table := windows1252()
	if strings.Contains(want.book.Charset, "macintosh") {
		table = macintosh()
	}
	decoded := string(table.appendUTF8(nil, []byte(text)))
	delim := want.book.Delimiter
	if got := bare(strings.Join(want.rows, ""), delim); got != bare(decoded, delim) && wideOf([]byte(text)) == nil {
		t.Fatalf("%q\nholds %q\nbut its cells hold %q", text, bare(decoded, delim), got)
	}
	if !slices.IsSorted(want.lines) || len(slices.Compact(slices.Clone(want.lines))) != len(want.lines) {
		t.Fatalf("%q: lines %v", text, want.lines)
	}
	for _, size := range []int{1, 2, 3, 5, 8, 13, 64} {
		got := readText(tb, text, size, DefaultLimits())
		if !slices.Equal(got.rows, want.rows) || !slices.Equal(got.lines, want.lines) || !slices.Equal(got.book.Notes, want.book.Notes) || got.book.Charset != want.book.Charset {
			t.Fatalf("%q\nin chunks of %d reads as %q %v %q %s\nbut as a whole as %q %v %q %s", text, size, got.rows, got.lines, got.book.Notes, got.book.Charset, want.rows, want.lines, want.book.Notes, want.book.Charset)
		}
	}
}

func TestAllContentIsReadOnceWhateverTheChunks(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { checkText(r, t, drawText(r)) })
}

func FuzzCSV(f *testing.F) {
	for _, content := range gallery(f, "Supplier", "SUPPLIER", "N", "Invented", ",") {
		f.Add(string(content))
	}
	for _, e := range csvExamples {
		f.Add(e.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 || strings.Trim(text, "\ufeff") == "" {
			t.Skip("too long or too short")
		}
		checkText(t, t, text)
	})
}

// TestWellFormedTextReadsAsWritten writes records with encoding/csv and reads them back. Cells of several
// lines hold no delimiters here: where they do, what they mean is a matter of evidence.
func TestWellFormedTextReadsAsWritten(t *testing.T) {
	word := rapid.StringMatching(`[a-zA-Z0-9 .,;"£é'-]{0,12}`)
	lines := rapid.StringMatching(`[a-z ]{1,6}(\n[a-z "]{0,6}){1,3}`)
	cell := rapid.OneOf(word, word, word, lines)
	rapid.Check(t, func(r *rapid.T) {
		width := rapid.IntRange(2, 6).Draw(r, "width")
		records := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 30).Draw(r, "records")
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		if err := w.WriteAll(append([][]string{slices.Repeat([]string{"h"}, width)}, records...)); err != nil {
			r.Fatal(err)
		}
		size := rapid.SampledFrom([]int{0, 1, 16, 100}).Draw(r, "chunk")
		got := readText(t, text.String(), size, DefaultLimits())
		if got.book.Delimiter != "," {
			return // the cells drawn look like another delimiter's: that is for the examples
		}
		for i, record := range records {
			if want := strings.Join(record, "|"); i+1 >= len(got.rows) || got.rows[i+1] != want {
				r.Fatalf("%q\nreads as %q\nnot as %q at record %d; notes %q", text.String(), got.rows, want, i+2, got.book.Notes)
			}
		}
	})
}

// TestPlainTextIsSplitAtDelimitersAndLineEnds compares with the simplest reader there is.
func TestPlainTextIsSplitAtDelimitersAndLineEnds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		line := rapid.StringMatching(`[a-z£]{0,20}(,[a-z ]{0,9}){1,8}(\r?\n)+`)
		text := strings.Join(rapid.SliceOfN(line, 1, 20).Draw(r, "lines"), "")
		var want []string
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
			line = strings.ReplaceAll(strings.TrimSuffix(line, "\r"), ",", "|")
			if line == "" {
				line = "–"
			}
			want = append(want, line)
		}
		if got := readText(t, text, rapid.IntRange(0, 50).Draw(r, "chunk"), DefaultLimits()); !slices.Equal(got.rows, want) {
			r.Fatalf("%q\nreads as %q\nnot as %q", text, got.rows, want)
		}
	})
}
