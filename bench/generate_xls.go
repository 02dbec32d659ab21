package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"slices"
	"strconv"
)

// writeXLS writes the payments as an Excel 97 workbook: one sheet, shared texts, numbers and dates.
func writeXLS(w io.Writer, n int) error {
	cells, shared := xlsCells(n)
	sheet := slices.Concat(record97(0x0809, []uint16{0x0600, 0x0010, 0x0dbb, 0x07cc, 0, 0, 6, 0}), cells, record97(0x000a, nil))
	globals := func(at uint32) []byte {
		b := record97(0x0809, []uint16{0x0600, 0x0005, 0x0dbb, 0x07cc, 0, 0, 6, 0})
		b = append(b, record97(0x0042, []uint16{1200})...)
		for _, format := range []uint16{0, 14, 4} {
			b = append(b, record97(0x00e0, []uint16{0, format, 0, 0x20, 0, 0, 0, 0, 0, 0})...)
		}
		name := "Payments"
		sheet := binary.LittleEndian.AppendUint32(nil, at)
		sheet = append(sheet, 0, 0, byte(len(name)), 0)
		b = append(b, raw97(0x0085, append(sheet, name...))...)
		b = append(b, sharedTexts(shared)...)
		return append(b, record97(0x000a, nil)...)
	}
	stream := append(globals(uint32(len(globals(0)))), sheet...)
	_, err := w.Write(compound("Workbook", stream))
	return err
}

// record97 is a record of 16-bit numbers.
func record97(kind uint16, values []uint16) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	return raw97(kind, b)
}

func raw97(kind uint16, body []byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, kind)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(body)))
	return append(b, body...)
}

// xlsCells are the records of the cells and the texts they share.
func xlsCells(n int) (cells []byte, shared []string) {
	index := map[string]uint32{}
	head := func(kind uint16, row, col, style int) []byte {
		var b []byte
		for _, v := range [...]int{row, col, style} {
			b = binary.LittleEndian.AppendUint16(b, uint16(v))
		}
		return b
	}
	text := func(row, col int, s string) {
		at, ok := index[s]
		if !ok {
			at = uint32(len(shared))
			index[s] = at
			shared = append(shared, s)
		}
		cells = append(cells, raw97(0x00fd, binary.LittleEndian.AppendUint32(head(0, row, col, 0), at))...)
	}
	for i, c := range columns {
		text(0, i, c)
	}
	r, row := rng(1), [12]string{}
	for i := range n {
		record(&r, i, &row)
		for k, v := range row {
			var number float64
			style := 2
			switch {
			case v == "":
				continue
			case k == dateColumn:
				number, style = float64(serial(v)), 1
			case k == amountColumn:
				number, _ = strconv.ParseFloat(v, 64)
			default:
				text(i+1, k, v)
				continue
			}
			cells = append(cells, raw97(0x0203, binary.LittleEndian.AppendUint64(head(0, i+1, k, style), math.Float64bits(number)))...)
		}
	}
	return cells, shared
}

// sharedTexts is the table of shared texts, continued where a record is full, between texts.
func sharedTexts(shared []string) []byte {
	const most = 8224
	body := binary.LittleEndian.AppendUint32(nil, uint32(len(shared)))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(shared)))
	var out []byte
	kind := uint16(0x00fc)
	for _, s := range shared {
		if len(body)+3+len(s) > most {
			out, body, kind = append(out, raw97(kind, body)...), nil, 0x003c
		}
		body = binary.LittleEndian.AppendUint16(body, uint16(len(s)))
		body = append(append(body, 0), s...)
	}
	return append(out, raw97(kind, body)...)
}

// compound is a compound file with one stream of at least 4,096 bytes.
func compound(name string, stream []byte) []byte {
	const (
		sector = 512
		free   = 0xffffffff
		end    = 0xfffffffe
		isFAT  = 0xfffffffd
		isDIF  = 0xfffffffc
	)
	data := (len(stream) + sector - 1) / sector
	fats, difs := 1, 0
	for {
		difs = max(0, (fats-109+126)/127)
		if fats*128 >= data+1+fats+difs {
			break
		}
		fats++
	}
	fat := make([]uint32, fats*128)
	for i := range fat {
		fat[i] = free
	}
	for i := range data {
		fat[i] = uint32(i + 1)
	}
	fat[data-1], fat[data] = end, end // the stream, then one sector of the directory
	firstFAT, firstDIF := data+1, data+1+fats
	var dif []uint32
	for i := range fats {
		fat[firstFAT+i] = isFAT
		dif = append(dif, uint32(firstFAT+i))
	}
	for i := range difs {
		fat[firstDIF+i] = isDIF
	}
	var b bytes.Buffer
	put := func(v ...any) {
		for _, x := range v {
			binary.Write(&b, binary.LittleEndian, x)
		}
	}
	link := uint32(end)
	if difs > 0 {
		link = uint32(firstDIF)
	}
	put([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 16), uint16(0x3e), uint16(3), uint16(0xfffe), uint16(9), uint16(6), make([]byte, 6),
		uint32(0), uint32(fats), uint32(data), uint32(0), uint32(4096), uint32(end), uint32(0), link, uint32(difs))
	padded := append(slices.Clone(dif), slices.Repeat([]uint32{free}, max(0, 109-len(dif)))...)
	put(padded[:109])
	b.Write(stream)
	b.Write(make([]byte, data*sector-len(stream)))
	put(entry97("Root Entry", 5, 1, end, 0), entry97(name, 2, free, 0, len(stream)), make([]byte, 2*128))
	put(fat)
	for i := range difs {
		part := dif[109+127*i:]
		part = append(slices.Clone(part[:min(127, len(part))]), slices.Repeat([]uint32{free}, max(0, 127-len(part)))...)
		next := uint32(end)
		if i < difs-1 {
			next = uint32(firstDIF + i + 1)
		}
		put(part, next)
	}
	return b.Bytes()
}

// entry97 is an entry of a compound file's directory.
func entry97(name string, kind byte, child, first uint32, size int) []byte {
	b := make([]byte, 128)
	for i, c := range name {
		b[2*i] = byte(c)
	}
	binary.LittleEndian.PutUint16(b[64:], uint16(2*len(name)+2))
	b[66], b[67] = kind, 1
	binary.LittleEndian.PutUint32(b[68:], 0xffffffff)
	binary.LittleEndian.PutUint32(b[72:], 0xffffffff)
	binary.LittleEndian.PutUint32(b[76:], child)
	binary.LittleEndian.PutUint32(b[116:], first)
	binary.LittleEndian.PutUint32(b[120:], uint32(size))
	return b
}
