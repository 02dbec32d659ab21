package main

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// rng is splitmix64: the same numbers on every machine and with every version of Go.
type rng uint64

func (r *rng) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *rng) below(n int) int { return int(r.next() % uint64(n)) }

// columns are the heading of the generated return: twelve columns, as departments publish them.
var columns = [12]string{
	"Department family", "Entity", "Date", "Expense type", "Expense area", "Supplier",
	"Transaction number", "Amount", "Description", "Supplier postcode", "Supplier type", "Contract number",
}

// amountColumn and dateColumn are numbers in a workbook; all others are text.
const (
	dateColumn   = 2
	amountColumn = 7
)

var (
	departments = []string{"Department for Examples", "Ministry of Samples", "Office of Fixtures"}
	types       = []string{"Grants to local authorities", "Professional services", "Rent and rates", "IT hardware", "Grants to the voluntary sector", "Current grants", "Capital grants", "Travel", "Legal costs", "Contracted services", "Utilities", "Training"}
	areas       = []string{"Roads and transport", "Schools", "Social care", "Corporate services", "Flood defence", "Public health", "Housing", "Libraries", "Skills", "Research"}
	suffixes    = []string{"Limited", "Ltd", "PLC", "Council", "Trust", "LLP", "Services Ltd", "Group"}
	syllables   = []string{"bar", "ton", "wick", "ford", "ley", "ham", "mere", "stow", "den", "by", "thorpe", "gate"}
)

// record fills row with one payment.
func record(r *rng, i int, row *[12]string) {
	supplier := r.below(20_000)
	s := rng(supplier)
	name := title(syllables[s.below(12)]) + syllables[s.below(12)] + " " + title(syllables[s.below(12)]) + syllables[s.below(12)]
	row[0] = departments[i%3]
	row[1] = departments[i%3] + " Agency " + strconv.Itoa(r.below(20))
	day := r.below(365)
	row[2] = fmt.Sprintf("%02d/%02d/%04d", 1+day%28, 1+(day/28)%12, 2014+day%3)
	row[3] = types[r.below(len(types))]
	row[4] = areas[r.below(len(areas))] + " " + strconv.Itoa(r.below(30))
	row[5] = name + " " + suffixes[s.below(len(suffixes))]
	row[6] = "PV" + strconv.Itoa(1_000_000+i)
	pence := 2_500_000 + r.below(90_000_000)
	if r.below(50) == 0 {
		pence = -pence
	}
	row[7] = strconv.Itoa(pence/100) + "." + fmt.Sprintf("%02d", abs(pence%100))
	row[8] = row[3] + " for " + row[4] + ", order " + strconv.Itoa(r.below(5000))
	row[9] = string(rune('A'+s.below(20))) + string(rune('A'+s.below(20))) + strconv.Itoa(1+s.below(30)) + " " + strconv.Itoa(s.below(10)) + "AB"
	row[10] = []string{"SME", "Large", "VCSE", ""}[r.below(4)]
	row[11] = ""
	if r.below(3) == 0 {
		row[11] = "C" + strconv.Itoa(r.below(40_000))
	}
}

// serial is a date as workbooks count it: days since the end of 1899.
func serial(date string) int {
	t, err := time.Parse("02/01/2006", date)
	if err != nil {
		panic(err) // record makes no others
	}
	return int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

func title(s string) string { return string(s[0]-32) + s[1:] }

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// generated makes a file of n payments unless it is there. Another process makes it: what this one
// holds in memory would be counted as the peak of every command that it starts.
func generated(self, dir, kind string, n int) (string, error) {
	path := filepath.Join(dir, fmt.Sprintf("payments-%d.%s", n, kind))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	_, err := once(run{command: []string{self, "-peer", "generate", path, strconv.Itoa(n)}})
	return path, err
}

// generate writes n payments to path, by way of a temporary name.
func generate(path, count string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	b := bufio.NewWriterSize(f, 1<<20)
	write := map[string]func(io.Writer, int) error{".csv": writeCSV, ".xlsx": writeXLSX, ".xls": writeXLS, ".ods": writeODS}[filepath.Ext(path)]
	if err := write(b, n); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

func writeCSV(w io.Writer, n int) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for i, c := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(c)
	}
	b.WriteByte('\n')
	r, row := rng(1), [12]string{}
	for i := range n {
		record(&r, i, &row)
		for k, v := range row {
			if k > 0 {
				b.WriteByte(',')
			}
			if k == 8 { // the description holds a comma
				v = `"` + v + `"`
			}
			b.WriteString(v)
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// parts are the small parts of a workbook with one sheet, shared strings and a date style.
var parts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Payments" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`},
}

// writeXLSX writes the payments as a workbook of one sheet whose texts are shared strings, as Excel does.
func writeXLSX(w io.Writer, n int) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) })
	for _, p := range parts {
		f, err := z.Create(p.name)
		if err == nil {
			_, err = io.WriteString(f, xmlHead+p.text)
		}
		if err != nil {
			return err
		}
	}
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	shared, err := writeSheet(f, n)
	if err != nil {
		return err
	}
	if f, err = z.Create("xl/sharedStrings.xml"); err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<16)
	fmt.Fprintf(b, xmlHead+`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%d">`, len(shared))
	for _, s := range shared {
		b.WriteString("<si><t>" + s + "</t></si>")
	}
	b.WriteString("</sst>")
	if err := b.Flush(); err != nil {
		return err
	}
	return z.Close()
}

func writeSheet(w io.Writer, n int) (shared []string, err error) {
	index := map[string]int{}
	b := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(b, xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:L%d"/><sheetData>`, n+1)
	cell := func(col, row int, style, kind, v string) {
		b.WriteString(`<c r="`)
		b.WriteByte('A' + byte(col))
		b.WriteString(strconv.Itoa(row))
		b.WriteString(`"` + style + kind + `><v>` + v + `</v></c>`)
	}
	text := func(col, row int, s string) {
		at, ok := index[s]
		if !ok {
			at = len(shared)
			index[s] = at
			shared = append(shared, s)
		}
		cell(col, row, "", ` t="s"`, strconv.Itoa(at))
	}
	b.WriteString(`<row r="1">`)
	for i, c := range columns {
		text(i, 1, c)
	}
	b.WriteString(`</row>`)
	r, row := rng(1), [12]string{}
	for i := range n {
		record(&r, i, &row)
		fmt.Fprintf(b, `<row r="%d">`, i+2)
		for k, v := range row {
			switch {
			case v == "":
			case k == dateColumn:
				cell(k, i+2, ` s="1"`, "", strconv.Itoa(serial(v)))
			case k == amountColumn:
				cell(k, i+2, ` s="2"`, "", v)
			default:
				text(k, i+2, v)
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return shared, b.Flush()
}
