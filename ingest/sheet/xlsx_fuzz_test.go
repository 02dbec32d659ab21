package sheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// FuzzXLSX reads any file as a workbook: it gives rows as promised or a reason in words.
func FuzzXLSX(f *testing.F) {
	for _, content := range gallery(f, "PK") {
		f.Add(content)
	}
	f.Add(oneSheet(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>42005</v></c></row><row r="4" hidden="1"><c r="A4"><v>1</v></c></row>`, "<t>text</t>").zip(f))
	f.Add(oneSheet(``).with("xl/worksheets/_rels/sheet1.xml.rels", rels(`<Relationship Id="a" Type="t/comments" Target="../c.xml"/>`)).zip(f))
	var spend bytes.Buffer
	if err := spendingBook(&spend, 30, 1); err != nil {
		f.Fatal(err)
	}
	f.Add(spend.Bytes())
	lim := DefaultLimits()
	lim.FileSize = 1 << 20
	f.Fuzz(func(t *testing.T, file []byte) {
		book, err := openXLSX(BytesInput("book.xlsx", file), lim)
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

// FuzzXLSXSheet reads any text as a worksheet: with and without short cuts and in any windows it gives
// the same rows, notes and error.
func FuzzXLSXSheet(f *testing.F) {
	for _, rows := range []string{
		`<row r="1" spans="1:2"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>42005</v></c></row><row r="2" spans="1:2"><c r="A2"><f>B1</f><v>1.5E3</v></c></row>`,
		`<row><c><v>1</v></c></row><row r="9" hidden="1"><c r="B9" t="inlineStr"><is><t>a&amp;b</t></is></c><c r="C9" t="b"><v>1</v></c></row>`,
		`<row r="3"><c r="A3" t="str"><v><![CDATA[x]]>_x000D_</v></c></row><row r="1"><c r="A1" t="e"><v>#REF!</v></c></row><!-- end -->`,
	} {
		f.Add(`<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData>`+rows+`</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, 7)
	}
	f.Fuzz(func(t *testing.T, worksheet string, window int) {
		window = 1 + len(worksheet)/100 + max(0, window%500) // not so small that copying windows takes long
		texts := []string{"zero", "", "two"}
		want := contentLines(sheetOf(worksheet, texts, len(worksheet)+1, true))
		for _, size := range []int{len(worksheet) + 1, window} {
			if got := contentLines(sheetOf(worksheet, texts, size, false)); !slices.Equal(got, want) {
				t.Errorf("in windows of %d: rows are\n%s\nwant\n%s", size, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	})
}
