package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// xlsOf wraps a workbook stream and opens it.
func xlsOf(t testing.TB, workbook []byte) *Book {
	t.Helper()
	book, err := openXLS(BytesInput("test.xls", compoundFile(stream{"Workbook", workbook})), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// rowLines reads a sheet as one line per row, cells as kind:text:format, for comparing at a glance. It
// checks that records count up from 1.
func rowLines(s *Sheet) ([]string, error) {
	var out []string
	err := s.Rows(context.Background(), func(b *Batch) error {
		for _, r := range b.Rows {
			if int(r.Record) != len(out)+1 {
				return fmt.Errorf("record %d follows %d", r.Record, len(out))
			}
			var cells []string
			for _, c := range r.Cells {
				cells = append(cells, describe(c, s.Formats))
			}
			line := strings.Join(cells, " | ")
			if r.Hidden {
				line += " (hidden)"
			}
			out = append(out, line)
		}
		b.Release()
		return nil
	})
	return out, err
}

func describe(c Cell, formats []string) string {
	text := [...]string{"", "t:", "n:", "d:", "b:", "e:"}[c.Kind] + c.Text
	if c.Format != 0 {
		text += " {" + formats[c.Format] + "}"
	}
	return text
}

// wantRows compares the rows of a sheet, which can be read more than once.
func wantRows(t *testing.T, s *Sheet, want ...string) {
	t.Helper()
	for range 2 {
		got, err := rowLines(s)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("rows are\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
		}
	}
}

func TestXLSCellsOfEveryKind(t *testing.T) {
	var w biffWriter
	w.rec(recLabelSST, cellAt(0, 0, xfGeneral), uint32(1))
	w.rec(recLabelSST, cellAt(0, 1, xfGeneral), uint32(0))
	w.rec(recLabel, cellAt(0, 3, xfGeneral), biffWide("a label"))
	w.rec(recRString, cellAt(0, 4, xfGeneral), uint16(4), byte(0), "rich", uint16(1), uint16(0), uint16(0))
	w.rec(recNumber, cellAt(1, 0, xfMoney), 1234.5)
	w.rec(recNumber, cellAt(1, 1, xfDate), 42005.0)
	w.rec(recNumber, cellAt(1, 2, xfOwnDate), 42005.25)
	w.rec(recRK, cellAt(1, 3, xfGeneral), uint32(123456<<2|3))
	w.rec(recMulRK, uint16(2), uint16(1), uint16(xfGeneral), uint32(7<<2|2), uint16(xfMoney), uint32(0xC0000000), uint16(2))
	w.rec(recBoolErr, cellAt(3, 0, xfGeneral), byte(1), byte(0))
	w.rec(recBoolErr, cellAt(3, 1, xfGeneral), byte(0), byte(0))
	w.rec(recBoolErr, cellAt(3, 2, xfGeneral), byte(0x2A), byte(1))
	w.rec(recNumber, cellAt(3, 3, xfGeneral), math.NaN())
	w.rec(recBlank, cellAt(3, 4, xfMoney))
	w.rec(recFormula, cellAt(5, 0, xfMoney), 99.95, uint16(0), uint32(0), uint16(0))
	w.rec(recFormula, cellAt(5, 1, xfGeneral), byte(1), byte(0), byte(1), "...", uint16(0xFFFF), uint16(0), uint32(0), uint16(0))
	w.rec(recFormula, cellAt(5, 2, xfGeneral), byte(2), byte(0), byte(7), "...", uint16(0xFFFF), uint16(0), uint32(0), uint16(0))
	w.rec(recFormula, cellAt(5, 3, xfGeneral), byte(0), ".....", uint16(0xFFFF), uint16(0), uint32(0), uint16(0))
	w.rec(0x04BC, "a shared formula") // stands between a formula and its text
	w.rec(recString, biffWide("text of a formula"))
	w.rec(recFormula, cellAt(5, 4, xfGeneral), byte(3), ".....", uint16(0xFFFF), uint16(0), uint32(0), uint16(0))

	book := xlsOf(t, testBook(biff8, sst("£ and 😀", "shared"), testSheet{name: "Payments", records: w.Bytes()}))
	wantRows(t, book.Sheets[0],
		"t:shared | t:£ and 😀 |  | t:a label | t:rich",
		"n:1234.5 {#,##0.00} | d:42005 {dd/mm/yyyy} | d:42005.25 {d mmm yyyy} | n:1234.56",
		" | n:7 | n:-2 {#,##0.00}",
		"b:TRUE | b:FALSE | e:#N/A | e:#NUM!",
		"",
		"n:99.95 {#,##0.00} | b:TRUE | e:#DIV/0! | t:text of a formula",
	)
}

func TestXLSExcel95(t *testing.T) {
	var w biffWriter
	w.rec(recLabel, cellAt(0, 0, xfGeneral), uint16(5), "caf\xe9\x80")
	w.rec(recFormula, cellAt(0, 1, xfGeneral), byte(0), ".....", uint16(0xFFFF), uint16(0), uint32(0), uint16(0))
	w.rec(recString, uint16(4), "text")
	w.rec(recNumber, cellAt(0, 2, xfOwnDate), 36526.0)
	var page biffWriter
	page.rec(recCodePage, uint16(1252))
	data := compoundFile(stream{"Book", testBook(biff5, page.Bytes(), testSheet{name: "Old", records: w.Bytes()})})
	book, err := openXLS(BytesInput("test.xls", data), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if book.Sheets[0].Name != "Old" {
		t.Errorf("sheet %q", book.Sheets[0].Name)
	}
	wantRows(t, book.Sheets[0], "t:café€ | t:text | d:36526 {d mmm yyyy}")
}

func TestXLSWithoutCompoundFile(t *testing.T) {
	label := new(biffWriter).rec(recLabel, cellAt(0, 0, 0), biffWide("a")).Bytes()
	book, err := openXLS(BytesInput("test.xls", testBook(biff8, nil, testSheet{name: "S", records: label})), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, book.Sheets[0], "t:a")
}

func TestXLSHiddenMergedAndNoted(t *testing.T) {
	var w biffWriter
	hiddenRow := func(row int) {
		w.rec(recRow, uint16(row), uint16(0), uint16(3), uint16(255), uint32(0), uint16(0x20), uint16(0))
	}
	w.rec(recColInfo, uint16(1), uint16(2), uint16(0), uint16(0), uint16(1))
	w.rec(recFilterMode)
	w.rec(recPivot, "a view")
	w.rec(recQuery, "one")
	w.rec(recQuery, "two")
	hiddenRow(1)
	hiddenRow(2)
	hiddenRow(9) // below the last cell: no row of it is given
	w.rec(recLabel, cellAt(0, 0, 0), biffWide("a"))
	w.rec(recLabel, cellAt(2, 0, 0), biffWide("b"))
	w.rec(recBOF, uint16(biff8), uint16(0x20), uint16(0), uint16(0)) // a chart on the sheet
	w.rec(recLabel, cellAt(3, 0, 0), biffWide("of the chart"))
	w.rec(recEOF)
	w.rec(recLabel, cellAt(4, 0, 0), biffWide("c"))
	w.rec(recMergedCells, uint16(1), uint16(0), uint16(0), uint16(1), uint16(3))
	w.rec(recNote, "0123456789")
	book := xlsOf(t, testBook(biff8, nil,
		testSheet{name: "Shown", records: w.Bytes()},
		testSheet{name: "Macros", kind: 1},
		testSheet{name: "Hidden", vis: 1},
		testSheet{name: "Very", vis: 2}))

	s := book.Sheets[0]
	wantRows(t, s, "t:a", " (hidden)", "t:b (hidden)", "", "t:c")
	if want := []Span{{2, 3}}; !slices.Equal(s.HiddenCols, want) {
		t.Errorf("hidden columns %v, want %v", s.HiddenCols, want)
	}
	if want := []Merge{{1, 2, 1, 4}}; !slices.Equal(s.Merged, want) {
		t.Errorf("merged %v, want %v", s.Merged, want)
	}
	if want := []string{"1 comment, not read", "a filter hides rows: 3 rows are hidden", "1 pivot table, cells read as last saved", "2 queries of outside data, cells read as last saved"}; !slices.Equal(s.Notes, want) {
		t.Errorf("notes %q, want %q", s.Notes, want)
	}
	if want := []string{`the sheet "Macros" is old macros and has no rows`}; !slices.Equal(book.Notes, want) {
		t.Errorf("notes %q, want %q", book.Notes, want)
	}
	var names []string
	for _, s := range book.Sheets {
		names = append(names, fmt.Sprintf("%d %s %d", s.Index, s.Name, s.Visibility))
	}
	if want := []string{"0 Shown 0", "1 Hidden 1", "2 Very 2"}; !slices.Equal(names, want) {
		t.Errorf("sheets %q, want %q", names, want)
	}
}

func TestXLSDamage(t *testing.T) {
	label := new(biffWriter).rec(recLabel, cellAt(0, 0, 0), biffWide("a")).Bytes()
	lost := new(biffWriter).rec(recLabelSST, cellAt(0, 1, 0), uint32(5)).Bytes()
	short := new(biffWriter).rec(recNumber, cellAt(1, 2, 0), uint32(5)).Bytes()
	wideCol := new(biffWriter).rec(recNumber, cellAt(1, 20000, 0), 1.0).Bytes()
	whole := testBook(biff8, nil, testSheet{name: "S", records: label})
	torn := testBook(biff8, nil, testSheet{name: "S", records: append(slices.Clone(label), pack(uint16(recNumber), uint16(4000))...)})
	for name, c := range map[string]struct {
		workbook []byte
		rows     string
		problem  string // "" if none
	}{
		"whole":                     {whole, "t:a", ""},
		"a shared text that is not": {testBook(biff8, nil, testSheet{name: "S", records: append(slices.Clone(label), lost...)}), "t:a | e:#REF!", ""},
		"a record too short":        {testBook(biff8, nil, testSheet{name: "S", records: append(slices.Clone(label), short...)}), "t:a", "the record of cell C2 is cut short"},
		"a column far out":          {testBook(biff8, nil, testSheet{name: "S", records: append(slices.Clone(label), wideCol...)}), "t:a", "limit columns = 16384"},
		"no end":                    {whole[:len(whole)-4], "t:a", "ends early"},
		"a length beyond the end":   {torn, "t:a", "ends early"},
		"a sheet that is not there": {whole[:len(whole)-4-len(label)-12], "", "does not begin at byte"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rowLines(xlsOf(t, c.workbook).Sheets[0])
			if strings.Join(got, "\n") != c.rows {
				t.Errorf("rows %q, want %q", got, c.rows)
			}
			var refusal *Refusal
			if c.problem == "" && err != nil || c.problem != "" && (!errors.As(err, &refusal) || !strings.Contains(err.Error(), c.problem)) {
				t.Errorf("error %v, want %q", err, c.problem)
			}
		})
	}
}

func TestXLSRefusals(t *testing.T) {
	var secret biffWriter
	secret.rec(recBOF, uint16(biff8), uint16(5), uint32(0))
	secret.rec(recFilePass, uint16(1), uint16(1), uint16(1), strings.Repeat("x", 48))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"not a compound file": {bytes.Repeat([]byte("Supplier,Amount\n"), 99), "does not begin as one"},
		"Excel 4":             {append([]byte{9, 4, 6, 0}, make([]byte, 600)...), "Excel 4"},
		"cut short":           {compoundFile(stream{"Workbook", make([]byte, 9)})[:300], "ends inside its header"},
		"a document":          {compoundFile(stream{"WordDocument", []byte("text")}), "a Word document"},
		"an encrypted xlsx":   {compoundFile(stream{"EncryptionInfo", []byte{4}}, stream{"EncryptedPackage", []byte{4}}), "encrypted"},
		"another password":    {compoundFile(stream{"Workbook", secret.Bytes()}), "encrypted"},
		"an empty stream":     {compoundFile(stream{"Workbook", nil}), "without a single record"},
		"a book of no sheets": {compoundFile(stream{"Workbook", testBook(biff8, nil)}), "no sheet can be found"},
		"not BIFF":            {compoundFile(stream{"Workbook", pack(uint16(77), uint16(2), "no")}), "does not begin as Excel 5"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openXLS(BytesInput("test.xls", c.data), DefaultLimits())
			var refusal *Refusal
			if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want a refusal with %q", err, c.want)
			}
		})
	}
}

// The order of cell records in the file does not matter.
func TestXLSOrderLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type place struct{ row, col int }
		places := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) place {
			return place{rapid.IntRange(0, 3000).Draw(t, "row"), rapid.IntRange(0, 20).Draw(t, "col")}
		}), 1, 60, func(p place) place { return p }).Draw(t, "places")
		slices.SortFunc(places, func(a, b place) int { return (a.row-b.row)*100 + a.col - b.col })
		read := func(places []place) []string {
			var w biffWriter
			for _, p := range places {
				w.rec(recNumber, cellAt(p.row, p.col, 0), float64(p.row*100+p.col))
			}
			s, err := openXLS(BytesInput("x", compoundFile(stream{"Workbook", testBook(biff8, nil, testSheet{name: "S", records: w.Bytes()})})), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			got, err := rowLines(s.Sheets[0])
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		want := read(places)
		if got := read(rapid.Permutation(places).Draw(t, "shuffled")); !slices.Equal(got, want) {
			t.Fatalf("shuffled cells give %q, want %q", got, want)
		}
		cells := 0
		for _, line := range want {
			cells += strings.Count(line, "n:")
		}
		if cells != len(places) {
			t.Fatalf("%d cells of %d", cells, len(places))
		}
	})
}

// Shared strings may be split over CONTINUE records anywhere but inside a character or a header, and
// each part may be narrow or wide.
func TestXLSContinueLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringN(0, 12, 40), 1, 8).Draw(t, "texts")
		var w biffWriter
		body := pack(uint32(len(texts)), uint32(rapid.IntRange(0, 20).Draw(t, "lie")))
		id := recSST
		split := func() { // ends the record here
			w.rec(id, body)
			id, body = recContinue, nil
		}
		for i, text := range texts {
			if rapid.Bool().Draw(t, "before") && i > 0 {
				split()
			}
			raw := biffWide(text)
			runs := rapid.IntRange(0, 2).Draw(t, "runs")
			flags := byte(1)
			if runs > 0 {
				flags |= 8
			}
			body = append(body, raw[0], raw[1], flags)
			if runs > 0 {
				body = append(body, pack(uint16(runs))...)
			}
			chars := raw[3:]
			if n := len(chars) / 2; n > 1 && rapid.Bool().Draw(t, "inside") {
				cut := 2 * rapid.IntRange(0, n-1).Draw(t, "cut")
				body = append(body, chars[:cut]...)
				split()
				body, chars = append(body, 1), chars[cut:]
			}
			body = append(body, chars...)
			body = append(body, make([]byte, 4*runs)...)
		}
		split()
		w.rec(recEOF)
		got, err := readSST(bytes.NewReader(w.Bytes()), 0, nil)
		if err != nil || !slices.Equal(got, texts) {
			t.Fatalf("read %q (%v), want %q", got, err, texts)
		}
	})
}

// FuzzXLS looks for panics, endless readings, rows out of order and errors without a reason.
func FuzzXLS(f *testing.F) {
	for _, content := range gallery(f, "\xD0\xCF") {
		f.Add(content)
	}
	var w biffWriter
	w.rec(recRow, uint16(1), uint16(0), uint16(3), uint16(255), uint32(0), uint16(0x20), uint16(0))
	w.rec(recLabelSST, cellAt(0, 0, 0), uint32(0))
	w.rec(recMulRK, uint16(2), uint16(1), uint16(0), uint32(7<<2|2), uint16(0), uint32(0xC0000000), uint16(2))
	w.rec(recFormula, cellAt(1, 0, 0), byte(0), ".....", uint16(0xFFFF), uint16(0), uint32(0), uint16(0))
	w.rec(recString, biffWide("text"))
	f.Add(testBook(biff8, sst("shared", "text"), testSheet{name: "S", records: w.Bytes()}))
	f.Add(testBook(biff5, nil, testSheet{name: "S", records: new(biffWriter).rec(recLabel, cellAt(0, 0, 0), uint16(1), "x").Bytes()}))
	f.Add(compoundFile(stream{"Workbook", testBook(biff8, sst("text"), testSheet{name: "S", records: w.Bytes()})}, stream{"Other", make([]byte, 5000)}))
	f.Fuzz(func(t *testing.T, workbook []byte) {
		for _, data := range [][]byte{workbook, compoundFile(stream{"Workbook", workbook})} {
			book, err := openXLS(BytesInput("fuzz.xls", data), DefaultLimits())
			wantRefusal(t, err)
			if err != nil {
				continue
			}
			for _, s := range book.Sheets {
				wantRefusal(t, keepsPromises(s))
			}
		}
	})
}

// keepsPromises reads a sheet and fails with an error of its own kind where the rows are not what
// Sheet.Rows promises.
func keepsPromises(s *Sheet) error {
	next, content := int32(1), true
	err := s.Rows(context.Background(), func(b *Batch) error {
		defer b.Release()
		for _, r := range b.Rows {
			if r.Record != next {
				return fmt.Errorf("record %d in place of %d", r.Record, next)
			}
			next++
			for _, c := range r.Cells {
				if (c.Kind == Blank) != (c.Text == "") || int(c.Format) >= len(s.Formats) {
					return fmt.Errorf("row %d holds the cell %+v", r.Record, c)
				}
			}
			content = len(r.Cells) > 0 && r.Cells[len(r.Cells)-1].Kind != Blank
		}
		return nil
	})
	if err == nil && !content {
		return errors.New("the last row is blank")
	}
	return err
}

// wantRefusal fails for errors that do not say a reason in words.
func wantRefusal(t *testing.T, err error) {
	t.Helper()
	var refusal *Refusal
	if err != nil && (!errors.As(err, &refusal) || refusal.Found == "" || refusal.Code == "") {
		t.Fatalf("an error without a reason: %v", err)
	}
}
