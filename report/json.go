package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"flows/ledger"
)

// renderJSON writes one object: name, title, header (an object), columns (name, kind, note), rows
// (objects under the names of csv) and notes. Money stands twice, as a string of pounds and in whole
// pence under the name with _pence (null where a measure is no money); fractions are numbers with six decimals; what is not known is
// null. Keys keep the table's order. "<" is written \u003c, so that the text may stand in a page.
func renderJSON(w io.Writer, t *Table, _ Options) error {
	j := jsonWriter{w: bufio.NewWriter(w)}
	j.table(t)
	j.raw("\n")
	return j.close()
}

// renderJSONList writes several tables as an array of such objects.
func renderJSONList(w io.Writer, tables []*Table, _ Options) error {
	j := jsonWriter{w: bufio.NewWriter(w)}
	j.raw("[")
	for i, t := range tables {
		j.raw(separator(i))
		j.table(t)
	}
	j.raw("\n]\n")
	return j.close()
}

// jsonWriter writes the parts in order; the first error stays until close.
type jsonWriter struct{ w *bufio.Writer }

func (j jsonWriter) raw(s string) { j.w.WriteString(s) }

func (j jsonWriter) close() error { return j.w.Flush() }

func separator(i int) string {
	if i == 0 {
		return "\n"
	}
	return ",\n"
}

func (j jsonWriter) table(t *Table) {
	j.raw("{\n  \"name\": " + quote(t.Name) + ",\n  \"title\": " + quote(t.Title) + ",\n  \"header\": {")
	for i, h := range mergePairs(t.Header) {
		j.raw(separator(i) + "    " + quote(h.Name) + ": " + quote(h.Value))
	}
	j.raw("\n  },\n  \"columns\": [")
	columns := t.Columns
	if !t.Plain {
		columns = append([]Column{{Name: "row_kind", Kind: Code}}, columns...)
	}
	for i, c := range columns {
		j.raw(separator(i) + "    {\"name\": " + quote(c.Name) + ", \"kind\": " + quote(c.Kind.String()) + ", \"note\": " + quote(c.Note) + "}")
	}
	j.raw("\n  ],\n  \"rows\": [")
	for i, r := range t.Rows {
		j.raw(separator(i) + "    ")
		j.row(t, r)
	}
	j.raw("\n  ],\n  \"notes\": [")
	for i, n := range t.Notes {
		j.raw(separator(i) + "    " + quote(n))
	}
	j.raw("\n  ]\n}")
}

func (j jsonWriter) row(t *Table, r Row) {
	opening := "{"
	if !t.Plain {
		j.raw(`{"row_kind": ` + quote(string(r.Level)))
		opening = ", "
	}
	for i, c := range t.Columns {
		v := r.Values[i]
		j.raw(opening + quote(c.Name) + ": " + jsonValue(v))
		opening = ", "
		if c.Kind.pounds() {
			pence := "null"
			if p, ok := v.(ledger.Pence); ok {
				pence = strconv.FormatInt(int64(p), 10)
			}
			j.raw(", " + quote(c.Name+"_pence") + ": " + pence)
		}
	}
	if opening == "{" {
		j.raw(opening)
	}
	j.raw("}")
}

// jsonValue is a value as JSON: numbers for counts and fractions, strings for the rest.
func jsonValue(v any) string {
	if unknown(v) {
		return "null"
	}
	switch v.(type) {
	case int64, Ratio, bool:
		return exact(v)
	}
	return quote(exact(v))
}

func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // a string cannot fail to encode
	}
	return string(bytes.ReplaceAll(bytes.TrimSuffix(b.Bytes(), []byte("\n")), []byte("<"), []byte(`\u003c`)))
}

// mergePairs joins the values of equal names, because an object may hold a name only once.
func mergePairs(pairs []Pair) []Pair {
	var merged []Pair
	place := map[string]int{}
	for _, p := range pairs {
		if i, ok := place[p.Name]; ok {
			merged[i].Value += "; " + p.Value
			continue
		}
		place[p.Name] = len(merged)
		merged = append(merged, p)
	}
	return merged
}

// String is the kind's name in json.
func (k Kind) String() string {
	names := [...]string{Text: "text", Count: "count", Money: "money", Fraction: "fraction", YearKind: "year", DateKind: "date", Bool: "bool", Code: "code", Measure: "measure", InPence: "pence"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}
