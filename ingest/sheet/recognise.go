package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// A file is what it holds, whatever its name says: a web page saved as .xls is refused as a web page,
// and text in a file called .xlsx is read as text.
//
//	head ── begins like a package (zip, compound file)? ── what is in it?
//	     ── begins like a format that is known and not read? ── refused by name
//	     ── text? ── a web page, XML, JSON ── or else delimited text

// The formats that are read.
const (
	formatCSV  = "csv"
	formatXLSX = "xlsx"
	formatXLS  = "xls"
	formatODS  = "ods"
	formatJSON = "json"
	formatZip  = "zip"  // of other files: see Expand
	formatGzip = "gzip" // likewise
)

// openers are the readers of the formats other than text.
func openers() map[string]func(in *Input, lim Limits) (*Book, error) {
	return map[string]func(in *Input, lim Limits) (*Book, error){
		formatXLSX: openXLSX,
		formatXLS:  openXLS,
		formatODS:  openODS,
		formatJSON: openJSON,
	}
}

// Open recognises what in holds by its content, never by its name, and opens it as a book. What is no
// table is a *Refusal that says what it is and what to do. An archive of files is refused too: Expand
// gives what is in it.
func Open(in *Input, lim Limits) (*Book, error) {
	if r := TooLarge(in, lim); r != nil {
		return nil, r
	}
	h, err := readHead(in)
	if err != nil {
		return nil, err
	}
	format, err := recognise(in, h, lim)
	if err != nil {
		return nil, err
	}
	switch format {
	case formatCSV:
		return openCSV(in, lim, h.bytes, h.complete)
	case formatZip, formatGzip:
		return nil, refused(in.Path, codeArchive, "a "+format+" archive where a table is wanted", "read the files in it")
	}
	open := openers()[format]
	if open == nil {
		return nil, refused(in.Path, codeNoReader, "a file of the format "+format, "save it as xlsx or csv")
	}
	return open(in, lim)
}

// fileHead is the beginning of a file.
type fileHead struct {
	bytes    []byte
	complete bool // it is all of the file
}

// headSize is how much of a file is looked at to recognise it. A smaller text is read only once.
const headSize = chunkSize

// readHead reads the beginning of in.
func readHead(in *Input) (fileHead, error) {
	if in.bytes != nil {
		n := min(len(in.bytes), headSize)
		return fileHead{in.bytes[:n:n], n == len(in.bytes)}, nil
	}
	f, err := in.Open()
	if err != nil {
		return fileHead{}, err
	}
	defer f.Close()
	size := headSize
	if in.Size >= 0 && in.Size < headSize {
		size = int(in.Size) + 1
	}
	b := make([]byte, size)
	n, err := fill(f, b)
	switch err {
	case nil:
		return fileHead{b, false}, nil
	case io.EOF:
		return fileHead{b[:n], true}, nil
	}
	return fileHead{}, asRefusal(in.Path, err)
}

// fill reads until b is full. Its error is io.EOF only if the input ended; what an unpacker calls an
// unexpected end is not that.
func fill(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var k int
		k, err = r.Read(b[n:])
		n += k
	}
	if n == len(b) && err == io.EOF {
		return n, nil
	}
	return n, err
}

// recognise names the format of a file that is read, and refuses any other.
func recognise(in *Input, h fileHead, lim Limits) (string, error) {
	head := h.bytes
	if h.complete && len(bytes.Trim(trimBOM(head), " \t\r\n\x00\x1a")) == 0 {
		return "", refused(in.Path, codeEmpty, "an empty file", "get the file again")
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return packageFormat(in, lim)
	case bytes.HasPrefix(head, compoundMagic[:]), looseBIFFHead(head):
		return formatXLS, nil
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return formatGzip, nil
	}
	if r := foreign(in.Path, head); r != nil {
		return "", r
	}
	return textFormat(in.Path, h)
}

// looseBIFFHead tells whether head is that of an Excel sheet without a compound file around it.
func looseBIFFHead(b []byte) bool {
	return len(b) > 4 && b[0] == 0x09 && (b[1] <= 0x04 && b[1]&1 == 0 || b[1] == 0x08) && b[2] >= 4 && b[2] <= 16 && b[3] == 0
}

// packageFormat names the format of a zip: a workbook, or an archive of files.
func packageFormat(in *Input, lim Limits) (string, error) {
	at, err := in.At()
	if err != nil {
		return "", err
	}
	defer at.Close()
	z, err := openZip(in.Path, at, lim)
	if err != nil {
		return "", err
	}
	has := map[string]bool{}
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		has[name] = true
		if folder, _, deep := strings.Cut(name, "/"); deep {
			has[folder+"/"] = true
		}
	}
	kind := mimeMember(z)
	switch {
	case kind == "application/vnd.oasis.opendocument.spreadsheet", kind == "application/vnd.oasis.opendocument.spreadsheet-template",
		kind == "" && has["content.xml"] && has["meta-inf/manifest.xml"]:
		return formatODS, nil
	case strings.HasPrefix(kind, "application/"):
		return "", notTable(in.Path, "a file of the type "+kind)
	case !has["[content_types].xml"] && !has["_rels/.rels"]:
		if has["index/document.iwa"] {
			return "", notTable(in.Path, "a Numbers, Pages or Keynote document")
		}
		return formatZip, nil
	case has["word/"] && !has["xl/"]:
		return "", notTable(in.Path, "a Word document")
	case has["ppt/"] && !has["xl/"]:
		return "", notTable(in.Path, "a PowerPoint presentation")
	}
	return formatXLSX, nil
}

// mimeMember is the type that a package of the OpenDocument kind states in its first member.
func mimeMember(z *zip.Reader) string {
	if len(z.File) == 0 || z.File[0].Name != "mimetype" {
		return ""
	}
	f, err := z.File[0].Open()
	if err != nil {
		return ""
	}
	defer f.Close()
	b := make([]byte, 100)
	n, _ := fill(f, b)
	return strings.TrimSpace(string(b[:n]))
}

// notTable refuses a document of a kind that is known and not read.
func notTable(path, found string) *Refusal {
	return refused(path, codeNoReader, found, "save the table in it as xlsx or csv")
}

// asRefusal makes any error of reading a Refusal.
func asRefusal(path string, err error) error {
	switch e := err.(type) {
	case *Refusal:
		return e
	case *limitError:
		r := beyond(path, e.Error(), e.name)
		r.Err = err
		return r
	}
	return unreadable(path, err)
}
