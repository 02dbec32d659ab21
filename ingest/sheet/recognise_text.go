package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// signature is how files of a format begin that is known and not read.
type signature struct {
	at     int
	begins string
	found  string
	hint   string // what to do, if not what notTable says
}

const (
	hintUnpack = "unpack it and read the files in it"
	hintPDF    = "ask the publisher for the spreadsheet behind it"
)

func signatures() []signature {
	return []signature{
		{0, "%PDF-", "a PDF document", hintPDF},
		{0, "%!PS", "a PostScript document", hintPDF},
		{0, `{\rtf`, "a document in rich text", ""},
		{0, "\x89PNG\r\n", "an image (PNG)", hintPDF},
		{0, "\xFF\xD8\xFF", "an image (JPEG)", hintPDF},
		{0, "GIF87a", "an image (GIF)", hintPDF},
		{0, "GIF89a", "an image (GIF)", hintPDF},
		{0, "II*\x00", "an image (TIFF)", hintPDF},
		{0, "MM\x00*", "an image (TIFF)", hintPDF},
		{8, "WEBP", "an image (WebP)", hintPDF},
		{0, "7z\xBC\xAF\x27\x1C", "a 7z archive", hintUnpack},
		{0, "Rar!\x1A\x07", "a rar archive", hintUnpack},
		{0, "\xFD7zXZ\x00", "a file packed with xz", hintUnpack},
		{4, "1AY&SY", "a file packed with bzip2", hintUnpack},
		{0, "\x28\xB5\x2F\xFD", "a file packed with zstd", hintUnpack},
		{0, "PK\x07\x08", "one part of a split zip archive", hintUnpack},
		{257, "ustar", "a tar archive", hintUnpack},
		{0, "MSCF\x00", "a cabinet archive", hintUnpack},
		{0, "PAR1", "a Parquet file", ""},
		{0, "ARROW1", "an Arrow file", ""},
		{0, "SQLite format 3\x00", "an SQLite database", ""},
		{4, "Standard Jet DB", "an Access database", ""},
		{4, "Standard ACE DB", "an Access database", ""},
		{0, "\x00\x00\x02\x00\x06\x04", "a Lotus 1-2-3 sheet", ""},
		{0, "\x00\x00\x1A\x00", "a Lotus 1-2-3 sheet", ""},
		{0, "ID;PWXL", "a sheet in the SYLK format", ""},
		{0, "TABLE\r\n0,1\r\n", "a sheet in the DIF format", ""},
		{0, "version https://git-lfs.github.com/spec/", "a pointer of git-lfs in place of the file", "fetch the file itself with git lfs pull"},
	}
}

// foreign refuses what begins as a format that is known and not read.
func foreign(path string, head []byte) *Refusal {
	for _, s := range signatures() {
		if len(head) < s.at || !bytes.HasPrefix(head[s.at:], []byte(s.begins)) {
			continue
		}
		r := notTable(path, s.found)
		if s.hint != "" {
			r.Hint = s.hint
		}
		return r
	}
	return nil
}

// textFormat names the format of a text: json or csv. A web page or other XML is refused, and so is
// what is no text.
func textFormat(path string, h fileHead) (string, error) {
	head := bytes.TrimRight(h.bytes, "\x00\x1a")
	if w := wideOf(head); w != nil {
		text, _ := io.ReadAll(w.reader(bytes.NewReader(head[:len(head)&^3])))
		head = text
	}
	if odd := controls(head); odd*50 > len(head) {
		return "", refused(path, codeBinary, fmt.Sprintf("no text: %d control characters in the first %d bytes", odd, len(head)), "get the table as csv or xlsx")
	}
	text := bytes.TrimLeft(trimBOM(head), " \t\r\n")
	if len(text) > 0 && text[0] == '<' {
		if isFlatODS(text[:min(len(text), 4096)]) {
			return formatODS, nil
		}
		if r := markup(path, text); r != nil {
			return "", r
		}
	}
	if looksJSON(text, h.complete) {
		return formatJSON, nil
	}
	return formatCSV, nil
}

// controls counts the control characters that no text has.
func controls(b []byte) int {
	n := 0
	for _, c := range b {
		if c < 0x20 && strings.IndexByte("\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f\x01", c) < 0 {
			n++
		}
	}
	return n
}

// markup refuses a text that begins with a tag: a web page, or XML of some kind.
func markup(path string, text []byte) *Refusal {
	sample := strings.ToLower(string(text[:min(len(text), 4096)]))
	tag := firstTag(sample)
	switch {
	case strings.Contains(sample, "urn:schemas-microsoft-com:office:spreadsheet"):
		return notTable(path, "a workbook in the XML format of Excel 2003")
	case strings.Contains(sample, "urn:oasis:names:tc:opendocument") || tag == "office:document":
		return notTable(path, "an OpenDocument sheet in one XML file (fods)")
	case tag == "!doctype" && strings.Contains(sample, "<!doctype html"), strings.Contains(" html head body table div p script style meta title center font ", " "+tag+" "):
		r := refused(path, codeHTML, "a web page"+pageTitle(text), "look at the address it came from: the file may have moved")
		if bytes.Contains(bytes.ToLower(text), []byte("<table")) {
			r.Hint = "if the table is in the page, open it in a spreadsheet program and save it as xlsx"
		}
		return r
	case strings.HasPrefix(sample, "<?xml"), strings.Contains(sample, "xmlns"), tag != "" && strings.Contains(sample, "</"+tag):
		return notTable(path, "an XML file")
	}
	return nil
}

// firstTag is the name of the first element of a text in lower case, after declarations and comments.
func firstTag(s string) string {
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		var end string
		switch {
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<"):
			name := s[1:]
			if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
				name = name[:i]
			}
			return name
		default:
			return ""
		}
		_, rest, ok := strings.Cut(s, end)
		if !ok {
			return ""
		}
		s = rest
	}
}

// pageTitle is the title of a web page in words, or "".
func pageTitle(page []byte) string {
	lower := bytes.ToLower(page)
	from := bytes.Index(lower, []byte("<title>"))
	if from < 0 || len(lower) != len(page) {
		return ""
	}
	from += len("<title>")
	to := bytes.IndexByte(page[from:], '<')
	if to < 0 {
		return ""
	}
	words := strings.Join(strings.Fields(strings.ToValidUTF8(string(page[from:from+to]), "")), " ")
	for len(words) > 80 {
		_, n := utf8.DecodeLastRuneInString(words)
		words = words[:len(words)-n]
	}
	if words == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", words)
}

// looksJSON tells whether a text is JSON: an object or a list whose beginning reads as such. A csv may
// begin with a bracket too.
func looksJSON(text []byte, complete bool) bool {
	if len(text) < 2 || text[0] != '{' && text[0] != '[' {
		return false
	}
	next := bytes.TrimLeft(text[1:], " \t\r\n")
	if len(next) == 0 || text[0] == '{' && next[0] != '"' && next[0] != '}' {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	for range 20 {
		_, err := d.Token()
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return true
		}
		if err != nil {
			return false
		}
	}
	return true
}
