package sheet

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// limitedFiles are a table with six columns and a text of a hundred letters, in each format.
func limitedFiles(t *testing.T) map[string][]byte {
	long := strings.Repeat("x", 100)
	var w biffWriter
	for col := range 6 {
		w.rec(recNumber, cellAt(0, col, xfGeneral), float64(col))
	}
	w.rec(recLabel, cellAt(1, 0, xfGeneral), biffWide(long))
	cells := slices.Repeat([]string{odsWord("a")}, 6)
	ods := odsDoc("", odsTable(`table:name="One"`, odsRow(cells...), odsRow(odsWord(long))))
	flat := strings.NewReplacer("office:document-content", "office:document",
		`office:1.0">`, `office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">`).Replace(ods)
	return map[string][]byte{
		"csv": []byte("a,b,c,d,e,f\n" + long + ",2,3,4,5,6\n"),
		"xlsx": oneSheet(`<row r="1"><c r="A1"><v>1</v></c><c r="F1"><v>1</v></c></row>` +
			`<row r="2"><c r="A2" t="inlineStr"><is><t>` + long + `</t></is></c></row>`).zip(t),
		"xls":  compoundFile(stream{"Workbook", testBook(biff8, nil, testSheet{name: "One", records: w.Bytes()})}),
		"ods":  odsFile("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", ods),
		"fods": []byte(flat),
		"json": []byte(`[{"a":1,"b":2,"c":3,"d":4,"e":5,"f":[[1]]},{"a":"` + long + `"}]`),
	}
}

// readLimited reads a file to its end.
func readLimited(content []byte, name string, lim Limits) error {
	in := BytesInput(name, content)
	if tooLarge := TooLarge(in, lim); tooLarge != nil {
		return tooLarge
	}
	book, err := Open(in, lim)
	if err != nil {
		return err
	}
	defer book.Close()
	for _, s := range book.Sheets {
		if err := s.Rows(context.Background(), func(b *Batch) error { b.Release(); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// Every limit holds in every format that can go beyond it. The error names the limit and its value, and says
// how to set it; without the limit the file is read.
func TestEveryLimitInEveryFormat(t *testing.T) {
	files := limitedFiles(t)
	set := func(name string, n int64) Limits {
		lim := DefaultLimits()
		for _, s := range LimitSettings() {
			if s.Name == name {
				s.Set(&lim, n)
			}
		}
		return lim
	}
	all := []string{"csv", "xlsx", "xls", "ods", "fods", "json"}
	for _, c := range []struct {
		name    string
		n       int64
		formats []string
		advice  string
	}{
		{"file_size", 20, all, "split it into smaller files"},
		{"columns", 4, all, "delete what stands beyond the table, and save it again"},
		{"cell_size", 60, []string{"csv", "xls", "json"}, "look for a quote that is never closed, or ask the publisher for a table"},
		{"xml_depth", 2, []string{"xlsx", "ods", "fods", "json"}, "open it in a spreadsheet program and save it again"},
		{"time", 0, all, "split it into smaller files"},
	} {
		lim := set(c.name, c.n)
		if c.name == "time" {
			lim.Time = time.Nanosecond // less than any reading takes
		}
		for _, format := range c.formats {
			name := "file." + format
			if err := readLimited(files[format], name, DefaultLimits()); err != nil {
				t.Errorf("%s without limits: %v", format, err)
			}
			err := readLimited(files[format], name, lim)
			var r *Refusal
			if !errors.As(err, &r) || r.Code != CodeLimit {
				t.Errorf("%s beyond %s: %v", format, c.name, err)
				continue
			}
			limit := fmt.Sprintf("is beyond the limit %s = %d", c.name, c.n)
			advice := fmt.Sprintf("%s; or raise limits: %s in flows.yaml", c.advice, c.name)
			if !strings.HasPrefix(err.Error(), name) || !strings.Contains(err.Error(), limit) || r.Hint != advice {
				t.Errorf("%s: the error is\n%s\nto do: %s\nwant %q and %q", format, err, r.Hint, limit, advice)
			}
		}
	}
}

// The text of one cell of a workbook has a limit too, which no tag may pass either.
func TestLongTextsOfWorkbooks(t *testing.T) {
	lim := DefaultLimits()
	lim.CellSize = 1000
	long := strings.Repeat("x", 5000)
	for format, content := range map[string][]byte{
		"xlsx": oneSheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + long + `</t></is></c></row>`).zip(t),
		"ods":  odsFile("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", odsDoc("", odsTable(`table:name="One"`, odsRow(odsWord(long))))),
	} {
		err := readLimited(content, "file."+format, lim)
		if codeOf(err) != codeLimit || !strings.Contains(err.Error(), "is beyond the limit cell_size = 1000") {
			t.Errorf("%s: %v", format, err)
		}
	}
}
