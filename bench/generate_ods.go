package main

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"io"
)

// writeODS writes the payments as an OpenDocument spreadsheet of one sheet.
func writeODS(w io.Writer, n int) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) })
	mime, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err == nil {
		_, err = io.WriteString(mime, "application/vnd.oasis.opendocument.spreadsheet")
	}
	if err != nil {
		return err
	}
	manifest, err := z.Create("META-INF/manifest.xml")
	if err == nil {
		_, err = io.WriteString(manifest, xmlHead+`<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`)
	}
	if err != nil {
		return err
	}
	f, err := z.Create("content.xml")
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<16)
	b.WriteString(xmlHead + `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Payments">`)
	b.WriteString("<table:table-row>")
	for _, c := range columns {
		odsText(b, c)
	}
	b.WriteString("</table:table-row>")
	r, row := rng(1), [12]string{}
	for i := range n {
		record(&r, i, &row)
		b.WriteString("<table:table-row>")
		for k, v := range row {
			switch {
			case v == "":
				b.WriteString("<table:table-cell/>")
			case k == dateColumn:
				b.WriteString(`<table:table-cell office:value-type="date" office:date-value="` + v[6:] + "-" + v[3:5] + "-" + v[:2] + `"><text:p>` + v + `</text:p></table:table-cell>`)
			case k == amountColumn:
				b.WriteString(`<table:table-cell office:value-type="float" office:value="` + v + `"><text:p>` + v + `</text:p></table:table-cell>`)
			default:
				odsText(b, v)
			}
		}
		b.WriteString("</table:table-row>")
	}
	b.WriteString("</table:table></office:spreadsheet></office:body></office:document-content>")
	if err := b.Flush(); err != nil {
		return err
	}
	return z.Close()
}

func odsText(b *bufio.Writer, s string) {
	b.WriteString(`<table:table-cell office:value-type="string"><text:p>` + s + `</text:p></table:table-cell>`)
}
