package sheet

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// This file writes small xls workbooks for the tests: records, then a compound file around them.

// biffWriter collects records.
type biffWriter struct{ bytes.Buffer }

func (w *biffWriter) rec(id int, parts ...any) *biffWriter {
	body := pack(parts...)
	w.Write(pack(uint16(id), uint16(len(body))))
	w.Write(body)
	return w
}

// pack writes values one after another, little-endian; strings as their bytes.
func pack(parts ...any) []byte {
	var out []byte
	for _, p := range parts {
		switch p := p.(type) {
		case byte:
			out = append(out, p)
		case uint16:
			out = binary.LittleEndian.AppendUint16(out, p)
		case uint32:
			out = binary.LittleEndian.AppendUint32(out, p)
		case float64:
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(p))
		case string:
			out = append(out, p...)
		case []byte:
			out = append(out, p...)
		default:
			panic("pack: a type that it does not know")
		}
	}
	return out
}

// biffWide is text of BIFF8 with two bytes per character, from its length on.
func biffWide(s string) []byte {
	units := utf16.Encode([]rune(s))
	out := pack(uint16(len(units)), byte(1))
	for _, u := range units {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// cellAt is the head of a cell's record: row and column from 0, style.
func cellAt(row, col, xf int) []byte { return pack(uint16(row), uint16(col), uint16(xf)) }

// The styles that testBook defines.
const (
	xfGeneral = 0
	xfDate    = 1 // dd/mm/yyyy, by number
	xfOwnDate = 2 // d mmm yyyy, by a FORMAT record
	xfMoney   = 3 // "£"#,##0.00
)

// testSheet is a sheet of testBook.
type testSheet struct {
	name    string
	vis     byte
	kind    byte
	records []byte // between BOF and EOF
}

// testBook writes the workbook stream: globals with some styles, extra records, then the sheets.
func testBook(version uint16, extra []byte, sheets ...testSheet) []byte {
	var w biffWriter
	w.rec(recBOF, version, uint16(5), uint16(0), uint16(0))
	w.Write(extra)
	short := func(s string) []byte { // with a length of one byte
		if version == biff8 {
			return pack(byte(len(s)), byte(0), s)
		}
		return pack(byte(len(s)), s)
	}
	code := func(s string) []byte {
		if version == biff8 {
			return biffWide(s)
		}
		return pack(byte(len(s)), s)
	}
	w.rec(recFormat, uint16(170), code("d mmm yyyy"))
	w.rec(recFormat, uint16(171), code("#,##0.00"))
	for _, format := range []uint16{0, 14, 170, 171} {
		w.rec(recXF, uint16(0), format, "................")
	}
	var offsets []int
	for _, s := range sheets {
		offsets = append(offsets, w.Len()+4)
		w.rec(recBoundSheet, uint32(0), s.vis, s.kind, short(s.name))
	}
	w.rec(recEOF)
	for i, s := range sheets {
		binary.LittleEndian.PutUint32(w.Bytes()[offsets[i]:], uint32(w.Len()))
		w.rec(recBOF, version, uint16(biffWorksheet), uint16(0), uint16(0))
		w.Write(s.records)
		w.rec(recEOF)
	}
	return w.Bytes()
}

// sst is the shared strings as one record, all with two bytes per character.
func sst(texts ...string) []byte {
	var w biffWriter
	body := pack(uint32(len(texts)), uint32(len(texts)))
	for _, s := range texts {
		body = append(body, biffWide(s)...)
	}
	return w.rec(recSST, body).Bytes()
}

// stream is a stream of a test's compound file.
type stream struct {
	name string
	data []byte
}

const testSector = 512

// compoundFile writes a compound file. Streams under 4096 bytes go into the mini stream. Directory
// entries hang in one chain of right siblings.
func compoundFile(streams ...stream) []byte {
	var sectors [][]byte
	var fat []uint32
	add := func(data []byte, mark uint32) uint32 { // a chain; gives its first sector
		if len(data) == 0 {
			return 0xFFFFFFFE
		}
		first := uint32(len(sectors))
		for len(data) > 0 {
			sector := make([]byte, testSector)
			n := copy(sector, data)
			data = data[n:]
			sectors = append(sectors, sector)
			fat = append(fat, uint32(len(sectors)))
		}
		fat[len(fat)-1] = mark
		return first
	}
	const endOfChain, fatSector = 0xFFFFFFFE, 0xFFFFFFFD
	var mini []byte
	var miniFAT []uint32
	starts := make([]uint32, len(streams))
	for i, s := range streams {
		if len(s.data) >= 4096 {
			starts[i] = add(s.data, endOfChain)
			continue
		}
		starts[i] = uint32(len(mini) / cfbMiniSector)
		for at := 0; at < len(s.data); at += cfbMiniSector {
			block := make([]byte, cfbMiniSector)
			copy(block, s.data[at:])
			mini = append(mini, block...)
			miniFAT = append(miniFAT, uint32(len(miniFAT)+1))
		}
		if len(miniFAT) > 0 {
			miniFAT[len(miniFAT)-1] = endOfChain
		}
	}
	miniStart := add(mini, endOfChain)
	dir := dirEntry("Root Entry", 5, 1, cfbNoSibling, miniStart, len(mini))
	for i, s := range streams {
		right := uint32(i + 2)
		if i == len(streams)-1 {
			right = cfbNoSibling
		}
		dir = append(dir, dirEntry(s.name, cfbStream, cfbNoSibling, right, starts[i], len(s.data))...)
	}
	dirStart := add(dir, endOfChain)
	miniFATStart := add(words(miniFAT, 0xFFFFFFFF), endOfChain)
	miniFATSectors := (4*len(miniFAT) + testSector - 1) / testSector

	n := 1 // sectors of the FAT, which lists itself
	for (len(fat)+n)*4 > n*testSector {
		n++
	}
	head := pack(compoundMagic[:], make([]byte, 16), uint16(0x3E), uint16(3), uint16(0xFFFE), uint16(9), uint16(6),
		make([]byte, 6), uint32(0), uint32(n), dirStart, uint32(0), uint32(4096), miniFATStart, uint32(miniFATSectors),
		uint32(endOfChain), uint32(0))
	for i := range cfbInHeader {
		if i < n {
			head = append(head, pack(uint32(len(fat)+i))...)
		} else {
			head = append(head, pack(uint32(0xFFFFFFFF))...)
		}
	}
	for range n {
		fat = append(fat, fatSector)
	}
	return bytes.Join(append(append([][]byte{head}, sectors...), words(fat, 0xFFFFFFFF)), nil)
}

// words writes numbers, filled up to whole sectors.
func words(list []uint32, fill uint32) []byte {
	var out []byte
	for _, n := range list {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	for len(out)%testSector != 0 {
		out = binary.LittleEndian.AppendUint32(out, fill)
	}
	return out
}

func dirEntry(name string, kind byte, child, right, start uint32, size int) []byte {
	units := utf16.Encode([]rune(name))
	raw := make([]byte, 64)
	for i, u := range units {
		binary.LittleEndian.PutUint16(raw[2*i:], u)
	}
	return pack(raw, uint16(2*len(units)+2), kind, byte(1), uint32(cfbNoSibling), right, child,
		make([]byte, 36), start, uint32(size), uint32(0))
}
