package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// xlsxParts is a workbook as its parts: names and contents in turn.
type xlsxParts []string

// oneSheet is the least workbook around the rows of a sheet: styles 0 to 4 are General, a date, a custom
// date, two decimals and a text format.
func oneSheet(rows string, texts ...string) xlsxParts {
	return sheetPart(`<worksheet><sheetData>`+rows+`</sheetData></worksheet>`, texts...)
}

// sheetPart is a workbook whose one worksheet is given whole.
func sheetPart(worksheet string, texts ...string) xlsxParts {
	var sst strings.Builder
	for _, text := range texts {
		sst.WriteString("<si>" + text + "</si>")
	}
	return xlsxParts{
		"_rels/.rels", rels(`<Relationship Id="a" Type="http://x/officeDocument" Target="xl/workbook.xml"/>`),
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", rels(`<Relationship Id="b" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>`),
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="d&quot; day of &quot;mmmm"/></numFmts>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="2"/><xf numFmtId="49"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", "<sst>" + sst.String() + "</sst>",
		"xl/worksheets/sheet1.xml", worksheet,
	}
}

// with replaces the content of a part, or adds the part; without content it takes the part away.
func (p xlsxParts) with(name, content string) xlsxParts {
	p = slices.Clone(p)
	for i := 0; i < len(p); i += 2 {
		if p[i] == name {
			p = slices.Delete(p, i, i+2)
			break
		}
	}
	if content == "" {
		return p
	}
	return append(p, name, content)
}

func (p xlsxParts) zip(tb testing.TB) []byte {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for i := 0; i < len(p); i += 2 {
		w, err := z.Create(p[i])
		if err == nil {
			_, err = w.Write([]byte(p[i+1]))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// open opens the workbook with and without short cuts.
func (p xlsxParts) open(t *testing.T, slow bool) *Book {
	t.Helper()
	book, err := openXLSXBy(BytesInput("book.xlsx", p.zip(t)), DefaultLimits(), slow)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// wantXLSX checks the rows of the first sheet, read in both ways.
func wantXLSX(t *testing.T, p xlsxParts, want ...string) {
	t.Helper()
	for _, slow := range []bool{false, true} {
		wantRows(t, p.open(t, slow).Sheets[0], want...)
	}
}

func TestXLSXCells(t *testing.T) {
	tests := []struct {
		name, rows string
		texts      []string
		want       []string
	}{
		{"shared strings", `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>`,
			[]string{"<t>first</t>", `<t xml:space="preserve"> second </t>`}, []string{"t: second  | t:first"}},
		{"runs are joined, readings left out", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`,
			[]string{`<r><rPr><b/></rPr><t>Lee</t></r><r><t>ds</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr/>`}, []string{"t:Leeds"}},
		{"an empty string is blank", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`,
			[]string{"<t/>", "<t>b</t>"}, []string{" | t:b"}},
		{"numbers keep their digits", `<row r="1"><c r="A1"><v>1.50</v></c><c r="B1" t="n"><v>-1E-3</v></c><c r="C1"><v>0.30000000000000004</v></c></row>`,
			nil, []string{"n:1.50 | n:-1E-3 | n:0.30000000000000004"}},
		{"dates are told by the format", `<row r="1"><c r="A1" s="1"><v>42005</v></c><c r="B1" s="2"><v>42005.5</v></c><c r="C1" s="3"><v>42005</v></c></row>`,
			nil, []string{`d:42005 {dd/mm/yyyy} | d:42005.5 {d" day of "mmmm} | n:42005 {0.00}`}},
		{"ISO dates", `<row r="1"><c r="A1" s="1" t="d"><v>2016-04-01T00:00:00</v></c></row>`, nil, []string{"d:2016-04-01T00:00:00 {dd/mm/yyyy}"}},
		{"formulas have their value", `<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c><c r="B1" t="str"><f t="shared" ref="B1:B2" si="0">"a"&amp;"b"</f><v>ab</v></c><c r="C1"><f/><v>1</v></c></row>`,
			nil, []string{"n:4 | t:ab | n:1"}},
		{"inline strings", `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><r><t>b</t></r><r><t>c</t></r></is></c></row>`,
			nil, []string{"t:a | t:bc"}},
		{"an inline string goes before a value", `<row r="1"><c r="A1" t="inlineStr"><v>1.0</v><is><t>1.</t></is></c><c r="B1"><is><t>x</t></is></c></row>`,
			nil, []string{"t:1. | t:x"}},
		{"booleans and errors", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#DIV/0!</v></c></row>`,
			nil, []string{"b:TRUE | b:FALSE | e:#DIV/0!"}},
		{"text where a number should be", `<row r="1"><c r="A1"><v>12 pounds</v></c><c r="B1"><v>1e</v></c><c r="C1"><v>-</v></c></row>`,
			nil, []string{"t:12 pounds | t:1e | t:-"}},
		{"a shared string that is missing", `<row r="1"><c r="A1" t="s"><v>7</v></c></row>`, nil, []string{"e:#REF!"}},
		{"entities and escapes", `<row r="1"><c r="A1" t="str"><v>a&amp;b &#163;&#xA3; &lt;&gt;&quot;&apos; &what;</v></c><c r="B1" t="inlineStr"><is><t>x_x000D_` + "\r\n" + `y_x005F_x000D_ _xD83D__xDE00_ _x00</t></is></c></row>`,
			nil, []string{"t:a&b ££ <>\"' &what; | t:x\r\ny_x000D_ \U0001F600 _x00"}},
		{"sections and comments", `<!-- <row> --><row r="1"><c r="A1" t="str"><v><![CDATA[a<b]]>&amp;c<!-- no --></v></c><?x y?></row>`,
			nil, []string{"t:a<b&c"}},
		{"positions from the order", `<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="C2"><v>3</v></c><c><v>4</v></c></row>`,
			nil, []string{"n:1 | n:2", " |  | n:3 | n:4"}},
		{"a row's number from its cell", `<row><c r="B3"><v>1</v></c></row>`, nil, []string{"", "", " | n:1"}},
		{"cells out of order", `<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>`, nil, []string{"n:1 |  | n:3"}},
		{"rows out of order", `<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>`, nil, []string{"n:1", "", "n:3"}},
		{"blank rows between are given", `<row r="2"><c r="A2"><v>2</v></c></row><row r="5"><c r="A5"><v>5</v></c></row>`,
			nil, []string{"", "n:2", "", "", "n:5"}},
		{"formats alone are no content", `<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="3"/></row><row r="2"><c r="A2" s="3"/></row><row r="1048576" hidden="1"/>`,
			nil, []string{"n:1"}},
		{"hidden rows", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="true"/><row r="3" ht="0" customHeight="1"><c r="A3"><v>3</v></c></row><row r="4"><c r="A4"><v>4</v></c></row>`,
			nil, []string{"n:1 (hidden)", " (hidden)", "n:3 (hidden)", "n:4"}},
		{"rows alike but for their numbers", `<row r="1" spans="1:1"><c r="A1"><v>1</v></c></row><row r="2" spans="1:1"><c r="A2"><v>2</v></c></row><row r="3" spans="1:1" hidden="1"><c r="A3"><v>3</v></c></row>` +
			`<row r="4" spans="1:1" hidden="1"><c r="A4"><v>4</v></c></row>`, nil, []string{"n:1", "n:2", "n:3 (hidden)", "n:4 (hidden)"}},
		{"space between everything", " <row r='1' >\n <c r = 'A1' t=\"n\" >\n <v>1</v>\n </c >\n </row >\n", nil, []string{"n:1"}},
		{"other attributes and elements", `<row r="1" x:dy="0.2"><c r="A1" cm="1" x:s="9" s="3"><extLst><ext><v>9</v></ext></extLst><v>1</v></c></row>`, nil, []string{"n:1 {0.00}"}},
		{"styles that do not exist", `<row r="1"><c r="A1" s="99"><v>1</v></c><c r="B1" s=""><v>2</v></c></row>`, nil, []string{"n:1 | n:2"}},
		{"bytes that are not UTF-8", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xa31</v></c></row>", nil, []string{"t:\ufffd1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { wantXLSX(t, oneSheet(test.rows, test.texts...), test.want...) })
	}
}

// TestXLSXPackages reads one sheet out of packages as programs other than Excel write them.
func TestXLSXPackages(t *testing.T) {
	usual := oneSheet(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, "<t>here</t>")
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`<sst><si><t>here</t></si></sst>`)
	if err != nil {
		t.Fatal(err)
	}
	backslashes := slices.Clone(usual)
	for i := 0; i < len(backslashes); i += 2 {
		backslashes[i] = strings.ReplaceAll(backslashes[i], "/", `\`)
	}
	workbookRels := func(target string) xlsxParts {
		return usual.with("xl/_rels/workbook.xml.rels", rels(`<Relationship Id="b" Type="http://x/worksheet" Target="`+target+`"/>`))
	}
	prefixed := usual.with("xl/worksheets/sheet1.xml", `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>`)
	tests := map[string]xlsxParts{
		"as usual":                  usual,
		"backslashes in names":      backslashes,
		"another case of names":     usual.with("xl/worksheets/sheet1.xml", "").with("XL/Worksheets/Sheet1.XML", usual[11]),
		"a target from the root":    workbookRels("/xl/worksheets/sheet1.xml"),
		"a target with backslashes": workbookRels(`worksheets\sheet1.xml`),
		"a target with steps":       workbookRels("./../xl/worksheets/sheet1.xml"),
		"a target with escapes":     workbookRels("worksheets/sheet%31.xml"),
		"no relations of the zip":   usual.with("_rels/.rels", ""),
		"no styles":                 usual.with("xl/styles.xml", ""),
		"prefixes":                  prefixed.with("xl/sharedStrings.xml", `<x:sst xmlns:x="m"><x:si><x:t>here</x:t></x:si></x:sst>`),
		"a byte order mark":         usual.with("xl/sharedStrings.xml", "\ufeff<sst><si><t>here</t></si></sst>"),
		"UTF-16":                    usual.with("xl/sharedStrings.xml", utf16),
		"another charset":           usual.with("xl/sharedStrings.xml", `<?xml version="1.0" encoding="windows-1252"?><sst><si><t>here</t></si></sst>`),
	}
	for name, parts := range tests {
		t.Run(name, func(t *testing.T) { wantXLSX(t, parts, "t:here") })
	}
}

// TestXLSXBesideCells reads what a sheet and a book hold beside their cells.
func TestXLSXBesideCells(t *testing.T) {
	book := sheetPart(`<worksheet><cols><col min="2" max="3" hidden="1"/><col min="4" max="4" width="0"/><col min="6" max="6" width="9"/></cols>`+
		`<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2" t="s"><v>5</v></c><c r="A2"><v>2</v></c></row></sheetData>`+
		`<autoFilter ref="A1:C2"><filterColumn colId="0"/></autoFilter><mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="E4:D3"/></mergeCells></worksheet>`).
		with("xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="One &amp; only" r:id="b"/><sheet name="Two" state="hidden" r:id="b"/>`+
			`<sheet name="Three" state="veryHidden" r:id="b"/><sheet name="Chart" r:id="c"/><sheet name="Module" r:id=""/></sheets>`+
			`<externalReferences><externalReference r:id="d"/></externalReferences><pivotCaches><pivotCache/><pivotCache/></pivotCaches></workbook>`).
		with("xl/_rels/workbook.xml.rels", rels(`<Relationship Id="b" Type="t/worksheet" Target="worksheets/sheet1.xml"/>`+
			`<Relationship Id="c" Type="t/chartsheet" Target="chart.xml"/><Relationship Id="e" Type="t/vbaProject" Target="vba.bin"/>`)).
		with("xl/worksheets/_rels/sheet1.xml.rels", rels(`<Relationship Id="a" Type="t/comments" Target="../comments1.xml"/><Relationship Id="p" Type="t/pivotTable" Target="../p.xml"/>`)).
		with("xl/comments1.xml", `<comments><commentList><comment ref="A1"/><comment ref="A2"/></commentList></comments>`).open(t, false)
	wantRows(t, book.Sheets[0], "n:1", "n:2 (hidden)")
	s := book.Sheets[0]
	if s.Name != "One & only" || !s.Date1904 || len(book.Sheets) != 3 {
		t.Errorf("the first sheet is %q of %d, date1904 %v", s.Name, len(book.Sheets), s.Date1904)
	}
	if book.Sheets[1].Visibility != Hidden || book.Sheets[2].Visibility != VeryHidden || book.Sheets[2].Index != 2 {
		t.Error("visibility is not as written")
	}
	if want := []Span{{2, 4}}; !slices.Equal(s.HiddenCols, want) {
		t.Errorf("hidden columns are %v, want %v", s.HiddenCols, want)
	}
	if want := []Merge{{1, 1, 2, 3}, {3, 4, 4, 5}}; !slices.Equal(s.Merged, want) {
		t.Errorf("merged are %v, want %v", s.Merged, want)
	}
	wantNotes(t, s.Notes, "a filter on A1:C2 hides rows: 1 row is hidden", "1 cell names a shared string", "1 cell comes twice", "2 comments, not read", "1 pivot table, cells read as last saved")
	wantNotes(t, book.Notes, `"Chart" is a chart`, `"Module" is a module of macros`, "1 other workbook", "2 pivot caches", "macros, which are not run")
}

// wantNotes checks that there is a note beginning with or holding each text, in this order, and no more.
func wantNotes(t *testing.T, notes []string, want ...string) {
	t.Helper()
	if len(notes) != len(want) {
		t.Fatalf("notes are %q, want %q", notes, want)
	}
	for i := range want {
		if !strings.Contains(notes[i], want[i]) {
			t.Errorf("note %q does not say %q", notes[i], want[i])
		}
	}
}

func TestXLSXRefusals(t *testing.T) {
	usual := oneSheet(`<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>`, "<t>here</t>")
	rows := func(rows string) xlsxParts { return oneSheet(rows) }
	bomb := usual.with("xl/sharedStrings.xml", `<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>`)
	tests := []struct {
		name  string
		parts xlsxParts
		code  string
		found string
	}{
		{"no workbook", xlsxParts{"word/document.xml", "<d/>"}, codeNoReader, "not a workbook"},
		{"a binary workbook", xlsxParts{"xl/workbook.bin", "x"}, codeNoReader, "xlsb"},
		{"a sheet that is missing", usual.with("xl/worksheets/sheet1.xml", ""), codeNoPart, "sheet1.xml is missing"},
		{"a sheet of an unknown place", usual.with("xl/_rels/workbook.xml.rels", ""), codeNoPart, "does not say where"},
		{"entities", bomb, codeBadXML, "document type"},
		{"an end too early", usual.with("xl/worksheets/sheet1.xml", usual[11][:len(usual[11])-30]), codeDamaged, "ends inside"},
		{"tags that do not match", rows(`<row r="1"><c r="A1"><v>1</c></v></row>`), codeBadXML, "closes nothing"},
		{"no quotes", rows(`<row r="1"><c r="A1" t=s><v>1</v></c></row>`), codeBadXML, "not well-formed"},
		{"two parts of one name", append(slices.Clone(usual), "xl/sharedstrings.xml", "<sst/>"), codeDamaged, "two different parts"},
		{"a row below the last", rows(`<row r="1048577"><c r="A1048577"><v>1</v></c></row>`), codeBadXML, "1048577"},
		{"a row zero", rows(`<row r="0"/>`), codeBadXML, "row with the number"},
		{"a cell of another row", rows(`<row r="1"><c r="A2"><v>1</v></c></row>`), codeBadXML, "in row 1"},
		{"a cell of no place", rows(`<row r="1"><c r="11"><v>1</v></c></row>`), codeBadXML, "reference"},
		{"a row twice", rows(`<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>`), codeRowOrder, "row 1 comes twice"},
		{"a web page", usual.with("xl/worksheets/sheet1.xml", "<html><body/></html>"), codeBadXML, "no worksheet"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { wantRefused(t, test.parts, DefaultLimits(), test.code, test.found) })
	}
}

// wantRefused checks that opening or reading all sheets ends in a refusal with that code and words.
func wantRefused(t *testing.T, parts xlsxParts, lim Limits, code, found string) {
	t.Helper()
	for _, slow := range []bool{false, true} {
		book, err := openXLSXBy(BytesInput("book.xlsx", parts.zip(t)), lim, slow)
		if err == nil {
			_, err = rowLines(book.Sheets[0])
			book.Close()
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Code != code || !strings.Contains(refusal.Found, found) || refusal.Hint == "" {
			t.Errorf("the error is %v (%+v), want %s %q", err, refusal, code, found)
		}
	}
}

func TestXLSXLimits(t *testing.T) {
	long := strings.Repeat("long ", 1000)
	deep := strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30)
	tests := []struct {
		limit string
		set   func(*Limits)
		parts xlsxParts
	}{
		{"file_size", func(l *Limits) { l.FileSize = 1000 }, oneSheet(strings.Repeat(`<row r="1"/>`, 1000))},
		{"ratio", func(l *Limits) { l.Ratio = 50 }, oneSheet("<!--" + strings.Repeat(" ", ratioFrom) + "-->")},
		{"columns", func(l *Limits) { l.Columns = 5 }, oneSheet(`<row r="1"><c r="F1"><v>1</v></c></row>`)},
		{"cell_size", func(l *Limits) { l.CellSize = 100 }, oneSheet(`<row r="1"><c r="A1" t="str"><v>` + long + `</v></c></row>`)},
		{"cell_size", func(l *Limits) { l.CellSize = 100 }, oneSheet("", "<t>"+long+"</t>")},
		{"cell_size", func(l *Limits) { l.CellSize = 100 }, oneSheet("", strings.Repeat("<r><t>run</t></r>", 50))},
		{"xml_depth", func(l *Limits) { l.XMLDepth = 20 }, oneSheet(deep)},
		{"members", func(l *Limits) { l.Members = 3 }, oneSheet("")},
		{"time", func(l *Limits) { l.Time = 1 }, oneSheet("")},
	}
	for _, test := range tests {
		lim := DefaultLimits()
		test.set(&lim)
		wantRefused(t, test.parts, lim, codeLimit, test.limit)
	}
}

// TestXLSXDamageGivesTheRowsBefore reads what stands before a break, and is told of the break.
func TestXLSXDamageGivesTheRowsBefore(t *testing.T) {
	var rows strings.Builder
	for i := 1; i <= 3000; i++ {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>%d</v></c></row>`, i, i, i)
	}
	parts := oneSheet(rows.String() + "<row")
	n := 0
	err := parts.open(t, false).Sheets[0].Rows(context.Background(), func(b *Batch) error {
		n += len(b.Rows)
		b.Release()
		return nil
	})
	var refusal *Refusal
	if n != 3000 || !errors.As(err, &refusal) || !strings.Contains(refusal.Found, "rows up to 3000 were read") {
		t.Errorf("%d rows, then %v", n, err)
	}
}

// TestXLSXChangedByte changes each byte of a stored part in turn: the checksum tells.
func TestXLSXChangedByte(t *testing.T) {
	file := oneSheet(`<row r="1"><c r="A1"><v>123456789</v></c></row>`).zip(t)
	at := bytes.LastIndex(file, []byte("xl/worksheets/sheet1.xml")) - 200
	for i := range 60 {
		changed := slices.Clone(file)
		changed[at+i] ^= 0x10
		book, err := openXLSX(BytesInput("book.xlsx", changed), DefaultLimits())
		if err == nil {
			var rows []string
			if rows, err = rowLines(book.Sheets[0]); err == nil && !slices.Equal(rows, []string{"n:123456789"}) {
				t.Errorf("byte %d changed: rows are %q and no error", at+i, rows)
			}
			book.Close()
		}
		wantRefusal(t, err)
	}
}

// TestXLSXSheetsAtOnce reads the sheets of a book at the same time, each as when read alone.
func TestXLSXSheetsAtOnce(t *testing.T) {
	parts := oneSheet("", "<t>shared</t>")
	sheets, links := "", ""
	for i := range 6 {
		name := fmt.Sprintf("worksheets/s%d.xml", i)
		var rows strings.Builder
		for row := 1; row < 9000*(i%3); row++ {
			fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" t="s"><v>0</v></c><c r="B%d" s="1"><v>%d</v></c></row>`, row, row, row, row+i)
		}
		parts = parts.with("xl/"+name, "<worksheet><sheetData>"+rows.String()+"</sheetData></worksheet>")
		sheets += fmt.Sprintf(`<sheet name="S%d" r:id="r%d"/>`, i, i)
		links += fmt.Sprintf(`<Relationship Id="r%d" Type="t/worksheet" Target="%s"/>`, i, name)
	}
	parts = parts.with("xl/workbook.xml", `<workbook><sheets>`+sheets+`</sheets></workbook>`).with("xl/_rels/workbook.xml.rels", rels(links))
	alone, together := parts.open(t, false), parts.open(t, false)
	got := make([][]string, len(together.Sheets))
	var all sync.WaitGroup
	for i, s := range together.Sheets {
		all.Go(func() { got[i] = contentLines(s) })
	}
	all.Wait()
	for i, s := range alone.Sheets {
		if want := contentLines(s); len(got[i]) < 9000*(i%3) || !slices.Equal(got[i], want) {
			t.Errorf("sheet %d has %d lines, alone %d", i, len(got[i]), len(want))
		}
	}
}

// TestXLSXStops ends a reading early, by the visitor and by the context, and reads again.
func TestXLSXStops(t *testing.T) {
	var file bytes.Buffer
	if err := spendingBook(&file, 9000, 3); err != nil {
		t.Fatal(err)
	}
	book, err := openXLSX(BytesInput("spend.xlsx", file.Bytes()), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	stop := errors.New("enough")
	if err := book.Sheets[0].Rows(context.Background(), func(*Batch) error { return stop }); err != stop {
		t.Errorf("the visitor's error came back as %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = book.Sheets[0].Rows(ctx, func(*Batch) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled reading gave %v", err)
	}
	if err := keepsPromises(book.Sheets[0]); err != nil {
		t.Error(err)
	}
}
