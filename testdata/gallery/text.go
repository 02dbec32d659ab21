package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"log"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf16"
)

// text writes rows as they stand, in the shape's charset, with its line ends.
func (s *shape) text(p *page) []byte {
	var lines []string
	for _, line := range p.raw {
		lines = append(lines, unescape(line))
	}
	for _, r := range p.rows {
		if p.raw == nil {
			lines = append(lines, unescape(r.raw))
		}
	}
	eol := map[string]string{"": "\n", "lf": "\n", "crlf": "\r\n", "cr": "\r", "none": ""}[strings.TrimSuffix(s.eol, "-open")]
	text := strings.Join(lines, eol)
	if !strings.HasSuffix(s.eol, "-open") {
		text += eol
	}
	return encode(s.charset, text)
}

func encode(charset, text string) []byte {
	switch charset {
	case "":
		return []byte(text)
	case "bom":
		return []byte("\uFEFF" + text)
	case "windows-1252":
		var b []byte
		for _, r := range text {
			switch {
			case r == '’':
				b = append(b, 0x92)
			case r == '–':
				b = append(b, 0x96)
			case r < 0x100:
				b = append(b, byte(r))
			default:
				log.Fatalf("windows-1252 has no %q here", r)
			}
		}
		return b
	case "utf-16le", "utf-16be":
		var order binary.AppendByteOrder = binary.LittleEndian
		if charset == "utf-16be" {
			order = binary.BigEndian
		}
		var b []byte
		for _, u := range utf16.Encode([]rune("\uFEFF" + text)) {
			b = order.AppendUint16(b, u)
		}
		return b
	}
	log.Fatalf("no charset %q", charset)
	return nil
}

// unescape reads \n, \t, \x92 and the like.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	t, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	try(err)
	return t
}

// cells are the cells of a row, which is written as a record of a csv.
func (r *row) cells() []string {
	if r.raw == "" {
		return nil
	}
	rd := csv.NewReader(strings.NewReader(unescape(r.raw)))
	rd.LazyQuotes = true
	cells, err := rd.Read()
	try(err)
	return cells
}

// archive writes each page as a member; what stands before "!" in its name is an archive inside.
func (s *shape) archive() []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range s.sheets {
		name, inner, nested := strings.Cut(p.name, "!")
		body := s.text(p)
		switch {
		case nested:
			body = stored(inner, body)
			p.name = name + "/" + inner
		case filepath.Ext(name) == ".gz":
			var b bytes.Buffer
			g := gzip.NewWriter(&b)
			_, err := g.Write(body)
			try(err)
			try(g.Close())
			body = b.Bytes()
			p.name = name + "/" + strings.TrimSuffix(filepath.Base(name), ".gz")
		case filepath.Ext(name) == ".xlsx":
			inside := *p
			inside.name = "Sheet1"
			body = xlsxFile(&shape{sheets: []*page{&inside}})
			p.name += " · Sheet1"
		}
		put(z, name, body)
	}
	try(z.Close())
	return buf.Bytes()
}

// stored is an archive of one file.
func stored(name string, body []byte) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	put(z, name, body)
	try(z.Close())
	return buf.Bytes()
}

// put adds a member without compressing it, so that its bytes do not depend on a compressor.
func put(z *zip.Writer, name string, body []byte) {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	try(err)
	_, err = w.Write(body)
	try(err)
}
