package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// odsFile writes the sheets of a shape as an OpenDocument spreadsheet.
func odsFile(s *shape) []byte {
	var b strings.Builder
	const ns = "urn:oasis:names:tc:opendocument:xmlns:"
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<office:document-content xmlns:office="` + ns + `office:1.0" xmlns:style="` + ns + `style:1.0" xmlns:table="` + ns + `table:1.0" xmlns:text="` + ns + `text:1.0" office:version="1.2">`)
	b.WriteString(`<office:automatic-styles><style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>`)
	b.WriteString(`<office:body><office:spreadsheet>`)
	for i, p := range s.sheets {
		if p.name == "" {
			p.name = fmt.Sprint("Sheet", i+1)
		}
		style := ""
		if p.state != "" {
			style = ` table:style-name="gone"`
		}
		fmt.Fprintf(&b, `<table:table table:name="%s"%s>`, escaped(p.name), style)
		for k := range p.rows {
			odsRow(&b, &p.rows[k])
		}
		b.WriteString(`<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>`)
	}
	b.WriteString(`</office:spreadsheet></office:body></office:document-content>`)
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	put(z, "mimetype", []byte("application/vnd.oasis.opendocument.spreadsheet"))
	put(z, "META-INF/manifest.xml", []byte(`<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="`+ns+`manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`))
	put(z, "content.xml", []byte(b.String()))
	try(z.Close())
	return buf.Bytes()
}

func odsRow(b *strings.Builder, r *row) {
	if r.hidden {
		b.WriteString(`<table:table-row table:visibility="collapse">`)
	} else {
		b.WriteString(`<table:table-row>`)
	}
	for _, text := range r.cells() {
		switch v := valueOf(text); v.kind {
		case 't', 'e':
			fmt.Fprintf(b, `<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>`, strings.ReplaceAll(escaped(v.text), "&#10;", "</text:p><text:p>"))
		case 'n':
			fmt.Fprintf(b, `<table:table-cell office:value-type="float" office:value="%s"><text:p>%s</text:p></table:table-cell>`, v.text, v.text)
		case 'd':
			fmt.Fprintf(b, `<table:table-cell office:value-type="date" office:date-value="%s"><text:p>%s</text:p></table:table-cell>`, v.text, v.text)
		case 'b':
			fmt.Fprintf(b, `<table:table-cell office:value-type="boolean" office:boolean-value="%s"><text:p>%s</text:p></table:table-cell>`, strings.ToLower(v.text), v.text)
		default:
			b.WriteString(`<table:table-cell/>`)
		}
	}
	b.WriteString(`</table:table-row>`)
}
