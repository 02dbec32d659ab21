package sheet

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"pgregory.net/rapid"
)

func TestCharsetsAreToldByTheBytes(t *testing.T) {
	ascii := strings.Repeat("Payee,Amount\nLeeds,12\n", 3)
	for _, c := range []struct{ name, text, charset, holds string }{
		{"ascii", ascii, "utf-8", "Leeds|12"},
		{"utf-8", ascii + "Café,£5\n", "utf-8", "Café|£5"},
		{"utf-8 with replacement characters", ascii + "Caf\uFFFD,\uFFFD5\n", "utf-8", "Caf\uFFFD|\uFFFD5"},
		{"pounds in windows-1252", ascii + "Leeds,\xA35\n", "windows-1252", "Leeds|£5"},
		{"the pound of the first PCs stays what it is", ascii + "Leeds,\x9C5\n", "windows-1252", "Leeds|œ5"},
		{"a byte that windows-1252 does not have", ascii + "Leeds\x81,\xA35\n", "windows-1252", "Leeds\u0081|£5"},
		{"quotes and dashes in windows-1252", ascii + "St John\x92s \x96 \x93A\x94,5\n", "windows-1252", "St John’s – “A”|5"},
		{"both", ascii + "Café,£5\nSt John\x92s,\xA36\n", "utf-8 with windows-1252 bytes", "St John’s|£6"},
		{"an old Mac", ascii + "St John\xD5s caf\x8E,\xA35\n", "macintosh", "St John’s café|£5"},
		{"an old Mac's capitals", ascii + "Children\xD5s centre,5\nWomen\xD5s aid,6\n", "macintosh", "Women’s aid|6"},
		{"capitals in windows-1252", ascii + "\xC9COLE DES B\xC9B\xC9S,5\n", "windows-1252", "ÉCOLE DES BÉBÉS|5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readText(t, c.text, 0, DefaultLimits())
			if got.book.Charset != c.charset || !slices.Contains(got.rows, c.holds) {
				t.Errorf("%q reads as %s %q, not as %s with %q", c.text, got.book.Charset, got.rows, c.charset, c.holds)
			}
		})
	}
}

// TestLateBytesAreReadRight has ASCII for longer than anything is looked ahead.
func TestLateBytesAreReadRight(t *testing.T) {
	text := strings.Repeat("Leeds City Council,12.50\n", 40_000) + "St John\x92s,\xA35\n"
	got := readText(t, text, 0, DefaultLimits())
	if last := got.rows[len(got.rows)-1]; last != "St John’s|£5" || got.book.Charset != "windows-1252" {
		t.Errorf("%s: %q", got.book.Charset, last)
	}
	got = readText(t, "Café,1\n"+text, 0, DefaultLimits())
	if first, last := got.rows[0], got.rows[len(got.rows)-1]; first != "Café|1" || last != "St John’s|£5" || got.book.Charset != "utf-8 with windows-1252 bytes" {
		t.Errorf("%s: %q … %q", got.book.Charset, first, last)
	}
}

// TestEveryCharsetGivesTheSameRows writes one text in each charset.
func TestEveryCharsetGivesTheSameRows(t *testing.T) {
	marked := map[string]string{"utf-16le": "\xFF\xFE", "utf-16be": "\xFE\xFF", "utf-32le": "\xFF\xFE\x00\x00", "utf-32be": "\x00\x00\xFE\xFF"}
	charsets := map[string]encoding.Encoding{
		"utf-16le":     xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM),
		"utf-16be":     xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM),
		"utf-32le":     utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM),
		"utf-32be":     utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
		"windows-1252": charmap.Windows1252,
	}
	rapid.Check(t, func(r *rapid.T) {
		line := rapid.StringMatching(`[A-Z][a-zé]{2,9},£[0-9]{1,4},"[a-z]{1,5}, [a-z]{1,5}"\n`)
		text := "Payee,Amount,Note\n" + strings.Join(rapid.SliceOfN(line, 1, 20).Draw(r, "lines"), "")
		want := readText(t, text, 0, DefaultLimits())
		for name, charset := range charsets {
			written, err := charset.NewEncoder().String(text)
			if err != nil {
				r.Fatal(err)
			}
			for _, mark := range []string{"", marked[name]} {
				if mark == "" && strings.HasPrefix(name, "utf-32") {
					continue // never without a mark
				}
				got := readText(t, mark+written, rapid.SampledFrom([]int{0, 7, 50}).Draw(r, "chunk"), DefaultLimits())
				if got.err != nil || got.book.Charset != name || !slices.Equal(got.rows, want.rows) {
					r.Fatalf("%s with mark %q reads as %s %q, %v\nnot as %q", name, mark, got.book.Charset, got.rows, got.err, want.rows)
				}
			}
		}
	})
}

func FuzzLegacyBytes(f *testing.F) {
	f.Add([]byte("caf\xE9 \xA35"), 3)
	f.Fuzz(func(t *testing.T, text []byte, cut int) {
		table := windows1252()
		whole := table.appendUTF8(nil, text)
		if !utf8.Valid(whole) {
			t.Fatalf("%q becomes %q, which is no UTF-8", text, whole)
		}
		if again := table.appendUTF8(nil, whole); string(again) != string(whole) {
			t.Fatalf("%q becomes %q, which becomes %q", text, whole, again)
		}
		if cut < 0 || cut > len(text) || cut < len(text) && text[cut] >= 0x80 && !utf8.RuneStart(text[cut]) {
			return
		}
		if apart := string(table.appendUTF8(table.appendUTF8(nil, text[:cut]), text[cut:])); apart != string(whole) {
			t.Fatalf("%q cut at %d becomes %q, not %q", text, cut, apart, whole)
		}
	})
}
