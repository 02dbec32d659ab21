package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// odsDoc is content.xml with the styles and the sheets given.
func odsDoc(styles, sheets string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">` +
		`<office:automatic-styles>` + styles + `</office:automatic-styles>` +
		`<office:body><office:spreadsheet>` + sheets + `</office:spreadsheet></office:body></office:document-content>`
}

// odsFile zips parts: name, content, name, content …
func odsFile(parts ...string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

func odsOf(t testing.TB, styles, sheets string) *Book {
	t.Helper()
	book, err := openODS(BytesInput("test.ods", odsFile("content.xml", odsDoc(styles, sheets))), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// odsRow makes a row of cells; a cell is what stands after "<table:table-cell".
func odsRow(cells ...string) string {
	var b strings.Builder
	b.WriteString(`<table:table-row>`)
	for _, c := range cells {
		b.WriteString(`<table:table-cell` + c)
	}
	b.WriteString(`</table:table-row>`)
	return b.String()
}

func odsTable(attrs string, rows ...string) string {
	return `<table:table ` + attrs + `>` + strings.Join(rows, "") + `</table:table>`
}

// odsWord is a cell of text.
func odsWord(s string) string {
	return ` office:value-type="string"><text:p>` + s + `</text:p></table:table-cell>`
}

const odsTestStyles = `<number:currency-style style:name="N1P0"><number:currency-symbol>£</number:currency-symbol>` +
	`<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:currency-style>` +
	`<number:currency-style style:name="N1"><number:text>-</number:text><number:currency-symbol>£</number:currency-symbol>` +
	`<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>` +
	`<style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/></number:currency-style>` +
	`<number:date-style style:name="N2"><number:day number:style="long"/><number:text>/</number:text>` +
	`<number:month number:textual="true"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>` +
	`<number:time-style style:name="N3" number:truncate-on-overflow="false"><number:hours/><number:text>:</number:text>` +
	`<number:minutes number:style="long"/></number:time-style>` +
	`<number:percentage-style style:name="N4"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>` +
	`<style:style style:name="money" style:family="table-cell" style:data-style-name="N1"/>` +
	`<style:style style:name="bold" style:family="table-cell" style:parent-style-name="money"/>` +
	`<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>` +
	`<style:style style:name="time" style:family="table-cell" style:data-style-name="N3"/>` +
	`<style:style style:name="part" style:family="table-cell" style:data-style-name="N4"/>` +
	`<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>`

func TestODSCellsOfEveryKind(t *testing.T) {
	book := odsOf(t, odsTestStyles, odsTable(`table:name="Awards"`,
		`<table:table-column/><table:table-column table:default-cell-style-name="part"/>`,
		odsRow(odsWord("Café &amp; <text:span>sons</text:span>"),
			` office:value-type="string" office:string-value="stated"><text:p>shown</text:p></table:table-cell>`,
			`><text:p>untyped</text:p></table:table-cell>`,
			odsWord(`two</text:p><text:p>lines`),
			odsWord(`a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d`),
			odsWord("  one\n  blank  ")),
		odsRow(` office:value-type="float" office:value="1234.50"><text:p>1,235</text:p></table:table-cell>`,
			` office:value-type="percentage" office:value="0.125"><text:p>12.5%</text:p></table:table-cell>`,
			` office:value-type="currency" office:currency="GBP" office:value="-12.5" table:style-name="bold"><text:p>-£12.50</text:p></table:table-cell>`,
			` office:value-type="date" office:date-value="2016-04-01" table:style-name="day"><text:p>1 April</text:p></table:table-cell>`,
			` office:value-type="time" office:time-value="PT36H30M00S" table:style-name="time"><text:p>36:30</text:p></table:table-cell>`,
			` office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>`),
		odsRow(` table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>`,
			` table:formula="of:=A0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>`,
			` office:value-type="float"><text:p>no value</text:p></table:table-cell>`,
			` office:value-type="float" office:value="NaN"><text:p>NaN</text:p></table:table-cell>`,
			` office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>with a comment<text:note><text:p>a note</text:p></text:note></text:p><draw:frame><text:p>a picture</text:p></draw:frame></table:table-cell>`,
			`/>`)))
	s := book.Sheets[0]
	wantRows(t, s,
		"t:Café & sons | t:stated | t:untyped | t:two\nlines | t:a   b\tc\nd | t:one blank ",
		"n:1234.50 | n:0.125 {0.0%} | n:-12.5 {\"£\"#,##0.00;-\"£\"#,##0.00} | d:2016-04-01 {dd/mmm/yyyy} | d:1.5208333333333333 {[h]:mm} | b:TRUE",
		"e:#DIV/0! | e:Err:502 | t:no value | t:NaN | t:with a comment")
	if want := []string{"1 comment, not read"}; s.Name != "Awards" || !slices.Equal(s.Notes, want) {
		t.Errorf("sheet %q, notes %q, want %q", s.Name, s.Notes, want)
	}
}

// TestODSBesideItsSheets tells what a spreadsheet holds beside its cells. The copies of other files'
// sheets, which programs keep behind formulas, are no sheets of it.
func TestODSBesideItsSheets(t *testing.T) {
	book := odsOf(t, odsTestStyles,
		odsTable(`table:name="Spend"`, odsRow(odsWord("a")))+
			odsTable(`table:name="What&apos;s paid"`, odsRow(odsWord("b")))+
			odsTable(`table:name="&apos;file:///figures.ods&apos;#$Sheet1"`, odsRow(odsWord("theirs")))+
			odsTable(`table:name="&apos;file:///figures.ods&apos;#$Sheet2"`, odsRow(odsWord("theirs too")))+
			`<table:database-ranges><table:database-range table:target-range-address="Spend.A1:Spend.C3"><table:filter/></table:database-range></table:database-ranges>`+
			`<table:data-pilot-tables>`+
			`<table:data-pilot-table table:name="P1" table:target-range-address="Spend.H1:Spend.J9"><table:source-cell-range table:cell-range-address="Spend.A1:Spend.C3"/></table:data-pilot-table>`+
			`<table:data-pilot-table table:name="P2" table:target-range-address="$&apos;What&apos;&apos;s paid&apos;.A1:$&apos;What&apos;&apos;s paid&apos;.B2"/>`+
			`<table:data-pilot-table table:name="P3" table:target-range-address="Spend.L1:Spend.M9"/></table:data-pilot-tables>`+
			`<table:dde-links><table:dde-link/></table:dde-links>`)
	want := [][]string{{"2 pivot tables, cells read as last saved"}, {"1 pivot table, cells read as last saved"}}
	if len(book.Sheets) != 2 {
		t.Fatalf("%d sheets", len(book.Sheets))
	}
	for i, s := range book.Sheets {
		if !slices.Equal(s.Notes, want[i]) {
			t.Errorf("notes of %q: %q, want %q", s.Name, s.Notes, want[i])
		}
	}
	if want := []string{"links to 1 other workbook: values of formulas are those last saved, and the 2 sheets copied from there are not read", "links to other programs, which are not followed"}; !slices.Equal(book.Notes, want) {
		t.Errorf("notes %q, want %q", book.Notes, want)
	}
}

func TestODSRepeatsMergesAndHiddenThings(t *testing.T) {
	book := odsOf(t, odsTestStyles,
		`<table:tracked-changes><table:deletion><table:table-row>`+odsRow(odsWord("deleted"))+`</table:table-row></table:deletion></table:tracked-changes>`+
			odsTable(`table:name="One"`,
				`<table:shapes><draw:frame><table:table>`+odsRow(odsWord("of a picture"))+`</table:table></draw:frame></table:shapes>`,
				`<table:table-column table:number-columns-repeated="2"/>`,
				`<table:table-column-group table:display="false"><table:table-column table:number-columns-repeated="2"/></table:table-column-group>`,
				`<table:table-column table:visibility="collapse"/>`,
				`<table:table-header-rows>`+odsRow(odsWord("h"), ` table:number-columns-repeated="2"/>`, odsWord("i"))+`</table:table-header-rows>`,
				`<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`,
				`<table:table-row table:visibility="filter" table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell></table:table-row>`,
				`<table:table-row-group table:display="false">`+odsRow(` table:number-columns-spanned="2" table:number-rows-spanned="2"`+odsWord("m"), `/>`)+`</table:table-row-group>`,
				`<table:table-row><table:covered-table-cell/><table:covered-table-cell office:value-type="string"><text:p>under</text:p></table:covered-table-cell></table:table-row>`,
				`<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`)+
			odsTable(`table:name="Two" table:style-name="gone"`))
	s := book.Sheets[0]
	wantRows(t, s, "t:h |  |  | t:i", "", "", "n:5 | n:5 (hidden)", "n:5 | n:5 (hidden)", "t:m (hidden)", " | t:under")
	if want := []Span{{3, 5}}; !slices.Equal(s.HiddenCols, want) {
		t.Errorf("hidden columns %v, want %v", s.HiddenCols, want)
	}
	if want := []Merge{{6, 1, 7, 2}}; !slices.Equal(s.Merged, want) {
		t.Errorf("merged %v, want %v", s.Merged, want)
	}
	if want := []string{"a filter hides rows: 2 rows are hidden"}; !slices.Equal(s.Notes, want) {
		t.Errorf("notes %q, want %q", s.Notes, want)
	}
	if s := book.Sheets[1]; s.Name != "Two" || s.Visibility != Hidden || s.Index != 1 {
		t.Errorf("the second sheet is %q, %d, visibility %d", s.Name, s.Index, s.Visibility)
	}
	wantRows(t, book.Sheets[1])
}

func TestODSNumberFormats(t *testing.T) {
	for want, style := range map[string]string{
		"General":          `<number:number number:min-integer-digits="1"/>`,
		"0":                `<number:number number:decimal-places="0" number:min-integer-digits="1"/>`,
		"#,##0.00":         `<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>`,
		"00,000":           `<number:number number:decimal-places="0" number:min-integer-digits="5" number:grouping="true"/>`,
		"#.0##":            `<number:number number:decimal-places="3" number:min-decimal-places="1" number:min-integer-digits="0"/>`,
		"0.0,":             `<number:number number:decimal-places="1" number:min-integer-digits="1" number:display-factor="1000"/>`,
		"0.00E+00":         `<number:scientific-number number:decimal-places="2" number:min-integer-digits="1" number:min-exponent-digits="2"/>`,
		"# ?/??":           `<number:fraction number:min-numerator-digits="1" number:min-denominator-digits="2"/>`,
		`0"k "\""q"`:       `<number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>k "q</number:text>`,
		"dddd d mmmm yyyy": `<number:day-of-week number:style="long"/><number:text> </number:text><number:day/><number:text> </number:text><number:month number:textual="true" number:style="long"/><number:text> </number:text><number:year number:style="long"/>`,
		"hh:mm:ss.00":      `<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/><number:text>:</number:text><number:seconds number:style="long" number:decimal-places="2"/>`,
		"h:mm AM/PM":       `<number:hours/><number:text>:</number:text><number:minutes number:style="long"/><number:text> </number:text><number:am-pm/>`,
	} {
		book := odsOf(t, `<number:number-style style:name="N">`+style+`</number:number-style>`+
			`<style:style style:name="c" style:family="table-cell" style:data-style-name="N"/>`,
			odsTable(`table:name="S"`, odsRow(` table:style-name="c" office:value-type="float" office:value="1"/>`)))
		s := book.Sheets[0]
		if got := s.Formats[len(s.Formats)-1]; got != want {
			t.Errorf("%s is %q, want %q", style, got, want)
		}
	}
}

func TestODSFormatOfTheCountry(t *testing.T) {
	book := odsOf(t, `<number:date-style style:name="N" number:automatic-order="true"><number:day/><number:text>/</number:text>`+
		`<number:month/><number:text>/</number:text><number:year/></number:date-style>`+
		`<style:default-style style:family="table-cell" style:data-style-name="N"/>`,
		odsTable(`table:name="S"`, odsRow(` office:value-type="date" office:date-value="2016-04-01"/>`)))
	wantRows(t, book.Sheets[0], "d:2016-04-01 {dd/mm/yy}")
}

func TestODSFlat(t *testing.T) {
	doc := odsDoc("", odsTable(`table:name="S"`, odsRow(odsWord("a"))))
	doc = strings.Replace(doc, "<office:document-content ", `<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet" `, 1)
	doc = strings.Replace(doc, "</office:document-content>", "</office:document>", 1)
	book, err := Open(BytesInput("test.fods", []byte(doc)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, book.Sheets[0], "t:a")
	if book.Format != formatODS {
		t.Errorf("format %q", book.Format)
	}
}

func TestODSRefusals(t *testing.T) {
	good := odsDoc("", odsTable(`table:name="S"`, odsRow(odsWord("a"))))
	far := odsTable(`table:name="S"`, odsRow(` table:number-columns-repeated="20000"/>`, odsWord("a")))
	again := odsTable(`table:name="S"`, `<table:table-row table:number-rows-repeated="9000000">`+strings.TrimPrefix(odsRow(odsWord("aaaaaaaaaaaaaaa")), `<table:table-row>`))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"no zip":           {[]byte(good), "damaged"},
		"no content":       {odsFile("styles.xml", good), "content.xml"},
		"encrypted":        {odsFile("META-INF/manifest.xml", `<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>`, "content.xml", "?"), "an encrypted spreadsheet (ods); open it with its password"},
		"a text document":  {odsFile("content.xml", strings.ReplaceAll(good, "office:spreadsheet", "office:text")), "no spreadsheet"},
		"not well-formed":  {odsFile("content.xml", `<office:document-content><a></b></office:document-content>`), "closes nothing"},
		"a column far out": {odsFile("content.xml", odsDoc("", far)), "limit columns = 16384"},
		"cut short":        {odsFile("content.xml", good[:len(good)-80]), "ends inside"},
		"cells for ever":   {odsFile("content.xml", odsDoc("", again)), "limit ratio = 200"},
	} {
		t.Run(name, func(t *testing.T) {
			book, err := openODS(BytesInput("test.ods", c.data), DefaultLimits())
			if err == nil {
				err = keepsPromises(book.Sheets[len(book.Sheets)-1])
			}
			var refusal *Refusal
			if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want a refusal with %q", err, c.want)
			}
		})
	}
}

// What comes before a break is given, and the break is told.
func TestODSBrokenOff(t *testing.T) {
	good := odsDoc("", odsTable(`table:name="S"`, odsRow(odsWord("a")), odsRow(odsWord("b"))))
	book, err := openODS(BytesInput("test.ods", odsFile("content.xml", good[:strings.Index(good, ">b<")])), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := rowLines(book.Sheets[0])
	var refusal *Refusal
	if !slices.Equal(rows, []string{"t:a"}) || !errors.As(err, &refusal) || refusal.Sheet != "S" {
		t.Errorf("rows %q, error %v", rows, err)
	}
}

// drawODSRow draws a row whose cells are of usual and unusual forms.
func drawODSRow(t *rapid.T) string {
	attr := func(name string, values ...string) string {
		v := rapid.SampledFrom(append(values, "")).Draw(t, name)
		if v == "" {
			return ""
		}
		return fmt.Sprintf(` %s="%s"`, name, v)
	}
	var cells []string
	for range rapid.IntRange(0, 4).Draw(t, "cells") {
		attrs := rapid.Permutation([]string{
			attr("office:value-type", "float", "string", "date", "boolean", "time", "other"),
			attr("office:value", "1", "-2.50", " 3 ", "1E5", "x", ""),
			attr("office:date-value", "2016-04-01", "1&amp;2"),
			attr("calcext:value-type", "error", "float"),
			attr("table:style-name", "money", "day", "nothing"),
			attr("table:number-columns-repeated", "2", "3"),
			attr("table:formula", "of:=A1"),
		}).Draw(t, "attributes")
		cell := strings.Join(attrs, "")
		if rapid.Bool().Draw(t, "content") {
			text := rapid.SampledFrom([]string{"", "a", "a b", " a", "a ", "a  b", "a&amp;b", "é", "\xff", "a\nb", "#REF!", "a<text:s/>b", "a</text:p><text:p>b"}).Draw(t, "text")
			cell += "><text:p>" + text + "</text:p></table:table-cell>"
		} else {
			cell += "/>"
		}
		cells = append(cells, cell+rapid.SampledFrom([]string{"", "\n "}).Draw(t, "between"))
	}
	return odsRow(cells...)
}

// The short cuts through usual cells give what the general way gives; repetition gives what writing
// out gives; rows in a temporary file are rows in memory.
func TestODSWaysLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var once, out strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "rows") {
			row, n := drawODSRow(t), rapid.IntRange(1, 3).Draw(t, "times")
			once.WriteString(strings.Replace(row, "<table:table-row", fmt.Sprintf(`<table:table-row table:number-rows-repeated="%d"`, n), 1))
			out.WriteString(strings.Repeat(row, n))
		}
		want := readODS(t, once.String(), func(r *odsReader) { r.slow = true })
		for way, got := range map[string][]string{
			"short cuts":        readODS(t, once.String(), func(r *odsReader) {}),
			"written out":       readODS(t, out.String(), func(r *odsReader) {}),
			"spooled to a file": readODS(t, once.String(), func(r *odsReader) { r.spool.keep = 0 }),
		} {
			if !slices.Equal(got, want) {
				t.Fatalf("%s give %q, the general way %q", way, got, want)
			}
		}
	})
}

// readODS reads rows with a reader that has been set up as wanted.
func readODS(t *rapid.T, rows string, set func(*odsReader)) []string {
	file := odsFile("content.xml", odsDoc(odsTestStyles, odsTable(`table:name="S"`, rows)))
	parts, err := openParts("x", memory{bytes.NewReader(file)}, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	r := newODSReader("x", DefaultLimits())
	set(r)
	if err := r.readPart(context.Background(), parts, "content.xml"); err != nil {
		t.Fatal(err)
	}
	defer r.spool.close()
	lines, err := rowLines(r.book.Sheets[0])
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// FuzzODS looks for panics, endless readings, rows out of order and errors without a reason.
func FuzzODS(f *testing.F) {
	f.Add(odsDoc(odsTestStyles, odsTable(`table:name="S"`, odsRow(odsWord("a &lt; b"), ` table:number-columns-repeated="3"/>`,
		` office:value-type="float" office:value="5" table:style-name="money"><text:p>5</text:p></table:table-cell>`))))
	f.Add(odsDoc("", odsTable(`table:name="S"`, `<table:table-row-group table:display="false">`+odsRow(odsWord("x"))+`</table:table-row-group>`)))
	f.Fuzz(func(t *testing.T, content string) {
		book, err := openODS(BytesInput("fuzz.ods", odsFile("content.xml", content)), DefaultLimits())
		wantRefusal(t, err)
		if err != nil {
			return
		}
		defer book.Close()
		for _, s := range book.Sheets {
			wantRefusal(t, keepsPromises(s))
		}
	})
}
