package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
)

// spendingBook writes a workbook of the kind departments publish: one sheet of 12 columns, its texts
// shared, with dates, amounts and references of which no two are the same. Equal seeds give equal bytes.
func spendingBook(w io.Writer, rows int, seed uint64) error {
	z := zip.NewWriter(w)
	g := &spending{rnd: rand.New(rand.NewPCG(seed, 1)), ids: map[string]int{}}
	fixed := func(text string) func(*bufio.Writer) {
		return func(w *bufio.Writer) { w.WriteString(xmlHead + text) }
	}
	parts := []struct {
		name  string
		write func(w *bufio.Writer)
	}{
		{"[Content_Types].xml", fixed(`<Types xmlns="` + packageSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			contentType("workbook", "sheet.main") + contentType("worksheets/sheet1", "worksheet") + contentType("styles", "styles") + contentType("sharedStrings", "sharedStrings") + `</Types>`)},
		{"_rels/.rels", fixed(rels(relTo("rId1", "officeDocument", "xl/workbook.xml")))},
		{"xl/workbook.xml", fixed(`<workbook xmlns="` + sheetSpace + `" xmlns:r="` + relSpace + `"><sheets><sheet name="Spend" sheetId="1" r:id="rId1"/></sheets></workbook>`)},
		{"xl/_rels/workbook.xml.rels", fixed(rels(relTo("rId1", "worksheet", "worksheets/sheet1.xml") + relTo("rId2", "styles", "styles.xml") + relTo("rId3", "sharedStrings", "sharedStrings.xml")))},
		{"xl/styles.xml", fixed(`<styleSheet xmlns="` + sheetSpace + `"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>` +
			`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="4"/></cellXfs></styleSheet>`)},
		{"xl/worksheets/sheet1.xml", func(w *bufio.Writer) { g.sheet(w, rows) }},
		{"xl/sharedStrings.xml", g.strings},
	}
	for _, part := range parts {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		b := bufio.NewWriter(f)
		part.write(b)
		if err := b.Flush(); err != nil {
			return err
		}
	}
	return z.Close()
}

// What the parts of a workbook begin with, and the names of their vocabularies.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	sheetSpace   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relSpace     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace = "http://schemas.openxmlformats.org/package/2006/"
)

func rels(lines string) string {
	return `<Relationships xmlns="` + packageSpace + `relationships">` + lines + "</Relationships>"
}

func relTo(id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, id, relSpace, kind, target)
}

func contentType(part, kind string) string {
	return fmt.Sprintf(`<Override PartName="/xl/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml"/>`, part, kind)
}

// spending makes up payments.
type spending struct {
	rnd   *rand.Rand
	ids   map[string]int
	texts []string
}

func (g *spending) sheet(w *bufio.Writer, rows int) {
	fmt.Fprintf(w, xmlHead+`<worksheet xmlns="`+sheetSpace+`"><dimension ref="A1:L%d"/><sheetData>`, rows)
	for row := 1; row <= rows; row++ {
		fmt.Fprintf(w, `<row r="%d" spans="1:12">`, row)
		g.text(w, row, 'A', fmt.Sprintf("Department for %d Affairs", g.rnd.IntN(12)))
		g.text(w, row, 'B', fmt.Sprintf("Agency of the Northern Region No. %d", g.rnd.IntN(60)))
		g.number(w, row, 'C', 1, fmt.Sprint(40000+row*3650/rows))
		g.text(w, row, 'D', fmt.Sprintf("Expenditure type %d: services", g.rnd.IntN(300)))
		g.text(w, row, 'E', fmt.Sprintf("Cost centre %d, %d Street", g.rnd.IntN(900), g.rnd.IntN(2)))
		g.text(w, row, 'F', fmt.Sprintf("Supplier & Sons %d Limited", g.rnd.IntN(20000)))
		g.text(w, row, 'G', fmt.Sprintf("PO-%d/%08X", row, g.rnd.Uint32()))
		g.number(w, row, 'H', 2, fmt.Sprintf("%d.%02d", g.rnd.IntN(900000)-20000, g.rnd.IntN(100)))
		g.number(w, row, 'I', 2, fmt.Sprintf("%d.%02d", g.rnd.IntN(90000), g.rnd.IntN(100)))
		g.number(w, row, 'J', 0, fmt.Sprint(g.rnd.IntN(9_000_000)))
		g.text(w, row, 'K', fmt.Sprintf("NR%d %dZZ", g.rnd.IntN(40), g.rnd.IntN(9)))
		g.number(w, row, 'L', 0, fmt.Sprint(g.rnd.IntN(2)))
		w.WriteString("</row>")
	}
	w.WriteString("</sheetData></worksheet>")
}

func (g *spending) text(w *bufio.Writer, row int, col byte, text string) {
	id, ok := g.ids[text]
	if !ok {
		id = len(g.texts)
		g.ids[text] = id
		g.texts = append(g.texts, text)
	}
	fmt.Fprintf(w, `<c r="%c%d" t="s"><v>%d</v></c>`, col, row, id)
}

func (g *spending) number(w *bufio.Writer, row int, col byte, style int, text string) {
	fmt.Fprintf(w, `<c r="%c%d" s="%d"><v>%s</v></c>`, col, row, style, text)
}

func (g *spending) strings(w *bufio.Writer) {
	fmt.Fprintf(w, xmlHead+`<sst xmlns="`+sheetSpace+`" count="%d" uniqueCount="%d">`, len(g.texts), len(g.texts))
	for _, text := range g.texts {
		w.WriteString("<si><t>")
		w.Write(bytes.ReplaceAll([]byte(text), []byte("&"), []byte("&amp;")))
		w.WriteString("</t></si>")
	}
	w.WriteString("</sst>")
}

// BenchmarkXLSX reads every cell of 20,000 rows of 12 columns.
func BenchmarkXLSX(b *testing.B) {
	var file bytes.Buffer
	const rows = 20_000
	if err := spendingBook(&file, rows, 1); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		book, err := openXLSX(BytesInput("spend.xlsx", file.Bytes()), DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		cells := 0
		err = book.Sheets[0].Rows(context.Background(), func(batch *Batch) error {
			for _, row := range batch.Rows {
				cells += len(row.Cells)
			}
			batch.Release()
			return nil
		})
		if err != nil || cells != 12*rows {
			b.Fatal(cells, err)
		}
		book.Close()
	}
}
