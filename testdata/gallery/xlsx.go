package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	mainNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relNS  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	pkgNS  = "http://schemas.openxmlformats.org/package/2006"
)

// value is what a cell of a shape stands for: a day as 2012-04-01, a number, an error, or text; an
// apostrophe in front makes it text.
type value struct {
	kind byte // ' ' nothing, 't' text, 'n' number, 'd' day, 'e' error, 'b' truth
	text string
	num  float64
}

func valueOf(s string) value {
	switch {
	case s == "":
		return value{kind: ' '}
	case s[0] == '\'':
		return value{kind: 't', text: s[1:]}
	case strings.HasPrefix(s, "#") && (strings.HasSuffix(s, "!") || s == "#N/A"):
		return value{kind: 'e', text: s}
	case s == "TRUE" || s == "FALSE":
		return value{kind: 'b', text: s}
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return value{kind: 'n', text: s, num: f}
	}
	if day, err := time.Parse("2006-01-02", s); err == nil {
		return value{kind: 'd', text: s, num: float64(day.Unix()/86400 + 25569)}
	}
	return value{kind: 't', text: s}
}

func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", "&#10;", "\r", "&#13;").Replace(s)
}

// xlsxFile writes the sheets of a shape as a workbook.
func xlsxFile(s *shape) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	part := func(name, body string) { put(z, name, []byte(`<?xml version="1.0" encoding="UTF-8"?>`+"\n"+body)) }
	types, sheets, rels := "", "", ""
	for i, p := range s.sheets {
		name, state := p.name, ""
		if name == "" {
			name = fmt.Sprint("Sheet", i+1)
			p.name = name
		}
		if p.state != "" {
			state = fmt.Sprintf(` state=%q`, p.state)
		}
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		sheets += fmt.Sprintf(`<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, escaped(name), i+1, state, i+1)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relNS, i+1)
	}
	part("[Content_Types].xml", `<Types xmlns="`+pkgNS+`/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+types+`</Types>`)
	part("_rels/.rels", `<Relationships xmlns="`+pkgNS+`/relationships"><Relationship Id="rId1" Type="`+relNS+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+pkgNS+`/relationships">`+rels+`<Relationship Id="rId99" Type="`+relNS+`/styles" Target="styles.xml"/></Relationships>`)
	part("xl/styles.xml", `<styleSheet xmlns="`+mainNS+`"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`)
	part("xl/workbook.xml", `<workbook xmlns="`+mainNS+`" xmlns:r="`+relNS+`"><sheets>`+sheets+`</sheets></workbook>`)
	for i, p := range s.sheets {
		part(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), xlsxSheet(p))
	}
	try(z.Close())
	return buf.Bytes()
}

func xlsxSheet(p *page) string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="` + mainNS + `"><sheetData>`)
	for i := range p.rows {
		hidden := ""
		if p.rows[i].hidden {
			hidden = ` hidden="1"`
		}
		fmt.Fprintf(&b, `<row r="%d"%s>`, i+1, hidden)
		for c, text := range p.rows[i].cells() {
			at := fmt.Sprintf("%s%d", column(c), i+1)
			switch v := valueOf(text); v.kind {
			case 't':
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, escaped(v.text))
			case 'n':
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, at, v.text)
			case 'd':
				fmt.Fprintf(&b, `<c r="%s" s="1"><v>%v</v></c>`, at, v.num)
			case 'e':
				fmt.Fprintf(&b, `<c r="%s" t="e"><v>%s</v></c>`, at, v.text)
			case 'b':
				fmt.Fprintf(&b, `<c r="%s" t="b"><v>%d</v></c>`, at, strings.Count(v.text, "TRUE"))
			}
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData>")
	if len(p.merges) > 0 {
		b.WriteString("<mergeCells>")
		for _, m := range p.merges {
			fmt.Fprintf(&b, `<mergeCell ref="%s"/>`, m)
		}
		b.WriteString("</mergeCells>")
	}
	b.WriteString("</worksheet>")
	return b.String()
}

func column(c int) string {
	if c >= 26 {
		return column(c/26-1) + column(c%26)
	}
	return string(rune('A' + c))
}
