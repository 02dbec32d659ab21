package sheet

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// windows gives a part in windows of a size of the test's choosing.
type windows struct {
	data string
	size int
}

func (w *windows) next(rest []byte) ([]byte, error) {
	n := min(w.size, len(w.data))
	if n == 0 {
		return rest, io.EOF
	}
	window := append(bytes.Clone(rest), w.data[:n]...)
	w.data = w.data[n:]
	return window, nil
}

func (w *windows) close()       {}
func (w *windows) Close() error { return nil }

// sheetOf is a sheet that is read from the text of a worksheet, in windows of that size.
func sheetOf(worksheet string, texts []string, window int, slow bool) *Sheet {
	s := &Sheet{Formats: []string{"General", "dd/mm/yyyy", "0.00"}}
	s.read = func(_ context.Context, visit func(*Batch) error) error {
		w := &windows{worksheet, window}
		r := &sheetReader{
			x:     &xmlReader{src: w, part: w, maxDepth: 20, maxToken: 1 << 16},
			sheet: s, lim: DefaultLimits(), texts: texts, slow: slow, rows: newRowBatcher(visit),
			style: []cellStyle{{}, {1, true}, {2, false}},
		}
		err := r.read()
		if err != nil && r.rows.visitErr == nil {
			err = r.giveUp(err)
		}
		s.Notes = r.seen.notes()
		return refuse("book.xlsx", "", "", err)
	}
	return s
}

// contentLines is rowLines without the blank rows, of which there may be a million, and with the notes
// and what went wrong.
func contentLines(s *Sheet) (lines []string) {
	next := int32(1)
	err := s.Rows(context.Background(), func(b *Batch) error {
		defer b.Release()
		for _, r := range b.Rows {
			if r.Record != next {
				return fmt.Errorf("record %d in place of %d", r.Record, next)
			}
			next++
			if len(r.Cells) == 0 && !r.Hidden {
				continue
			}
			line := fmt.Sprint(r.Record, " ", r.Hidden)
			for _, c := range r.Cells {
				line += "|" + describe(c, s.Formats)
			}
			lines = append(lines, line)
		}
		return nil
	})
	return append(append(lines, s.Notes...), fmt.Sprint(err))
}

// TestXLSXLawOneReading: a worksheet reads the same with and without short cuts, in windows of any size.
func TestXLSXLawOneReading(t *testing.T) {
	texts := []string{"zero", "", "two & more"}
	rapid.Check(t, func(t *rapid.T) {
		worksheet := drawWorksheet(t)
		want := contentLines(sheetOf(worksheet, texts, len(worksheet), true))
		for _, size := range []int{len(worksheet), rapid.IntRange(1, 200).Draw(t, "window")} {
			for _, slow := range []bool{false, true} {
				got := contentLines(sheetOf(worksheet, texts, size, slow))
				if !slices.Equal(got, want) {
					t.Fatalf("slow %v in windows of %d: rows are\n%s\nwant\n%s\nof %s", slow, size,
						strings.Join(got, "\n"), strings.Join(want, "\n"), worksheet)
				}
			}
		}
	})
}

// drawWorksheet writes rows and cells in usual and unusual ways.
func drawWorksheet(t *rapid.T) string {
	var b strings.Builder
	pick := func(of ...string) { b.WriteString(rapid.SampledFrom(of).Draw(t, "piece")) }
	pick("<worksheet>", "<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>", "<?xml version=\"1.0\"?>\n<worksheet xmlns:x=\"a>b\">")
	pick("<sheetData>", "<sheetData >\n")
	row := 0
	for range rapid.IntRange(0, 12).Draw(t, "rows") {
		row += rapid.SampledFrom([]int{1, 1, 1, 2, 30}).Draw(t, "step")
		number := strconv.Itoa(row)
		pick(`<row r="`+number+`">`, `<row r="`+number+`" spans="1:3">`, `<row r="`+number+`" spans="1:3">`, `<row spans="1:3" r="`+number+`" hidden="1">`, `<row r='`+number+`' x:dy="1">`)
		for col := range rapid.IntRange(0, 6).Draw(t, "cells") {
			drawCell(t, pick, fmt.Sprintf(`r="%c%d"`, 'A'+col*3, row))
		}
		pick("</row>", "</row>", "</row>", "</row>\r\n", "<extLst><c r=\"A1\"><v>9</v></c></extLst></row>")
	}
	pick("</sheetData></worksheet>", "</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>\n", "</sheetData>")
	return b.String()
}

func drawCell(t *rapid.T, pick func(...string), ref string) {
	kind := rapid.SampledFrom([]string{"", "", ` t="n"`, ` t="s"`, ` t="s"`, ` t="str"`, ` t="b"`, ` t="e"`, ` t="inlineStr"`, ` t="d"`, ` t="odd"`}).Draw(t, "type")
	style := rapid.SampledFrom([]string{"", "", ` s="0"`, ` s="1"`, ` s="2"`, ` s="77"`, ` s=""`}).Draw(t, "style")
	pick("<c "+ref+style+kind+">", "<c "+ref+style+kind+">", "<c "+ref+kind+style+">", "<c "+style+" "+ref+kind+" >", "<c"+style+kind+">", "<c "+ref+style+"/><c "+strings.Replace(ref, `"A`, `"B`, 1)+kind+">")
	pick("", "", "", "<f>A1&amp;B1</f>", "<f/>", `<f t="shared" si="0"/>`, `<f t="a>b">1</f>`, "<f><!-- x --></f>")
	text := rapid.SampledFrom([]string{"0", "1", "2", "3", "12.50", "-7", "1E5", "1e-7", ".5", "+3", " 4 ", "true", "x", "£ä", "a&amp;b", "_x0041_", "_xZZ", "&#65;", "a\r\nb", "\xff", "<![CDATA[<]]>", "", "#N/A", "2016-04-01", "00012"}).Draw(t, "text")
	pick("<v>"+text+"</v>", "<v>"+text+"</v>", "<v>"+text+"</v>", "<v>"+text+"</v >", "", "<is><t>"+text+"</t></is>", `<is><t xml:space="preserve">`+text+"</t></is>", "<is><r><t>"+text+"</t></r><r><t>!</t></r></is>", "<v/>")
	pick("</c>", "</c>", "</c>", "</c\n>", "<x:y z=\"/>\"/></c>")
}

// TestXLSXLawTexts: any text comes back from a shared string as it was written.
func TestXLSXLawTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(drawXMLText(), 1, 8).Draw(t, "texts")
		var sst strings.Builder
		for _, text := range texts {
			sst.WriteString("<si><t>")
			escaped := strings.ReplaceAll(text, "_x", "_x005F_x")
			if err := xml.EscapeText(&sst, []byte(escaped)); err != nil {
				t.Fatal(err)
			}
			sst.WriteString("</t></si>")
		}
		for _, slow := range []bool{false, true} {
			w := &windows{"<sst>" + sst.String() + "</sst>", rapid.IntRange(1, 100).Draw(t, "window")}
			r := stringsReader{x: &xmlReader{src: w, part: w, maxDepth: 9, maxToken: 1 << 16}, slow: slow, arena: arena{size: 64}}
			got, err := r.read()
			if err != nil || !slices.Equal(got, texts) {
				t.Fatalf("read %q (%v), written %q", got, err, texts)
			}
		}
	})
}

// drawXMLText gives texts of characters that XML can hold.
func drawXMLText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		part := rapid.OneOf(rapid.SampledFrom([]string{"_x0041_", "_x", "&amp;", "\r\n", "\r", "<", "]]>", "£", "  "}), rapid.String())
		text := strings.Join(rapid.SliceOfN(part, 0, 5).Draw(t, "parts"), "")
		return strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
				return -1
			}
			return r
		}, text)
	})
}

// TestXLSXLawAsExcelize: workbooks that excelize writes read cell for cell as excelize reads them. It
// gives booleans as 1 and 0.
func TestXLSXLawAsExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := excelize.NewFile()
		defer f.Close()
		drawCells(t, f)
		buf, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		wantAsExcelize(t, buf.Bytes())
	})
}

// drawCells sets cells of all kinds on two sheets.
func drawCells(t *rapid.T, f *excelize.File) {
	if _, err := f.NewSheet("Second"); err != nil {
		t.Fatal(err)
	}
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(0, 30).Draw(t, "cells") {
		sheet := rapid.SampledFrom([]string{"Sheet1", "Second"}).Draw(t, "sheet")
		row := rapid.IntRange(1, 60).Draw(t, "row")
		name := cellName(int32(row), rapid.IntRange(0, 40).Draw(t, "col"))
		var value any
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			value = rapid.Float64().Draw(t, "number")
		case 1:
			value = rapid.Int64().Draw(t, "whole")
		case 2:
			value = rapid.Bool().Draw(t, "bool")
		case 3:
			value = time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "time"), 0).UTC()
		case 4:
			err = errors.Join(err, f.SetCellFormula(sheet, name, "1+1"), f.SetCellStyle(sheet, name, name, date))
			continue
		case 5:
			err = errors.Join(err, f.SetCellRichText(sheet, name, []excelize.RichTextRun{{Text: "rich "}, {Text: drawXMLText().Draw(t, "run")}}))
			continue
		default:
			value = drawXMLText().Draw(t, "text")
		}
		err = errors.Join(err, f.SetCellValue(sheet, name, value))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func wantAsExcelize(t *rapid.T, file []byte) {
	theirs, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	book, err := openXLSX(BytesInput("book.xlsx", file), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, s := range book.Sheets {
		want, err := theirs.GetRows(s.Name)
		if err != nil {
			t.Fatal(err)
		}
		if err := sameAsRows(s, want); err != nil {
			t.Fatalf("sheet %s: %v", s.Name, err)
		}
	}
}

// sameAsRows compares the cells of a sheet with rows of texts; blank cells at the end of rows, and blank
// rows at the end, are nothing.
func sameAsRows(s *Sheet, want [][]string) error {
	at := 0
	err := s.Rows(context.Background(), func(b *Batch) error {
		defer b.Release()
		for _, r := range b.Rows {
			var texts []string
			for _, c := range r.Cells {
				text := c.Text
				if c.Kind == Bool {
					text = map[string]string{"TRUE": "1", "FALSE": "0"}[text]
				}
				texts = append(texts, text)
			}
			if at >= len(want) || !slices.Equal(texts, trimBlank(want[at])) {
				return fmt.Errorf("row %d is %q, want %q", r.Record, texts, want[min(at, len(want)-1)])
			}
			at++
		}
		return nil
	})
	for ; err == nil && at < len(want); at++ {
		if len(trimBlank(want[at])) > 0 {
			return fmt.Errorf("row %d is not read: %q", at+1, want[at])
		}
	}
	return err
}

func trimBlank(texts []string) []string {
	for len(texts) > 0 && texts[len(texts)-1] == "" {
		texts = texts[:len(texts)-1]
	}
	return texts
}
