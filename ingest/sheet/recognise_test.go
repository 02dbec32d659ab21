package sheet

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
)

// zipOf makes a zip of files, given as name and content in turn.
func zipOf(tb testing.TB, namesAndContents ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(namesAndContents); i += 2 {
		f, err := w.Create(namesAndContents[i])
		if err != nil {
			tb.Fatal(err)
		}
		io.WriteString(f, namesAndContents[i+1])
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func gzipOf(tb testing.TB, content string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, content)
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func utf16Text(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestFilesAreWhatTheyHold(t *testing.T) {
	table := "Payee,Amount\nLeeds,12.50\n"
	for _, c := range []struct{ name, content, format, code, found string }{
		{"april.xlsx", table, "csv", "", ""},
		{"april.xls", "Payee\tAmount\nLeeds\t12.50\n", "csv", "", ""},
		{"page.xls", "\n <!DOCTYPE html>\n<html><head><title>Page not\n found</title></head></html>", "", "FL0103", `a web page ("Page not found")`},
		{"export.xls", "<table><tr><td>1</td></tr></table>", "", "FL0103", "a web page"},
		{"wide.xls", "\xFF\xFE" + utf16Text("<html><body>no</body></html>"), "", "FL0103", "a web page"},
		{"old.xml", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`, "", "FL0106", "Excel 2003"},
		{"feed.csv", `<?xml version="1.0"?><!-- x --><rss version="2.0"></rss>`, "", "FL0106", "an XML file"},
		{"less.csv", "<1000,5\n>=1000,7\n", "csv", "", ""},
		{"empty.csv", "", "", "FL0102", "an empty file"},
		{"blank.csv", " \r\n\t\n\x00\x1a", "", "FL0102", "an empty file"},
		{"mark.csv", "\xEF\xBB\xBF\n", "", "FL0102", "an empty file"},
		{"a.csv", "%PDF-1.4 …", "", "FL0106", "a PDF document"},
		{"a.csv", "\x89PNG\r\n\x1a\n", "", "FL0106", "an image (PNG)"},
		{"a.csv", "BZh91AY&SY...", "", "FL0106", "bzip2"},
		{"a.csv", "PAR1" + strings.Repeat("\x00", 20), "", "FL0106", "a Parquet file"},
		{"a.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "", "FL0106", "git-lfs"},
		{"a.csv", "\x01\x02\x03\x04\x05\x06rubbish", "", "FL0107", "no text"},
		{"a.csv", strings.Repeat("text\n", 100) + strings.Repeat("\x00", 5000), "csv", "", ""},
		{"list.txt", "[Title of the list],\na,b\n", "csv", "", ""},
		{"brace.txt", "{a},b\n1,2\n", "csv", "", ""},
		{"a.zip", string(zipOf(t, "april.csv", table)), "", "FL0108", "a zip archive"},
		{"a.csv.gz", string(gzipOf(t, table)), "", "FL0108", "a gzip archive"},
		{"cut.xlsx", string(zipOf(t, "xl/workbook.xml", strings.Repeat("x", 100)))[:80], "", "FL0105", "cut short"},
		{"letter.xlsx", string(zipOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "x")), "", "FL0106", "a Word document"},
		{"slides.zip", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.presentation")), "", "FL0106", "opendocument.presentation"},
		{"n.numbers", string(zipOf(t, "Index/Document.iwa", "x")), "", "FL0106", "Numbers"},
	} {
		book, err := Open(BytesInput(c.name, []byte(c.content)), DefaultLimits())
		var refusal *Refusal
		switch {
		case c.format != "" && (err != nil || book.Format != c.format):
			t.Errorf("%s %.30q: not read as %s but %v", c.name, c.content, c.format, err)
		case c.code != "" && !errors.As(err, &refusal):
			t.Errorf("%s %.30q: the error is %v, no refusal", c.name, c.content, err)
		case c.code != "" && (refusal.Code != c.code || !strings.Contains(refusal.Found, c.found) || refusal.Path != c.name || refusal.Hint == ""):
			t.Errorf("%s %.30q: refused as %s %q (%s), not as %s %q", c.name, c.content, refusal.Code, refusal.Found, refusal.Hint, c.code, c.found)
		}
	}
}

func TestFormatsAreNamedByContent(t *testing.T) {
	for _, c := range []struct{ content, format string }{
		{`{"payments": [{"amount": 1}]}`, formatJSON},
		{"\xEF\xBB\xBF [\n {\"amount\": 1}]", formatJSON},
		{"{\"amount\": 1}\n{\"amount\": 2}\n", formatJSON},
		{"[[1, 2], [3, 4]]", formatJSON},
		{"[draft] payee,amount\n", formatCSV},
		{string(compoundMagic[:]) + "rest", formatXLS},
		{"\x09\x08\x10\x00\x00\x06\x05\x00", formatXLS},
		{string(zipOf(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "x")), formatXLSX},
		{string(zipOf(t, `XL\workbook.bin`, "x", "[Content_Types].xml", "<Types/>")), formatXLSX},
		{string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "x")), formatODS},
		{string(zipOf(t, "content.xml", "x", "META-INF/manifest.xml", "x")), formatODS},
		{string(zipOf(t, "a.csv", "x")), formatZip},
		{"\x1f\x8b\x08\x00", formatGzip},
	} {
		in := BytesInput("x", []byte(c.content))
		h, err := readHead(in)
		if err != nil {
			t.Fatal(err)
		}
		if format, err := recognise(in, h, DefaultLimits()); format != c.format || err != nil {
			t.Errorf("%.40q is %s (%v), not %s", c.content, format, err, c.format)
		}
	}
}

func FuzzOpenRefusesInWords(f *testing.F) {
	for _, content := range gallery(f, "") {
		f.Add(content)
	}
	f.Add([]byte("a,b\n1,2\n"))
	f.Add([]byte("<html>"))
	f.Add(zipOf(f, "a.csv", "x"))
	f.Add(gzipOf(f, "a,b\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		in := BytesInput("x", content)
		h, err := readHead(in)
		if err != nil {
			t.Fatal(err)
		}
		_, err = recognise(in, h, DefaultLimits())
		var refusal *Refusal
		if err != nil && (!errors.As(err, &refusal) || refusal.Code == "" || refusal.Found == "" || refusal.Hint == "") {
			t.Fatalf("%q: %v", content, err)
		}
	})
}
