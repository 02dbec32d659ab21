package sheet

import (
	"context"
	"math"
)

// cellStyle is what a cell's style says that matters here.
type cellStyle struct {
	format uint16 // index into the formats
	date   bool   // whether numbers of this style are dates or times
}

// styleTable is the cell styles of a workbook, in the order of their numbers.
type styleTable struct {
	styles  []cellStyle
	formats []string // Sheet.Formats
}

// readStyles reads the styles part; a workbook without one has only the style General.
func readStyles(ctx context.Context, p *zipParts, name string) (styleTable, error) {
	plain := styleTable{styles: []cellStyle{{}}, formats: []string{"General"}}
	if name == "" {
		return plain, nil
	}
	x, err := p.open(ctx, name)
	if err != nil {
		return plain, err
	}
	defer x.close()
	root, ok, err := x.child(0)
	if err != nil || !ok || string(root) != "styleSheet" {
		return plain, orMalformed(err, "no style sheet")
	}
	codes, ids, err := styleLists(x)
	if err != nil {
		return plain, err
	}
	return makeStyles(codes, ids), nil
}

// styleLists gives the format codes by number that the file defines, and the number of each cell style.
func styleLists(x *xmlReader) (codes map[int]string, ids []int, err error) {
	codes = map[int]string{}
	for {
		name, ok, err := x.child(1)
		if err != nil || !ok {
			return codes, ids, err
		}
		switch string(name) {
		case "numFmts":
			err = eachOf(x, "numFmt", func(attrs []byte) {
				if id, ok := digits(attrOf(attrs, "numFmtId")); ok {
					codes[id] = attrText(attrs, "formatCode")
				}
			})
		case "cellXfs":
			err = eachOf(x, "xf", func(attrs []byte) {
				id, _ := digits(attrOf(attrs, "numFmtId"))
				ids = append(ids, id)
			})
		}
		if err != nil {
			return codes, ids, err
		}
	}
}

// makeStyles resolves the numbers of formats to codes, each code once.
func makeStyles(codes map[int]string, ids []int) styleTable {
	t := styleTable{styles: make([]cellStyle, 0, len(ids)), formats: []string{"General"}}
	seen := map[string]cellStyle{"General": {}, "general": {}, "": {}}
	for _, id := range ids {
		code, ok := codes[id]
		if !ok {
			code = builtinFormat(id)
		}
		style, ok := seen[code]
		if !ok && len(t.formats) <= math.MaxUint16 {
			style = cellStyle{format: uint16(len(t.formats)), date: isDateFormat(code)}
			t.formats = append(t.formats, code)
			seen[code] = style
		}
		t.styles = append(t.styles, style)
	}
	if len(t.styles) == 0 {
		t.styles = []cellStyle{{}}
	}
	return t
}
