package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"log"
	"math"
	"unicode/utf16"
)

var le = binary.LittleEndian

// records collects the records of a BIFF8 stream.
type records struct{ bytes.Buffer }

func (w *records) rec(id uint16, body []byte) {
	w.Write(le.AppendUint16(le.AppendUint16(nil, id), uint16(len(body))))
	w.Write(body)
}

// wide is text with two bytes per character behind its length, which takes lenBytes.
func wide(s string, lenBytes int) []byte {
	units := utf16.Encode([]rune(s))
	out := []byte{byte(len(units))}
	if lenBytes == 2 {
		out = le.AppendUint16(nil, uint16(len(units)))
	}
	out = append(out, 1)
	for _, u := range units {
		out = le.AppendUint16(out, u)
	}
	return out
}

const (
	recBOF, recEOF, recBoundSheet = 0x0809, 0x000A, 0x0085
	recXF, recRow, recNumber      = 0x00E0, 0x0208, 0x0203
	recLabel, recBoolErr          = 0x0204, 0x0205
)

// xlsFile writes the sheets of a shape as an Excel 97 workbook.
func xlsFile(s *shape) []byte {
	var w records
	bof := func(kind uint16) []byte {
		return le.AppendUint32(le.AppendUint32(le.AppendUint32(le.AppendUint16(nil, 0x0600), uint32(kind)), 0), 0)[:16]
	}
	w.rec(recBOF, append(bof(5), make([]byte, 16-len(bof(5)))...))
	for _, format := range []uint16{0, 14} {
		w.rec(recXF, append(le.AppendUint16(le.AppendUint16(nil, 0), format), make([]byte, 16)...))
	}
	var offsets []int
	for i, p := range s.sheets {
		if p.name == "" {
			p.name = fmt.Sprint("Sheet", i+1)
		}
		state := map[string]byte{"": 0, "hidden": 1, "veryHidden": 2}[p.state]
		offsets = append(offsets, w.Len()+4)
		w.rec(recBoundSheet, append([]byte{0, 0, 0, 0, state, 0}, wide(p.name, 1)...))
	}
	w.rec(recEOF, nil)
	for i, p := range s.sheets {
		le.PutUint32(w.Bytes()[offsets[i]:], uint32(w.Len()))
		w.rec(recBOF, append(bof(0x10), make([]byte, 16-len(bof(0x10)))...))
		for k := range p.rows {
			xlsRow(&w, k, &p.rows[k])
		}
		w.rec(recEOF, nil)
	}
	return compound("Workbook", w.Bytes())
}

func xlsRow(w *records, n int, r *row) {
	if r.hidden {
		body := le.AppendUint16(nil, uint16(n))
		body = append(body, make([]byte, 14)...)
		body[12] = 0x20
		w.rec(recRow, body)
	}
	for c, text := range r.cells() {
		v := valueOf(text)
		at := func(style uint16) []byte {
			return le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, uint16(n)), uint16(c)), style)
		}
		switch v.kind {
		case 't':
			w.rec(recLabel, append(at(0), wide(v.text, 2)...))
		case 'n':
			w.rec(recNumber, le.AppendUint64(at(0), math.Float64bits(v.num)))
		case 'd':
			w.rec(recNumber, le.AppendUint64(at(1), math.Float64bits(v.num)))
		case 'e':
			code, ok := map[string]byte{"#REF!": 0x17, "#N/A": 0x2A, "#DIV/0!": 0x07, "#VALUE!": 0x0F}[v.text]
			if !ok {
				log.Fatalf("no code of %s", v.text)
			}
			w.rec(recBoolErr, append(at(0), code, 1))
		case 'b':
			w.rec(recBoolErr, append(at(0), byte(len("FALSE")-len(v.text)), 0))
		}
	}
}

// compound writes one stream as a compound file: header, stream, directory, allocation table.
func compound(name string, data []byte) []byte {
	const sector, end = 512, 0xFFFFFFFE
	data = append(data, make([]byte, max(0, 4096-len(data)))...)
	n := (len(data) + sector - 1) / sector
	data = append(data, make([]byte, n*sector-len(data))...)
	var fat []uint32
	for i := range n {
		fat = append(fat, uint32(i+1))
	}
	fat[n-1] = end
	fat = append(fat, end, 0xFFFFFFFD) // the directory, the table itself
	if len(fat) > sector/4 {
		log.Fatal("the table of a compound file takes more than one sector")
	}
	head := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 16)...)
	for _, x := range []uint16{0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0} {
		head = le.AppendUint16(head, x)
	}
	for _, x := range []uint32{0, 1, uint32(n), 0, 4096, end, 0, end, 0, uint32(n + 1)} {
		head = le.AppendUint32(head, x)
	}
	for len(head) < sector {
		head = le.AppendUint32(head, 0xFFFFFFFF)
	}
	dir := append(entry("Root Entry", 5, 1, end, 0), entry(name, 2, 0xFFFFFFFF, 0, len(data))...)
	dir = append(dir, make([]byte, sector-len(dir))...)
	var table []byte
	for _, x := range fat {
		table = le.AppendUint32(table, x)
	}
	for len(table) < sector {
		table = le.AppendUint32(table, 0xFFFFFFFF)
	}
	return bytes.Join([][]byte{head, data, dir, table}, nil)
}

// entry is one entry of the directory.
func entry(name string, kind byte, child, start uint32, size int) []byte {
	raw := make([]byte, 64)
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		le.PutUint16(raw[2*i:], u)
	}
	out := append(le.AppendUint16(raw, uint16(2*len(units)+2)), kind, 1)
	for _, x := range []uint32{0xFFFFFFFF, 0xFFFFFFFF, child} {
		out = le.AppendUint32(out, x)
	}
	out = append(out, make([]byte, 36)...)
	return le.AppendUint32(le.AppendUint32(le.AppendUint32(out, start), uint32(size)), 0)
}
