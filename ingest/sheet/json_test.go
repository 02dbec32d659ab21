package sheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"
)

func jsonOf(t testing.TB, text string) *Book {
	t.Helper()
	book, err := openJSON(BytesInput("test.json", []byte(text)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// jsonSheets shows a book: each sheet's name, then its rows.
func jsonSheets(t testing.TB, book *Book) string {
	t.Helper()
	var out []string
	for _, s := range book.Sheets {
		rows, err := rowLines(s)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s.Name+":")
		out = append(out, rows...)
	}
	return strings.Join(out, "\n")
}

func TestJSONShapes(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a list of records": {
			`[{"Body": "Anytown", "Amount": 12.50, "Paid": true, "Note": null}, {"Amount": -1E3, "Ref": "A1"}]`,
			":\nt:Body | t:Amount | t:Paid | t:Note | t:Ref\nt:Anytown | n:12.50 | b:TRUE\n | n:-1E3 |  |  | t:A1",
		},
		"JSON lines": {
			"{\"id\": 1}\n{\"id\": 2, \"x\": [{\"y\": 3}]}\n",
			":\nt:id | t:x/0/y\nn:1\nn:2 | n:3",
		},
		"lists in an object": {
			`{"license": "OGL", "grants": [{"id": "g1", "to": [{"name": "A"}, {"name": "B"}]}], "meta": {"more": [{"k": 1}]}, "none": []}`,
			"grants:\nt:id | t:to/0/name | t:to/1/name\nt:g1 | t:A | t:B\nmeta/more:\nt:k\nn:1",
		},
		"nested objects": {
			`[{"tender": {"value": {"amount": 5, "currency": "GBP"}}}]`,
			":\nt:tender/value/amount | t:tender/value/currency\nn:5 | t:GBP",
		},
		"lists of values": {
			`[{"one": ["a"], "none": [], "two": ["a", "b\"c", true, null, {"x": 1}], "deep": [[1, 2], [3]], "nil": [null, 1]}]`,
			`:` + "\n" + `t:one | t:none | t:two | t:deep | t:nil` + "\n" + `t:a |  | t:["a","b\"c",true,null,{"x":1}] | t:[[1,2],[3]] | t:[null,1]`,
		},
		"a list of lists": {
			`[["Body", "Amount"], ["Anytown", 12], [], [null, {"a": [1]}]]`,
			`:` + "\n" + "t:Body | t:Amount\nt:Anytown | n:12\n\n" + ` | t:{"a":[1]}`,
		},
		"lists one after another": {"[\"Body\", \"Amount\"]\n[\"Anytown\", 12]", ":\nt:Body | t:Amount\nt:Anytown | n:12"},
		"one plain record":        {`{"id": 1, "name": "x"}`, ":\nt:id | t:name\nn:1 | t:x"},
		"an empty list":           {`{"publisher": "x", "grants": []}`, "grants:"},
		"nothing in a list":       {`[]`, ":"},
		"a value among records":   {`[{"a": 1}, 5, null, {"a": 2}]`, ":\nt:a | t:value\nn:1\n | n:5\n\nn:2"},
		"a key twice":             {`[{"a": 1, "b": 2, "a": 3}]`, ":\nt:a | t:b\nn:3 | n:2"},
		"escapes":                 {`[{"a\/b": "\"\\\b\f\n\r\t\u00e9\ud83d\ude00\ud83d.\ude00"}]`, ":\nt:a/b\nt:\"\\\b\f\n\r\té😀\ufffd.\ufffd"},
		"not a number":            {`[{"a": NaN, "b": -Infinity}]`, ":\nt:a | t:b\ne:NaN | e:-Infinity"},
		"a byte order mark":       {"\ufeff[{\"a\": \"é\"}]", ":\nt:a\nt:é"},
		"Windows-1252":            {"[{\"a\": \"\xa3 and \xc2\xa3\"}]", ":\nt:a\nt:£ and £"},
		"UTF-16":                  {utf16le("\ufeff[{\"a\": \"é, and more text\"}]"), ":\nt:a\nt:é, and more text"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := jsonSheets(t, jsonOf(t, c.text)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func utf16le(s string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func TestJSONNotes(t *testing.T) {
	book := jsonOf(t, `{"license": "OGL", "by": {"name": "x"}, "tags": ["a"], "grants": [{"a": 1, "a": 2}]}`)
	if want := []string{"not read, since beside the records: license, by/name, tags"}; !slices.Equal(book.Notes, want) {
		t.Errorf("notes %q, want %q", book.Notes, want)
	}
	if want := []string{"1 values come twice in their record: the later one counts"}; !slices.Equal(book.Sheets[0].Notes, want) {
		t.Errorf("notes %q, want %q", book.Sheets[0].Notes, want)
	}
}

// Where a text stops being JSON is marked by ¶ in it.
func TestJSONBroken(t *testing.T) {
	for text, want := range map[string]string{
		`[{"a": 1}] ¶]`:            "']' after the end",
		`[{"a": 1},¶]`:             "']' where a value should stand",
		`{"a": [1, 2] ¶"b": 3}`:    `'"' where ',' or '}' should stand`,
		"[{\"a\": 1},\n {¶a: 2}]":  `'a' where '"' should stand`,
		"[{\"é\": ¶01}]":           `"01", which is no value`,
		`[{"a": ¶tru}]`:            `"tru", which is no value`,
		"[{\"a\": \"x¶\n\"}]":      "a line end or control character",
		`[{"a": "\¶x"}]`:           `\x, which stands for no character`,
		`[{"a": "\u12¶g4"}]`:       `'g' in a \u`,
		`[{"a": "x¶`:               "the file ends in the middle of a string",
		`[{"a"¶`:                   "the file ends where ':' should stand",
		`[{"a": 1}¶`:               "the file ends where ',' or ']' should stand",
		`[¶`:                       "the file ends where a value should stand",
		"{\"a\": 1}\n{\"b\": ¶}\n": "'}' where a value should stand",
	} {
		before, after, _ := strings.Cut(text, "¶")
		line := strings.Count(before, "\n") + 1
		col := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
		err := jsonError1(t, before+after)
		if want = fmt.Sprintf("broken JSON: line %d, column %d: ", line, col) + want; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\nis refused as %v\nwant %s", text, err, want)
		}
	}
}

// jsonError1 is the error of reading text, on opening or later.
func jsonError1(t *testing.T, text string) error {
	book, err := openJSON(BytesInput("test.json", []byte(text)), DefaultLimits())
	if err != nil {
		return err
	}
	defer book.Close()
	return keepsPromises(book.Sheets[len(book.Sheets)-1])
}

func TestJSONRefusals(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"settings":         {`{"columns": {"Amount": ["Net"]}, "debug": true}`, "without a list of records"},
		"plain values":     {`[1, 2, 3]`, "without a list of records"},
		"objects by name":  {`{"a": {"x": 1}, "b": {"x": 2}}`, "without a list of records"},
		"too deep":         {strings.Repeat(`[`, 70) + strings.Repeat(`]`, 70), "limit xml_depth = 64"},
		"too long a value": {`[{"a": "` + strings.Repeat("x", 1<<20+1) + `"}]`, "limit cell_size"},
		"too many columns": {manyColumns(16385), "limit columns = 16384"},
		"no JSON":          {`hello`, "no list and no object"},
	} {
		t.Run(name, func(t *testing.T) {
			err := jsonError1(t, c.text)
			var refusal *Refusal
			if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want a refusal with %q", err, c.want)
			}
		})
	}
}

func manyColumns(n int) string {
	var b strings.Builder
	b.WriteString(`[{`)
	for i := range n {
		fmt.Fprintf(&b, `"c%d":1,`, i)
	}
	return b.String() + `"last":1}]`
}

// Records before a break are given, and the break is told.
func TestJSONBrokenOff(t *testing.T) {
	book := jsonOf(t, `{"grants": [{"id": 1}, {"id": 2}, {"id": `)
	rows, err := rowLines(book.Sheets[0])
	var refusal *Refusal
	if !slices.Equal(rows, []string{"t:id", "n:1", "n:2"}) || !errors.As(err, &refusal) || refusal.Code != codeBadJSON {
		t.Errorf("rows %q, error %v", rows, err)
	}
}

// drawJSON draws a value as encoding/json decodes one.
func drawJSON(t *rapid.T, depth int) any {
	kinds := 6
	if depth > 3 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return json.Number(strconv.FormatInt(rapid.Int64().Draw(t, "number"), 10))
	case 3:
		return rapid.StringN(0, 8, -1).Draw(t, "string")
	case 4:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			list = append(list, drawJSON(t, depth+1))
		}
		return list
	}
	return drawRecord(t, depth)
}

func drawRecord(t *rapid.T, depth int) map[string]any {
	record := map[string]any{}
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		record[rapid.SampledFrom([]string{"a", "b", "c", "Payee", "é"}).Draw(t, "name")] = drawJSON(t, depth+1)
	}
	return record
}

// flatten is what a record should become, worked out from its decoded form.
func flatten(path string, v any, into map[string]string) {
	text := func(v any) string {
		switch v := v.(type) {
		case nil:
			return ""
		case bool:
			return map[bool]string{true: "b:TRUE", false: "b:FALSE"}[v]
		case json.Number:
			return "n:" + v.String()
		case string:
			return map[bool]string{true: "", false: "t:" + v}[v == ""]
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if e.Encode(v) != nil {
			panic("flatten")
		}
		return "t:" + strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSpace(b.String()))
	}
	switch v := v.(type) {
	case map[string]any:
		for name, x := range v {
			flatten(path+"/"+name, x, into)
		}
	case []any:
		if len(v) == 0 {
			return
		}
		_, records := v[0].(map[string]any)
		_, lists := v[0].([]any)
		switch {
		case records:
			for i, x := range v {
				flatten(fmt.Sprintf("%s/%d", path, i), x, into)
			}
		case len(v) == 1 && !lists:
			flatten(path, v[0], into)
		default:
			into[path] = text(v)
		}
	default:
		if s := text(v); s != "" {
			into[path] = s
		}
	}
}

// A list of records, JSON lines and a list in an object give the same rows, which are what the decoded
// records say; and how much of the text is seen at once makes no difference.
func TestJSONRecordsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var records []map[string]any
		var lines, items []string
		for range rapid.IntRange(2, 4).Draw(t, "records") {
			r := drawRecord(t, 0)
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, r)
			lines, items = append(lines, string(text)), append(items, string(text))
		}
		list := "[" + strings.Join(items, " ,\n") + "]"
		want := readJSON(t, list, 1<<16)
		for way, text := range map[string]string{"lines": strings.Join(lines, "\n"), "in an object": `{"x": 1, "grants": ` + list + `}`} {
			if got := readJSON(t, text, 1<<16); !slices.EqualFunc(got, want, slices.Equal) {
				t.Fatalf("%s: %q, want %q", way, got, want)
			}
		}
		if got := readJSON(t, list, rapid.IntRange(1, 9).Draw(t, "window")); !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("through a small window: %q, want %q", got, want)
		}
		for i, r := range records {
			values := map[string]string{}
			flatten("", r, values)
			for col, cell := range rowOf(want, i+1) {
				name := "/" + strings.TrimPrefix(want[0][col], "t:")
				if cell != values[name] {
					t.Fatalf("record %d, %s: %q, want %q", i+1, name, cell, values[name])
				}
				delete(values, name)
			}
			if len(values) > 0 {
				t.Fatalf("record %d: lost %q", i+1, values)
			}
		}
	})
}

func rowOf(rows [][]string, i int) []string {
	if i < len(rows) {
		return rows[i]
	}
	return nil // blank rows at the end are not given
}

// readJSON reads the one table of a text through a window of some bytes.
func readJSON(t *rapid.T, text string, window int) [][]string {
	b := &jsonBook{book: &Book{}, lim: DefaultLimits(), began: time.Now()}
	look := func() {
		b.j = newJSONText(strings.NewReader(text), b.lim)
		b.j.buf = make([]byte, 0, window)
	}
	look()
	many, err := b.j.many()
	if err != nil {
		t.Fatal(err)
	}
	look()
	if err := b.values(many); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer b.spool.close()
	if len(b.book.Sheets) != 1 {
		t.Fatalf("%d sheets of %s", len(b.book.Sheets), text)
	}
	var rows [][]string
	err = b.book.Sheets[0].Rows(t.Context(), func(batch *Batch) error {
		for _, r := range batch.Rows {
			var row []string
			for _, c := range r.Cells {
				row = append(row, describe(c, []string{"General"}))
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// FuzzJSON looks for panics, endless readings, rows out of order and errors without a reason, and
// compares with encoding/json what is JSON and what is not.
func FuzzJSON(f *testing.F) {
	for _, content := range gallery(f, "[", "{") {
		f.Add(content)
	}
	f.Add([]byte(`[{"a": 1.5e3, "b": [1, "x"], "c": {"d": null}}, {"a": "\u00e9"}]`))
	f.Add([]byte("{\"a\": 1}\n{\"a\": 2}"))
	f.Add([]byte(`{"grants": [{"a": true}], "x": [], "y": {"z": [[1], [2, "3"]]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		book, err := openJSON(BytesInput("fuzz.json", text), DefaultLimits())
		wantRefusal(t, err)
		if err == nil {
			defer book.Close()
			for _, s := range book.Sheets {
				wantRefusal(t, keepsPromises(s))
			}
		}
		j := newJSONText(bytes.NewReader(text), DefaultLimits())
		raw, err := j.raw(nil)
		if end, _ := j.atEnd(); err == nil && !end {
			return // more than one value
		}
		var limit *limitError
		lenient := bytes.ContainsAny(text, "\t") || bytes.Contains(text, []byte("NaN")) || bytes.Contains(text, []byte("Infinity"))
		switch {
		case errors.As(err, &limit) || lenient:
		case (err == nil) != json.Valid(text):
			t.Fatalf("read with %v, where encoding/json says %v", err, json.Valid(text))
		case err == nil && !json.Valid(raw):
			t.Fatalf("%q is written as %q", text, raw)
		}
	})
}
